import { english } from './en.ts';
import type { FactWords } from './language.ts';
import { russian } from './ru.ts';
import { ukrainian } from './uk.ts';

export type { FactWords } from './language.ts';

const LANGUAGES: Readonly<Record<string, FactWords>> = { en: english, uk: ukrainian, ru: russian };

const NONE = () => undefined;
const NEVER = () => false;
/** Of any other language only figures, names and quotations are checked. */
const UNKNOWN: FactWords = {
  dates: NONE,
  scales: NONE,
  units: NONE,
  numbers: NONE,
  denies: NEVER,
  between: NEVER,
  noNames: NEVER,
};

/** The words of the language a BCP 47 tag names; none where there are none for it. */
export function factWordsOf(tag: string): FactWords {
  const [primary = ''] = tag.toLowerCase().split(/[-_]/);
  return (Object.hasOwn(LANGUAGES, primary) ? LANGUAGES[primary] : undefined) ?? UNKNOWN;
}
