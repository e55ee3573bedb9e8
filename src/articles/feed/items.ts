import type { AtomFeed, DcNs, DcTermsNs, JsonFeed, RdfFeed, RssFeed, XmlNs } from 'feedsmith';
import { type Picture, picturesOf } from './pictures.ts';
import { webAddress } from './web-address.ts';

/** One entry of a feed, whatever the format: texts as HTML, addresses absolute, dates and ids as they were written. */
export interface FeedItem {
  readonly guid: string | undefined;
  readonly link: string | undefined;
  readonly title: string | undefined;
  /** The story itself, where the feed has more of it than a teaser. */
  readonly content: string | undefined;
  readonly teaser: string | undefined;
  readonly authors: readonly string[];
  readonly section: string | undefined;
  readonly tags: readonly string[];
  /** The likeliest first. */
  readonly published: readonly string[];
  readonly updated: readonly string[];
  readonly language: string | undefined;
  /** The best first. */
  readonly pictures: readonly Picture[];
}

export function rssItems(feed: RssFeed.Feed<string>, url: string): readonly FeedItem[] {
  const from = within(url, feed.xml);
  return listed(feed.items).map((item) => {
    const { guid, dc, dcterms, atom, content, media, enclosures, itunes, prism } = item;
    const base = within(from, item.xml);
    const permalink = guid?.isPermaLink === false ? undefined : guid?.value;
    const link = linkIn([item.link, ...linksOf(atom), absolute(permalink)], base);
    const story = content?.encoded ?? textOf(atom?.content);
    const writers = [...listed(dc?.creators), ...listed(dcterms?.creators)];
    const named = writers.length > 0 ? writers : [...listed(item.authors).map(({ name }) => name), itunes?.author];
    return {
      guid: guid?.value ?? atom?.id,
      link,
      title: item.title ?? dc?.titles?.[0],
      content: story,
      teaser: item.description ?? textOf(atom?.summary) ?? itunes?.summary,
      section: prism?.section,
      authors: said(named),
      tags: said([...listed(item.categories).map(({ name }) => name), ...listed(dc?.subjects), ...keywords(media)]),
      published: said([item.pubDate, atom?.published, ...datesIn(dc, dcterms), ...listed(prism?.publicationDates)]),
      updated: said([atom?.updated, ...listed(dcterms?.modified), prism?.modificationDate]),
      language: dc?.languages?.[0] ?? feed.language ?? feed.dc?.languages?.[0],
      pictures: picturesOf({ media, enclosures, more: [itunes?.image], html: story ?? item.description }, base),
    };
  });
}

export function rdfItems(feed: RdfFeed.Feed<string>, url: string): readonly FeedItem[] {
  const from = within(url, feed.xml);
  return listed(feed.items).map(({ title, link, description, rdf, dc, dcterms, content, media, xml }) => {
    const base = within(from, xml);
    return {
      guid: rdf?.about,
      link: linkIn([link, absolute(rdf?.about)], base),
      title: title ?? dc?.titles?.[0],
      content: content?.encoded,
      teaser: description,
      section: undefined,
      authors: said([...listed(dc?.creators), ...listed(dcterms?.creators)]),
      tags: said([...listed(dc?.subjects), ...keywords(media)]),
      published: said(datesIn(dc, dcterms)),
      updated: said(listed(dcterms?.modified)),
      language: dc?.languages?.[0] ?? feed.dc?.languages?.[0],
      pictures: picturesOf({ media, html: content?.encoded ?? description }, base),
    };
  });
}

