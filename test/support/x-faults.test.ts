import { Agent } from 'node:http';
import {
  ApiPartialResponseError,
  ApiRequestError,
  ApiResponseError,
  type ITwitterApiClientPlugin,
  TwitterApi,
} from 'twitter-api-v2';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { seededRandom } from './random.ts';
import { type Fault, randomFaults } from './x-lookalike/fault.ts';
import { type LookalikeX, startLookalikeX } from './x-lookalike/lookalike.ts';

const START = Date.parse('2026-11-23T09:00:00Z');
const TEXT = 'Harbour reopens https://news.example/harbour';

let x: LookalikeX;
let now = START;

beforeEach(async () => {
  now = START;
  x = await startLookalikeX({ now: () => now });
});
afterEach(() => x.close());

/** The real client, speaking to the look-alike. */
function client(signal?: AbortSignal): TwitterApi['v2'] {
  const tokens = { appKey: 'k', appSecret: 's', accessToken: '1001-token', accessSecret: 'a' };
  const plugin: ITwitterApiClientPlugin = {
    onBeforeRequest({ computedParams, requestOptions }) {
      computedParams.url = new URL(computedParams.url.pathname, x.prefix);
      Object.assign(requestOptions, signal ? { signal } : {});
    },
  };
  return new TwitterApi(tokens, { httpAgent: new Agent(), plugins: [plugin] }).v2;
}

/** A create under one fault: what the client resolves with, or the error it throws. */
async function create(fault: Fault, signal?: AbortSignal): Promise<unknown> {
  x.useFaults(() => fault);
  return client(signal)
    .post('tweets', { text: TEXT })
    .catch((error: unknown) => error);
}

function cause(error: unknown): unknown {
  expect(error).toBeInstanceOf(ApiRequestError);
  return JSON.parse(JSON.stringify(Object.getOwnPropertyDescriptor(error, '_options')?.value?.error));
}

async function until(is: () => boolean): Promise<void> {
  while (!is()) await new Promise(setImmediate);
}

const storedCount = () => x.journal.posts.length;

describe.each([false, true])('with the post stored: %s', (stored) => {
  test.each([500, 502, 503, 504, 403])('status %i is a problem document', async (status) => {
    const error = await create({ type: 'status', status, stored });
    expect(error).toBeInstanceOf(ApiResponseError);
    expect(error).toMatchObject({ code: status, data: { status, type: 'about:blank' } });
    expect(storedCount()).toBe(Number(stored));
  });

  test('a reset reaches the client as ECONNRESET', async () => {
    expect(cause(await create({ type: 'reset', stored }))).toMatchObject({ code: 'ECONNRESET' });
    expect(storedCount()).toBe(Number(stored));
    expect(x.journal.requests[0]?.status).toBeUndefined();
  });

  test('silence lasts until the client gives up', async () => {
    const giveUp = new AbortController();
    const answer = create({ type: 'silence', stored }, giveUp.signal);
    await until(() => x.journal.requests.length === 1);
    giveUp.abort();
    expect(cause(await answer)).toMatchObject({ code: 'ABORT_ERR' });
    expect(storedCount()).toBe(Number(stored));
    expect(x.journal.requests[0]?.status).toBeUndefined();
  });

  test('silence ends with the server', async () => {
    const answer = create({ type: 'silence', stored });
    await until(() => x.journal.requests.length === 1);
    await x.close();
    expect(await answer).toBeInstanceOf(ApiRequestError);
  });

  test('a success without an id looks like a success', async () => {
    expect(await create({ type: 'created-without-id', stored })).toEqual({ data: {} });
    expect(storedCount()).toBe(Number(stored));
  });

  test('an empty 201 resolves with nothing', async () => {
    expect(await create({ type: 'empty-201', stored })).toBeUndefined();
    expect(storedCount()).toBe(Number(stored));
  });

  test('a redirect resolves with an empty text', async () => {
    expect(await create({ type: 'redirect-302', stored })).toBe('');
    expect(storedCount()).toBe(Number(stored));
  });

  test('a page of HTML resolves as text', async () => {
    expect(await create({ type: 'html', stored })).toContain('<html>');
    expect(storedCount()).toBe(Number(stored));
  });

  test('HTML that calls itself JSON is an unparsable 503', async () => {
    const error = await create({ type: '503-html-as-json', stored });
    expect(error).toBeInstanceOf(ApiPartialResponseError);
    expect(error).toMatchObject({ response: { statusCode: 503 } });
    expect(storedCount()).toBe(Number(stored));
  });
});

test('a dripping answer is whole in the end', async () => {
  expect(await create({ type: 'drip', everyMs: 0 })).toMatchObject({ data: { id: x.journal.posts[0]?.id } });
});

test('a dripping answer comes in single bytes for as long as the client listens', async () => {
  const giveUp = new AbortController();
  const answer = create({ type: 'drip', everyMs: 3_600_000 }, giveUp.signal);
  await until(() => x.journal.requests.length === 1);
  expect(storedCount()).toBe(1);
  giveUp.abort();
  expect(await answer).toBeInstanceOf(Error);
});

