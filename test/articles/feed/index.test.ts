import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { after as later } from '../../../src/domain/time.ts';
import { feedSite, item, NOW, polledOf, rss } from './feed-site.ts';

const ids = (articles: readonly { readonly id: string }[]) => articles.map(({ id }) => id);
const UNDATED = { pubDate: undefined };

describe('a feed', () => {
  test('comes whole at the first poll, oldest first, and then only what is new or changed', async () => {
    const site = await feedSite();
    site.feed(item('b', { pubDate: 'Mon, 06 Jul 2026 11:00:00 GMT' }), item('a'));
    expect(ids(await site.take())).toEqual(['a', 'b']);
    expect(await site.take()).toEqual([]);
    site.feed(
      item('d'),
      item('c'),
      item('b', { title: 'Corrected', pubDate: 'Mon, 06 Jul 2026 11:00:00 GMT' }),
      item('a'),
    );
    expect(ids(await site.take())).toEqual(['c', 'd', 'b']);
    expect(await site.take()).toEqual([]);
  });

  test('understands its items', async () => {
    const site = await feedSite();
    site.feed(item('a', { title: 'Rivers &amp;amp; dams', 'dc:creator': 'Ann', category: 'World' }));
    expect(await site.take()).toEqual([
      {
        source: 'site',
        id: 'a',
        url: 'https://news.example/a',
        title: 'Rivers & dams',
        body: 'The river rises.',
        authors: ['Ann'],
        section: 'World',
        tags: ['World'],
        publishedAt: Temporal.Instant.from('2026-07-06T10:00:00Z'),
        language: 'en',
        status: 'usable',
        breaking: false,
      },
    ]);
  });

  test('loses nothing that falls out at its end, or with all of it', async () => {
    const site = await feedSite();
    site.feed(item('b'), item('a'));
    await site.poll();
    site.feed(item('c'), item('b'));
    await site.poll();
    expect(polledOf(await site.poll())).toMatchObject({ articles: [], vanished: [] });
    site.feed();
    expect(polledOf(await site.poll())).toMatchObject({ articles: [], vanished: [] });
    site.feed(item('b'), item('a'));
    expect(await site.take()).toHaveLength(0);
  });

  test('of many items comes in polls of 200', async () => {
    const site = await feedSite();
    site.feed(...Array.from({ length: 450 }, (_, number) => item(`n${number}`)));
    const first = polledOf(await site.poll());
    expect([first.articles.length, first.more]).toEqual([200, true]);
    const second = polledOf(await site.poll());
    expect([second.articles.length, second.more]).toEqual([200, true]);
    const third = polledOf(await site.poll());
    expect([third.articles.length, third.more]).toEqual([50, false]);
    expect(new Set(ids([...first.articles, ...second.articles, ...third.articles])).size).toBe(450);
  });

  test('keeps its cursor bounded', async () => {
    const site = await feedSite();
    for (let round = 0; round < 6; round += 1) {
      site.feed(...Array.from({ length: 190 }, (_, number) => item(`n${round}-${number}`)));
      await site.poll();
    }
    expect(polledOf(await site.poll()).cursor.length).toBeLessThan(690 * 100);
  });

  test('in another language than its outlet says so, or its source does', async () => {
    const feed = rss('<language>uk_UA</language>', item('a'));
    const site = await feedSite();
    site.answer('/feed', { body: feed });
    expect(await site.take()).toMatchObject([{ language: 'uk-ua' }]);
    const other = await feedSite({ ownLanguage: 'ru' });
    other.answer('/feed', { body: feed });
    expect(await other.take()).toMatchObject([{ language: 'ru' }]);
  });

  test('that names no language has articles in the one each is written in', async () => {
    const site = await feedSite();
    site.feed(
      item('b'),
      item('a', {
        description: 'Міст через гавань знову відкрили в понеділок, і першими його перейшли діти з місцевої школи.',
      }),
    );
    expect(await site.take()).toMatchObject([
      { id: 'a', language: 'uk' },
      { id: 'b', language: 'en' },
    ]);
  });

  test('is read anew when its settings change, its articles known', async () => {
    const site = await feedSite();
    site.feed(item('a', { description: 'The river rises.\n\nDemo Daily in your pocket\n\nDams hold.' }));
    const { cursor } = polledOf(await site.poll());
    const { source } = await feedSite({
      url: `http://${site.host}/feed`,
      fetchAllow: [site.host],
      drop: ['Demo * pocket'],
    });
    const again = polledOf(await source.poll(cursor, AbortSignal.timeout(60_000)));
    expect(again.articles).toMatchObject([{ id: 'a', body: 'The river rises.\n\nDams hold.' }]);
  });
});

