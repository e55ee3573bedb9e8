import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readFeed } from '../../../src/articles/feed/parse.ts';
import { rss } from './feed-site.ts';

const URL = 'https://news.example/feeds/all.xml';
const NAMESPACES =
  'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" ' +
  'xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dcterms="http://purl.org/dc/terms/"';

function itemsOf(text: string) {
  const feed = readFeed(text, URL);
  if (feed.type === 'unreadable') throw new Error(feed.detail);
  return feed.items;
}

const rssItem = (inside: string) =>
  itemsOf(`<rss version="2.0" ${NAMESPACES}><channel><item>${inside}</item></channel></rss>`)[0];
const atomEntry = (inside: string, of = '') =>
  itemsOf(`<feed xmlns="http://www.w3.org/2005/Atom" ${of}><entry>${inside}</entry></feed>`)[0];
const json = (item: object, of = {}) =>
  itemsOf(JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', title: 'T', items: [item], ...of }))[0];

describe('RSS', () => {
  test('2.0 has story and teaser, all authors, tags and dates', () => {
    const item = rssItem(`
      <title>River &amp;amp; dams</title><link>/a</link><guid isPermaLink="false">17</guid>
      <description>Teaser</description><content:encoded><![CDATA[<p>Story &amp; more</p>]]></content:encoded>
      <dc:creator>Ann</dc:creator><dc:creator>Bo</dc:creator><author>desk@news.example (Desk)</author>
      <category>World</category><category>Rivers</category><dc:language>uk</dc:language>
      <pubDate>Mon, 06 Jul 2026 10:00:00 GMT</pubDate><dcterms:modified>2026-07-06T11:00:00Z</dcterms:modified>`);
    expect(item).toEqual({
      guid: '17',
      link: 'https://news.example/a',
      title: 'River &amp; dams',
      content: '<p>Story &amp; more</p>',
      teaser: 'Teaser',
      authors: ['Ann', 'Bo'],
      section: undefined,
      tags: ['World', 'Rivers'],
      published: ['Mon, 06 Jul 2026 10:00:00 GMT'],
      updated: ['2026-07-06T11:00:00Z'],
      language: 'uk',
      pictures: [],
    });
  });

  test('0.91 with its document type is read, and names its author by name, never by address', () => {
    const text =
      '<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/rss.dtd">' +
      '<rss version="0.91"><channel><item><title>A</title><link>https://news.example/a</link><author>a@b.example (Ann)</author></item></channel></rss>';
    expect(itemsOf(text)).toMatchObject([{ title: 'A', link: 'https://news.example/a', authors: ['Ann'] }]);
  });

  test('1.0 is read by its addresses', () => {
    const text = `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" ${NAMESPACES}>
      <channel rdf:about="x"><title>T</title></channel>
      <item rdf:about="https://news.example/a"><title>A</title><dc:date>2026-07-06</dc:date><dc:creator>Ann</dc:creator></item></rdf:RDF>`;
    expect(itemsOf(text)).toMatchObject([
      { guid: 'https://news.example/a', link: 'https://news.example/a', published: ['2026-07-06'], authors: ['Ann'] },
    ]);
  });

  test('takes an id for the link where it is one, and not where it says it is none', () => {
    expect(rssItem('<guid>https://news.example/a</guid>')).toMatchObject({ link: 'https://news.example/a' });
    expect(rssItem('<guid isPermaLink="false">https://news.example/a</guid>')?.link).toBeUndefined();
    expect(rssItem('<guid>17</guid>')?.link).toBeUndefined();
  });

  test.each(['javascript:alert(1)', 'data:text/html,x', 'ftp://news.example/a'])('has no link %s', (link) => {
    expect(rssItem(`<link>${link}</link>`)?.link).toBeUndefined();
  });

  test('resolves addresses against the nearest base', () => {
    const text = `<rss version="2.0" xml:base="https://cdn.example/x/" ${NAMESPACES}><channel><item xml:base="y/"><title>A</title>
      <link>a.html</link><media:content url="a.jpg" medium="image"/></item></channel></rss>`;
    expect(itemsOf(text)).toMatchObject([
      { link: 'https://cdn.example/x/y/a.html', pictures: [{ url: 'https://cdn.example/x/y/a.jpg' }] },
    ]);
    expect(rssItem('<link>a?b=1&copy=2</link>')).toMatchObject({ link: 'https://news.example/feeds/a?b=1&copy=2' });
  });
});

describe('Atom', () => {
  test('has entries with people, links and content of every kind', () => {
    const entry = atomEntry(
      `<id>tag:news.example,2026:1</id><title type="html">River &lt;i&gt;rises&lt;/i&gt;</title>
       <link rel="self" href="/1.atom"/><link href="1.html"/><link rel="enclosure" type="image/png" href="1.png"/>
       <author><name>Ann</name><email>ann@news.example</email></author><author><name>Bo</name></author>
       <category term="world" label="World"/><published>2026-07-06T10:00:00Z</published><updated>2026-07-06T11:00:00Z</updated>
       <summary>Teaser</summary>
       <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Story <b>bold</b></p></div></content>`,
      'xml:base="https://news.example/x/" xml:lang="uk"',
    );
    expect(entry).toMatchObject({
      guid: 'tag:news.example,2026:1',
      link: 'https://news.example/x/1.html',
      title: 'River <i>rises</i>',
      content: expect.stringContaining('<p>Story <b>bold</b></p>'),
      teaser: 'Teaser',
      authors: ['Ann', 'Bo'],
      tags: ['World'],
      published: ['2026-07-06T10:00:00Z', '2026-07-06T11:00:00Z'],
      updated: ['2026-07-06T11:00:00Z'],
      language: 'uk',
      pictures: [{ url: 'https://news.example/x/1.png' }],
    });
  });

  test('0.3 is read, too', () => {
    const text = `<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title>A</title><id>1</id>
      <link rel="alternate" href="https://news.example/1"/><issued>2004-01-01T00:00:00Z</issued></entry></feed>`;
    expect(itemsOf(text)).toMatchObject([
      { guid: '1', link: 'https://news.example/1', published: ['2004-01-01T00:00:00Z'] },
    ]);
  });

  test('keeps the signs of what is no HTML', () => {
    expect(atomEntry('<title>The &lt;b&gt; tag &amp;amp; you</title>')?.title).toBe('The &lt;b> tag &amp; you');
  });

  test('has the authors of the feed where an entry names none', () => {
    expect(atomEntry('<id>1</id></entry><author><name>Desk</name></author><entry>')?.authors).toEqual(['Desk']);
  });
});

describe('JSON Feed', () => {
  test('has all of it', () => {
    const item = {
      id: 17,
      url: '/a',
      title: 'A <b> tag',
      content_html: '<p>Story</p>',
      summary: 'Teaser',
      image: '/a.jpg',
      date_published: '2026-07-06T10:00:00Z',
      date_modified: '2026-07-06T11:00:00Z',
      authors: [{ name: 'Ann' }],
      tags: ['World'],
    };
    expect(json(item, { language: 'uk' })).toMatchObject({
      guid: '17',
      link: 'https://news.example/a',
      title: 'A &lt;b> tag',
      content: '<p>Story</p>',
      teaser: 'Teaser',
      authors: ['Ann'],
      tags: ['World'],
      published: ['2026-07-06T10:00:00Z', '2026-07-06T11:00:00Z'],
      language: 'uk',
      pictures: [{ url: 'https://news.example/a.jpg' }],
    });
  });
});

describe('the picture of an item', () => {
  test('is the widest of its media, with the alt text that the story has for it', () => {
    const item =
      rssItem(`<content:encoded><![CDATA[<img src="/w.jpg" alt="A river"><img src="/dot.gif" width="1">]]></content:encoded>
      <media:group><media:content url="/n.jpg" medium="image" width="300"/><media:content url="/w.jpg" type="image/jpeg" width="1200" height="800"/>
      <media:content url="/v.mp4" medium="video" width="4000"/><media:description>Caption</media:description></media:group>
      <media:thumbnail url="/t.jpg"/><enclosure url="/e.jpg" type="image/jpeg" length="1"/><enclosure url="/e.mp3" type="audio/mpeg" length="1"/>`);
    expect(item?.pictures).toEqual([
      { url: 'https://news.example/w.jpg', alt: 'A river', width: 1200, height: 800 },
      { url: 'https://news.example/n.jpg', alt: 'Caption', width: 300 },
      { url: 'https://news.example/e.jpg' },
      { url: 'https://news.example/t.jpg' },
    ]);
  });

  test('is the first in the story where there is no other', () => {
    const item = rssItem('<description>&lt;img src="a.jpg" alt="A dam"&gt; Text</description>');
    expect(item?.pictures).toEqual([{ url: 'https://news.example/feeds/a.jpg', alt: 'A dam' }]);
  });
});

describe('a feed as it should not be', () => {
  test('expands nothing', () => {
    const entities = Array.from({ length: 20 }, (_, n) => `<!ENTITY e${n + 1} "&e${n};&e${n};">`).join('');
    const text = `<!DOCTYPE rss [<!ENTITY e0 "boom">${entities}<!ENTITY x SYSTEM "file:///etc/passwd">]>${rss('<item><title>&e20; &x;</title></item>')}`;
    expect(itemsOf(text)).toMatchObject([{ title: '&e20; &x;' }]);
  });

  test.each([
    ['a sign for less', '<title>I <3 rivers, 1 < 2</title>', 'I <3 rivers, 1 < 2'],
    ['a bare ampersand', '<title>Q & A &nbsp;</title>', 'Q & A'],
    ['raw tags', '<title>River <b>rises<br></b></title>', 'River <b>rises<br></br></b>'],
    ['a comment', '<title>River<!-- x --> rises</title>', 'River rises'],
    ['names that objects have', '<title>River</title><__proto__>x</__proto__><constructor>y</constructor>', 'River'],
    [
      'an attribute without quotes',
      '<title>River</title><enclosure url=https://a.example/x.jpg type=image/jpeg />',
      'River',
    ],
    ['a tag left open', '<description><p>Text</description><title>River</title>', 'River'],
  ])('is read all the same: %s', (_, inside, title) => {
    expect(rssItem(inside)?.title?.trim()).toBe(title);
  });

  test.each([
    ['', 'what answers is no RSS, Atom or JSON feed'],
    ['maintenance', 'what answers is no RSS, Atom or JSON feed'],
    ['<!doctype html><html><body>x</body></html>', 'what answers is no RSS, Atom or JSON feed'],
    ['{"version":"https://jsonfeed.org/version/1"', 'what answers is no RSS, Atom or JSON feed'],
    ['{"items":[]}', 'what answers is no RSS, Atom or JSON feed'],
    ['<rss version="2.0"><channel><item><title>Hal', 'the feed ends before its end'],
  ])('is refused: %j', (text, detail) => {
    expect(readFeed(text, URL)).toEqual({ type: 'unreadable', detail });
  });

  test('may be empty', () => {
    expect(itemsOf(rss())).toEqual([]);
  });

  test('is read as far as the 1000th item', () => {
    expect(itemsOf(rss(...Array.from({ length: 1500 }, () => '<item><title>A</title></item>')))).toHaveLength(1000);
  });

  // What takes a reader of XML time with the square of its length takes this one a moment; the test's own limit is 5 s.
  test.each([
    ['tags that begin and never end', '<'.repeat(200_000)],
    ['quotes that open and never close', '<a "'.repeat(100_000)],
    ['elements in elements', '<a>'.repeat(200_000)],
    ['titles in titles', '<title>'.repeat(200_000)],
  ])('keeps nobody waiting: %s', (_, hostile) => {
    expect(['feed', 'unreadable']).toContain(readFeed(rss(`<item><title>${hostile}</title></item>`), URL).type);
  });

  test('is a feed or none, whatever it is', () => {
    const piece = fc.constantFrom(
      ...[
        '<rss version="2.0">',
        '<channel>',
        '<item>',
        '</item>',
        '<title>',
        '</title>',
        '<![CDATA[',
        ']]>',
        '<!--',
        '&#x0;',
      ],
      ...[
        '</channel></rss>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        '<entry>',
        '</entry></feed>',
        '<link href=',
        '"',
        '>',
        'x',
      ],
      ...[
        '{"version":"https://jsonfeed.org/version/1","items":[{"id":',
        '}]}',
        '<rdf:RDF>',
        '<media:content url="a">',
        '<dc:date/>',
      ],
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 30 }), (pieces) => {
        expect(['feed', 'unreadable']).toContain(readFeed(pieces.join(''), URL).type);
      }),
      { numRuns: 500 },
    );
  });
});
