import nock from 'nock';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RecentQuery, RecentResult } from '../../../src/domain/ports.ts';
import { START } from '../contract.ts';
import { api, openTwitter } from './fake-x.ts';

const signal = new AbortController().signal;
const AT = '2026-11-23T09:30:00.000Z';

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

const tweet = (id: string, more: object = {}) => ({ id, text: `post ${id}`, created_at: AT, ...more });
/** The id that X gives to what is posted at this moment. */
const idAt = (time: string) => String((BigInt(Date.parse(time)) - 1_288_834_974_657n) << 22n);
const page = (data: readonly object[], next?: string) => ({
  data,
  meta: { result_count: data.length, ...(next ? { next_token: next } : {}) },
});

/** Answers these pages one after the other, and notes what was asked. */
function pages(...answers: readonly (object | string | [number, object | string])[]): URLSearchParams[] {
  const asked: URLSearchParams[] = [];
  for (const answer of answers) {
    const [status, body] = Array.isArray(answer) ? answer : [200, answer];
    api()
      .get('/2/users/777/tweets')
      .query((query) => asked.push(new URLSearchParams(Object.entries(query).map(([k, v]) => [k, String(v)]))) > 0)
      .reply(status, body, { date: 'Mon, 23 Nov 2026 09:59:57 GMT' });
  }
  return asked;
}

const recent = (query: Partial<RecentQuery> = {}) => openTwitter().recent({ atMost: 200, ...query }, signal);

function read(result: RecentResult) {
  if (result.type !== 'read') throw new Error(JSON.stringify(result));
  return result;
}

describe("reading an account's own posts on X", () => {
  test('asks for posts, not reposts, from the one named on, and knows how far the clocks differ', async () => {
    const asked = pages(page([tweet('9')]));
    const { clockAheadMs } = read(await recent({ since: '5', notBefore: START.subtract({ hours: 1 }) }));
    expect(Object.fromEntries(asked[0] ?? [])).toMatchObject({
      max_results: '100',
      exclude: 'retweets',
      since_id: '5',
    });
    expect(asked[0]?.get('tweet.fields')?.split(',').sort()).toEqual(['created_at', 'entities', 'note_tweet']);
    expect(clockAheadMs).toBe(-3000);
  });

  test('asks for a time, to the second, where no post is named, and keeps a post of that second', async () => {
    const asked = pages(page([tweet('9')]));
    const { posts } = read(await recent({ notBefore: Temporal.Instant.from('2026-11-23T09:30:00.700Z') }));
    expect(asked[0]?.get('start_time')).toBe('2026-11-23T09:30:00Z');
    expect(posts).toHaveLength(1);
  });

  test('reads page after page to the end, each once, newest first by number', async () => {
    const asked = pages(
      page([tweet('100'), tweet('99')], 'more'),
      page([], 'yet-more'),
      page([tweet('99'), tweet('98')]),
    );
    const { posts, complete } = read(await recent());
    expect(posts.map((post) => post.remoteId)).toEqual(['100', '99', '98']);
    expect(complete).toBe(true);
    expect(asked.map((query) => query.get('pagination_token'))).toEqual([null, 'more', 'yet-more']);
  });

  test('ids are numbers: 999 is older than 1000', async () => {
    pages(page([tweet('999'), tweet('1000')]));
    expect(read(await recent({ since: '998' })).posts.map((post) => post.remoteId)).toEqual(['1000', '999']);
    pages(page([tweet('999'), tweet('1000')]));
    expect(read(await recent({ since: '999' })).posts.map((post) => post.remoteId)).toEqual(['1000']);
  });

  test('reads what was made within the last minute once more, since X may show another of it only now', async () => {
    const young = idAt('2026-11-23T09:59:30Z');
    pages(page([tweet(young)]), page([tweet(young), tweet(idAt('2026-11-23T09:59:20Z'))]));
    const { seenUpTo = '' } = read(await recent());
    expect(seenUpTo).toBe(idAt('2026-11-23T09:58:57Z'));
    expect(read(await recent({ since: seenUpTo })).posts).toHaveLength(2);
  });

  test('reads nothing once more that is older than a minute, or than it was asked for', async () => {
    const old = idAt('2026-11-23T09:58:30Z');
    pages(page([tweet(old)]));
    expect(read(await recent()).seenUpTo).toBe(old);
    const since = idAt('2026-11-23T09:59:10Z');
    pages(page([tweet(idAt('2026-11-23T09:59:30Z'))]));
    expect(read(await recent({ since })).seenUpTo).toBe(since);
  });

  test('stops where X goes on past the asked time', async () => {
    pages(page([tweet('9'), tweet('8', { created_at: '2026-11-22T09:00:00.000Z' })], 'more'));
    const result = read(await recent({ notBefore: START.subtract({ hours: 2 }) }));
    expect(result).toMatchObject({ posts: [{ remoteId: '9' }], complete: true });
  });

  test('stops at as many as were asked for, and says that there is more', async () => {
    pages(page([tweet('9'), tweet('8'), tweet('7')], 'more'));
    expect(read(await recent({ atMost: 3 }))).toMatchObject({ posts: [{}, {}, {}], complete: false });
  });

  test('an account that X never stops showing is not read for ever', async () => {
    api()
      .persist()
      .get('/2/users/777/tweets')
      .query(true)
      .reply(200, { meta: { result_count: 0, next_token: 'again' } });
    expect(read(await recent())).toMatchObject({ posts: [], complete: false });
  });

  const unreadable: readonly [string, object | string | [number, object | string], string][] = [
    ['an outage', [503, '<html>'], 'unknown'],
    ['a page', '<html>', 'unknown'],
    ['nothing', '', 'unknown'],
    ['errors', { errors: [{ title: 'Not Found Error', detail: 'No user' }], meta: { result_count: 0 } }, 'unknown'],
    ['neither posts nor a count', { meta: {} }, 'unknown'],
    ['no word about further pages', { data: [tweet('9')] }, 'unknown'],
    ['a post without a date', page([{ id: '9', text: 'x' }]), 'unknown'],
    ['a post of no day', page([{ id: '9', text: 'x', created_at: '2026-02-30T10:00:00.000Z' }]), 'unknown'],
    ['a post with a strange id', page([tweet('9; drop')]), 'unknown'],
    ['a refusal', [403, { title: 'Forbidden' }], 'unknown'],
    ['a dead token', [401, { title: 'Unauthorized' }], 'unauthorized'],
    ['a used up window', [429, { title: 'Too Many Requests' }], 'rate-limited'],
  ];
  test.each(unreadable)(
    '%s on the first page or a later one means that nothing is known',
    async (_what, answer, type) => {
      pages(answer);
      expect(await recent()).toMatchObject({ type, detail: expect.any(String) });
      pages(page([tweet('10')], 'more'), answer);
      expect(await recent()).toMatchObject({ type, detail: expect.any(String) });
    },
  );

  test('posts beside errors are shown, but prove no absence', async () => {
    pages({ ...page([tweet('9')]), errors: [{ title: 'Not Found Error' }] });
    expect(read(await recent())).toMatchObject({ posts: [{ remoteId: '9' }], complete: false });
  });

  test('a silent X means that nothing is known', async () => {
    api()
      .get('/2/users/777/tweets')
      .query(true)
      .reply(() => new Promise<[number]>(() => {}));
    expect(await openTwitter({ deadlineMs: 50 }).recent({ atMost: 5 }, signal)).toMatchObject({ type: 'unknown' });
  });
});