describe('an item', () => {
  test('with another link is the same article', async () => {
    const site = await feedSite();
    site.feed(item('a'));
    await site.poll();
    site.feed(item('a', { link: 'https://news.example/new-slug' }));
    expect(await site.take()).toMatchObject([{ id: 'a', url: 'https://news.example/new-slug' }]);
  });

  test('with another id and the same link is the same article, whatever else the link carries', async () => {
    const site = await feedSite();
    site.feed(item('a'));
    await site.poll();
    site.feed(item('other', { link: 'http://www.news.example/a/?utm_source=rss', title: 'Corrected' }));
    expect(await site.take()).toMatchObject([{ id: 'a', title: 'Corrected' }]);
    site.feed(item('other', { link: 'https://news.example/moved', title: 'Moved' }));
    expect(await site.take()).toMatchObject([{ id: 'a', title: 'Moved' }]);
  });

  test('without an id is known by its link', async () => {
    const site = await feedSite();
    site.feed(item('a', { guid: undefined }));
    expect(ids(await site.take())).toEqual(['news.example/a']);
    site.feed(item('a', { guid: undefined, title: 'Corrected' }));
    expect(ids(await site.take())).toEqual(['news.example/a']);
    site.feed(item('a', { title: 'With an id at last' }));
    expect(ids(await site.take())).toEqual(['news.example/a']);
  });

  test('that shares its id with others is known by its link', async () => {
    const site = await feedSite();
    const shared = (name: string) => item(name, { guid: 'https://news.example' });
    site.feed(shared('b'), shared('a'));
    expect(ids(await site.take())).toEqual(['news.example/a', 'news.example/b']);
    site.feed(shared('c'), shared('b'), shared('a'));
    expect(ids(await site.take())).toEqual(['news.example/c']);
  });

  test('that shares its link with others is known by its id', async () => {
    const site = await feedSite();
    const shared = (guid: string) => item(guid, { link: 'https://news.example/live' });
    site.feed(shared('b'), shared('a'));
    expect(ids(await site.take())).toEqual(['a', 'b']);
    site.feed(shared('c'), shared('b'));
    expect(ids(await site.take())).toEqual(['c']);
  });

  test('that is there twice is one article, as it stands on top', async () => {
    const site = await feedSite();
    site.feed(item('a', { title: 'Corrected' }), item('a'));
    expect(await site.take()).toMatchObject([{ id: 'a', title: 'Corrected' }]);
    expect(await site.take()).toEqual([]);
  });

  test('with an id longer than an id can be is known by its link', async () => {
    const site = await feedSite();
    site.feed(item('a', { guid: 'x'.repeat(300) }));
    expect(ids(await site.take())).toEqual(['news.example/a']);
  });

  test('without a link has the one of its id, or of the pattern, or is named as faulty until it is mended', async () => {
    const site = await feedSite();
    site.feed(item('https://news.example/p', { link: undefined }));
    expect(await site.take()).toMatchObject([{ url: 'https://news.example/p' }]);
    const linkless = item('17', { link: undefined });
    site.feed(linkless, item('a'));
    const { articles, unreadable } = polledOf(await site.poll());
    expect(ids(articles)).toEqual(['a']);
    expect(unreadable).toMatchObject([{ item: '17', detail: expect.stringContaining('has no url') }]);
    site.feed(linkless, item('b'));
    expect(polledOf(await site.poll())).toMatchObject({ unreadable: [], readable: [] });
    site.feed(item('17', { link: 'https://news.example/17' }));
    expect(polledOf(await site.poll())).toMatchObject({ articles: [{ id: '17' }], readable: ['17'] });

    const other = await feedSite({ link: 'https://news.example/{id}' });
    other.feed(linkless);
    expect(await other.take()).toMatchObject([{ url: 'https://news.example/17' }]);
  });

  test('without a title is faulty, and forgotten with the feed that had it', async () => {
    const site = await feedSite();
    site.feed(item('a', { title: undefined }), '<item><description>Nothing else</description></item>');
    expect(polledOf(await site.poll()).unreadable).toEqual([
      { item: 'an item without a title', detail: 'has neither an id nor a link' },
      { item: 'https://news.example/a', detail: 'title: is missing' },
    ]);
    site.feed(item('b'));
    expect(polledOf(await site.poll()).readable).toEqual(['an item without a title', 'https://news.example/a']);
  });

  test('without a date is old at the first look, later as old as its first sight, for good', async () => {
    const site = await feedSite();
    site.feed(item('a', UNDATED));
    expect(await site.take()).toMatchObject([{ publishedAt: Temporal.Instant.fromEpochMilliseconds(0) }]);
    site.wait(60_000);
    site.feed(item('b', { pubDate: 'soon' }), item('a', UNDATED));
    expect(await site.take()).toMatchObject([{ id: 'b', publishedAt: later(NOW, 60_000) }]);
    site.wait(60_000);
    site.feed(item('b', { ...UNDATED, title: 'Corrected' }), item('a', { ...UNDATED, title: 'Corrected' }));
    expect(await site.take()).toMatchObject([
      { id: 'a', publishedAt: Temporal.Instant.fromEpochMilliseconds(0) },
      { id: 'b', publishedAt: later(NOW, 60_000) },
    ]);
  });
});

