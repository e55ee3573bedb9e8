import fc from 'fast-check';
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith';
import { describe, expect, test } from 'vitest';
import type { Article } from '../../../src/domain/article.ts';
import type { Entry } from '../../../src/domain/ports.ts';
import { render } from '../../../src/platforms/google-news/render.ts';
import { at } from '../../support/posts.ts';
import { ADDRESS, anEntry, type NewsDesk, NOW, OUTLET, openDesk } from './news-desk.ts';
import { atomFaults, rssFaults } from './validator-rules.ts';
import { xmlFaults } from './xml-check.ts';

const FULL = anEntry(
  {
    title: 'R&D: 1 < 2, says "Ada"',
    body: 'First <paragraph>.\n\nSecond & last.',
    authors: ['Ada Reporter', 'Bo Writer'],
    section: 'world',
    tags: ['harbour', 'bridges & roads', 'world'],
    image: { url: 'https://news.example/pic.jpg?w=1&h=2', alt: 'A "bridge" < a road', width: 800, height: 450 },
    language: 'pt-br',
  },
  {
    text: 'The bridge & the road reopened.',
    link: 'https://news.example/a1?utm_source=feed&x=1',
    updatedAt: at('2026-05-01T09:00Z'),
  },
);
const FULL_ID = 'tag:news.example,2026:desk/a1';
const FULL_HTML = [
  '<p><img src="https://news.example/pic.jpg?w=1&amp;h=2" alt="A &quot;bridge&quot; &lt; a road" width="800" height="450"></p>',
  '<p>First &lt;paragraph&gt;.</p>',
  '<p>Second &amp; last.</p>',
].join('\n');

async function feedsOf(desk: NewsDesk, ...entries: readonly Entry[]) {
  await desk.flush(...entries);
  const [rss, atom, json] = await Promise.all(['rss.xml', 'atom.xml', 'feed.json'].map(desk.read));
  return { rss: rss ?? '', atom: atom ?? '', json: json ?? '' };
}

/** The same without a disk. */
async function rendered(entries: readonly Entry[]) {
  const { files } = await render(entries, { outlet: OUTLET, address: ADDRESS, hubs: [] }, NOW);
  const [rss = '', atom = '', json = ''] = ['rss.xml', 'atom.xml', 'feed.json'].map((name) => files.get(name));
  return { rss, atom, json };
}

type Feeds = Awaited<ReturnType<typeof feedsOf>>;

function faultsOf({ rss, atom, json }: Feeds): readonly string[] {
  return [...rssFaults(rss, `${ADDRESS}rss.xml`), ...atomFaults(atom, `${ADDRESS}atom.xml`), ...jsonFaults(json)];
}

async function notWellFormed({ rss, atom }: Feeds): Promise<readonly string[]> {
  return [...(await xmlFaults(rss)), ...(await xmlFaults(atom))];
}

async function expectNoFaults(feeds: Feeds): Promise<void> {
  expect(faultsOf(feeds)).toEqual([]);
  expect(await notWellFormed(feeds)).toEqual([]);
}

/** What jsonfeed.org's version 1.1 asks for. */
function jsonFaults(text: string): readonly string[] {
  const json = JSON.parse(text);
  const items: Record<string, unknown>[] = json.items;
  const isWrong =
    json.version !== 'https://jsonfeed.org/version/1.1' ||
    !json.title ||
    json.feed_url !== `${ADDRESS}feed.json` ||
    !Array.isArray(items) ||
    new Set(items.map(({ id }) => id)).size !== items.length ||
    !items.every(({ id, content_html, date_published }) => id && content_html && date_published) ||
    !text.isWellFormed();
  return isWrong ? ['no JSON Feed 1.1'] : [];
}