describe('a post as X shows it', () => {
  async function shown(more: object) {
    pages(page([tweet('9', more)]));
    const [first] = read(await recent()).posts;
    return first;
  }

  test('has its links as sent and its signs unescaped, once', async () => {
    const post = await shown({
      text: 'A &amp; B &lt;C&gt; &amp;amp; https://t.co/ab https://t.co/abc https://t.co/unknown',
      entities: {
        urls: [
          { url: 'https://t.co/ab', expanded_url: 'https://example.com/1?a=1&b=$&' },
          { url: 'https://t.co/abc', expanded_url: 'https://example.com/2', unwound_url: 'https://example.org/two' },
        ],
      },
    });
    expect(post).toMatchObject({
      text: 'A & B <C> &amp; https://example.com/1?a=1&b=$& https://example.com/2 https://t.co/unknown',
      links: ['https://example.com/1?a=1&b=$&', 'https://example.com/2', 'https://example.org/two'],
      url: 'https://x.com/i/web/status/9',
    });
    expect(String(post?.createdAt)).toBe('2026-11-23T09:30:00Z');
  });

  test('has its link in both readings, where X escapes that too', async () => {
    const urls = [{ url: 'https://t.co/a', expanded_url: 'https://example.com/?a=1&amp;b=2' }];
    expect((await shown({ text: 'x https://t.co/a', entities: { urls } }))?.links).toContain(
      'https://example.com/?a=1&b=2',
    );
  });

  test('is whole where it is long', async () => {
    const urls = [{ url: 'https://t.co/z', expanded_url: 'https://example.com/long' }];
    const post = await shown({ text: 'cut…', note_tweet: { text: 'whole https://t.co/z', entities: { urls } } });
    expect(post).toMatchObject({ text: 'whole https://example.com/long', links: ['https://example.com/long'] });
  });
});

describe('whose posts are read', () => {
  test('where the token does not tell, X is asked once', async () => {
    api()
      .get('/2/users/me')
      .reply(200, { data: { id: '777', username: 'gazette' } });
    pages(page([tweet('9')]), page([tweet('9')]));
    const x = openTwitter({ accessToken: 'no-number-in-front' });
    expect(await x.recent({ atMost: 5 }, signal)).toMatchObject({ type: 'read' });
    expect(await x.recent({ atMost: 5 }, signal)).toMatchObject({ type: 'read' });
  });

  test('where X does not tell either, nothing is known, and it is asked again', async () => {
    api().get('/2/users/me').reply(503);
    api().get('/2/users/me').reply(200, '<html>');
    api().get('/2/users/me').reply(401, { title: 'Unauthorized' });
    const x = openTwitter({ accessToken: 'no-number-in-front' });
    expect(await x.recent({ atMost: 5 }, signal)).toMatchObject({ type: 'unknown' });
    expect(await x.recent({ atMost: 5 }, signal)).toMatchObject({ type: 'unknown' });
    expect(await x.recent({ atMost: 5 }, signal)).toMatchObject({ type: 'unauthorized' });
  });
});
