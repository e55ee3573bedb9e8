import { decodeHTML } from 'entities';
import { parseAtomFeed, parseRssFeed } from 'feedsmith';

/**
 * What the W3C feed validator (github.com/w3c/feedvalidator) holds against a feed, its warnings included, as far as it
 * applies to the elements that we write. Answers one line per fault.
 */
export function rssFaults(xml: string, self: string): readonly string[] {
  const { items = [], ...channel } = parseRssFeed(xml);
  const found = [
    ...anywhere(xml),
    ...namespaceFaults(xml, { prefixesAllowed: ['atom', 'content', 'dc', 'dcterms', 'media'] }),
    ...discoveryFaults(channel.atom?.links ?? [], self, 'application/rss+xml'),
    ...required('channel', { title: channel.title, description: channel.description, link: channel.link }),
    ...textFaults('channel title', channel.title),
    ...textFaults('channel description', channel.description),
    ...addressFaults('channel link', channel.link),
    ...languageFaults('channel', channel.language),
    ...rfc822Faults('lastBuildDate', raw(xml, 'lastBuildDate')),
    ...repeated(
      'guid',
      items.map(({ guid }) => guid?.value),
    ),
    ...fault(
      /<item>[\s\S]*<\/item>\s*<(?!item>|\/channel>)/.test(xml),
      'an item stands before what is said of the channel',
    ),
    ...fault(/ xml:\w+=/.test(xml), 'RSS elements carry attributes of another vocabulary'),
    ...fault(/<(author|dc:date|dc:subject|enclosure|comments)\b/.test(xml), 'an element says again what another says'),
    ...rfc822Faults('pubDate', ...raws(xml, 'pubDate')),
    ...rfc3339Faults('atom:updated', ...raws(xml, 'atom:updated')),
    ...rfc3339Faults('dcterms:modified', ...raws(xml, 'dcterms:modified')),
  ];
  for (const [at, item] of items.entries()) {
    const block = xml.split('<item>')[at + 1] ?? '';
    found.push(
      ...required('item', { title: item.title, guid: item.guid?.value, description: item.description }),
      ...fault(item.guid?.isPermaLink !== false, 'the guid passes for a link'),
      ...tagUriFaults('guid', item.guid?.value),
      ...addressFaults('item link', item.link),
      ...textFaults('item title', item.title),
      ...(item.categories ?? []).flatMap(({ name }) => textFaults('category', name)),
      ...(item.dc?.creators ?? []).flatMap((name) => textFaults('dc:creator', name)),
      ...languageFaults('item', item.dc?.languages?.[0]),
      ...htmlFaults('description', item.description),
      ...htmlFaults('content:encoded', item.content?.encoded),
      ...fault(
        block.indexOf('<content:encoded>') > -1 && !/<description>[\s\S]*<content:encoded>/.test(block),
        'no description before the full text',
      ),
      ...mediaFaults(item.media?.contents ?? []),
    );
  }
  return found;
}

