const NAME = /\p{Lu}[\p{L}\p{M}\p{N}'-]*/gu;
/** Where a sentence, a quotation or a line begins, a capital letter says nothing. */
const BEGINS = /(?:^|[.!?:]|["'([])\s*$/u;
/** Capitalised and yet no names. */
const NO_NAMES = new Set(
  (
    'i the a an in on at for of and he she it they we you but mr mrs ms dr his her its their this that there when while ' +
    'after as if what who how'
  ).split(' '),
);

/** The word a sentence begins with, where it is capitalised. */
export function openingWord(sentence: string): string | undefined {
  const [, word] = /^["'([]*(\p{Lu}[\p{L}\p{M}\p{N}'-]*)/u.exec(sentence) ?? [];
  return word?.replace(/'s?$/, '');
}

/** The capitalised words inside a sentence, without possessives. */
export function namesOf(sentence: string): readonly string[] {
  const found: string[] = [];
  for (const { 0: name, index } of sentence.matchAll(NAME)) {
    const bare = name.replace(/'s?$/, '');
    if (bare.length < 2 || NO_NAMES.has(bare.toLowerCase())) continue;
    const begins = BEGINS.test(sentence.slice(Math.max(0, index - 3), index));
    const goesOn = /^ \p{Lu}/u.test(sentence.slice(index + name.length));
    if (!begins || goesOn) found.push(bare);
  }
  return found;
}

/** What the forms of a name share: `Києва` and `Києві`, `France` and `French`. */
export function nameKey(word: string): string {
  const lower = word.toLowerCase().replace(/'s?$/, '').replaceAll("'", '');
  if (/\p{Script=Cyrillic}/u.test(lower)) return lower.slice(0, Math.max(3, Math.min(lower.length - 2, 6)));
  return lower.replace(/(?:ese|ish|ian|an|n|s)$/, '').slice(0, Math.max(4, lower.length - 2));
}

/** The keys of all words of a text, and the initials of its capitalised runs, so that an abbreviation is borne out. */
export function nameKeysOf(text: string, words: readonly string[]): ReadonlySet<string> {
  const keys = new Set(words.flatMap((word) => [word, nameKey(word)]));
  for (const part of words.flatMap((word) => word.split("'"))) keys.add(part);
  const capitals = text.match(/\p{Lu}[\p{L}\p{M}]+/gu) ?? [];
  for (let from = 0; from < capitals.length; from++) {
    let initials = '';
    for (const word of capitals.slice(from, from + 6)) {
      initials += word.charAt(0).toLowerCase();
      if (initials.length > 1) keys.add(initials);
    }
  }
  return keys;
}

/** Whether words with these keys bear the name out. */
export function isNamed(name: string, keys: ReadonlySet<string>): boolean {
  return name.split('-').every((part) => part.length < 2 || keys.has(part.toLowerCase()) || keys.has(nameKey(part)));
}
