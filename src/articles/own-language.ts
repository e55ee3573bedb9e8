import type { Article } from '../domain/article.ts';
import type { Parsed } from './source-settings.ts';

/** An article as it was read, before anything is known of its language but what it names itself. */
export type Told = Extract<Parsed, { readonly type: 'article' }>;

/** The article in the language it names; one that names none, in the one it is written in, else in the outlet's. */
export async function inItsLanguage({ article, namesLanguage }: Told): Promise<Article> {
  if (namesLanguage) return article;
  // A pass that reads nothing loads nothing.
  const { languageOfText } = await import('../lib/language.ts');
  return { ...article, language: await languageOfText(`${article.body}\n${article.title}`, article.language) };
}

/** All of them, in their order. */
export function inTheirLanguages(told: readonly Told[]): Promise<readonly Article[]> {
  return Promise.all(told.map(inItsLanguage));
}