describe('a story in the feeds', () => {
  test('is whole in RSS', async () => {
    const { rss } = await feedsOf(await openDesk({ hubs: ['https://hub.example/'] }), FULL);
    const { items: [item] = [], ...channel } = parseRssFeed(rss);
    expect(channel).toMatchObject({
      title: 'Demo Daily',
      link: OUTLET.url,
      language: 'en',
      lastBuildDate: 'Fri, 01 May 2026 09:00:00 GMT',
      atom: {
        links: [
          { rel: 'self', href: `${ADDRESS}rss.xml`, type: 'application/rss+xml' },
          { rel: 'hub', href: 'https://hub.example/' },
        ],
      },
    });
    expect(item).toMatchObject({
      title: 'R&D: 1 < 2, says "Ada"',
      link: 'https://news.example/a1?utm_source=feed&x=1',
      description: 'The bridge &amp; the road reopened.',
      guid: { value: FULL_ID, isPermaLink: false },
      pubDate: 'Fri, 01 May 2026 08:00:00 GMT',
      atom: { updated: '2026-05-01T09:00:00.000Z' },
      dcterms: { modified: ['2026-05-01T09:00:00.000Z'] },
      dc: { creators: ['Ada Reporter', 'Bo Writer'], languages: ['pt-br'] },
      categories: [{ name: 'world' }, { name: 'harbour' }, { name: 'bridges & roads' }],
      content: { encoded: FULL_HTML.replaceAll('&apos;', "'") },
      media: {
        contents: [
          {
            url: 'https://news.example/pic.jpg?w=1&h=2',
            medium: 'image',
            width: 800,
            height: 450,
            description: { value: 'A "bridge" < a road', type: 'plain' },
          },
        ],
      },
    });
  });

  test('is whole in Atom', async () => {
    const { atom } = await feedsOf(await openDesk({ hubs: ['https://hub.example/'] }), FULL);
    const { entries: [entry] = [], ...feed } = parseAtomFeed(atom);
    expect(feed).toMatchObject({
      id: `${ADDRESS}atom.xml`,
      title: { value: 'Demo Daily' },
      updated: '2026-05-01T09:00:00.000Z',
      authors: [{ name: 'Demo Daily', uri: OUTLET.url }],
      links: [
        { rel: 'self', href: `${ADDRESS}atom.xml`, type: 'application/atom+xml' },
        { rel: 'hub', href: 'https://hub.example/' },
        { rel: 'alternate', href: OUTLET.url, type: 'text/html' },
      ],
      xml: { lang: 'en' },
    });
    expect(entry).toMatchObject({
      id: FULL_ID,
      title: { value: 'R&D: 1 < 2, says "Ada"' },
      links: [{ rel: 'alternate', href: 'https://news.example/a1?utm_source=feed&x=1' }],
      published: '2026-05-01T08:00:00.000Z',
      updated: '2026-05-01T09:00:00.000Z',
      authors: [{ name: 'Ada Reporter' }, { name: 'Bo Writer' }],
      categories: [{ term: 'world' }, { term: 'harbour' }, { term: 'bridges & roads' }],
      summary: { value: 'The bridge & the road reopened.' },
      content: { value: FULL_HTML, type: 'html' },
      xml: { lang: 'pt-br' },
    });
  });

  test('is whole in JSON Feed', async () => {
    const { json } = await feedsOf(await openDesk({ hubs: ['https://hub.example/'] }), FULL);
    expect(JSON.parse(json)).toEqual({
      version: 'https://jsonfeed.org/version/1.1',
      title: 'Demo Daily',
      home_page_url: OUTLET.url,
      feed_url: `${ADDRESS}feed.json`,
      language: 'en',
      authors: [{ name: 'Demo Daily', url: OUTLET.url }],
      hubs: [{ type: 'WebSub', url: 'https://hub.example/' }],
      items: [
        {
          id: FULL_ID,
          url: 'https://news.example/a1?utm_source=feed&x=1',
          title: 'R&D: 1 < 2, says "Ada"',
          summary: 'The bridge & the road reopened.',
          content_html: FULL_HTML,
          image: 'https://news.example/pic.jpg?w=1&h=2',
          date_published: '2026-05-01T08:00:00Z',
          date_modified: '2026-05-01T09:00:00Z',
          authors: [{ name: 'Ada Reporter' }, { name: 'Bo Writer' }],
          tags: ['world', 'harbour', 'bridges & roads'],
          language: 'pt-br',
        },
      ],
    });
    expect(parseJsonFeed(json).items).toHaveLength(1);
  });

  test('stands without white space around it: not every reader trims a link', async () => {
    const { rss, atom } = await feedsOf(await openDesk(), FULL);
    expect(rss).toContain('<link><![CDATA[https://news.example/a1?utm_source=feed&x=1]]></link>');
    expect(rss).toContain('<title><![CDATA[R&D: 1 < 2, says "Ada"]]></title>');
    expect(atom).toContain('<title><![CDATA[R&D: 1 < 2, says "Ada"]]></title>');
  });

  test('says when the newest of the stories shown changed, and nothing later', async () => {
    const old = anEntry({ publishedAt: at('2024-02-29T23:59:59Z') });
    const { rss, atom } = await feedsOf(await openDesk(), old);
    expect(parseRssFeed(rss)).toMatchObject({ lastBuildDate: 'Thu, 29 Feb 2024 23:59:59 GMT' });
    expect(parseAtomFeed(atom)).toMatchObject({ updated: '2024-02-29T23:59:59.000Z' });
  });

  test('names no hub by an address with a password', async () => {
    const { rss, atom, json } = await feedsOf(await openDesk({ hubs: ['https://desk:hunter22@hub.example/'] }), FULL);
    expect(`${rss}${atom}${json}`).not.toContain('hunter22');
  });

  test('keeps the identity it was published under, whatever the outlet is called now', async () => {
    const { rss, atom, json } = await feedsOf(
      await openDesk(),
      anEntry({}, { remoteId: 'tag:old.example,2026:desk/a1' }),
    );
    for (const feed of [rss, atom, json]) expect(feed).toContain('tag:old.example,2026:desk/a1');
  });

  test('is there once, as its later post has it, where an update is a post of its own', async () => {
    const update = anEntry({}, { text: 'Later words.', occasion: 'update-2', updatedAt: at('2026-05-01T09:00Z') });
    const { json } = await feedsOf(await openDesk(), anEntry(), update, anEntry());
    expect(JSON.parse(json).items).toMatchObject([{ id: FULL_ID, summary: 'Later words.' }]);
  });

  test('newest first by publication, equal times by id, whatever the order they come in', async () => {
    const entries = [
      anEntry({ id: 'b' }),
      anEntry({ id: 'old', publishedAt: at('2026-04-01T08:00Z') }),
      anEntry({ id: 'a' }, { updatedAt: at('2026-05-01T09:00Z') }),
      anEntry({ id: 'new', publishedAt: at('2026-05-01T08:00:01Z') }),
    ];
    const one = await feedsOf(await openDesk(), ...entries);
    const other = await feedsOf(await openDesk(), ...entries.toReversed());
    const ids = JSON.parse(one.json).items.map(({ id }: { id: string }) => id.split('/')[1]);
    expect(ids).toEqual(['new', 'a', 'b', 'old']);
    expect(other).toEqual(one);
  });
});

