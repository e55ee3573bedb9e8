import { escapeUTF8 } from 'entities';
import { generateRssFeed } from 'feedsmith';
import { discoveryLinks, type Feed, type Item, mediaOf } from './feed.ts';
import { withoutPadding } from './text.ts';

/** A feed as RSS 2.0. */
export function rss(feed: Feed): string {
  const xml = generateRssFeed({
    title: feed.title,
    link: feed.home,
    description: feed.title,
    language: feed.language,
    lastBuildDate: feed.updatedAt.toString(),
    atom: { links: discoveryLinks(feed, 'application/rss+xml') },
    items: feed.items.map(rssItem),
  });
  return withoutPadding(xml);
}

function rssItem(item: Item) {
  const updated = item.updatedAt.toString();
  return {
    title: item.title,
    link: item.link,
    // A full text beside no description is a warning to validators: then it is the description.
    description: item.summary ? escapeUTF8(item.summary) : item.html,
    ...(item.summary && { content: { encoded: item.html } }),
    categories: item.categories.map((name) => ({ name })),
    guid: { value: item.id, isPermaLink: false },
    // First publication for ever: a correction is no new story. RSS has no element for the update itself, and readers
    // differ in which of these two they know; one that knows neither would never show the correction.
    pubDate: item.publishedAt.toString(),
    atom: { updated },
    dcterms: { modified: [updated] },
    // The `author` of RSS must be an e-mail address.
    dc: { creators: [...item.authors], languages: [item.language] },
    ...mediaOf(item),
  };
}
