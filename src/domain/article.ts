import type { Instant } from './time.ts';

/** Which story: the source that holds it and its id there; never its text, its address or its file. */
export interface ArticleKey {
  readonly source: string;
  readonly id: string;
}

/** IPTC publication status. `withheld` is not to be shown yet; `canceled` is never to be shown again. */
export type ArticleStatus = 'usable' | 'withheld' | 'canceled';

/** One story of an article store, as its source understood it. */
export interface Article extends ArticleKey {
  /** The story's own address: http or https, absolute. */
  readonly url: string;
  readonly title: string;
  /** The story as plain text, paragraphs parted by an empty line. */
  readonly body: string;
  /** The outlet's own standfirst. */
  readonly summary?: string;
  readonly authors: readonly string[];
  readonly section?: string;
  readonly tags: readonly string[];
  readonly image?: { readonly url: string; readonly alt?: string; readonly width?: number; readonly height?: number };
  readonly video?: { readonly url: string };
  /** First publication; a time to come is an embargo. */
  readonly publishedAt: Instant;
  readonly updatedAt?: Instant;
  /** BCP 47, in lower case: `en`, `uk`, `pt-br`. */
  readonly language: string;
  readonly status: ArticleStatus;
  readonly embargoUntil?: Instant;
  readonly breaking: boolean;
}

/** Something a source holds that could not be understood, named so that a person finds it. */
export interface Fault {
  /** The file or item, as a person would look for it. */
  readonly item: string;
  readonly detail: string;
}

/** One string for an article's identity, for logs and lists. */
export function articleName(key: ArticleKey): string {
  return `${key.source}/${key.id}`;
}

/** What readers see of an article, as one string: its digest is the article's revision. */
export function visibleText(article: Article): string {
  const { url, title, body, summary, authors, image, video, language } = article;
  return JSON.stringify([url, title, body, summary, authors, image?.url, image?.alt, video?.url, language]);
}

/** What decides where and when an article goes, as one string: it acts at the next poll even when the revision is the same. */
export function routing(article: Article): string {
  const { section, tags, publishedAt, status, embargoUntil, breaking } = article;
  return JSON.stringify([section, tags, publishedAt, status, embargoUntil, breaking]);
}

/** From when on an article may be shown: its publication or the end of its embargo, whichever is later. */
export function showableFrom(article: Article): Instant {
  const { publishedAt, embargoUntil } = article;
  return embargoUntil && Temporal.Instant.compare(embargoUntil, publishedAt) > 0 ? embargoUntil : publishedAt;
}
