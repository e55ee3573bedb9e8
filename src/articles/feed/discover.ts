import { parseBounded } from '../bounded-parser.ts';
import { webAddress } from './web-address.ts';

const FEED_TYPES = /^\s*application\/(?:rss|atom|feed)\+(?:xml|json)|^\s*application\/json\s*$/i;
/** Most sites name a feed of what their readers say beside that of their stories. */
const COMMENTS = /comment|коментар|комментар/i;

/** The feed that a page names as its own, absolute; undefined where it names none. */
export function feedIn(html: string, url: string): string | undefined {
  const feeds: string[] = [];
  let base = url;
  parseBounded(html, {
    onopentag(name, { rel, type, href, title }) {
      if (href === undefined) return;
      if (name === 'base') base = URL.parse(href, url)?.href ?? base;
      const isAlternate = /(?:^|\s)alternate(?:\s|$)/i.test(rel ?? '');
      if (name !== 'link' || !isAlternate || !FEED_TYPES.test(type ?? '')) return;
      if (/\/wp-json\/|oembed/i.test(href) || COMMENTS.test(`${href} ${title}`)) return;
      const address = webAddress(href, base);
      if (address !== undefined) feeds.push(address);
    },
  });
  return feeds[0];
}