describe('an item taken out from between others', () => {
  async function withThree() {
    const site = await feedSite();
    const at = (guid: string) => item(guid, { link: `http://${site.host}/${guid}` });
    for (const guid of ['a', 'b', 'c']) site.answer(`/${guid}`, { body: 'A page' });
    site.feed(at('c'), at('b'), at('a'));
    await site.poll();
    return { ...site, at };
  }

  test('is withdrawn once its page is gone, in the same poll or a later one, and once only', async () => {
    const { at, ...site } = await withThree();
    site.feed(at('c'), at('a'));
    expect(polledOf(await site.poll()).vanished).toEqual([]);
    site.answer('/b', { status: 404 });
    expect(polledOf(await site.poll()).vanished).toEqual([{ source: 'site', id: 'b' }]);
    expect(polledOf(await site.poll()).vanished).toEqual([]);
    site.answer('/c', { status: 410 });
    site.feed(at('a'));
    expect(polledOf(await site.poll()).vanished).toEqual([{ source: 'site', id: 'c' }]);
  });

  test('is the article it was when it comes back', async () => {
    const { at, ...site } = await withThree();
    site.answer('/b', { status: 404 });
    site.feed(at('c'), at('a'));
    await site.poll();
    site.feed(at('c'), at('b'), at('a'));
    expect(ids(await site.take())).toEqual(['b']);
  });

  test('is looked for ten times, then let be', async () => {
    const { at, ...site } = await withThree();
    site.feed(at('c'), at('a'));
    for (let polls = 0; polls < 14; polls += 1) await site.poll();
    expect(site.asked.filter(({ path }) => path === '/b')).toHaveLength(10);
    site.answer('/b', { status: 404 });
    expect(polledOf(await site.poll()).vanished).toEqual([]);
  });

  test('is not withdrawn where its site is down', async () => {
    const { at, ...site } = await withThree();
    site.answer('/b', { status: 503 });
    site.feed(at('c'), at('a'));
    expect(polledOf(await site.poll()).vanished).toEqual([]);
  });

  test('is looked for with at most four others at once', async () => {
    const site = await feedSite();
    const names = Array.from({ length: 12 }, (_, number) => `n${number}`);
    const all = names.map((guid) => item(guid, { link: `http://${site.host}/${guid}` }));
    site.feed(...all, item('last'));
    await site.poll();
    site.feed(item('last'));
    const gone = [];
    for (let polls = 0; polls < 3; polls += 1) gone.push(polledOf(await site.poll()).vanished.length);
    expect(gone).toEqual([5, 5, 2]);
  });
});

