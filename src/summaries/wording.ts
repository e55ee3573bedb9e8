/** In UTF-16 code units: shorter words are mostly grammar, where they are no numbers. */
const SHORTEST_TELLING_WORD = 4;
/** Inflected forms of a word mostly share so many first letters. */
const STEM_LENGTH = 6;
/** In UTF-16 code units: what two texts of the same words may differ by in marks and white space. */
const MARKS = 20;
/** A UTF-16 unit of no word: the end of a text ends its last word, too. */
const END = 0;
const WORD_UNIT = /[\p{L}\p{M}\p{N}\p{Cs}]/u;

/** The telling words and the numbers of a text, roughly without their endings: each as a number that stands for it. */
export type TellingWords = ReadonlySet<number>;

/** Whether two texts are the same words in the same order; case, marks and white space do not count. */
export function sameWords(one: string, other: string): boolean {
  return Math.abs(one.length - other.length) <= MARKS && letterRun(one) === letterRun(other);
}

/** The telling words of a text. */
export function tellingWords(text: string): TellingWords {
  const telling = new Set<number>();
  const lower = text.toLowerCase();
  let length = 0;
  let hash = 0;
  let hasDigit = false;
  for (let at = 0; at <= lower.length; at++) {
    const unit = at < lower.length ? lower.charCodeAt(at) : END;
    if (isWordUnit(unit)) {
      if (length < STEM_LENGTH) hash = (Math.imul(hash, 31) + unit) | 0;
      hasDigit ||= isDigit(unit);
      length += 1;
    } else if (length > 0) {
      if (length >= SHORTEST_TELLING_WORD || hasDigit) telling.add(hash);
      length = 0;
      hash = 0;
      hasDigit = false;
    }
  }
  return telling;
}

/** Whether a UTF-16 unit belongs to a word; a regular expression is asked only about what is neither Latin nor Cyrillic. */
function isWordUnit(unit: number): boolean {
  if (unit < 0x80) return (unit >= 0x61 && unit <= 0x7a) || isDigit(unit);
  if (unit >= 0x430 && unit <= 0x45f) return true;
  return WORD_UNIT.test(String.fromCharCode(unit));
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