describe('what the W3C validator and libxml2 object to', () => {
  test('is nothing in a full feed', async () => {
    await expectNoFaults(await feedsOf(await openDesk({ hubs: ['https://hub.example/'] }), FULL));
  });

  test('is nothing where a story has little to say: no words, body, author, section or language that is one', async () => {
    const { text: _none, ...post } = anEntry().post;
    const bare = { authors: [], tags: [], language: '!' };
    const article = anEntry(bare).article;
    const { section: _section, ...plain } = article;
    const wordless = { post, article: plain, updatedAt: article.publishedAt };
    const bodyless = anEntry({ id: 'a2', body: '' });
    const nothing = { ...wordless, post: { ...post, id: 'p3' }, article: { ...plain, id: 'a3', body: ' \n\n ' } };
    const feeds = await feedsOf(await openDesk(), wordless, bodyless, nothing);
    await expectNoFaults(feeds);
    expect(JSON.parse(feeds.json).items.map(({ content_html }: { content_html: string }) => content_html)).toEqual([
      '<p>The harbour bridge reopened on Friday.</p>\n<p>It had been closed for a month.</p>',
      '<p>The harbour bridge reopened on Friday.</p>',
      '<p>Harbour bridge reopens</p>',
    ]);
    expect(parseRssFeed(feeds.rss).items?.[0]?.description).toContain('<p>It had been closed');
  });

  test('is nothing in an empty feed, which is the same at any time', async () => {
    const desk = await openDesk();
    const feeds = await feedsOf(desk);
    await expectNoFaults(feeds);
    expect(JSON.parse(feeds.json).items).toEqual([]);
    desk.now = at('2036-01-01T00:00Z');
    expect(await desk.flush()).toMatchObject({ replaced: [] });
  });

  test.each([
    '</title><script>alert(1)</script>',
    'a ]]> b <![CDATA[ c ]]]]>',
    '<b>bold</b> &amp; &lt;i&gt; &#60; &#x3C; &copy &nbsp;',
    '<!-- --> <?xml version="1.0"?> <!DOCTYPE a [<!ENTITY b "c">]> &b;',
    'nul\u0000 bell\u0007 esc\u001B[31m c1\u0080\u009F del\u007F',
    'half \uD83D pair \uDE00, nonchar \uFFFE\uFFFF\u{1FFFF}, lost \uFFFD',
    '\u202Eright to left\u202C \u2067a\u2069 \u200F\u061C',
    '" onerror="alert(1) \' x',
    'tab\tline\nreturn\rparagraph\u2029',
    '\u0000',
  ])('is nothing where every text is %j', async (hostile) => {
    const fields = {
      title: hostile,
      body: `${hostile}\n\n${hostile}`,
      authors: [hostile],
      section: hostile,
      tags: [hostile, `${hostile}2`],
      image: { url: `https://news.example/${hostile}.jpg`, alt: hostile, width: -1, height: 0.5 },
    };
    const desk = await openDesk({ outlet: { ...OUTLET, name: hostile } });
    const feeds = await feedsOf(desk, anEntry(fields, { text: hostile }), anEntry({ ...fields, id: hostile }));
    await expectNoFaults(feeds);
    expect(`${feeds.rss}${feeds.atom}${feeds.json}`).not.toMatch(/[\u202A-\u202E\u2066-\u2069\u200E\u200F\u061C]/);
  });

  describe('in any text whatever', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc
        .array(fc.constantFrom(...'<>&;"\']![/#xCDATA \n\u0000\uD800\uFFFF'), { maxLength: 40 })
        .map((all) => all.join('')),
      fc.string({ unit: 'grapheme', maxLength: 80 }),
    );
    const story: fc.Arbitrary<Partial<Article>> = fc.record({
      id: text,
      title: text,
      body: text,
      authors: fc.array(text, { maxLength: 3 }),
      section: text,
      tags: fc.array(text, { maxLength: 3 }),
      language: fc.oneof(fc.constantFrom('en', 'zh-hant-tw', 'UK'), text),
      image: fc.record({ url: fc.oneof(fc.webUrl(), text), alt: text, width: fc.double(), height: fc.integer() }),
      publishedAt: fc
        .date({ min: new Date('1990-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
        .map((date) => Temporal.Instant.fromEpochMilliseconds(date.getTime())),
    });
    const entry = fc
      .tuple(story, text)
      .map(([fields, words]) => anEntry({ ...fields, url: 'https://news.example/a' }, { text: words }));

    test('is nothing to the validator', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(entry, { maxLength: 3 }), async (entries) => {
          expect(faultsOf(await rendered(entries))).toEqual([]);
        }),
        { numRuns: 300 },
      );
    });

    test('is nothing to libxml2', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(entry, { minLength: 60, maxLength: 100 }), async (entries) => {
          expect(await notWellFormed(await rendered(entries))).toEqual([]);
        }),
        { numRuns: 4, endOnFailure: true },
      );
    });
  });
});

