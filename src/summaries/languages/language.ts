import { type TellingWords, tellingWords } from '../look.ts';

/** What the summariser knows of one language: word lists only, so that a new language is one data file. */
export interface Language {
  /** A letter that every sentence of the language has one of. */
  readonly own: RegExp;
  /** Each letter that its words do not have, but those of its neighbours do. */
  readonly foreign: RegExp;
  /** Common words, in lower case, that are its neighbours' and none of its own. */
  readonly foreignWords: ReadonlySet<string>;
  /** Each letter that its neighbours do not have; left out where they share none of its letters. */
  readonly signs?: RegExp;
  /** Whether hardly a sentence is without one of `signs`. */
  readonly signsAbound?: boolean;
  /** Abbreviations after which the sentence always goes on (`Dr. Smith`). A capitalised entry counts only capitalised. */
  readonly binding: ReadonlySet<string>;
  /** Abbreviations that bind the number or name after them, and are plain words elsewhere (`No. 5`, but `She said no.`). */
  readonly numbering: ReadonlySet<string>;
  /** Abbreviations that end a sentence only where one of `openers` follows (`in the U.S. The`). */
  readonly trailing: ReadonlySet<string>;
  /** Units that end a sentence before any capitalised word (`5 млн. Жителі`). */
  readonly units: ReadonlySet<string>;
  /** Words that, capitalised, open a new sentence rather than go on with a name. */
  readonly openers: ReadonlySet<string>;
  /** Openings that mean nothing without the sentence before: pronouns and connectives. */
  readonly leaning: RegExp;
  /** Ends that do not either: `, however.` */
  readonly leaningEnd: Phrases;
  /** Openings in which somebody speaks of himself: outside quotation marks that is nobody a post could name. */
  readonly firstPerson: RegExp;
  /** What an outlet says about itself, at the opening of a sentence. */
  readonly boilerplateOpening: RegExp;
  /** The same, telling wherever it stands in a sentence. */
  readonly boilerplate: TellingPhrases;
  /** What clauses may be left out of a sentence; without it sentences are taken whole or not at all. */
  readonly clauses?: Clauses;
  /** The names of the months as datelines write them, abbreviations without their full stop. */
  readonly months: ReadonlySet<string>;
  /** What else a line with a time or a date is made of: weekdays, `published`, `p.m.`. */
  readonly timestampWords: ReadonlySet<string>;
}

/** What of a sentence may go without making it wrong. */
export interface Clauses {
  /** Connectives that may go from the opening: `However, the bridge …`. */
  readonly connective: RegExp;
  /** Openings of sentences that are left whole: what would stay might be no more than a condition or a circumstance. */
  readonly subordinate: RegExp;
  /** Whether either of the following is found anywhere. */
  readonly clause: RegExp;
  /** What, after a comma, opens a clause that may go with all that follows it: `, which …`. */
  readonly trailing: RegExp;
  /** What, after a comma, opens a clause that may go where the sentence goes on with its verb after a second comma. */
  readonly relative: RegExp;
  /** Whether the comma before a relative clause says nothing (uk, ru): then it may go only after a name, which needs none. */
  readonly relativeNarrows: boolean;
  /** Speech, sources, conditions, exceptions and denials: never left out. */
  readonly kept: Phrases;
  /** Words that want what follows them: `either`, `said that`. */
  readonly wanting: RegExp;
  /** A verb that can carry a sentence. */
  readonly verb: RegExp;
  /** The same at the start of a text. */
  readonly verbFirst: RegExp;
}

/** Phrases to be found in a text. */
export interface Phrases {
  test(text: string): boolean;
}

/** Phrases to be found in a text of which the telling words are known. */
export interface TellingPhrases {
  test(text: string, words: TellingWords): boolean;
}

/** The words of a list parted by white space. */
export function words(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/\s+/));
}

/**
 * Matches a text that opens with one of these phrases, parted by commas: capitalised or not, but `US` is not `us`. `*`
 * stands for any ending of a word, a colon at the end for that of a label (`Photo:`, `Photo |`).
 */
export function opening(phrases: string): RegExp {
  const eitherCase = (phrase: string) =>
    `[${phrase.charAt(0).toUpperCase()}${phrase.charAt(0)}]${pattern(phrase.slice(1))}`;
  return new RegExp(`^[“”«„‟"'‘’(\\[]*(?:${list(phrases).map(eitherCase).join('|')})${WORD_END}`, 'u');
}

