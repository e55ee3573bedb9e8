import { otherwiseDenied } from './denials.ts';
import type { Doubt } from './doubt.ts';
import { type FactWords, factWordsOf } from './languages/index.ts';
import { isNamed, isNoName, openingWord } from './names.ts';
import { isSame, type Quantity } from './numbers.ts';
import { plainLines, roughSentences } from './plain.ts';
import { hasWords, quotationsOf, standsIn } from './quotations.ts';
import { closest, type Day, type Reading, readingOf } from './reading.ts';

/** What a text is held against. */
export interface Told {
  readonly title: string;
  readonly summary?: string;
  /** Plain text. */
  readonly body: string;
  /** BCP 47; of a language without word lists only figures, names and quotations are checked. */
  readonly language: string;
}

/** In UTF-16 code units: no story is longer, and what is must not hold up the others. */
const FARTHEST_READ = 100_000;
/** Hashtags, accounts and addresses say nothing that an article must bear out. */
const TAGS = /https?:\/\/\S+|[#@][\p{L}\p{M}\p{N}_]+/gu;
/** Parts of a text that are looked for as they are, before anything is read more closely. */
const PARTS = /(?<=[.!?…]["”»’')\]]*)\s+/u;

/**
 * What of a text its article does not bear out: numbers, names and who does what to whom, quotations, weekdays and
 * months, denials. A hint for an editor, never a proof: what is worded freely may be right. A sentence that stands in the
 * article as it is raises no doubt.
 */
export function doubtsAbout(text: string, story: Told): readonly Doubt[] {
  const article = [story.title, story.summary ?? '', story.body].join('\n').slice(0, FARTHEST_READ);
  if (text.split(PARTS).every((part) => standsIn(article, part))) return [];
  const lines = plainLines(article);
  const told = lines.join(' ');
  const inLines = lines.join('\n');
  const reworded = roughSentences(plainLines(text)).filter((sentence) => !standsIn(told, sentence, inLines));
  if (reworded.length === 0) return [];
  const words = factWordsOf(story.language);
  const sentences = roughSentences(lines).map((sentence) => readingOf(sentence, words));
  const all = readingOf(told, words);
  return [
    ...reworded.flatMap((sentence) => {
      const claim = readingOf(sentence.replace(TAGS, ''), words);
      const close = closest(claim, sentences, words);
      return close ? [...doubtsOf(claim, close), ...doubtsBeside(claim, close, all, words)] : doubtsOf(claim, all);
    }),
    ...quotationsOf(text)
      .filter((quotation) => !hasWords(told.toLowerCase(), quotation.toLowerCase()))
      .map((quotation): Doubt => ({ type: 'quotation', what: quotation })),
  ];
}

function doubtsOf(claim: Reading, source: Reading): readonly Doubt[] {
  const counted = source.counted();
  const known = source.namesKnown();
  return [
    ...claim
      .figures()
      .filter((quantity) => !counted.some((other) => isSame(quantity, other)))
      .map(({ text }): Doubt => ({ type: 'number', what: text })),
    ...together(
      claim.names().filter((name) => !isNamed(name, known)),
      claim.text,
    ).map((name): Doubt => ({ type: 'name', what: name })),
    ...[...claim.dates()]
      .filter(([date]) => !source.dates().has(date))
      .map(([, word]): Doubt => ({ type: 'date', what: word })),
    ...claim
      .days()
      .filter((day) => isOfAnotherMonth(day, source.days()))
      .map(({ text }): Doubt => ({ type: 'date', what: text })),
  ];
}

/** Names that stand side by side in the text as one. */
function together(names: readonly string[], text: string): readonly string[] {
  const joined: string[] = [];
  for (const name of names) {
    const both = `${joined.at(-1)} ${name}`;
    if (text.includes(both)) joined.splice(-1, 1, both);
    else joined.push(name);
  }
  return joined;
}

/** Whether the article knows this day, but of other months only; `from 1 to 5 July` names its first day without the month. */
function isOfAnotherMonth({ day, month }: Day, known: readonly Day[]): boolean {
  const months = known.filter((other) => other.day === day).map((other) => other.month);
  return months.length > 0 && !months.includes(month);
}

/** What only a sentence of the same words can show: a denial more or less, numbers told twice, names that changed places. */
function doubtsBeside(claim: Reading, close: Reading, all: Reading, words: FactWords): readonly Doubt[] {
  const doubts: Doubt[] = [];
  const opening = openingWord(claim.text);
  // All its other words are the article's: so would a mere word of grammar be.
  const isKnown =
    !opening || isNoName(opening, words) || [close, all].some((told) => isNamed(opening, told.namesKnown()));
  if (!isKnown) doubts.push({ type: 'name', what: opening });
  const number = uncounted(claim, close);
  if (number) doubts.push({ type: 'number', what: number.text });
  const denial = otherwiseDenied(claim.words(), close.words(), words);
  if (denial !== undefined) doubts.push({ type: 'negation', what: denial });
  const misplaced = outOfOrder(claim.names(), close.text);
  if (misplaced !== undefined) doubts.push({ type: 'order', what: misplaced });
  return doubts;
}

/** A number in words that the sentence does not count, or one in figures that it counts less often. */
function uncounted(claim: Reading, close: Reading): Quantity | undefined {
  const inWords = claim.inWords().find((one) => one.value > 1 && !close.counted().some((other) => isSame(one, other)));
  if (inWords) return inWords;
  const left = [...close.counted()];
  for (const one of claim.figures()) {
    const at = left.findIndex((other) => isSame(one, other));
    if (at < 0) return close.counted().some((other) => isSame(one, other)) ? one : undefined;
    left.splice(at, 1);
  }
  return undefined;
}

function outOfOrder(names: readonly string[], text: string): string | undefined {
  let at = 0;
  for (const name of names) {
    const next = text.indexOf(name, at);
    if (next >= 0) at = next + name.length;
    else if (text.includes(name)) return name;
  }
  return undefined;
}