describe('asking for a feed', () => {
  test('says what it has, and takes "not modified" for an answer', async () => {
    const site = await feedSite();
    site.answer('/feed', ({ headers }) =>
      headers['if-none-match'] === '"v1"' && headers['if-modified-since'] === 'Mon, 06 Jul 2026 10:00:00 GMT'
        ? { status: 304 }
        : { headers: { etag: '"v1"', 'last-modified': 'Mon, 06 Jul 2026 10:00:00 GMT' }, body: rss(item('a')) },
    );
    const first = polledOf(await site.poll());
    const second = polledOf(await site.poll());
    expect(second).toMatchObject({ articles: [], cursor: first.cursor, more: false });
    expect(site.asked.map(({ headers }) => headers['if-none-match'])).toEqual([undefined, '"v1"']);
  });

  test('asks for all of it while there is something left to take in', async () => {
    const site = await feedSite();
    const body = rss(...Array.from({ length: 201 }, (_, number) => item(`n${number}`)));
    site.answer('/feed', ({ headers }) =>
      headers['if-none-match'] ? { status: 304 } : { headers: { etag: '"v1"' }, body },
    );
    await site.poll();
    expect(await site.take()).toHaveLength(1);
    expect(await site.take()).toHaveLength(0);
    expect(site.asked.map(({ headers }) => headers['if-none-match'])).toEqual([undefined, undefined, '"v1"']);
  });

  test.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ])('reads %s', async (encoding, compress) => {
    const site = await feedSite();
    site.answer('/feed', { headers: { 'content-encoding': encoding }, body: compress(rss(item('a'))) });
    expect(await site.take()).toHaveLength(1);
  });

  test('goes where a feed moved for good, and back where it is there no longer', async () => {
    const site = await feedSite();
    site.answer('/feed', { status: 301, headers: { location: '/new' } });
    site.answer('/new', { body: rss(item('a')) });
    await site.poll();
    await site.poll();
    expect(site.asked.map(({ path }) => path)).toEqual(['/feed', '/new', '/new']);
    site.answer('/new', { status: 410 });
    site.feed(item('b'));
    expect(ids(await site.take())).toEqual(['b']);
    expect(site.asked.slice(3).map(({ path }) => path)).toEqual(['/new', '/feed']);
    await site.poll();
    expect(site.asked.slice(5).map(({ path }) => path)).toEqual(['/feed']);
  });

  test('follows a feed that moved for a while, and asks at the old place again', async () => {
    const site = await feedSite();
    site.answer('/feed', { status: 302, headers: { location: '/away' } });
    site.answer('/away', { body: rss(item('a')) });
    expect(await site.take()).toHaveLength(1);
    await site.poll();
    expect(site.asked.map(({ path }) => path)).toEqual(['/feed', '/away', '/feed', '/away']);
  });

  test('does not remember where a login page is', async () => {
    const site = await feedSite();
    site.answer('/feed', { status: 301, headers: { location: '/login' } });
    site.answer('/login', { headers: { 'content-type': 'text/html' }, body: '<html><body>Log in</body></html>' });
    expect(await site.poll()).toMatchObject({ type: 'unreachable', passing: true });
    site.feed(item('a'));
    expect(await site.take()).toHaveLength(1);
  });

  test('finds the feed of stories that a page names', async () => {
    const site = await feedSite({ path: '/' });
    const head =
      '<base href="/news/"><link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed">' +
      '<link rel="alternate" type="application/atom+xml" href="feed.xml">';
    site.answer('/', {
      headers: { 'content-type': 'text/html' },
      body: `<!doctype html><html><head>${head}</head></html>`,
    });
    site.answer('/news/feed.xml', { body: rss(item('a')) });
    expect(await site.take()).toHaveLength(1);
    await site.poll();
    expect(site.asked.map(({ path }) => path)).toEqual(['/', '/news/feed.xml', '/news/feed.xml']);
  });

  test.each([
    [
      { status: 429, headers: { 'retry-after': '120' } },
      { detail: 'answers 429', againAt: later(NOW, 120_000) },
    ],
    [
      {
        status: 503,
        headers: { date: 'Mon, 06 Jul 2026 09:00:00 GMT', 'retry-after': 'Mon, 06 Jul 2026 09:10:00 GMT' },
      },
      { detail: 'answers 503', againAt: later(NOW, 600_000) },
    ],
    [{ status: 500 }, { detail: 'answers 500' }],
    [{ status: 404 }, { detail: 'answers 404: no feed is there' }],
    [{ status: 403 }, { detail: 'answers 403: crier may not read it' }],
    [{ body: 'Down for maintenance' }, { detail: 'what answers is no RSS, Atom or JSON feed' }],
    [{ body: rss(item('a')).slice(0, -20) }, { detail: 'the feed ends before its end' }],
  ])('takes %j for trouble that passes', async (answer, expected) => {
    const site = await feedSite();
    site.answer('/feed', answer);
    expect(await site.poll()).toEqual({ type: 'unreachable', passing: true, ...expected });
  });

  test('takes 410 for the end', async () => {
    const site = await feedSite();
    site.answer('/feed', { status: 410 });
    expect(await site.poll()).toEqual({
      type: 'unreachable',
      detail: 'answers 410: the feed is gone for good; set its new address, or take the source out',
      againAt: later(NOW, 86_400_000),
    });
  });

  test('goes to no private address that is not allowed', async () => {
    const site = await feedSite({ fetchAllow: [] });
    expect(await site.poll()).toMatchObject({
      type: 'unreachable',
      detail: expect.stringContaining('not on the public'),
    });
    expect(site.asked).toEqual([]);
  });

  test('ends with an abort', async () => {
    const site = await feedSite();
    await expect(site.source.poll(undefined, AbortSignal.abort(new Error('stop')))).rejects.toThrow('stop');
  });
});

