import type { JsonFeed } from 'feedsmith';
import type { Feed, Item } from './feed.ts';

const VERSION = 'https://jsonfeed.org/version/1.1';

/** A feed as JSON Feed 1.1. feedsmith only lends the types: its generator drops an empty list, which the format asks for. */
export function jsonFeed(feed: Feed): string {
  const json: JsonFeed.Feed<string> = {
    title: feed.title,
    home_page_url: feed.home,
    feed_url: feed.self,
    language: feed.language,
    authors: [{ name: feed.title, url: feed.home }],
    ...(feed.hubs.length > 0 && { hubs: feed.hubs.map((url) => ({ type: 'WebSub', url })) }),
    items: feed.items.map(jsonItem),
  };
  return JSON.stringify({ version: VERSION, ...json });
}

function jsonItem(item: Item): JsonFeed.Item<string> {
  return {
    id: item.id,
    url: item.link,
    title: item.title,
    ...(item.summary && { summary: item.summary }),
    content_html: item.html,
    ...(item.image && { image: item.image.url }),
    date_published: item.publishedAt.toString(),
    date_modified: item.updatedAt.toString(),
    ...(item.authors.length > 0 && { authors: item.authors.map((name) => ({ name })) }),
    ...(item.categories.length > 0 && { tags: [...item.categories] }),
    language: item.language,
  };
}