test.each(['proper', 'cut'] as const)('half an answer (%s end) cannot be read, and the post is there', async (end) => {
  expect(await create({ type: 'half-json', end })).toBeInstanceOf(ApiPartialResponseError);
  expect(storedCount()).toBe(1);
});

test('a limit names its end, and holds until then', async () => {
  const error = await create({ type: 'limited' });
  const reset = START / 1000 + 900;
  expect(error).toMatchObject({ code: 429, rateLimit: { limit: 100, remaining: 0, reset } });
  x.useFaults('none');
  expect(await create({ type: 'reset', stored: true })).toMatchObject({ code: 429 });
  expect(x.journal.requests[1]).toMatchObject({ status: 429, calledWhileLimited: true });
  now = reset * 1000;
  await create({ type: 'empty-201', stored: true });
  expect(storedCount()).toBe(1);
});

test('a limit without headers says nothing more, and limits nothing more', async () => {
  const error = await create({ type: 'limited-without-headers' });
  expect(error).toMatchObject({ code: 429, rateLimit: undefined });
  await create({ type: 'empty-201', stored: true });
  expect(storedCount()).toBe(1);
});

test.each([
  [{ type: 'usage-capped' }, 429, { title: 'UsageCapExceeded', period: 'Monthly' }],
  [{ type: 'dead-token' }, 401, { title: 'Unauthorized' }],
  [{ type: 'no-credits' }, 402, { title: 'CreditsDepleted', account_id: '1001' }],
  [{ type: 'suspended' }, 403, { type: 'https://api.twitter.com/2/problems/user-suspended' }],
] satisfies [Fault, number, object][])(
  '%o is answered with its own problem, nothing stored',
  async (fault, code, data) => {
    expect(await create(fault)).toMatchObject({ code, data });
    expect(storedCount()).toBe(0);
  },
);

test('a usage cap comes with a window that is open', async () => {
  expect(await create({ type: 'usage-capped' })).toMatchObject({ rateLimit: { limit: 100, remaining: 99 } });
});

test('a late post appears at its own time, the client long gone', async () => {
  expect(cause(await create({ type: 'store-late', lateMs: 60_000, end: 'reset' }))).toMatchObject({
    code: 'ECONNRESET',
  });
  now += 59_999;
  expect(x.journal).toMatchObject({ posts: [], stillToCome: 1 });
  now += 500_000;
  expect(x.journal).toMatchObject({
    posts: [{ text: TEXT, createdAt: START + 60_000 }],
    requests: [{ outcome: 201, stored: x.journal.posts[0]?.id }],
    stillToCome: 0,
  });
  expect(x.liveByLink()).toEqual({ '1001': { 'https://news.example/harbour': 1 } });
});

test('a late twin of a post that is there by then is caught by the duplicate check', async () => {
  await create({ type: 'store-late', lateMs: 60_000, end: 'reset' });
  await create({ type: 'reset', stored: true });
  now += 60_000;
  expect(storedCount()).toBe(1);
  expect(x.journal.requests[0]).toMatchObject({ outcome: 403 });
});

test('what X refuses is refused under a disguise too', async () => {
  await create({ type: 'reset', stored: true });
  expect(await create({ type: 'html', stored: true })).toMatchObject({ code: 403, data: { title: 'Forbidden' } });
});

test('a plan sees the endpoint, the path and the number of the request', async () => {
  const seen: unknown[] = [];
  x.useFaults((request) => {
    seen.push(request);
    return { type: 'status', status: 500, stored: false };
  });
  await client()
    .tweet('One')
    .catch(() => undefined);
  await client()
    .userTimeline('1001')
    .catch(() => undefined);
  await client()
    .tweet('Two')
    .catch(() => undefined);
  expect(seen).toEqual([
    { endpoint: 'create', method: 'POST', path: '/2/tweets', n: 1 },
    { endpoint: 'timeline', method: 'GET', path: '/2/users/1001/tweets', n: 1 },
    { endpoint: 'create', method: 'POST', path: '/2/tweets', n: 2 },
  ]);
});

test('a random plan keeps to its rates, and the same seed draws the same plan', () => {
  const rates = { reset: 0.2, 'empty-201': 0.1, limited: 0.1 };
  const drawn = (endpoint: 'create' | 'timeline') => {
    const plan = randomFaults(seededRandom('7'), rates);
    return Array.from({ length: 2000 }, (_, n) => plan({ endpoint, method: 'POST', path: '/2/tweets', n }));
  };
  const share = (faults: (Fault | undefined)[], type?: Fault['type']) =>
    faults.filter((fault) => fault?.type === type).length / faults.length;
  const creates = drawn('create');
  expect(drawn('create')).toEqual(creates);
  expect(share(creates, 'reset')).toBeCloseTo(0.2, 1);
  expect(share(creates, 'empty-201')).toBeCloseTo(0.1, 1);
  expect(share(creates, 'limited')).toBeCloseTo(0.1, 1);
  expect(share(creates)).toBeCloseTo(0.6, 1);
  expect(share(drawn('timeline'), 'empty-201')).toBe(0);
  expect(new Set(creates.filter((fault) => fault?.type === 'reset').map((fault) => JSON.stringify(fault))).size).toBe(
    2,
  );
});