describe('how much is in a feed', () => {
  test('is the newest hundred', async () => {
    const entries = Array.from({ length: 130 }, (_, n) =>
      anEntry({ id: `n${n}`, publishedAt: at('2026-05-01T08:00Z').subtract({ minutes: n }) }),
    );
    const { rss, atom, json } = await feedsOf(await openDesk(), ...entries);
    expect(parseRssFeed(rss).items).toHaveLength(100);
    expect(parseAtomFeed(atom).entries).toHaveLength(100);
    const items: { id: string }[] = JSON.parse(json).items;
    expect([items.length, items[0]?.id, items[99]?.id]).toEqual([
      100,
      'tag:news.example,2026:desk/n0',
      'tag:news.example,2026:desk/n99',
    ]);
  });

  test.each([
    ['texts', 50, 60],
    ['all that goes with the texts', 19.9, 100],
  ])(
    'is at most 2 MB, %s counted: the oldest are left out, and not one more than must be',
    async (_, kilobytes, count) => {
      const body = Array.from({ length: 10 }, () => 'Ä'.repeat(kilobytes * 50)).join('\n\n');
      const entries = Array.from({ length: count }, (_, n) =>
        anEntry({ id: `n${n}`, body, publishedAt: at('2026-05-01T08:00Z').subtract({ minutes: n }) }),
      );
      const { rss, atom, json } = await feedsOf(await openDesk(), ...entries);
      const shown = [parseRssFeed(rss).items, parseAtomFeed(atom).entries, JSON.parse(json).items];
      for (const [at, feed] of [rss, atom, json].entries()) {
        const stories = shown[at]?.length ?? 0;
        const bytes = Buffer.byteLength(feed);
        expect(stories).toBeGreaterThan(0);
        expect(stories).toBeLessThan(count);
        expect(bytes).toBeLessThanOrEqual(2_000_000);
        expect((bytes / stories) * (stories + 1)).toBeGreaterThan(2_000_000);
      }
      expect(JSON.parse(json).items[0].id).toBe('tag:news.example,2026:desk/n0');
    },
  );

  test('is at most 1 MB of one story, in whole paragraphs', async () => {
    const paragraph = '&'.repeat(100_000);
    const { json, atom } = await feedsOf(await openDesk(), anEntry({ body: Array(20).fill(paragraph).join('\n\n') }));
    const html: string = JSON.parse(json).items[0].content_html;
    expect(html).toBe('<p></p>'.replace('><', `>${'&amp;'.repeat(100_000)}<`));
    expect(Buffer.byteLength(atom)).toBeLessThan(2_000_000);
  });

  test('is the words instead of a text that goes on without end', async () => {
    const { json } = await feedsOf(await openDesk(), anEntry({ body: 'x'.repeat(3_000_000) }));
    expect(JSON.parse(json).items[0].content_html).toBe('<p>The harbour bridge reopened on Friday.</p>');
  });

  test('is no more of a title than 500 characters, in whole words', async () => {
    const title = `${'word '.repeat(99)}${'longer'.repeat(1000)}`;
    const { json } = await feedsOf(
      await openDesk(),
      anEntry({ title }),
      anEntry({ id: 'a2', title: '漢'.repeat(600) }),
    );
    const titles: string[] = JSON.parse(json).items.map((item: { title: string }) => item.title);
    expect(titles).toEqual([`${'word '.repeat(99).trim()}…`, `${'漢'.repeat(499)}…`]);
  });

  test('is thirty names at most', async () => {
    const many = Array.from({ length: 5000 }, (_, n) => `Name ${n}`);
    const { json } = await feedsOf(await openDesk(), anEntry({ authors: many, tags: many }));
    const [item] = JSON.parse(json).items;
    expect([item.authors.length, item.tags.length]).toEqual([30, 30]);
  });
});