export function atomItems(feed: AtomFeed.Feed<string>, url: string): readonly FeedItem[] {
  const from = within(url, feed.xml);
  return listed(feed.entries).map((entry) => {
    const { id, title, summary, content, links, media, dc, dcterms, source } = entry;
    const base = within(from, entry.xml);
    const story = textOf(content);
    const people = [entry.authors, source?.authors, feed.authors].find((some) => listed(some).length > 0);
    const named = listed(people).map(({ name }) => name);
    const enclosures = listed(links)
      .filter(({ rel }) => rel === 'enclosure')
      .map(({ href, type }) => ({ url: href, type }));
    return {
      guid: id,
      link: linkIn([...linksOf(entry), absolute(id)], base),
      title: textOf(title),
      content: story,
      teaser: textOf(summary),
      section: undefined,
      authors: said(named.length > 0 ? named : listed(dc?.creators)),
      tags: said([
        ...listed(entry.categories).map(({ label, term }) => label ?? term),
        ...listed(dc?.subjects),
        ...keywords(media),
      ]),
      published: said([entry.published, ...datesIn(dc, dcterms), entry.updated]),
      updated: said([entry.updated, ...listed(dcterms?.modified)]),
      language: content?.xml?.lang ?? entry.xml?.lang ?? feed.xml?.lang,
      pictures: picturesOf({ media, enclosures, html: story ?? textOf(summary) }, within(base, content?.xml)),
    };
  });
}

export function jsonItems(feed: JsonFeed.Feed<string>, url: string): readonly FeedItem[] {
  return listed(feed.items).map((item) => {
    const { id, title, content_html, content_text, summary, image, banner_image, attachments } = item;
    const people = listed(item.authors).length > 0 ? item.authors : feed.authors;
    const enclosures = listed(attachments).map(({ url: address, mime_type }) => ({ url: address, type: mime_type }));
    return {
      guid: id,
      link: linkIn([item.url, absolute(id), item.external_url], url),
      title: literal(title),
      content: content_html ?? literal(content_text),
      teaser: literal(summary),
      section: undefined,
      authors: said(listed(people).map(({ name }) => name)),
      tags: said(listed(item.tags)),
      published: said([item.date_published, item.date_modified]),
      updated: said([item.date_modified]),
      language: item.language ?? feed.language,
      pictures: picturesOf({ more: [image, banner_image], enclosures, html: content_html }, url),
    };
  });
}

/** Text that is said to be no HTML keeps its signs. */
function literal(text: string | undefined): string | undefined {
  return text?.replaceAll('<', '&lt;');
}

/** The text of an Atom construct as HTML; content that lies elsewhere, or is no text, is none. */
function textOf(text: AtomFeed.Content | undefined): string | undefined {
  const type = text?.type?.trim().toLowerCase() ?? 'text';
  if (type === 'html' || type === 'xhtml' || type === 'text/html' || type === 'application/xhtml+xml')
    return text?.value;
  return type === 'text' || type === 'text/plain' ? literal(text?.value) : undefined;
}

/** What Atom calls alternate, also inside RSS. */
function linksOf(entry: Pick<AtomFeed.Entry<string>, 'links'> | undefined): readonly (string | undefined)[] {
  const stories = listed(entry?.links).filter(({ rel = 'alternate' }) => rel.toLowerCase() === 'alternate');
  const isPage = ({ type = 'text/html' }) => /html/i.test(type);
  return [...stories.filter(isPage), ...stories.filter((link) => !isPage(link))].map(({ href }) => href);
}

function datesIn(dc?: DcNs.ItemOrFeed<string>, dcterms?: DcTermsNs.ItemOrFeed<string>): readonly string[] {
  const { issued, available, created, dates } = dcterms ?? {};
  return [dc?.dates, issued, available, created, dates].flatMap(listed);
}

function keywords(media: RssFeed.Item<string>['media']): readonly string[] {
  return listed(media?.keywords);
}

/** Relative addresses below are meant from here. */
function within(url: string, xml: XmlNs.ItemOrFeed | undefined): string {
  return xml?.base === undefined ? url : (URL.parse(xml.base, url)?.href ?? url);
}

/** The first that makes an http(s) address. */
function linkIn(written: readonly (string | undefined)[], base: string): string | undefined {
  return said(written)
    .map((address) => webAddress(address, base))
    .find((address) => address !== undefined);
}

/** An id is an address only where it is a whole one. */
function absolute(id: string | undefined): string | undefined {
  return id !== undefined && /^\s*https?:\/\//i.test(id) ? id : undefined;
}

function said(texts: readonly (string | undefined)[]): readonly string[] {
  return texts.filter((text) => text !== undefined);
}

function listed<T>(list: readonly T[] | undefined): readonly T[] {
  return list ?? [];
}
