import { mayEndText } from './boundary.ts';
import { isDateline } from './dateline.ts';
import type { Language } from './languages/index.ts';
import { quotation } from './quotation.ts';

/** In UTF-16 code units: what is longer is no sentence of a post, and is not looked at further. */
const LONGEST_SENTENCE = 1_000;
const FEWEST_WORDS = 4;
/** Where words are not parted by spaces. */
const FEWEST_LETTERS = 10;

const STARTS_WELL = /^[“”„«"‘'([「『《（¿¡]*[\p{Lu}\p{Lt}\p{Lo}\p{N}$€£¥₴₽₹№#]/u;
const FINAL = /(?<![.…])[.!?。！？।؟][”»“"’')\]」』》）]*$/u;
const QUOTED = /^[“„«"‘'「]/u;
const QUESTION = /[?？؟][”»“"’')\]」』》）]*$/u;
const BARE_QUOTATION = /^[“„«"「][^“”„«»"「」]*[”“»"」]$/u;
const ADDRESS = /https?:|www\.|(?<![\p{L}\p{N}])@\w|\w@\w|#\p{L}/iu;
// Control, direction and private characters, halves of pairs, the sign of a broken encoding.
const DIRT = /[\p{Cc}\p{Cs}\p{Co}\p{Cn}\u202a-\u202e\u2066-\u2069\ufffd]/u;

/** Whether this is a whole sentence as a newsroom would print it: not cut, not cut into, no dirt, nothing left open. */
export function isWhole(sentence: string, language: Language | undefined): boolean {
  if (sentence.length > LONGEST_SENTENCE || !STARTS_WELL.test(sentence) || !FINAL.test(sentence)) return false;
  if (DIRT.test(sentence) || ADDRESS.test(sentence)) return false;
  const { open, stray } = quotation(sentence);
  if (open || stray) return false;
  const word = /([\p{L}\p{M}\p{N}.'’-]+)\.[^\p{L}\p{N}]*$/u.exec(sentence.slice(-40))?.[1];
  return word === undefined || language === undefined || mayEndText(word, language);
}

/** Whether it has enough words to tell something, and is not shouted. */
export function saysSomething(sentence: string): boolean {
  const letters = sentence.match(/\p{L}/gu)?.length ?? 0;
  if (/\p{Lo}/u.test(sentence)) return letters >= FEWEST_LETTERS;
  return (
    /\p{Ll}/u.test(sentence) && (sentence.match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}'’-]*/gu)?.length ?? 0) >= FEWEST_WORDS
  );
}

/** Whether it opens a notice rather than a piece of the story: an appeal, a credit, the time of publication. */
export function opensNotice(sentence: string, language: Language | undefined): boolean {
  return language !== undefined && (language.boilerplateOpening.test(sentence) || isDateline(sentence, language));
}

/** Whether the outlet speaks of itself here instead of telling the story. */
export function isBoilerplate(sentence: string, language: Language | undefined): boolean {
  return opensNotice(sentence, language) || (language?.boilerplate.test(sentence) ?? false);
}

/** Whether it means nothing without the sentence before it: an orphan pronoun, a connective, words without a speaker. */
export function leans(sentence: string, language: Language | undefined): boolean {
  if (BARE_QUOTATION.test(sentence)) return true;
  if (language === undefined) return false;
  if (language.leaning.test(sentence) || language.leaningEnd.test(sentence)) return true;
  return !QUOTED.test(sentence) && language.firstPerson.test(sentence);
}

export function isQuestion(sentence: string): boolean {
  return QUESTION.test(sentence);
}
