import nock from 'nock';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RecentQuery, RecentResult } from '../../../src/domain/ports.ts';
import { failing, graphError, openFacebook, published } from './fake-facebook.ts';

const signal = new AbortController().signal;

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  nock.abortPendingRequests();
  nock.cleanAll();
  nock.enableNetConnect();
});

const secondsOf = (time: string) => Temporal.Instant.from(time).epochMilliseconds / 1000;
const shown = (id: string, time = '09:30:00', more: object = {}) => ({
  id: `104_${id}`,
  message: `post ${id}`,
  created_time: `2026-11-23T${time}+0000`,
  ...more,
});
const page = (data: readonly object[], after?: string) => ({
  data,
  paging: {
    cursors: { before: 'b', after: after ?? 'end' },
    ...(after ? { next: `https://graph.facebook.com/v26.0/104/published_posts?access_token=x&after=${after}` } : {}),
  },
});

/** Answers these pages one after the other, and notes what was asked. */
function pages(...answers: readonly (object | string | [number, object | string])[]): URLSearchParams[] {
  const asked: URLSearchParams[] = [];
  for (const answer of answers) {
    const [status, body] = Array.isArray(answer) ? answer : [200, answer];
    published().reply((request: Request) => {
      asked.push(new URL(request.url).searchParams);
      return [status, body, { date: 'Mon, 23 Nov 2026 09:59:57 GMT' }];
    });
  }
  return asked;
}

const recent = (query: Partial<RecentQuery> = {}) => openFacebook().recent({ atMost: 200, ...query }, signal);

function read(result: RecentResult) {
  if (result.type !== 'read') throw new Error(JSON.stringify(result));
  return result;
}

describe("reading a Page's own posts on Facebook", () => {
  test('asks for what is needed, from a second before the one named on, and knows how far the clocks differ', async () => {
    const since = String(secondsOf('2026-11-23T09:00:00Z'));
    const asked = pages(page([shown('9')]));
    const { clockAheadMs } = read(await recent({ since }));
    expect(Object.fromEntries(asked[0] ?? [])).toMatchObject({
      fields: 'id,message,permalink_url,created_time,attachments{unshimmed_url,url}',
      limit: '100',
      since: String(secondsOf('2026-11-23T08:59:59Z')),
    });
    expect(clockAheadMs).toBe(-3000);
  });

  test('keeps what was made in the very second named, and nothing older', async () => {
    pages(page([shown('3', '09:30:01'), shown('1', '09:30:00'), shown('2', '09:29:59')]));
    const result = read(await recent({ since: String(secondsOf('2026-11-23T09:30:00Z')) }));
    expect(result.posts.map((post) => post.remoteId)).toEqual(['104_3', '104_1']);
    expect(result.complete).toBe(true);
  });

  test('keeps a post of the second in which a time falls', async () => {
    pages(page([shown('9', '09:30:00'), shown('8', '09:29:59')]));
    const notBefore = Temporal.Instant.from('2026-11-23T09:30:00.700Z');
    expect(read(await recent({ notBefore })).posts).toHaveLength(1);
  });

  test('names the newest by its second, whatever the ids are', async () => {
    pages(page([shown('1', '09:31:00'), shown('999', '09:30:00')]));
    expect(read(await recent()).seenUpTo).toBe(String(secondsOf('2026-11-23T09:31:00Z')));
  });

  test('reads what was made within the last minute once more, since Facebook may show another of it only now', async () => {
    pages(page([shown('1', '09:59:30')]), page([shown('1', '09:59:30'), shown('2', '09:59:20')]));
    const { seenUpTo = '' } = read(await recent());
    expect(seenUpTo).toBe(String(secondsOf('2026-11-23T09:58:57Z')));
    expect(read(await recent({ since: seenUpTo })).posts).toHaveLength(2);
  });

  test('reads nothing once more that is older than it was asked for', async () => {
    const since = String(secondsOf('2026-11-23T09:59:10Z'));
    pages(page([shown('1', '09:59:30')]));
    expect(read(await recent({ since })).seenUpTo).toBe(since);
  });

  test('a Page without posts has no newest one', async () => {
    pages({ data: [] });
    expect(read(await recent())).toEqual({ type: 'read', posts: [], complete: true, clockAheadMs: -3000 });
  });

  test('reads page after page to the end, each once, newest first by time', async () => {
    const asked = pages(
      page([shown('5', '09:35:00'), shown('7', '09:33:00')], 'more'),
      page([], 'yet-more'),
      page([shown('7', '09:33:00'), shown('6', '09:34:00')]),
    );
    const { posts, complete } = read(await recent({ since: '5' }));
    expect(posts.map((post) => post.remoteId)).toEqual(['104_5', '104_6', '104_7']);
    expect(complete).toBe(true);
    expect(asked.map((query) => query.get('after'))).toEqual([null, 'more', 'yet-more']);
    expect(asked.map((query) => query.get('since'))).toEqual(['4', '4', '4']);
  });

  test('stops where Facebook goes on past the asked time', async () => {
    pages(page([shown('9'), shown('8', '01:00:00')], 'more'));
    const notBefore = Temporal.Instant.from('2026-11-23T08:00:00Z');
    expect(read(await recent({ notBefore }))).toMatchObject({ posts: [{ remoteId: '104_9' }], complete: true });
  });

  test('stops at as many as were asked for, and says that there is more', async () => {
    const asked = pages(page([shown('9'), shown('8'), shown('7')], 'more'));
    expect(read(await recent({ atMost: 3 }))).toMatchObject({ posts: [{}, {}, {}], complete: false });
    expect(asked[0]?.get('limit')).toBe('3');
  });

  test('a further page that is not named, or is the same again, proves nothing', async () => {
    pages({ data: [shown('9')], paging: { next: 'https://graph.facebook.com/somewhere' } });
    expect(read(await recent())).toMatchObject({ posts: [{}], complete: false });
    const asked = pages(page([shown('9')], 'more'), page([shown('8')], 'more'), page([shown('7')], 'more'));
    expect(read(await recent())).toMatchObject({ posts: [{}, {}], complete: false });
    expect(asked).toHaveLength(2);
  });

  test('a Page that Facebook never stops showing is not read for ever', async () => {
    let turn = 0;
    published()
      .times(1000)
      .reply(() => [200, page([], `turn-${++turn}`)]);
    expect(read(await recent())).toMatchObject({ posts: [], complete: false });
    expect(turn).toBeLessThan(100);
  });

  const unreadable: readonly [string, object | string | [number, object | string], string][] = [
    ['an outage', [503, '<html>'], 'unknown'],
    ['posts with an outage', [500, page([shown('9')])], 'unknown'],
    ['a page', '<html>', 'unknown'],
    ['nothing', '', 'unknown'],
    ['no list', {}, 'unknown'],
    ['code 1', [400, graphError(1)], 'unknown'],
    ['a post without a date', page([{ id: '104_9', message: 'x' }]), 'unknown'],
    ['a post of no day', page([shown('9', '10:00:00', { created_time: '2026-02-30T10:00:00+0000' })]), 'unknown'],
    ['a post with a strange id', page([{ ...shown('9'), id: '9; drop' }]), 'unknown'],
    ['a wrong parameter', [400, graphError(100)], 'unknown'],
    ['a Page that is not there', [400, graphError(100, 33)], 'unauthorized'],
    ['a missing permission', [403, graphError(10)], 'unauthorized'],
    ['a dead token', [400, graphError(190)], 'unauthorized'],
    ['a used up window', [400, graphError(80001)], 'rate-limited'],
  ];
  test.each(unreadable)(
    '%s on the first page or a later one means that nothing is known',
    async (_what, answer, type) => {
      pages(answer);
      expect(await recent()).toMatchObject({ type, detail: expect.any(String) });
      pages(page([shown('10')], 'more'), answer);
      expect(await recent()).toMatchObject({ type, detail: expect.any(String) });
    },
  );

  test('a network that is down means that nothing is known', async () => {
    published().replyWithError(failing('ECONNREFUSED'));
    expect(await recent()).toMatchObject({ type: 'unknown' });
  });

  test('a silent Facebook means that nothing is known', async () => {
    published().reply(() => new Promise<[number]>(() => {}));
    expect(await openFacebook({ deadlineMs: 50 }).recent({ atMost: 5 }, signal)).toMatchObject({ type: 'unknown' });
  });
});

