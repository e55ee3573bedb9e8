import type { FactWords } from './languages/index.ts';

const NAME = /(?<![\p{L}\p{N}])\p{Lu}[\p{L}\p{M}\p{N}'-]*/gu;
/** Where a sentence, a quotation or a line begins, a capital letter says nothing; after an initial it does: `J. Smith`. */
const BEGINS = /(?:(?<!(?<![\p{L}\p{N}])\p{L})[.!?:]|["'([])\s*$/u;
/** From so many letters on, a name may be borne out by a word that is no name: `Ukrainian` by `ukrainians`. */
const LONG_KEY = 5;

/** The word a sentence begins with, where it is capitalised. */
export function openingWord(sentence: string): string | undefined {
  const [, word] = /^["'([-]*\s?(\p{Lu}[\p{L}\p{M}\p{N}'-]*)/u.exec(sentence) ?? [];
  return word?.replace(/'s?$/, '');
}

/** The capitalised words inside a sentence, without possessives. */
export function namesOf(sentence: string, words: FactWords): readonly string[] {
  const found: string[] = [];
  for (const { 0: name, index } of sentence.matchAll(NAME)) {
    const bare = name.replace(/'s?$/, '');
    if (bare.length < 2 || isNoName(bare, words)) continue;
    const begins = index === 0 || BEGINS.test(sentence.slice(Math.max(0, index - 5), index));
    const goesOn = /^ \p{Lu}/u.test(sentence.slice(index + name.length));
    if (!begins || goesOn) found.push(bare);
  }
  return found;
}

/** Whether a capitalised word is known to be something else: an opening, a currency, a weekday. */
export function isNoName(word: string, { noNames, units, dates }: FactWords): boolean {
  return noNames(word) || units(word) !== undefined || dates(word) !== undefined;
}

/** What the forms of a name share: `Києва` and `Києві`, `France` and `French`. */
function nameKey(word: string): string {
  const lower = word.toLowerCase().replace(/'s?$/, '').replaceAll("'", '');
  if (/\p{Script=Cyrillic}/u.test(lower)) return lower.slice(0, Math.max(3, Math.min(lower.length - 2, 6)));
  return lower.replace(/(?:ese|ish|ian|an|n|s)$/, '').slice(0, Math.max(4, lower.length - 2));
}

/** The words of a text as names are looked for among them. */
export interface NamesKnown {
  /** Every word in lower case, its parts, and the initials of capitalised runs, so that an abbreviation is borne out. */
  readonly words: ReadonlySet<string>;
  /** The keys of capitalised words, and of long ones. */
  readonly keys: ReadonlySet<string>;
}

/** What names a text of these words bears out. */
export function namesKnownIn(text: string, words: readonly string[]): NamesKnown {
  const known = new Set<string>();
  const keys = new Set<string>();
  for (const word of words) {
    const lower = word.toLowerCase();
    known.add(lower);
    for (const part of lower.split("'")) known.add(part);
    const key = nameKey(word);
    if (key.length >= LONG_KEY || lower !== word) keys.add(key);
  }
  const capitals = text.match(/\p{Lu}[\p{L}\p{M}]+/gu) ?? [];
  for (let from = 0; from < capitals.length; from++) {
    let initials = '';
    for (const word of capitals.slice(from, from + 6)) {
      initials += word.charAt(0).toLowerCase();
      if (initials.length > 1) known.add(initials);
    }
  }
  return { words: known, keys };
}

/** Whether these words bear the name out. */
export function isNamed(name: string, { words, keys }: NamesKnown): boolean {
  return name.split('-').every((part) => part.length < 2 || words.has(part.toLowerCase()) || keys.has(nameKey(part)));
}
