import { outsideQuotations, quotationsIn } from './quotations.ts';

/** A tag of an article as a hashtag. */
export interface Hashtag {
  /** `#MarlowBay` */
  readonly sign: string;
  /** The words of the tag, as the article has them. */
  readonly words: readonly string[];
}

/** A tag of more is a sentence. */
const MOST_WORDS = 4;
const MOST_CHARACTERS = 30;
/** In UTF-16 code units: what is longer is not looked at. */
const LONGEST_TAG = 100;
// Apostrophes and joiners stand inside words: Кам’янець, O'Neill, and many a Persian and Indic one.
const WORD = /[\p{L}\p{Nd}][\p{L}\p{M}\p{Nd}]*(?:['’ʼ\u200C\u200D][\p{L}\p{M}\p{Nd}]+)*/gu;
const APOSTROPHE = /['’ʼ]/g;
const HAS_CAPITAL_INSIDE = /^.+\p{Lu}/su;
/** No capital would show where such a word begins. */
const WITHOUT_CASE = /^\p{Lo}/u;
/** What makes one word, address or sign with the letters beside it. */
const JOINED = String.raw`\p{L}\p{M}\p{N}_#@$&\/'’ʼ\u2010-\u2015\-\u200C\u200D`;

/**
 * The hashtags that can be made of these tags, in their order, each once: CamelCase in any script, letters and digits
 * only, never a bare number.
 */
export function hashtagsOf(tags: readonly string[], language: string): readonly Hashtag[] {
  const made = new Map<string, Hashtag>();
  for (const tag of tags) {
    const words = tag.slice(0, LONGEST_TAG).normalize('NFC').match(WORD) ?? [];
    const sign = `#${words.reduce((joined, word) => joined + next(joined, word.replace(APOSTROPHE, ''), language), '')}`;
    const isOne = tag.length <= LONGEST_TAG && words.length <= MOST_WORDS && [...sign].length <= MOST_CHARACTERS;
    const key = sign.toLowerCase();
    if (isOne && /\p{L}/u.test(sign) && !made.has(key)) made.set(key, { sign, words });
  }
  return [...made.values()];
}

/**
 * The text with the tag's words, where they first stand outside a quotation, as its hashtag, a single word as it stands
 * there; undefined: nowhere.
 */
export function markedInline(text: string, { sign, words }: Hashtag): string | undefined {
  const pattern = new RegExp(`(?<![${JOINED}.])${words.map(spelling).join('[\\s-]')}(?![${JOINED}]|[.]\\p{L})`, 'u');
  if (!pattern.test(text)) return undefined;
  let isMarked = false;
  const marked = outsideQuotations(text, quotationsIn(text), (piece) => {
    if (isMarked || !pattern.test(piece)) return piece;
    isMarked = true;
    return piece.replace(pattern, (found) => (words.length === 1 ? `#${found.replace(APOSTROPHE, '')}` : sign));
  });
  return isMarked ? marked : undefined;
}

/** Whether the text has this hashtag already. */
export function hasHashtag(text: string, { sign }: Hashtag): boolean {
  const lower = text.toLowerCase();
  const key = sign.toLowerCase();
  for (let at = lower.indexOf(key); at >= 0; at = lower.indexOf(key, at + 1)) {
    if (!/^[\p{L}\p{M}\p{N}_]/u.test(lower.slice(at + key.length))) return true;
  }
  return false;
}

/** A word as it joins those before it. */
function next(joined: string, word: string, language: string): string {
  const runsOn = joined !== '' && (WITHOUT_CASE.test(word) || (/\d$/.test(joined) && /^\d/.test(word)));
  return (runsOn ? '_' : '') + (HAS_CAPITAL_INSIDE.test(word) ? word : capitalized(word, language));
}

function capitalized(word: string, language: string): string {
  const [first = '', ...rest] = word;
  return (/^(?:tr|az)\b/.test(language) ? first.toLocaleUpperCase('tr') : first.toUpperCase()) + rest.join('');
}

/** A word that a tag has in small letters may open a sentence; `IT` never stands for `it`. */
function spelling(word: string): string {
  const [first = '', ...rest] = word;
  return `${/\p{Ll}/u.test(first) ? `[${first}${first.toUpperCase()}]` : first}${rest.join('').replace(APOSTROPHE, "['’ʼ]")}`;
}
