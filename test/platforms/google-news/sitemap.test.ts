import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY_MS } from '../../../src/domain/time.ts';
import { at } from '../../support/posts.ts';
import { ADDRESS, anEntry, NOW, OUTLET, openDesk } from './news-desk.ts';
import { indexFaults, sitemapFaults } from './xml-check.ts';

const stories = (count: number) => Array.from({ length: count }, (_, n) => anEntry({ id: `n${n}` }));
const valuesOf = (xml: string, element: string) =>
  [...xml.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, 'g'))].map(([, value]) => value);

const ONE = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://news.example/</loc>';

test.each([
  ['an empty sitemap', '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"/>'],
  ['what is not well-formed', `${ONE}</url>`],
  ['what is no address', `${ONE.replace('https://news.example/', 'https://news.example/100%')}</url></urlset>`],
  ['an unknown element', `${ONE}<x:y xmlns:x="urn:x"/></url></urlset>`],
  [
    'news without a title',
    `${ONE}<news xmlns="http://www.google.com/schemas/sitemap-news/0.9"><publication><name>D</name>
      <language>en</language></publication><publication_date>2026-05-01T08:00:00Z</publication_date></news></url></urlset>`,
  ],
])('the schemas object to %s', async (_, xml) => {
  expect(await sitemapFaults(xml)).not.toEqual([]);
});

describe('the news sitemap', () => {
  test('names a story by its own address, without the tags of the channel, as it was first published', async () => {
    const desk = await openDesk();
    await desk.flush(
      anEntry(
        {
          title: 'R&D: 1 < 2',
          url: 'https://news.example/a1?id=1&lang=en',
          publishedAt: at('2026-05-01T10:30:15.5+03:00'),
        },
        { link: 'https://news.example/a1?id=1&lang=en&utm_source=feed', updatedAt: at('2026-05-01T09:59Z') },
      ),
    );
    const xml = await desk.read('news-sitemap.xml');
    expect(valuesOf(xml, 'loc')).toEqual(['https://news.example/a1?id=1&amp;lang=en']);
    expect(valuesOf(xml, 'news:name')).toEqual(['Demo Daily']);
    expect(valuesOf(xml, 'news:publication_date')).toEqual(['2026-05-01T07:30:15Z']);
    expect(valuesOf(xml, 'news:title')).toEqual(['R&amp;D: 1 &lt; 2']);
    expect(valuesOf(xml, 'lastmod')).toEqual(['2026-05-01T09:59:00.000Z']);
    expect(await sitemapFaults(xml)).toEqual([]);
  });

  test('is valid where there is no story, and then names the outlet only', async () => {
    const desk = await openDesk();
    await desk.flush();
    const xml = await desk.read('news-sitemap.xml');
    expect(valuesOf(xml, 'loc')).toEqual([OUTLET.url]);
    expect(xml).not.toContain('<news:news>');
    expect(await sitemapFaults(xml)).toEqual([]);
  });

  test('holds what was published in the last two days to the millisecond, and nothing of the future', async () => {
    const desk = await openDesk();
    const published = (id: string, agoMs: number) =>
      anEntry({ id, publishedAt: NOW.subtract({ milliseconds: agoMs }) });
    const outcome = await desk.flush(
      published('future', -1),
      published('now', 0),
      published('oldest', 2 * DAY_MS - 1),
      published('left', 2 * DAY_MS),
    );
    const addresses = valuesOf(await desk.read('news-sitemap.xml'), 'loc');
    expect(addresses).toEqual(['https://news.example/now', 'https://news.example/oldest']);
    expect(outcome).toMatchObject({ type: 'flushed' });
    expect(String('nextAt' in outcome && outcome.nextAt)).toBe(String(NOW.add({ milliseconds: 1 })));
  });

  test('changes by time alone when it said it would', async () => {
    const desk = await openDesk();
    const outcome = await desk.flush(anEntry());
    if (outcome.type !== 'flushed' || !outcome.nextAt) throw new Error('no next time');
    expect(String(outcome.nextAt)).toBe('2026-05-03T08:00:00Z');
    desk.now = outcome.nextAt.subtract({ milliseconds: 1 });
    expect(await desk.flush(anEntry())).toMatchObject({ replaced: [] });
    desk.now = outcome.nextAt;
    expect(await desk.flush(anEntry())).toEqual({
      type: 'flushed',
      replaced: ['news-sitemap.xml'],
      digest: outcome.digest,
    });
  });

  test.each([
    ['en', 'en'],
    ['pt-br', 'pt'],
    ['en-GB', 'en'],
    ['zh', 'zh-cn'],
    ['zh-hans-hk', 'zh-cn'],
    ['zh-hk', 'zh-tw'],
    ['zh-Hant', 'zh-tw'],
    ['gsw', 'gsw'],
    ['haw-us', 'haw'],
    ['x-klingon', 'en'],
    ['english', 'en'],
    ['notalanguage', 'en'],
    ['', 'en'],
  ])('a story in %j is in %s to Google', async (language, named) => {
    const desk = await openDesk();
    await desk.flush(anEntry({ language }));
    const xml = await desk.read('news-sitemap.xml');
    expect(valuesOf(xml, 'news:language')).toEqual([named]);
    expect(await sitemapFaults(xml)).toEqual([]);
  });

  test('takes any text and any address as they come', async () => {
    const story = fc.record({
      title: fc.string({ unit: 'binary', maxLength: 60 }),
      url: fc.webUrl({ withQueryParameters: true, withFragments: true }),
      language: fc.oneof(fc.constantFrom('uk', 'zh-tw', 'PT_br'), fc.string()),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(story, { minLength: 50, maxLength: 100 }), async (written) => {
        const desk = await openDesk({ outlet: { ...OUTLET, name: written[0]?.title ?? '' } });
        await desk.flush(...written.map((fields, n) => anEntry({ ...fields, id: `n${n}` })));
        expect(await sitemapFaults(await desk.read('news-sitemap.xml'))).toEqual([]);
      }),
      { numRuns: 3 },
    );
  });

  test('leaves out what readers could not follow', async () => {
    const desk = await openDesk();
    const long = `https://news.example/${'x'.repeat(2048)}`;
    await desk.flush(
      anEntry({ id: 'a', url: 'javascript:alert(1)' }),
      anEntry({ id: 'b', url: 'https://editor:secret@news.example/b' }),
      anEntry({ id: 'c', url: long }),
      anEntry({ id: 'd' }, { link: 'data:text/html,x' }),
      anEntry({ id: 'e', url: 'https://news.example/100%?a=[1]|2' }),
    );
    const xml = await desk.read('news-sitemap.xml');
    expect(valuesOf(xml, 'loc')).toEqual(['https://news.example/100%25?a=%5B1%5D%7C2']);
    for (const name of ['rss.xml', 'atom.xml', 'feed.json']) {
      expect(await desk.read(name)).not.toMatch(/javascript|secret|data:|xxx/);
    }
    expect(await sitemapFaults(xml)).toEqual([]);
  });
});

