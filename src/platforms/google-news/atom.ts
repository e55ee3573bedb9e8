import { generateAtomFeed } from 'feedsmith';
import { discoveryLinks, type Feed, type Item, mediaOf } from './feed.ts';
import { withoutPadding } from './text.ts';

/** A feed as Atom 1.0. */
export function atom(feed: Feed): string {
  const xml = generateAtomFeed({
    id: feed.self,
    title: { value: feed.title },
    updated: feed.updatedAt.toString(),
    authors: [{ name: feed.title, uri: feed.home }],
    links: [...discoveryLinks(feed, 'application/atom+xml'), { rel: 'alternate', href: feed.home, type: 'text/html' }],
    xml: { lang: feed.language },
    entries: feed.items.map(atomEntry),
  });
  return withoutPadding(xml);
}

function atomEntry(item: Item) {
  return {
    id: item.id,
    title: { value: item.title },
    links: [{ rel: 'alternate', href: item.link, type: 'text/html' }],
    published: item.publishedAt.toString(),
    updated: item.updatedAt.toString(),
    authors: item.authors.map((name) => ({ name })),
    categories: item.categories.map((term) => ({ term })),
    ...(item.summary && { summary: { value: item.summary } }),
    content: { value: item.html, type: 'html' },
    xml: { lang: item.language },
    ...mediaOf(item),
  };
}
