import type { FactWords } from './languages/index.ts';
import { type NamesKnown, namesKnownIn, namesOf } from './names.ts';
import { type Quantity, quantitiesInWords, quantitiesOf } from './numbers.ts';
import { wordsOf } from './plain.ts';

/** A plain text and its facts, each read when it is first asked for: of most sentences nobody asks more than the words. */
export interface Reading {
  readonly text: string;
  words(): readonly string[];
  /** Numbers in figures. */
  figures(): readonly Quantity[];
  /** Numbers in words. */
  inWords(): readonly Quantity[];
  /** Both. */
  counted(): readonly Quantity[];
  names(): readonly string[];
  namesKnown(): NamesKnown;
  /** The weekdays and months it names, each with the word for it. */
  dates(): ReadonlyMap<string, string>;
  /** The days of a month it names. */
  days(): readonly Day[];
}

/** `1 July`, `July 1st`. */
export interface Day {
  readonly day: number;
  readonly month: string;
  /** As it stands in the text, roughly. */
  readonly text: string;
}

const DAY = /^([1-9]|[12]\d|3[01])(?:st|nd|rd|th|го)?$/;

/** From this share of its words on, a sentence of the text is one of the article's, told anew: it must say the same. */
const CLOSE = 0.75;

/** Reads the facts of a plain text. */
export function readingOf(text: string, language: FactWords): Reading {
  const words = once(() => wordsOf(text));
  const figures = once(() => quantitiesOf(text, language));
  const inWords = once(() => quantitiesInWords(text, language));
  return {
    text,
    words,
    figures,
    inWords,
    counted: once(() => [...figures(), ...inWords()]),
    names: once(() => namesOf(text, language)),
    namesKnown: once(() => namesKnownIn(text, words())),
    dates: once(() => {
      const named = words().map((word) => [language.dates(word), word] as const);
      return new Map(named.flatMap(([date, word]) => (date === undefined ? [] : [[date, word]])));
    }),
    days: once(() => daysOf(words(), language)),
  };
}

/** The sentence, or two sentences in a row, that the claim tells anew; undefined where none has most of its words. */
export function closest(claim: Reading, sentences: readonly Reading[], language: FactWords): Reading | undefined {
  const asked = new Set(
    claim
      .words()
      .map((word) => word.toLowerCase())
      .filter((word) => !language.denies(word)),
  );
  const had = sentences.map(({ words }) => {
    const shared = new Set<string>();
    for (const word of words()) {
      const lower = word.toLowerCase();
      if (asked.has(lower)) shared.add(lower);
    }
    return shared;
  });
  let most = CLOSE * asked.size;
  let best: Reading | undefined;
  for (const [place, sentence] of sentences.entries()) {
    const size = had[place]?.size ?? 0;
    if (size > most) [most, best] = [size, sentence];
  }
  if (best) return best;
  let joined: string | undefined;
  for (const [place, sentence] of sentences.entries()) {
    const before = sentences[place - 1];
    const size = new Set([...(had[place - 1] ?? []), ...(had[place] ?? [])]).size;
    if (before && size > most) [most, joined] = [size, `${before.text} ${sentence.text}`];
  }
  return joined === undefined ? undefined : readingOf(joined, language);
}

function daysOf(words: readonly string[], { dates }: FactWords): readonly Day[] {
  return words.flatMap((word, place) => {
    const month = dates(word);
    if (month === undefined) return [];
    const [before = '', after = ''] = [words[place - 1], words[place + 1]];
    const near = [before, after].find((other) => DAY.test(other));
    if (near === undefined) return [];
    return [{ day: Number.parseInt(near, 10), month, text: near === before ? `${near} ${word}` : `${word} ${near}` }];
  });
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
