import type { Clauses } from './languages/index.ts';

/** In UTF-16 code units: a sentence of which less would stay says too little. */
const SHORTEST = 45;
/** An abbreviation of what stands before it, or several words that are no name: `(BJP)`, `(its third this year)`. */
const BRACKETS =
  / \((?:[\p{Lu}\p{N}&.-]*\p{Lu}[\p{Lu}\p{N}&.-]*|[\p{Ll}\p{N}][^()\s]* [^()]{1,150})\)(?![\p{L}\p{N}])/gu;
/** A name, with or without quotation marks, at the end of a text. */
const NAME_AT_END = /(?:(?<=\S )\p{Lu}[\p{L}\p{M}'’.-]*|[»”"\ufffc])$/u;
const QUOTED_OR_BRACKETED = /“[^”]*”?|«[^»]*»?|„[^“”]*[“”]?|"[^"]*"?|\([^)]*\)?|(?<=^|\s)[‘'][^’']*[’']?(?!\p{L})/gu;
const MAY_BE_QUOTED = /[“«„"(‘']/;
/** The sign of Unicode for what cannot be shown as text. */
const HIDDEN = '\ufffc';
const GOES_ON = /[;:–—]|\s-\s/u;

/** A sentence with something left out. */
export interface Shortening {
  readonly text: string;
  /** What was left out, in the order of the sentence. */
  readonly leftOut: readonly string[];
}

/**
 * The sentence without a clause it can stand without, in every safe way: only words go, none is changed or moved. Never
 * out of a quotation, never who said it, a condition or a denial.
 */
export function shortenings(sentence: string, clauses: Clauses): readonly Shortening[] {
  const { clause, connective } = clauses;
  if (!(sentence.includes(' (') || clause.test(sentence) || connective.test(sentence))) return [];
  const found = new Map<string, Shortening>();
  const bases: Shortening[] = [{ text: sentence, leftOut: [] }];
  for (const shorten of [withoutConnective, withoutBrackets]) {
    for (const base of [...bases]) bases.push(...shorten(base.text, clauses).map((next) => onto(base, next)));
  }
  for (const base of bases) {
    const inner = withoutRelative(base.text, clauses).map((next) => onto(base, next));
    for (const one of [base, ...inner]) {
      for (const next of [one, ...withoutTail(one.text, clauses).map((tail) => onto(one, tail))]) {
        if (next.text !== sentence && next.text.length >= SHORTEST) found.set(next.text, next);
      }
    }
  }
  return [...found.values()];
}

function onto(base: Shortening, { text, leftOut }: Shortening): Shortening {
  return { text, leftOut: [...base.leftOut, ...leftOut] };
}

function withoutConnective(sentence: string, { connective }: Clauses): Shortening[] {
  const [opening] = connective.exec(sentence) ?? [];
  if (opening === undefined) return [];
  const rest = sentence.slice(opening.length);
  return [{ text: rest.charAt(0).toUpperCase() + rest.slice(1), leftOut: [opening.trim()] }];
}

function withoutBrackets(sentence: string, { kept }: Clauses): Shortening[] {
  if (!sentence.includes(' (')) return [];
  const leftOut: string[] = [];
  const text = sentence.replace(BRACKETS, (brackets, at: number) => {
    if (at === 0 || kept.test(brackets.toLowerCase()) || isQuoted(sentence, at)) return brackets;
    leftOut.push(brackets.trim());
    return '';
  });
  return leftOut.length > 0 ? [{ text, leftOut }] : [];
}

/** `The bridge, which dates from 1911, was shut`: the clause between the commas goes where the verb comes only after it. */
function withoutRelative(
  sentence: string,
  { relative, relativeNarrows, kept, verb, verbFirst }: Clauses,
): Shortening[] {
  const bare = hideQuotations(sentence);
  const found: Shortening[] = [];
  for (const index of placesOf(relative, bare)) {
    const end = bare.indexOf(',', index + 1);
    if (end < 0 || bare[end + 1] !== ' ') continue;
    const head = bare.slice(0, index);
    const clause = bare.slice(index, end);
    if (head.includes(',') || GOES_ON.test(clause) || clause.includes(HIDDEN)) continue;
    if (verb.test(head) || (relativeNarrows && !NAME_AT_END.test(head)) || kept.test(clause.toLowerCase())) continue;
    if (!verbFirst.test(bare.slice(end + 2))) continue;
    found.push({ text: sentence.slice(0, index) + sentence.slice(end + 1), leftOut: [sentence.slice(index, end + 1)] });
  }
  return found;
}

function withoutTail(sentence: string, clauses: Clauses): Shortening[] {
  const { trailing, relative, relativeNarrows, subordinate, kept, wanting, verb } = clauses;
  const bare = hideQuotations(sentence);
  const places = placesOf(trailing, bare);
  if (places.length === 0 || subordinate.test(sentence)) return [];
  const found: Shortening[] = [];
  for (const index of places) {
    const head = bare.slice(0, index);
    const tail = bare.slice(index);
    if (GOES_ON.test(tail) || kept.test(tail.toLowerCase()) || wanting.test(head.slice(-60).toLowerCase())) continue;
    // Without a verb of its own the head might end before the verb of the sentence.
    if (!verb.test(head.slice(head.lastIndexOf(',') + 1))) continue;
    const isRelative = tail.search(relative) === 0;
    if (isRelative && (tail.includes(',', 1) || (relativeNarrows && !NAME_AT_END.test(head)))) continue;
    found.push({ text: `${sentence.slice(0, index)}.`, leftOut: [sentence.slice(index, -1)] });
  }
  return found;
}

/** Where a pattern is found; matchAll would make the pattern anew for every sentence. */
function placesOf(pattern: RegExp, text: string): readonly number[] {
  const places: number[] = [];
  pattern.lastIndex = 0;
  for (let found = pattern.exec(text); found; found = pattern.exec(text)) places.push(found.index);
  return places;
}

/** The sentence with what stands in quotation marks and brackets made unreadable, every character in its place. */
function hideQuotations(sentence: string): string {
  if (!MAY_BE_QUOTED.test(sentence)) return sentence;
  return sentence.replace(QUOTED_OR_BRACKETED, (part) => HIDDEN.repeat(part.length));
}

function isQuoted(sentence: string, at: number): boolean {
  return /[“«„"][^”»"]*$/u.test(sentence.slice(0, at)) && /["”»]/u.test(sentence.slice(at));
}
