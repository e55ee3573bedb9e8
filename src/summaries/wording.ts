/** In UTF-16 code units: shorter words are mostly grammar, where they are no numbers. */
const SHORTEST_TELLING_WORD = 4;
/** Inflected forms of a word mostly share so many first letters. */
const STEM_LENGTH = 6;
/** In UTF-16 code units: what two texts of the same words may differ by in marks and white space. */
const MARKS = 20;
/** In UTF-16 code units: what is longer is no sentence of a post, and is not read to its end. */
const LONGEST_READ = 2_000;
/** A UTF-16 unit of no word: the end of a text ends its last word, too. */
const END = 0;
const WORD_UNIT = /[\p{L}\p{M}\p{N}\p{Cs}]/u;

/** The telling words and the numbers of a text, roughly without their endings: each once, as a number that stands for it. */
export type TellingWords = readonly number[];

/** Whether two texts are the same words in the same order; case, marks and white space do not count. */
export function sameWords(one: string, other: string): boolean {
  return Math.abs(one.length - other.length) <= MARKS && letterRun(one) === letterRun(other);
}

/** The telling words of a text. */
export function tellingWords(text: string): TellingWords {
  // A sentence has few enough of them for a plain list to be faster than a set.
  const telling: number[] = [];
  const end = Math.min(text.length, LONGEST_READ);
  let length = 0;
  let hash = 0;
  let hasDigit = false;
  for (let at = 0; at <= end; at++) {
    const unit = at < end ? wordUnitOf(text, at) : END;
    if (unit !== END) {
      if (length < STEM_LENGTH) hash = (Math.imul(hash, 31) + unit) | 0;
      hasDigit ||= isDigit(unit);
      length += 1;
    } else if (length > 0) {
      if ((length >= SHORTEST_TELLING_WORD || hasDigit) && !telling.includes(hash)) telling.push(hash);
      length = 0;
      hash = 0;
      hasDigit = false;
    }
  }
  return telling;
}

/** The UTF-16 unit in lower case where it belongs to a word; a regular expression is asked only beyond Latin and Cyrillic. */
function wordUnitOf(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  if (unit < 0x80) return (unit >= 0x61 && unit <= 0x7a) || isDigit(unit) ? unit : lowerAscii(unit);
  if (unit >= 0x430 && unit <= 0x45f) return unit;
  if (unit >= 0x400 && unit < 0x430) return unit + (unit < 0x410 ? 0x50 : 0x20);
  const lower = text.charAt(at).toLowerCase();
  return WORD_UNIT.test(lower) ? lower.charCodeAt(0) : END;
}

function lowerAscii(unit: number): number {
  return unit >= 0x41 && unit <= 0x5a ? unit + 0x20 : END;
}

function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39;
}

function letterRun(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '');
}
