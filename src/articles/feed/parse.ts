import { DetectError, MalformedError, ParseError, parseFeed } from 'feedsmith';
import { atomItems, type FeedItem, jsonItems, rdfItems, rssItems } from './items.ts';
import { wellFormed } from './well-formed.ts';

/** A feed is read so far; what stands deeper in it is old. */
const MOST_ITEMS = 1000;

export type ParsedFeed =
  | { readonly type: 'feed'; readonly items: readonly FeedItem[] }
  | { readonly type: 'unreadable'; readonly detail: string };

/** Reads RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, and JSON Feed, the first 1000 items; `url` is where it was found. */
export function readFeed(text: string, url: string): ParsedFeed {
  const document = /^\s*\{/.test(text) ? text : wellFormed(text);
  if (document === undefined) return { type: 'unreadable', detail: 'the feed ends before its end' };
  try {
    const { format, feed } = parseFeed(document, { maxItems: MOST_ITEMS });
    switch (format) {
      case 'rss':
        return { type: 'feed', items: rssItems(feed, url) };
      case 'rdf':
        return { type: 'feed', items: rdfItems(feed, url) };
      case 'atom':
        return { type: 'feed', items: atomItems(feed, url) };
      case 'json':
        return { type: 'feed', items: jsonItems(feed, url) };
    }
  } catch (error) {
    if (![DetectError, MalformedError, ParseError].some((kind) => error instanceof kind)) throw error;
    return { type: 'unreadable', detail: 'what answers is no RSS, Atom or JSON feed' };
  }
}
