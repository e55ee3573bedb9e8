/** So many first letters of a word tell whether a phrase may begin with it. */
const TELLING_LETTERS = 3;
const KEYS = 4_096;
const NO_LETTER = 0;

/**
 * Whether a text, capitalised or not, may hold one of the phrases: by the first letters of its words, in one pass, which
 * is many times faster than looking for every phrase. `*` stands for any letters.
 */
export function beginningOf(phrases: readonly string[]): (text: string) => boolean {
  const known = new Uint8Array(KEYS);
  // The rest of `*n’t` may stand anywhere.
  const endings = phrases.filter((phrase) => phrase.startsWith('*')).map((phrase) => phrase.slice(1));
  for (const phrase of phrases) {
    if (phrase.startsWith('*')) continue;
    const key = keyOf(phrase);
    if (key === undefined) return () => true;
    known[key] = 1;
  }
  return (text) => hasWord(text, known) || endings.some((ending) => text.toLowerCase().includes(ending));
}

/** Undefined where a phrase begins with too few letters to be told by. */
function keyOf(phrase: string): number | undefined {
  let key = 0;
  let letters = 0;
  for (let at = 0; at < phrase.length && letters < TELLING_LETTERS; at++) {
    const letter = letterOf(phrase.charCodeAt(at));
    if (letter === NO_LETTER && letters > 0) break;
    if (letter === NO_LETTER) continue;
    key = added(key, letter);
    letters += 1;
  }
  const isTold = letters === TELLING_LETTERS || (letters > 0 && !/^[^*]{0,2}\*/.test(phrase));
  return isTold ? key : undefined;
}

function hasWord(text: string, known: Uint8Array): boolean {
  let key = 0;
  let letters = 0;
  for (let at = 0; at < text.length; at++) {
    const letter = letterOf(text.charCodeAt(at));
    if (letter !== NO_LETTER) {
      if (letters < TELLING_LETTERS) key = added(key, letter);
      letters += 1;
    } else if (letters > 0) {
      if (known[key]) return true;
      key = 0;
      letters = 0;
    }
  }
  return letters > 0 && known[key] === 1;
}

function added(key: number, letter: number): number {
  return (key * 31 + letter) & (KEYS - 1);
}

/** The letter in lower case where it is plain Latin or Cyrillic; all others part words, in texts and phrases alike. */
function letterOf(unit: number): number {
  if (unit < 0x80) {
    const lower = unit | 0x20;
    return lower >= 0x61 && lower <= 0x7a ? lower : NO_LETTER;
  }
  if (unit < 0x400 || unit > 0x4ff) return NO_LETTER;
  if (unit >= 0x430) return unit >= 0x460 && (unit & 1) === 0 ? unit + 1 : unit;
  return unit + (unit < 0x410 ? 0x50 : 0x20);
}
