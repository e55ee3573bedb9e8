import type { FactWords } from './languages/index.ts';

/**
 * A word that one sentence denies more often than the other, of mostly the same words, does; undefined where both deny
 * the same. What `source` denies and `claim` does not speak of is no difference.
 */
export function otherwiseDenied(
  claim: readonly string[],
  source: readonly string[],
  words: FactWords,
): string | undefined {
  const [here, there] = [deniedIn(claim, words), deniedIn(source, words)];
  const spoken = new Set(claim.map((word) => word.toLowerCase()));
  for (const [word, times] of here) if (times > (there.get(word) ?? 0)) return word;
  for (const [word, times] of there) if (times > (here.get(word) ?? 0) && spoken.has(word)) return word;
  return undefined;
}

/** How often each word is denied: the one after the denial or, at the end of a sentence, the one before it. */
function deniedIn(sentence: readonly string[], { denies, between }: FactWords): ReadonlyMap<string, number> {
  const denied = new Map<string, number>();
  for (const [index, word] of sentence.entries()) {
    if (!denies(word)) continue;
    const next = sentence.slice(index + 1).find((other) => !between(other));
    const about = (next ?? sentence[index - 1] ?? word).toLowerCase();
    denied.set(about, (denied.get(about) ?? 0) + 1);
  }
  return denied;
}
