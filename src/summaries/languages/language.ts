/** What the summariser knows of one language: word lists only, so that a new language is one data file. */
export interface Language {
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
  readonly leaningEnd: RegExp;
  /** Openings in which somebody speaks of himself: outside quotation marks that is nobody a post could name. */
  readonly firstPerson: RegExp;
  /** What an outlet says about itself, at the opening of a sentence. */
  readonly boilerplateOpening: RegExp;
  /** The same, telling wherever it stands in a sentence. */
  readonly boilerplate: RegExp;
  /** The names of the months as datelines write them, abbreviations without their full stop. */
  readonly months: ReadonlySet<string>;
  /** What else a line with a time or a date is made of: weekdays, `published`, `p.m.`. */
  readonly timestampWords: ReadonlySet<string>;
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
export function ending(phrases: string): RegExp {
  return new RegExp(`[\\s,](?:${list(phrases).map(pattern).join('|')})[.!]["”»’)]*$`, 'u');
}

/** Matches a text that holds one of these phrases anywhere as whole words, in any case. */
export function holding(phrases: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${list(phrases).map(pattern).join('|')})${WORD_END}`, 'iu');
}

// A hyphen goes on with the word (`so-called`), an apostrophe does not (`he’s`).
const WORD_END = '(?![\\p{L}\\p{M}\\p{N}]|-\\p{L})';

function list(phrases: string): string[] {
  return phrases.split(',').map((phrase) => phrase.trim().replace(/\s+/g, ' '));
}

function pattern(phrase: string): string {
  return phrase
    .replace(/[.?()+[\]|^$\\]/g, '\\$&')
    .replaceAll('*', '\\p{L}*')
    .replace(/:$/, '\\s?[:|]');
}
