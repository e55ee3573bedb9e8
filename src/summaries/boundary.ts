import type { Language } from './languages/index.ts';

const NEXT_STARTS = /\s+["“”«„'‘’([—–-]*\s?[\p{Lu}\p{Lt}\p{N}]/uy;
/** A system that drops line breaks glues sentences together: `on Friday.The mayor`, `“Go.”He went`. */
const GLUED_NEXT = /["“«„‘]?(?!(?:Com|Net|Org|Info|Ru|Ua|Tv|Io|Js) )\p{Lu}[\p{L}\p{M}’']*(?= )/uy;
const GLUED_WORD = /(?:\p{Ll}{2}[\p{Ll}"”»)]|\p{Lu}{2})$/u;
const TURN_OF_DIALOGUE = /^[—–-]\s/;
const WORD_CHARACTER = /[\p{L}\p{M}\p{N}.'’/№-]/u;
const OPENERS = /^["“”«„'‘’([\s]+/u;
/** Longer than any abbreviation; what looks back never looks further. */
const LOOK_BACK = 40;
const LOOK_AHEAD = 40;

/**
 * Whether a sentence of `text`, begun at `start`, ends with the final mark (its closing quotes and brackets included)
 * that lies between `markAt` and `end`.
 */
export function isBoundary(text: string, start: number, markAt: number, end: number, language: Language): boolean {
  if (!matchesAt(NEXT_STARTS, text, end)) {
    if (!matchesAt(GLUED_NEXT, text, end) || !GLUED_WORD.test(text.slice(Math.max(start, markAt - 3), markAt)))
      return false;
  }
  const mark = text.slice(markAt, end);
  const next = text.slice(end, end + LOOK_AHEAD).trimStart();
  if (TURN_OF_DIALOGUE.test(next)) return !/[!?…"”»]/u.test(mark);
  const before = text.slice(Math.max(start, markAt - LOOK_BACK), markAt);
  if (/^\s*(?:(?:\d+\.)*\d+|[IVX]+)$/.test(before)) return false;
  if (!/^\.['’)\]]*$/u.test(mark)) return true;
  return endsSentence(lastWord(before).replace(/^['’.-]+/u, ''), next.replace(OPENERS, ''), language);
}

/** The last word of a text with the stops, strokes and apostrophes in it; empty where the text ends otherwise. */
export function lastWord(text: string): string {
  let from = text.length;
  while (from > 0 && WORD_CHARACTER.test(text.charAt(from - 1))) from -= 1;
  return text.slice(from);
}

function matchesAt(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}

/** Whether a full stop after this word may end a text: not after `Mr`, `вул` or an initial. */
export function mayEndText(word: string, language: Language): boolean {
  return !has(language.binding, word) && !/^\p{Lu}$/u.test(word);
}

function endsSentence(word: string, next: string, language: Language): boolean {
  if (has(language.numbering, word)) return !/^[\p{N}№]/u.test(next) && !/^\p{Lu}\./u.test(next);
  if (!mayEndText(word, language)) return false;
  if (has(language.units, word)) return /^\p{Lu}/u.test(next);
  const abbreviated = has(language.trailing, word) || /^(?:\p{L}{1,2}\.-?)+\p{L}{1,2}$/u.test(word);
  return !abbreviated || opensSentence(next, language);
}

function opensSentence(next: string, language: Language): boolean {
  const word = /^\p{L}[\p{L}\p{M}'’-]*/u.exec(next)?.[0] ?? '';
  return language.openers.has(word) && !next.startsWith('.', word.length);
}

/** A capitalised entry counts only capitalised, one in lower case counts in both. */
function has(abbreviations: ReadonlySet<string>, word: string): boolean {
  return abbreviations.has(word) || abbreviations.has(word.toLowerCase());
}
