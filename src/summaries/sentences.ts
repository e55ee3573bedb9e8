import { isBoundary } from './boundary.ts';
import { type Language, languageOf } from './languages/index.ts';
import { paragraphs } from './paragraphs.ts';
import { closesAfter, quotation } from './quotation.ts';

/** The longest stretch, in UTF-16 code units, that is kept whole because a quotation in it is still open. */
const QUOTATION_LENGTH = 400;
const FINAL_MARKS = /[.!?…]+["”»“'’)\]]*/gu;
/** Where Unicode's own rules see an end after an initial, a short title or an ordinal there is none (`J. Bach`, `Dr. Meyer`, `3. Mai`). */
const NOT_AN_END = /(?<![\p{L}\p{M}\p{N}])(?:\p{L}|\p{Lu}\p{Ll}{1,2}|Prof|\d{1,2})\.\s*$/u;

/**
 * The sentences of a text in its own words and order, white space collapsed; headings and other lines without a final
 * mark are entries too. English, Ukrainian and Russian by rules, every other language by Unicode's.
 */
export function sentences(text: string, language: string): string[] {
  return [...paragraphs(text)].flatMap((paragraph) => [...split(paragraph.text, language)]);
}

/** The sentences of one paragraph whose white space is collapsed, as they are asked for. */
export function split(paragraph: string, language: string): Iterable<string> {
  const rules = languageOf(language);
  return rules ? byRules(paragraph, rules) : byUnicode(paragraph, language);
}

function* byRules(paragraph: string, language: Language): Generator<string> {
  let start = 0;
  for (const { 0: mark, index } of paragraph.matchAll(FINAL_MARKS)) {
    const end = index + mark.length;
    if (!isBoundary(paragraph, start, index, end, language) || quotationGoesOn(paragraph, start, end)) continue;
    yield paragraph.slice(start, end).trim();
    start = end;
  }
  const rest = paragraph.slice(start).trim();
  if (rest) yield rest;
}

function* byUnicode(paragraph: string, language: string): Generator<string> {
  let start = 0;
  for (const { segment, index } of segmenter(language).segment(paragraph)) {
    const end = index + segment.length;
    const goesOn = NOT_AN_END.test(segment.slice(-8)) || /^\p{Ll}/u.test(paragraph.slice(end, end + 2));
    if (end < paragraph.length && (goesOn || quotationGoesOn(paragraph, start, end))) continue;
    const sentence = paragraph.slice(start, end).trim();
    if (sentence) yield sentence;
    start = end;
  }
}

const segmenters = new Map<string, Intl.Segmenter>();

function segmenter(language: string): Intl.Segmenter {
  const [primary = ''] = language.toLowerCase().split(/[-_]/);
  const locale = /^[a-z]{2,3}$/.test(primary) ? primary : 'und';
  const known = segmenters.get(locale) ?? new Intl.Segmenter(locale, { granularity: 'sentence' });
  segmenters.set(locale, known);
  return known;
}

/** Whether `end` lies in a quotation that closes soon: it stays whole, so that no sentence of it seems the outlet's own. */
function quotationGoesOn(paragraph: string, start: number, end: number): boolean {
  if (end - start >= QUOTATION_LENGTH) return false;
  const near = paragraph.slice(start, start + QUOTATION_LENGTH);
  return quotation(near.slice(0, end - start)).open && closesAfter(near, end - start);
}