describe('a post as Facebook shows it', () => {
  async function shownAs(more: object) {
    pages(page([shown('9', '09:30:00', more)]));
    const [first] = read(await recent()).posts;
    return first;
  }

  test('has its words, its time and its address', async () => {
    const post = await shownAs({ message: 'A & B\n\nC', permalink_url: 'https://www.facebook.com/104/posts/9' });
    expect(post).toMatchObject({
      remoteId: '104_9',
      text: 'A & B\n\nC',
      url: 'https://www.facebook.com/104/posts/9',
      links: [],
    });
    expect(post?.createdAt.toString()).toBe('2026-11-23T09:30:00Z');
  });

  test('without words or an address of its own has neither', async () => {
    const post = await shownAs({ message: undefined, permalink_url: 'https://evil.example/' });
    expect(post).toMatchObject({ text: '', url: 'https://www.facebook.com/104_9' });
  });

  test('a time with another offset is the same time', async () => {
    const post = await shownAs({ created_time: '2026-11-23T11:30:00+0200' });
    expect(post?.createdAt.toString()).toBe('2026-11-23T09:30:00Z');
  });

  const link = 'https://example.com/flood?a=1&b=%D1%8F';
  const wrapped = (host: string) => `https://${host}/l.php?u=${encodeURIComponent(link)}&h=AT0abc`;
  test.each([
    ['not wrapped', { attachments: { data: [{ unshimmed_url: link, url: wrapped('l.facebook.com') }] } }],
    ['wrapped', { attachments: { data: [{ url: wrapped('l.facebook.com') }] } }],
    ['wrapped for phones', { attachments: { data: [{ unshimmed_url: wrapped('lm.facebook.com') }] } }],
    ['in its words', { message: `Read ${link} now!` }],
  ])('has its link as sent: %s', async (_what, more) => {
    expect((await shownAs(more))?.links).toEqual([link]);
  });

  test('has a link in its words with and without what may end the sentence', async () => {
    const post = await shownAs({ message: `Read (${link}). And https://example.com/flood_(valley)` });
    expect(post?.links).toEqual([
      `${link}).`,
      link,
      'https://example.com/flood_(valley)',
      'https://example.com/flood_(valley',
    ]);
  });

  test('keeps a link that only looks wrapped', async () => {
    const links = ['https://l.facebook.com/l.php', 'https://evil.example/l.php?u=https%3A%2F%2Fexample.com'];
    const post = await shownAs({ attachments: { data: links.map((url) => ({ url })) } });
    expect(post?.links).toEqual(links);
  });

  test('shows no secret that its words repeat', async () => {
    const post = await shownAs({ message: 'token EAAPlantedPageTokenPlantedPageToken' });
    expect(post?.text).toBe('token [concealed]');
  });
});
