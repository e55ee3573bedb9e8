import { lastWord, mayEndText } from './boundary.ts';
import { isDateline } from './dateline.ts';
import type { Language } from './languages/index.ts';
import { type Look, lookAt } from './look.ts';

/** In UTF-16 code units: what is longer is no sentence of a post, and is not looked at further. */
const LONGEST_SENTENCE = 1_000;
const ENOUGH_WORDS = /(?:[\p{L}\p{N}][\p{L}\p{M}\p{N}'’-]*[^\p{L}\p{M}\p{N}'’-]+){3}[\p{L}\p{N}]/u;
/** The same of most sentences, told at once. */
const FOUR_PLAIN_WORDS = /^[A-Za-zА-Яа-яЁёІіЇїЄєҐґ]+(?: [A-Za-zА-Яа-яЁёІіЇїЄєҐґ\d]+){3}/;
/** Where words are not parted by spaces. */
const FEWEST_LETTERS = 10;

const STARTS_WELL = /^[“”„«"‘'([「『《（¿¡]*[\p{Lu}\p{Lt}\p{Lo}\p{N}$€£¥₴₽₹№#]/u;
/** In UTF-16 code units: more than a final mark and all that may close after it. */
const END = 12;
const FINAL = /(?<![.…])[.!?。！？।؟][”»“"’')\]」』》）]*$/u;
const QUOTED = /^[“„«"‘'「]/u;
const QUESTION = /[?？؟][”»“"’')\]」』》）]*$/u;
const BARE_QUOTATION = /^[“„«"「][^“”„«»"「」]*[”“»"」]$/u;
const WEB = /[Ww]{3}\./;
const ADDRESS = /[Hh][Tt][Tt][Pp][Ss]?:|[Ww]{3}\.|@\w|#\p{L}/u;
const TELEPHONE = /\d\)\s?\d|\+\d[\d -]{8,}\d|(?<![\d-])\d{1,3}-\d\d-\d\d(?![\d-])/u;
// Control, direction and private characters, halves of pairs, the sign of a broken encoding.
const DIRT = /[\p{Cc}\p{Cs}\p{Co}\p{Cn}\u202a-\u202e\u2066-\u2069\ufffd]/u;

/** Whether this is a whole sentence as a newsroom would print it: not cut, not cut into, no dirt, nothing left open. */
export function isWhole(
  sentence: string,
  language: Language | undefined,
  { marks, uncommon, hasDigit, hasSign, endsPlainly }: Look = lookAt(sentence),
): boolean {
  if (sentence.length > LONGEST_SENTENCE || !STARTS_WELL.test(sentence)) return false;
  if (!endsPlainly && !FINAL.test(sentence.slice(-END))) return false;
  if (marks.open || marks.stray || (uncommon && DIRT.test(sentence))) return false;
  if (hasSign ? ADDRESS.test(sentence) : WEB.test(sentence)) return false;
  if (hasDigit && TELEPHONE.test(sentence)) return false;
  if (language === undefined) return true;
  const stopAt = sentence.lastIndexOf('.');
  const isLast = stopAt >= sentence.length - END && !/[\p{L}\p{N}]/u.test(sentence.slice(stopAt));
  return !isLast || mayEndText(lastWord(sentence.slice(0, stopAt)), language);
}

/** Whether it has enough words to tell something, and is not shouted. */
export function saysSomething(sentence: string, { uncommon }: Pick<Look, 'uncommon'> = lookAt(sentence)): boolean {
  if (uncommon && /\p{Lo}/u.test(sentence)) return (sentence.match(/\p{L}/gu)?.length ?? 0) >= FEWEST_LETTERS;
  return /\p{Ll}/u.test(sentence) && (FOUR_PLAIN_WORDS.test(sentence) || ENOUGH_WORDS.test(sentence));
}

/** Whether it opens a notice rather than a piece of the story: an appeal, a credit, the time of publication. */
export function opensNotice(sentence: string, language: Language | undefined): boolean {
  return language !== undefined && (language.boilerplateOpening.test(sentence) || isDateline(sentence, language));
}

/** Whether the outlet speaks of itself here instead of telling the story. */
export function isBoilerplate(sentence: string, language: Language | undefined): boolean {
  return opensNotice(sentence, language) || holdsNotice(sentence, language);
}

/** Whether an appeal or a credit stands anywhere in it. */
export function holdsNotice(
  sentence: string,
  language: Language | undefined,
  { words }: Pick<Look, 'words'> = lookAt(sentence),
): boolean {
  return language?.boilerplate.test(sentence, words) ?? false;
}

/** Whether it means nothing without the sentence before it: an orphan pronoun, a connective, words without a speaker. */
export function leans(sentence: string, language: Language | undefined): boolean {
  if (BARE_QUOTATION.test(sentence)) return true;
  if (language === undefined) return false;
  if (language.leaning.test(sentence) || language.leaningEnd.test(sentence)) return true;
  return !QUOTED.test(sentence) && language.firstPerson.test(sentence);
}

export function isQuestion(sentence: string): boolean {
  return QUESTION.test(sentence.slice(-END));
}