/** The same for Atom. */
export function atomFaults(xml: string, self: string): readonly string[] {
  const { entries = [], ...feed } = parseAtomFeed(xml);
  const found = [
    ...anywhere(xml),
    ...namespaceFaults(xml, { prefixesAllowed: ['media'] }),
    ...discoveryFaults(feed.links ?? [], self, 'application/atom+xml'),
    ...required('feed', { id: feed.id, title: feed.title?.value, author: feed.authors?.[0]?.name }),
    ...addressFaults('feed id', feed.id),
    ...textFaults('feed title', feed.title?.value),
    ...languageFaults('feed', feed.xml?.lang),
    ...rfc3339Faults('updated', ...raws(xml, 'updated')),
    ...rfc3339Faults('published', ...raws(xml, 'published')),
    ...repeated(
      'id',
      entries.map(({ id }) => id),
    ),
    ...fault(
      /<entry[\s\S]*<\/entry>\s*<(?!entry|\/feed>)/.test(xml),
      'an entry stands before what is said of the feed',
    ),
    ...fault(raws(xml, 'updated').length !== entries.length + 1, 'something does not say when it was updated'),
    ...fault(/<(?:title|summary|name)\b[^>]*>\s*<\//.test(xml), 'an element is blank'),
  ];
  for (const entry of entries) {
    const alternates = (entry.links ?? []).filter(({ rel }) => rel === 'alternate');
    found.push(
      ...required('entry', { id: entry.id, title: entry.title?.value, content: entry.content?.value }),
      ...tagUriFaults('id', entry.id),
      ...fault(alternates.length !== 1, 'not one page to read the story on'),
      ...alternates.flatMap(({ href }) => addressFaults('link', href)),
      ...textFaults('entry title', entry.title?.value),
      ...textFaults('summary', entry.summary?.value),
      ...(entry.authors ?? []).flatMap(({ name }) => textFaults('author', name)),
      ...(entry.categories ?? []).flatMap(({ term }) => required('category', { term })),
      ...languageFaults('entry', entry.xml?.lang),
      ...fault(entry.content?.type !== 'html', 'the content does not say that it is HTML'),
      ...htmlFaults('content', entry.content?.value),
      ...mediaFaults(entry.media?.contents ?? []),
    );
  }
  return found;
}

const NAMESPACES: Readonly<Record<string, string>> = {
  atom: 'http://www.w3.org/2005/Atom',
  content: 'http://purl.org/rss/1.0/modules/content/',
  dc: 'http://purl.org/dc/elements/1.1/',
  dcterms: 'http://purl.org/dc/terms/',
  media: 'http://search.yahoo.com/mrss/',
};
const IRI = /^https?:\/\/[\w.-]+(?::\d+)?(?:\/[\w;/?:@&=+$.\-!~*'()%,#]*)?$/;
const TAG_URI = /^tag:[a-z\d.-]+,\d{4}:[\w;/?:@&=+$.\-!~*'()%,]+$/;
const RFC_822 = /^(\w{3}), (\d{2} \w{3} \d{4}) \d\d:\d\d:\d\d GMT$/;
const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

function fault(isWrong: boolean, detail: string): readonly string[] {
  return isWrong ? [detail] : [];
}

function required(parent: string, fields: Readonly<Record<string, string | undefined>>): readonly string[] {
  return Object.entries(fields).flatMap(([name, value]) => fault(!value?.trim(), `${parent} has no ${name}`));
}

/** Characters that XML forbids, or that Windows left where others were meant, or that stand for what was lost. */
function anywhere(xml: string): readonly string[] {
  return fault(/[[\p{Cc}--[\t\n]]\p{Cs}\p{Noncharacter_Code_Point}\uFFFD]/v.test(xml), 'a bad character');
}

function namespaceFaults(xml: string, { prefixesAllowed }: { prefixesAllowed: readonly string[] }): readonly string[] {
  return [...xml.matchAll(/ xmlns:(\w+)="([^"]*)"/g)].flatMap(([, prefix = '', uri]) =>
    fault(
      !prefixesAllowed.includes(prefix) || NAMESPACES[prefix] !== uri,
      `${prefix} is not the usual prefix of ${uri}`,
    ),
  );
}

function discoveryFaults(
  links: readonly { rel?: string; href?: string; type?: string }[],
  self: string,
  type: string,
): readonly string[] {
  const own = links.filter(({ rel }) => rel === 'self');
  const alternates = links.filter(({ rel }) => rel === 'alternate');
  return [
    ...fault(own.length !== 1 || own[0]?.href !== self, 'the feed does not say where it is'),
    ...fault(own[0]?.type !== type, 'the feed gives itself a wrong type'),
    ...fault(alternates.length > 1, 'more than one page belongs to the feed'),
    ...links.flatMap(({ href }) => addressFaults('link', href)),
  ];
}

/** Text that a reader of HTML would take for a tag or an entity. */
function textFaults(where: string, text = ''): readonly string[] {
  return [
    ...fault(/<\/\w+>|<[/a-zA-Z!?]/.test(text), `${where} holds what looks like a tag: ${text}`),
    ...fault(decodeHTML(text) !== text, `${where} holds what looks like an entity: ${text}`),
  ];
}

/** Only what our full texts are made of, so nothing that could do harm; every address absolute. */
function htmlFaults(where: string, html = ''): readonly string[] {
  const tags = html.match(/<[^>]*>/g) ?? [];
  const known = /^<\/?p>$|^<img src="https?:\/\/[^"<>]+" alt="[^"<>]*"(?: width="\d+")?(?: height="\d+")?>$/;
  return [
    ...tags.flatMap((tag) => fault(!known.test(tag), `${where} holds ${tag}`)),
    ...fault(/[<>]/.test(html.replace(/<[^>]*>/g, '')), `${where} holds a stray bracket`),
    ...fault(/&(?!(?:amp|lt|gt|quot|apos|#\d+);)/.test(html), `${where} holds a stray ampersand`),
    ...fault((html.match(/<p>/g) ?? []).length !== (html.match(/<\/p>/g) ?? []).length, `${where} leaves a tag open`),
  ];
}

function mediaFaults(
  contents: readonly {
    url?: string;
    medium?: string;
    width?: number;
    height?: number;
    description?: { value?: string; type?: string };
  }[],
): readonly string[] {
  return contents.flatMap(({ url, medium, width = 1, height = 1, description }) => [
    ...addressFaults('media:content', url),
    ...fault(medium !== 'image', 'a medium that Media RSS does not know'),
    ...fault(
      ![width, height].every((size) => Number.isInteger(size) && size > 0),
      'a size that is no number of pixels',
    ),
    ...fault(description !== undefined && description.type !== 'plain', 'a description of unknown type'),
    ...textFaults('media:description', description?.value),
  ]);
}

function addressFaults(where: string, address = ''): readonly string[] {
  return fault(!IRI.test(address), `${where} is no full address: ${address}`);
}

function tagUriFaults(where: string, uri = ''): readonly string[] {
  return fault(!TAG_URI.test(uri), `${where} is no tag URI: ${uri}`);
}

function languageFaults(where: string, tag = ''): readonly string[] {
  return fault(!/^[a-z]{2,3}(?:-[a-z\d]+)*$/i.test(tag), `${where} is in no known language: ${tag}`);
}

function rfc822Faults(where: string, ...dates: readonly string[]): readonly string[] {
  return dates.flatMap((date) => {
    const [, weekday, day] = RFC_822.exec(date) ?? [];
    const right = new Date(`${day} 12:00:00 GMT`).toLocaleDateString('en', { weekday: 'short', timeZone: 'UTC' });
    return fault(weekday !== right, `${where} is no date of mail: ${date}`);
  });
}

function rfc3339Faults(where: string, ...dates: readonly string[]): readonly string[] {
  return dates.flatMap((date) => fault(!RFC_3339.test(date), `${where} is no date: ${date}`));
}

function repeated(name: string, values: readonly (string | undefined)[]): readonly string[] {
  return fault(new Set(values).size !== values.length, `a ${name} comes twice`);
}

function raw(xml: string, element: string): string {
  return raws(xml, element)[0] ?? '';
}

function raws(xml: string, element: string): readonly string[] {
  return [...xml.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, 'g'))].map(([, value = '']) => value);
}
