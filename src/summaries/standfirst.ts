import { isForeign } from './foreign.ts';
import { languageOf } from './languages/index.ts';
import { collapse } from './paragraphs.ts';
import { sentences } from './sentences.ts';
import { isBoilerplate, isWhole, leans, saysSomething } from './soundness.ts';
import { sameWords } from './wording.ts';

/** In UTF-16 code units: what is longer is the article. */
const LONGEST_STANDFIRST = 2_000;

/**
 * The outlet's own standfirst as it stands, white space collapsed; undefined where it is cut, leans on something, says
 * the title again or speaks of the outlet.
 */
export function wholeStandfirst(story: { title: string; summary?: string; language: string }): string | undefined {
  const { title, summary = '', language } = story;
  const rules = languageOf(language);
  if (summary.length > LONGEST_STANDFIRST) return undefined;
  const standfirst = collapse(summary);
  const parts = sentences(summary, language);
  const [first] = parts;
  if (first === undefined || leans(first, rules) || !saysSomething(standfirst) || sameWords(standfirst, title))
    return undefined;
  const isFit = (part: string) => isWhole(part, rules) && !isBoilerplate(part, rules) && !isForeign(part, rules);
  return parts.every(isFit) ? standfirst : undefined;
}
