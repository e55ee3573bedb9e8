import type { Outlet } from '../../domain/channel.ts';
import { FEED_ENTRIES } from '../../domain/feed.ts';
import { latest } from '../../domain/time.ts';
import { atom } from './atom.ts';
import { type Feed, type Item, itemOf } from './feed.ts';
import { jsonFeed } from './json-feed.ts';
import { FEED_NAMES, type FeedName } from './names.ts';
import { rss } from './rss.ts';
import { nameOf, type Story } from './story.ts';
import { webAddress } from './web-address.ts';

/** The largest feed that readers are asked to fetch. */
const MOST_FEED_BYTES = 2_000_000;
/** When an empty feed changed last: it depends on no clock. */
const BEFORE_ALL_STORIES = Temporal.Instant.from('2026-01-01T00:00:00Z');

const FORMATS: Readonly<Record<FeedName, (feed: Feed) => string>> = {
  'rss.xml': rss,
  'atom.xml': atom,
  'feed.json': jsonFeed,
};

export interface FeedSettings {
  readonly outlet: Outlet;
  /** The public address of the directory, with its closing slash. */
  readonly address: string;
  readonly hubs: readonly string[];
}

/** The feeds by name: the newest stories in full, as many as fit 2 MB each. */
export function feedFiles(stories: readonly Story[], settings: FeedSettings): ReadonlyMap<string, string> {
  const items = newestItems(stories);
  return new Map(
    FEED_NAMES.map((name) => [name, fitting(items, (shown) => FORMATS[name](feedOf(shown, name, settings)))]),
  );
}

/** No more than could fit are made ready: a feed is larger than its texts. */
function newestItems(stories: readonly Story[]): readonly Item[] {
  const items: Item[] = [];
  let bytes = 0;
  for (const story of stories.slice(0, FEED_ENTRIES)) {
    const item = itemOf(story);
    bytes += Buffer.byteLength(item.html);
    if (bytes > MOST_FEED_BYTES) break;
    items.push(item);
  }
  return items;
}

function feedOf(items: readonly Item[], name: FeedName, { outlet, address, hubs }: FeedSettings): Feed {
  const [first = BEFORE_ALL_STORIES, ...others] = items.map(({ updatedAt }) => updatedAt);
  return {
    title: nameOf(outlet),
    home: outlet.url,
    self: `${address}${name}`,
    language: outlet.language,
    // A hub's address with a password in it is nobody else's business.
    hubs: hubs.flatMap((hub) => webAddress(hub) ?? []),
    updatedAt: latest(first, ...others),
    items,
  };
}

/** The feed of the most items, newest first, that is not too large. */
function fitting(items: readonly Item[], render: (items: readonly Item[]) => string): string {
  const fits = (feed: string) => Buffer.byteLength(feed) <= MOST_FEED_BYTES;
  let feed = render(items);
  if (fits(feed)) return feed;
  feed = render([]);
  for (let [most, tooMany] = [0, items.length]; tooMany - most > 1; ) {
    const middle = Math.floor((most + tooMany) / 2);
    const tried = render(items.slice(0, middle));
    if (fits(tried)) [most, feed] = [middle, tried];
    else tooMany = middle;
  }
  return feed;
}