describe('many stories', () => {
  test('a thousand are in one sitemap, without an index', async () => {
    const desk = await openDesk();
    await desk.flush(...stories(1000));
    expect(await desk.names()).toEqual(['atom.xml', 'feed.json', 'news-sitemap.xml', 'rss.xml']);
    const xml = await desk.read('news-sitemap.xml');
    expect(valuesOf(xml, 'loc')).toHaveLength(1000);
    expect(await sitemapFaults(xml)).toEqual([]);
  });

  test('the one beyond a thousand starts a second one, and an index names both with when they last changed', async () => {
    const desk = await openDesk();
    const publishedAt = at('2026-04-30T08:00Z');
    const oldest = anEntry({ id: 'oldest', publishedAt }, { updatedAt: at('2026-04-30T09:00Z') });
    const corrected = anEntry({ id: 'corrected' }, { updatedAt: at('2026-05-01T09:30Z') });
    await desk.flush(oldest, ...stories(999), corrected);
    expect(valuesOf(await desk.read('news-sitemap.xml'), 'loc')).toHaveLength(1000);
    expect(valuesOf(await desk.read('news-sitemap-2.xml'), 'loc')).toEqual(['https://news.example/oldest']);
    const index = await desk.read('news-sitemap-index.xml');
    expect(valuesOf(index, 'loc')).toEqual([`${ADDRESS}news-sitemap.xml`, `${ADDRESS}news-sitemap-2.xml`]);
    expect(valuesOf(index, 'lastmod')).toEqual(['2026-05-01T09:30:00.000Z', '2026-04-30T09:00:00.000Z']);
    expect(await sitemapFaults(await desk.read('news-sitemap-2.xml'))).toEqual([]);
    expect(await indexFaults(index)).toEqual([]);
  });

  test('2,500 are in three, each once, and all numbers go when there are few again', async () => {
    const desk = await openDesk();
    await desk.flush(...stories(2500));
    const parts = ['news-sitemap.xml', 'news-sitemap-2.xml', 'news-sitemap-3.xml'];
    const texts = await Promise.all(parts.map(desk.read));
    const addresses = texts.flatMap((xml) => valuesOf(xml, 'loc'));
    expect(texts.map((xml) => valuesOf(xml, 'loc').length)).toEqual([1000, 1000, 500]);
    expect(new Set(addresses).size).toBe(2500);
    for (const xml of texts) expect(await sitemapFaults(xml)).toEqual([]);
    expect(await indexFaults(await desk.read('news-sitemap-index.xml'))).toEqual([]);

    await desk.flush(...stories(1500));
    expect(await desk.names()).toEqual([
      ...['atom.xml', 'feed.json', 'news-sitemap-2.xml', 'news-sitemap-index.xml', 'news-sitemap.xml', 'rss.xml'],
    ]);
    await desk.flush(...stories(2));
    expect(await desk.names()).toEqual(['atom.xml', 'feed.json', 'news-sitemap.xml', 'rss.xml']);
  });
});
