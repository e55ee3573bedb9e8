import { type Quotation, quotation } from './quotation.ts';

/** In UTF-16 code units: shorter words are mostly grammar, where they are no numbers. */
const SHORTEST_TELLING_WORD = 4;
/** Inflected forms of a word mostly share so many first letters. */
const STEM_LENGTH = 6;
/** In UTF-16 code units: what is longer is no sentence of a post, and its words are not read to the end. */
const LONGEST_READ = 2_000;

/** Kinds of characters, a bit each beside the character itself. */
const CHARACTER = 0xffff;
const UNCOMMON = 0x10000;
const MARK = 0x20000;
const DIGIT = 0x40000;
const SIGN = 0x80000;
const ANY = UNCOMMON | MARK | DIGIT | SIGN;

/** The telling words and the numbers of a text, roughly without their endings: each once, as a number that stands for it. */
export type TellingWords = readonly number[];

/** What one look over a text tells: what has none of a kind of characters need not be searched for it. */
export interface Look {
  readonly words: TellingWords;
  readonly marks: Quotation;
  /** Whether it may hold characters beyond Latin and Cyrillic as newsrooms type them. */
  readonly uncommon: boolean;
  /** Whether it may hold a digit. */
  readonly hasDigit: boolean;
  /** Whether it may hold what only handles, hashtags and labels do. */
  readonly hasSign: boolean;
  /** Whether it ends as most sentences do: with a full stop after a small letter. */
  readonly endsPlainly: boolean;
}

/** A text that leaves nothing open. */
export const NOTHING_OPEN: Quotation = { open: false, stray: false };

/** Looks over a text once. */
export function lookAt(text: string): Look {
  const { words, kinds } = read(text);
  return {
    words,
    marks: kinds & (MARK | UNCOMMON) ? quotation(text) : NOTHING_OPEN,
    uncommon: (kinds & UNCOMMON) !== 0,
    hasDigit: (kinds & DIGIT) !== 0,
    hasSign: (kinds & SIGN) !== 0,
    endsPlainly: text.endsWith('.') && isSmallLetter(text.charCodeAt(text.length - 2)),
  };
}

/** The telling words of a text. */
export function tellingWords(text: string): TellingWords {
  return read(text).words;
}

function read(text: string): { readonly words: TellingWords; readonly kinds: number } {
  // A sentence has few enough telling words for a plain list to be faster than a set.
  const words: number[] = [];
  const end = Math.min(text.length, LONGEST_READ);
  let kinds = text.length > end ? ANY : 0;
  let length = 0;
  let hash = 0;
  let kindsOfWord = 0;
  for (let at = 0; at <= end; at++) {
    const character = at < end ? readCharacter(text.charCodeAt(at)) : 0;
    kinds |= character;
    const lower = character & CHARACTER;
    if (lower !== 0) {
      if (length < STEM_LENGTH) hash = (Math.imul(hash, 31) + lower) | 0;
      kindsOfWord |= character;
      length += 1;
    } else if (length > 0) {
      const isTelling = length >= SHORTEST_TELLING_WORD || (kindsOfWord & DIGIT) !== 0;
      if (isTelling && !words.includes(hash)) words.push(hash);
      length = 0;
      hash = 0;
      kindsOfWord = 0;
    }
  }
  return { words, kinds };
}

const WORD_UNIT = /[\p{L}\p{M}\p{N}\p{Cs}]/u;
/** Latin and Cyrillic as newsrooms type them: no dirt, and no script without spaces. */
const COMMON = /[ -~\u00a0-\u00ff\u0400-\u04ff\u2010-\u2026\u20ac№]/;
const READ_IN_ADVANCE = 0x2200;
const CHARACTERS = Int32Array.from({ length: READ_IN_ADVANCE }, (_, unit) => characterOf(unit));

function readCharacter(unit: number): number {
  return unit < READ_IN_ADVANCE ? (CHARACTERS[unit] as number) : characterOf(unit);
}

/** Whether it is one of plain Latin or Cyrillic. */
function isSmallLetter(unit: number): boolean {
  return (unit >= 0x61 && unit <= 0x7a) || (unit >= 0x430 && unit <= 0x45f);
}

/** A UTF-16 unit with its kinds: in lower case where it belongs to a word, else none. */
function characterOf(unit: number): number {
  const character = String.fromCharCode(unit);
  const lower = character.toLowerCase();
  const inWord = WORD_UNIT.test(lower) ? lower.charCodeAt(0) : 0;
  if (!COMMON.test(character)) return UNCOMMON | inWord;
  if (/[“”„‟«»"‘’'()[\]]/.test(character)) return MARK | inWord;
  if (/\d/.test(character)) return DIGIT | inWord;
  return /[@#:]/.test(character) ? SIGN | inWord : inWord;
}
