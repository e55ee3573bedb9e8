import type { Article } from '../domain/article.ts';
import { parseLink } from '../domain/link.ts';

/** What a file does not say by itself: whose it is, its language, and in which zone its clock times are meant. */
export interface SourceSettings {
  /** Id of the source, as in `sources` of the configuration. */
  readonly source: string;
  /** Address of an article without `url`: `{id}` stands for its id. */
  readonly link?: string;
  readonly language: string;
  /** IANA name. */
  readonly timezone: string;
  /** Lines of the outlet's pages that are no part of a story; `*` stands for anything. */
  readonly drop?: readonly string[];
}

/** An article as its text says it, or what is wrong with the text. */
export type Parsed =
  | {
      readonly type: 'article';
      readonly article: Article;
      /** Whether it names its language itself; otherwise the article has the outlet's until its text has been looked at. */
      readonly namesLanguage: boolean;
    }
  | { readonly type: 'unreadable'; readonly detail: string };

/** The address of an article that names none, by the source's pattern; otherwise what to set in the configuration. */
export function linkFor(id: string, settings: SourceSettings): { readonly url: string } | { readonly fault: string } {
  const { link, source } = settings;
  const advice = `set sources.${source}.link, for example "https://news.example/{id}"`;
  if (link === undefined) return { fault: `has no url: ${advice}` };
  if (!link.includes('{id}')) return { fault: `has no url, and the link pattern has no {id}: ${advice}` };
  const url = parseLink(link.replaceAll('{id}', () => encodeURIComponent(id)));
  return url ? { url: url.href } : { fault: `has no url, and the link pattern makes no http(s) address: ${advice}` };
}

/** What is wrong with an article's id, or undefined: 1 to 200 characters, none of them a control character. */
export function idFault(id: string): string | undefined {
  if (id === '') return 'is empty';
  if (id === '.' || id === '..') return 'is no name';
  if (id.length > 200) return `is ${id.length} characters long; the limit is 200`;
  return /\p{Cc}/u.test(id) || !id.isWellFormed() ? 'has control or broken characters' : undefined;
}
