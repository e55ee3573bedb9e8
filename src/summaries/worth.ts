import { type TellingWords, tellingWords } from './look.ts';

/** How fast worth fades down the story: to a third after so many sentences. */
const FADING = 4;
/** What telling all of the headline adds, and what saying nothing else adds, against 1 for standing first. */
const HEADLINE = { told: 1.4, nothingElse: 0.3 } as const;
const OPENING = 0.2;
const FIGURE = 0.2;
/** What a word adds, on the average of a sentence's words, for every other sentence that says it, three at most. */
const RECURRENCE = { each: 0.15, most: 3 } as const;
/** What a sentence must be worth to be taken at all: room is not filled for filling's sake. */
const THRESHOLD = 0.2;
/** A headline of which the story says less is a figure of speech, and leads nowhere. */
const TRUSTED_SHARE = 0.4;

/** Why a sentence is worth its place in a post; weights measured against human summaries (docs/decisions/16). */
export interface Worth {
  readonly total: number;
  /** How many of its telling words the headline says, too. */
  readonly ofHeadline: number;
  readonly hasFigure: boolean;
  /** In how many other sentences, three at most, its telling words stand on the average. */
  readonly recurring: number;
}

/** What a story is about: the words of its headline, and how many of its sentences say a word. */
export interface Topic {
  readonly headline: TellingWords;
  /** How far the story takes its headline up: from 0, a figure of speech, to 1. */
  readonly trust: number;
  readonly sentencesWith: ReadonlyMap<number, number>;
}

/** What a story is about, by its title and the telling words of its first sentences. */
export function topicOf(title: string, sentences: Iterable<TellingWords>): Topic {
  const headline = tellingWords(title);
  const sentencesWith = new Map<number, number>();
  for (const words of sentences) {
    for (const word of words) sentencesWith.set(word, (sentencesWith.get(word) ?? 0) + 1);
  }
  const told = headline.filter((word) => sentencesWith.has(word)).length / Math.max(1, headline.length);
  return { headline, trust: Math.min(1, told / TRUSTED_SHARE), sentencesWith };
}

/** What a sentence with these telling words is worth in its place, the first being 0. */
export function worthOf(
  text: string,
  words: TellingWords,
  place: number,
  { headline, trust, sentencesWith }: Topic,
): Worth {
  let ofHeadline = 0;
  let recurrences = 0;
  for (const word of words) {
    if (headline.includes(word)) ofHeadline += 1;
    recurrences += Math.min(RECURRENCE.most, (sentencesWith.get(word) ?? 1) - 1);
  }
  const told = ofHeadline / Math.max(1, headline.length);
  const nothingElse = ofHeadline / Math.max(1, words.length);
  const recurring = recurrences / Math.max(1, words.length);
  const hasFigure = /\d/.test(text);
  const total =
    Math.exp(-place / FADING) +
    (place === 0 ? OPENING : 0) +
    trust * (HEADLINE.told * told + HEADLINE.nothingElse * nothingElse) +
    RECURRENCE.each * recurring +
    (hasFigure ? FIGURE : 0) -
    THRESHOLD;
  return { total, ofHeadline, hasFigure, recurring };
}
