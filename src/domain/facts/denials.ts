/** Words that deny what follows them. */
const DENIES =
  /^(?:not|no|never|none|nobody|nothing|without|cannot|\p{L}+n't|denie[sd]|deny|denying|refus(?:e|es|ed|ing)|reject(?:s|ed|ing)?|fail(?:s|ed)?|unable|unlikely|не|ні|ни|жод\p{L}+|без|ніколи|никогда|нема|немає|нет|відмов\p{L}+|отказ\p{L}+|спростув\p{L}+|опроверг\p{L}*)$/u;
/** Between a denial and what it denies. */
const BETWEEN = new Set('to a an the any be been have had that yet так ще еще ещё й и же ж'.split(' '));

/**
 * A word that one sentence denies and the other, of mostly the same words, does not; undefined where both deny the same.
 * What `source` denies and `claim` does not speak of is no difference.
 */
export function otherwiseDenied(claim: readonly string[], source: readonly string[]): string | undefined {
  const [here, there] = [deniedIn(claim), deniedIn(source)];
  const spoken = new Set(claim);
  return [...here].find((word) => !there.has(word)) ?? [...there].find((word) => !here.has(word) && spoken.has(word));
}

function deniedIn(words: readonly string[]): ReadonlySet<string> {
  const denied = new Set<string>();
  for (const [index, word] of words.entries()) {
    if (DENIES.test(word)) denied.add(words.slice(index + 1).find((next) => !BETWEEN.has(next)) ?? word);
  }
  return denied;
}
