import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { XMLValidator } from 'fast-xml-parser';
import { parseFeed } from 'feedsmith';

/** What readers of the feeds find wrong with the files now: each is whole at any time, whoever is killed. */
export function tornFiles(directory: string): readonly string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory).filter(
    (name) => !name.startsWith('.') && !isWhole(readFileSync(join(directory, name), 'utf8')),
  );
}

function isWhole(text: string): boolean {
  if (text.startsWith('<')) return XMLValidator.validate(text) === true;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** How often each address is in the news sitemaps. */
export function sitemapLinks(directory: string): ReadonlyMap<string, number> {
  const names = readdirSync(directory).filter((name) => /^news-sitemap(-\d+)?\.xml$/.test(name));
  const texts = names.map((name) => readFileSync(join(directory, name), 'utf8'));
  return timesEach(texts.flatMap((text) => [...text.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, link = '']) => link)));
}

/** How often each address is in one of the feeds. */
export function feedLinks(directory: string, name: 'rss.xml' | 'atom.xml' | 'feed.json'): ReadonlyMap<string, number> {
  const { feed } = parseFeed(readFileSync(join(directory, name), 'utf8'));
  const items = ('items' in feed ? feed.items : 'entries' in feed ? feed.entries : []) ?? [];
  return timesEach(items.map((item) => linkOf(item)));
}

/** A feed as it is written. */
export function feedText(directory: string, name: string): string {
  return readFileSync(join(directory, name), 'utf8');
}

function linkOf(item: object): string {
  if ('link' in item && typeof item.link === 'string') return item.link;
  if ('url' in item && typeof item.url === 'string') return item.url;
  const links = 'links' in item && Array.isArray(item.links) ? item.links : [];
  return String(links[0]?.href ?? '');
}

function timesEach(links: readonly string[]): ReadonlyMap<string, number> {
  return new Map(
    Map.groupBy(links, (link) => link)
      .entries()
      .map(([link, all]) => [link, all.length]),
  );
}
