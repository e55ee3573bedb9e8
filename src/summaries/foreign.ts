import type { Language } from './languages/index.ts';

/** A name may have a letter or two of its own language. */
const FEWEST_MARKS = 3;
/** A word tells more than a letter. */
const WORD_MARKS = 2;
const QUOTED = /[“«„"][^”»“"]*[”»“"]/gu;
const CYRILLIC_WORDS = /[\u0400-\u04ff]+/g;

/** Whether a text is in another language than its story, quotations aside: what a bilingual page holds twice. */
export function isForeign(text: string, language: Language | undefined): boolean {
  if (language === undefined) return false;
  if (!language.own.test(text)) return true;
  if (!mayBeForeign(text, language)) return false;
  const said = text.replace(QUOTED, '');
  const words = foreignWordsIn(said, language);
  const marks = countOf(language.foreign, said) + WORD_MARKS * words;
  const signs = language.signs ? countOf(language.signs, said) : 0;
  return (marks >= FEWEST_MARKS && marks > signs) || (words > 0 && language.signs !== undefined && signs === 0);
}

/**
 * Tells of the sentences of a paragraph which are: all of one that is itself, and none is looked at for nothing. Where the
 * story `isMixed`, so is a sentence that could be of either language.
 */
export function foreignIn(
  paragraph: string,
  language: Language | undefined,
  isMixed: boolean,
): (sentence: string) => boolean {
  if (language === undefined) return () => false;
  const { own, signs, signsAbound = false } = language;
  const isDoubtful = (sentence: string) => isMixed && signsAbound && signs !== undefined && sentence.search(signs) < 0;
  if (!mayBeForeign(paragraph, language)) return (sentence) => !own.test(sentence) || isDoubtful(sentence);
  const isWhole = isForeign(paragraph, language);
  return (sentence) => isWhole || isForeign(sentence, language) || isDoubtful(sentence);
}

function mayBeForeign(text: string, language: Language): boolean {
  return text.search(language.foreign) >= 0 || foreignWordsIn(text, language) > 0;
}

function foreignWordsIn(text: string, { foreignWords }: Language): number {
  if (foreignWords.size === 0) return 0;
  return (text.toLowerCase().match(CYRILLIC_WORDS) ?? []).filter((word) => foreignWords.has(word)).length;
}

function countOf(pattern: RegExp, text: string): number {
  return text.match(pattern)?.length ?? 0;
}
