import type { Lexicon } from '../lexicon.ts';

/** What checking facts knows of one language: word lists only, so that a new language is one data file. */
export interface FactWords {
  /** Weekdays and months in all their forms; two words of one meaning name the same day. */
  readonly dates: Lexicon<string>;
  /** What multiplies the number before it (`million`), as a factor. */
  readonly scales: Lexicon<number>;
  /** `%`, or a currency by its code. */
  readonly units: Lexicon<string>;
  /** Numbers in words: those up to twelve, the teens, the tens and a hundred. */
  readonly numbers: Lexicon<number>;
  /** What denies the word after it. */
  readonly denies: (word: string) => boolean;
  /** What may stand between a denial and the word it denies. */
  readonly between: (word: string) => boolean;
  /** Capitalised, at the opening of a sentence or in a title of courtesy, and yet no names. */
  readonly noNames: (word: string) => boolean;
}
