import type { Language } from './languages/index.ts';

const NEXT_STARTS = /\s+["“”«„'‘’([—–-]*\s?[\p{Lu}\p{Lt}\p{N}]/uy;
const TURN_OF_DIALOGUE = /^[—–-]\s/;
const OPENERS = /^["“”«„'‘’([\s]+/u;
/** Longer than any abbreviation; what looks back never looks further. */
const LOOK_BACK = 40;
const LOOK_AHEAD = 40;

/**
 * Whether a sentence of `text`, begun at `start`, ends with the final mark (its closing quotes and brackets included)
 * that lies between `markAt` and `end`.
 */
export function isBoundary(text: string, start: number, markAt: number, end: number, language: Language): boolean {
  NEXT_STARTS.lastIndex = end;
  if (!NEXT_STARTS.test(text)) return false;
  const mark = text.slice(markAt, end);
  const next = text.slice(end, end + LOOK_AHEAD).trimStart();
  if (TURN_OF_DIALOGUE.test(next)) return !/[!?…"”»]/u.test(mark);
  const before = text.slice(Math.max(start, markAt - LOOK_BACK), markAt);
  if (/^\s*(?:(?:\d+\.)*\d+|[IVX]+)$/.test(before)) return false;
  if (!/^\.['’)\]]*$/u.test(mark)) return true;
  const word = /[\p{L}\p{M}\p{N}.'’/№-]+$/u.exec(before)?.[0] ?? '';
  return endsSentence(word.replace(/^['’.-]+/u, ''), next.replace(OPENERS, ''), language);
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