describe('a feed is asked again', () => {
  test.each([
    ['after 30 s where its newest story is young', '2026-07-06T11:58:00Z', {}, 30],
    ['after a tenth of the time since', '2026-07-06T11:20:00Z', {}, 240],
    ['after 5 min where the outlet is quiet', '2026-07-05T12:00:00Z', {}, 300],
    ['as a quiet one where its only story is still to come', '2026-07-06T13:00:00Z', {}, 300],
    [
      'not before a cache lets go of its copy',
      '2026-07-06T11:58:00Z',
      { 'cache-control': 'max-age=100', age: '20' },
      80,
    ],
    ['after 5 min whatever a cache likes', '2026-07-06T11:58:00Z', { 'cache-control': 'max-age=86400' }, 300],
    ['at once where no cache keeps it', '2026-07-06T11:58:00Z', { 'cache-control': 'no-cache, max-age=100' }, 30],
  ])('%s', async (_, pubDate, headers, seconds) => {
    const site = await feedSite();
    site.answer('/feed', { headers, body: rss(item('a', { pubDate })) });
    expect(polledOf(await site.poll()).againAt).toEqual(later(NOW, seconds * 1000));
    expect(polledOf(await site.poll()).againAt).toEqual(later(NOW, seconds * 1000));
  });
});
