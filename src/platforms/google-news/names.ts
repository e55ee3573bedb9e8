/** The feeds that subscribers read. */
export const FEED_NAMES = ['rss.xml', 'atom.xml', 'feed.json'] as const;
export type FeedName = (typeof FEED_NAMES)[number];

/** Names all sitemaps where there are several. */
export const SITEMAP_INDEX_NAME = 'news-sitemap-index.xml';

/** The name of the news sitemap at this place, counted from 0. */
export function sitemapName(at: number): string {
  return at === 0 ? 'news-sitemap.xml' : `news-sitemap-${at + 1}.xml`;
}

/** Whether a file of this name is there only while one sitemap is not enough. */
export function isSurplusSitemap(name: string): boolean {
  return name === SITEMAP_INDEX_NAME || /^news-sitemap-(?:[2-9]|[1-9]\d+)\.xml$/.test(name);
}
