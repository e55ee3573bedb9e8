import type { Room } from '../domain/ports.ts';
import { languageOf } from './languages/index.ts';
import { lookAt, NOTHING_OPEN } from './look.ts';
import { collapse } from './paragraphs.ts';
import { quotation } from './quotation.ts';
import { sentences } from './sentences.ts';
import { isBoilerplate, isWhole, leans } from './soundness.ts';
import { sameWords } from './wording.ts';

/** What can be wrong with a summary, whoever wrote it. */
export type Defect =
  | 'empty'
  | 'too-long'
  /** A sentence does not begin or end as one, holds dirt or an address. */
  | 'not-whole'
  /** Quotation marks or brackets do not pair. */
  | 'unbalanced'
  /** A sentence means nothing without one that is not there. */
  | 'leans'
  | 'boilerplate'
  | 'says-title-again'
  | 'says-itself-again'
  /** A sentence is none of the text's, even with words left out. */
  | 'not-in-text';

/** What is wrong with a summary of a text, looked at anew, whatever made it; empty where nothing is. */
export function defectsOf(
  summary: string,
  { title, body, language }: { readonly title: string; readonly body: string; readonly language: string },
  room: Room,
): readonly Defect[] {
  if (summary.trim() === '') return ['empty'];
  const rules = languageOf(language);
  const parts = sentences(summary, language);
  const told = sentences(body, language);
  const { open, stray } = quotation(summary);
  const looks: readonly (readonly [Defect, boolean])[] = [
    ['too-long', room.measure(summary) > room.maxLength],
    ['not-whole', parts.some((part) => !isWhole(part, rules, { ...lookAt(part), marks: NOTHING_OPEN }))],
    ['unbalanced', open || stray],
    ['leans', parts.some((part, index) => leans(part, rules) && !followsIn(told, part, parts[index - 1]))],
    ['boilerplate', parts.some((part) => isBoilerplate(part, rules))],
    ['says-title-again', parts.some((part) => sameWords(part, title))],
    ['says-itself-again', new Set(parts).size < parts.length],
    ['not-in-text', !isTold(summary, body) && !parts.every((part) => told.some((source) => isWithin(part, source)))],
  ];
  return looks.flatMap(([defect, is]) => (is ? [defect] : []));
}

/** Whether the sentence stands in the text right after the one that stands before it in the summary. */
function followsIn(told: readonly string[], part: string, before: string | undefined): boolean {
  if (before === undefined) return false;
  return told.some((source, index) => source.includes(part) && told[index - 1]?.includes(before));
}

function isTold(summary: string, body: string): boolean {
  return collapse(body).includes(collapse(summary));
}

/** Whether the words of `part` stand in `source` in the same order. */
function isWithin(part: string, source: string): boolean {
  const some = wordsOf(part);
  let found = 0;
  for (const word of wordsOf(source)) if (word === some[found]) found += 1;
  return found === some.length;
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
}
