import { text } from 'node:stream/consumers';
import { ErrorLevel, SitemapIndexStream, SitemapStream } from 'sitemap';
import type { Outlet } from '../../domain/channel.ts';
import { SITEMAP_WINDOW_MS } from '../../domain/feed.ts';
import { after, type Instant, isDue, latest } from '../../domain/time.ts';
import type { FeedSettings } from './feed-files.ts';
import { SITEMAP_INDEX_NAME, sitemapName } from './names.ts';
import { nameOf, type Story } from './story.ts';

/** Google reads no more stories of one news sitemap. */
const MOST_IN_ONE = 1000;

/** The news sitemaps by name, of the stories published in the two days before `now`; an index where there are several. */
export async function sitemapFiles(
  stories: readonly Story[],
  { outlet, address }: Pick<FeedSettings, 'outlet' | 'address'>,
  now: Instant,
): Promise<ReadonlyMap<string, string>> {
  const parts = partsOf(stories.filter((story) => isInWindow(story, now)));
  const files = new Map<string, string>();
  for (const [at, part] of parts.entries()) files.set(sitemapName(at), await sitemap(part, outlet));
  if (parts.length > 1) files.set(SITEMAP_INDEX_NAME, await index(parts, address));
  return files;
}

/** When the next story leaves the sitemaps, or comes in; undefined: none does. */
export function nextChange(stories: readonly Story[], now: Instant): Instant | undefined {
  const changes = stories
    .flatMap(({ publishedAt }) => [publishedAt, after(publishedAt, SITEMAP_WINDOW_MS)])
    .filter((at) => !isDue(at, now));
  return changes.sort(Temporal.Instant.compare)[0];
}

function isInWindow({ publishedAt }: Story, now: Instant): boolean {
  return isDue(publishedAt, now) && !isDue(after(publishedAt, SITEMAP_WINDOW_MS), now);
}

/** At least one: the file is always there. */
function partsOf(stories: readonly Story[]): readonly (readonly Story[])[] {
  const count = Math.max(1, Math.ceil(stories.length / MOST_IN_ONE));
  return Array.from({ length: count }, (_, at) => stories.slice(at * MOST_IN_ONE, (at + 1) * MOST_IN_ONE));
}

async function sitemap(stories: readonly Story[], outlet: Outlet): Promise<string> {
  const xmlns = { news: true, xhtml: false, image: false, video: false };
  const stream = new SitemapStream({ level: ErrorLevel.THROW, xmlns });
  const name = nameOf(outlet);
  for (const story of stories) {
    stream.write({
      url: story.url,
      lastmod: story.updatedAt.toString(),
      news: {
        publication: { name, language: newsLanguage(story.language) },
        publication_date: story.publishedAt.toString({ smallestUnit: 'second' }),
        title: story.title,
      },
    });
  }
  // The schema wants one address at least, of any page.
  if (stories.length === 0) stream.write({ url: outlet.url });
  stream.end();
  return text(stream);
}

async function index(parts: readonly (readonly Story[])[], address: string): Promise<string> {
  const stream = new SitemapIndexStream({ level: ErrorLevel.THROW });
  for (const [at, [first, ...others]] of parts.entries()) {
    const lastmod = first && latest(first.updatedAt, ...others.map(({ updatedAt }) => updatedAt)).toString();
    stream.write({ url: `${address}${sitemapName(at)}`, ...(lastmod && { lastmod }) });
  }
  stream.end();
  return text(stream);
}

/** The schema knows languages of two or three letters, and Chinese in its two scripts. */
function newsLanguage(tag: string): string {
  const [language = '', ...rest] = tag.toLowerCase().split('-');
  if (language !== 'zh') return /^[a-z]{2,3}$/.test(language) ? language : 'und';
  const traditional = rest.some((part) => ['hant', 'tw', 'hk', 'mo'].includes(part));
  return traditional && !rest.includes('hans') ? 'zh-tw' : 'zh-cn';
}