/** Matches a text whose last words are one of these phrases. */
export function ending(phrases: string): Phrases {
  // Looks back from the end, instead of for an end from every word.
  const before = new RegExp(`(?<=[\\s,](?:${list(phrases).map(pattern).join('|')})[.!]["”»’)]*)`, 'uy');
  return {
    test: (text) => {
      before.lastIndex = text.length;
      return before.test(text);
    },
  };
}

/** Matches a text in lower case that holds one of these phrases anywhere as whole words. */
export function holding(phrases: string): Phrases {
  const whole = new RegExp(`(?<![\\p{L}\\p{N}])(?:${list(phrases).map(pattern).join('|')})${WORD_END}`, 'u');
  // Where no phrase stands at all, letters alone tell so, many times faster than whole words.
  const letters = list(phrases).map((phrase) => phrase.replace(/^\*|[*:].*$/g, ''));
  const hint = new RegExp(letters.map(pattern).join('|'));
  return { test: (lowerCase) => hint.test(lowerCase) && whole.test(lowerCase) };
}

/** The same for a text, capitalised or not, with these telling words: without one of each phrase none can stand in it. */
export function holdingTelling(phrases: string): TellingPhrases {
  const { test } = holding(phrases);
  const longest = list(phrases).map(longestWord);
  // Neither a very short word nor the mere beginning of one tells.
  const isTold = longest.every((word) => !word.includes('*') && tellingWords(word).length > 0);
  const telling = new Set(longest.flatMap(tellingWords));
  return {
    test: (text, words) => (!isTold || words.some((word) => telling.has(word))) && test(text.toLowerCase()),
  };
}

/**
 * What may go from a sentence, from lists of phrases parted by commas (`connectives` by bars: they hold commas);
 * `verbEndings` are the ends of words that can only be verbs.
 */
export function clauses(lists: {
  readonly connectives: string;
  readonly subordinate: string;
  readonly trailing: string;
  readonly relative: string;
  readonly relativeNarrows: boolean;
  readonly kept: string;
  readonly wanting: string;
  readonly verbs: string;
  readonly verbEndings: string;
}): Clauses {
  const either = (phrases: string) => list(phrases).map(pattern).join('|');
  const verb = `(?:(?:${either(lists.verbs)})|\\p{L}{2,}(?:${either(lists.verbEndings)}))${WORD_END}`;
  return {
    connective: new RegExp(
      `^(?:${lists.connectives
        .trim()
        .split(/\s*\|\s*/)
        .map(pattern)
        .join('|')}) (?=[\\p{L}\\p{N}“«"])`,
      'u',
    ),
    subordinate: opening(lists.subordinate),
    clause: new RegExp(`, (?:${either(lists.trailing)}|${either(lists.relative)})${WORD_END}`, 'u'),
    trailing: new RegExp(`, (?:${either(lists.trailing)}|${either(lists.relative)})${WORD_END}(?!,)`, 'gu'),
    relative: new RegExp(`, (?:${either(lists.relative)})${WORD_END}`, 'gu'),
    relativeNarrows: lists.relativeNarrows,
    kept: holding(lists.kept),
    wanting: new RegExp(`(?<![\\p{L}\\p{N}])(?:${either(lists.wanting)})(?: [^,]{0,30})?$`, 'u'),
    verb: new RegExp(`(?<![\\p{L}\\p{M}])${verb}`, 'u'),
    verbFirst: new RegExp(`^${verb}`, 'u'),
  };
}

// A hyphen goes on with the word (`so-called`), an apostrophe does not (`he’s`).
const WORD_END = '(?![\\p{L}\\p{M}\\p{N}]|-\\p{L})';

function list(phrases: string): string[] {
  return phrases.split(',').map((phrase) => phrase.trim().replace(/\s+/g, ' '));
}

function longestWord(phrase: string): string {
  return phrase.split(' ').reduce((longest, word) => (word.length > longest.length ? word : longest), '');
}

function pattern(phrase: string): string {
  return phrase
    .replace(/[.?()+[\]|^$\\]/g, '\\$&')
    .replaceAll('*', '\\p{L}*')
    .replace(/:$/, '\\s?[:|]');
}
