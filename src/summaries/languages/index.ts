import { english } from './en.ts';
import type { Language } from './language.ts';
import { russian } from './ru.ts';
import { ukrainian } from './uk.ts';

export type { Clauses, Language } from './language.ts';

const LANGUAGES: Readonly<Record<string, Language>> = { en: english, uk: ukrainian, ru: russian };

/** The language a BCP 47 tag names (`en-gb` is English); undefined where there are no rules for it. */
export function languageOf(tag: string): Language | undefined {
  const [primary = ''] = tag.toLowerCase().split(/[-_]/);
  return Object.hasOwn(LANGUAGES, primary) ? LANGUAGES[primary] : undefined;
}
