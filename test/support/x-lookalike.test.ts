import { afterEach, expect, test } from 'vitest';
import { callsTo } from './x-lookalike/calls.ts';
import { type LookalikeX, type LookalikeXOptions, startLookalikeX } from './x-lookalike/lookalike.ts';

const START = Date.parse('2026-11-23T09:00:00.400Z');
const MINUTE_MS = 60_000;

let x: LookalikeX;
let now = START;

afterEach(() => x.close());

async function start(options: LookalikeXOptions = {}): Promise<void> {
  now = START;
  const accounts = [
    { id: '1001', username: 'demo' },
    { id: '1002', username: 'sport' },
  ];
  x = await startLookalikeX({ now: () => now, accounts, ...options });
}

const { call, tweet, idOf, pageOf } = callsTo(() => x);

test('a created post comes back with its id, its short links and growing ids', async () => {
  await start();
  const first = await tweet('Harbour reopens & ferries run https://news.example/harbour?utm_source=x');
  const second = await idOf('Another one');
  const id = x.journal.posts[0]?.id;
  expect(first.status).toBe(201);
  expect(first.body).toEqual({
    data: {
      id,
      text: expect.stringMatching(/^Harbour reopens &amp; ferries run https:\/\/t\.co\/\w{10}$/),
      edit_history_tweet_ids: [id],
    },
  });
  expect(BigInt(second)).toBeGreaterThan(BigInt(id ?? 0));
  expect(x.journal.posts[0]).toMatchObject({
    account: '1001',
    createdAt: START,
    links: ['https://news.example/harbour?utm_source=x'],
  });
  expect(x.journal.requests[0]).toMatchObject({
    endpoint: 'create',
    account: '1001',
    status: 201,
    outcome: 201,
    stored: id,
  });
});

test.each([
  ['no text', {}, 400, '$.text: is required'],
  ['an unknown field', { text: 'Hello', link: 'x' }, 400, '$.link: is not defined in the schema'],
])('a post with %s is an invalid request', async (_, send, status, message) => {
  await start();
  const answer = await call('POST', 'tweets', { send });
  expect(answer).toMatchObject({ status, body: { title: 'Invalid Request', errors: [{ message }] } });
  expect(x.journal.posts).toEqual([]);
});

test('a text may weigh 280, with a link as 23, and not one more', async () => {
  await start();
  const link = 'https://news.example.com/a-very-long-address-that-counts-as-twenty-three';
  expect((await tweet(`${'a'.repeat(256)} ${link}`)).status).toBe(201);
  const answer = await tweet(`${'a'.repeat(257)} ${link}`);
  expect(answer).toMatchObject({ status: 403, body: { detail: expect.stringContaining('too long') } });
});

test('two cashtags are one too many', async () => {
  await start();
  expect(await tweet('$ABC and $DEF fall')).toMatchObject({
    status: 403,
    body: { detail: expect.stringContaining('one cashtag') },
  });
});

test('a text that is live on the account is refused, on another account or after deletion it is not', async () => {
  await start();
  const id = await idOf('Same words');
  expect(await tweet('Same words')).toMatchObject({
    status: 403,
    body: { detail: 'You are not allowed to create a Tweet with duplicate content.' },
  });
  expect((await tweet('Same words', '1002')).status).toBe(201);
  await call('DELETE', `tweets/${id}`);
  expect((await tweet('Same words')).status).toBe(201);
});

test('duplicates are accepted where the option says so', async () => {
  await start({ refusesDuplicates: false });
  await tweet('Same words https://news.example/a');
  await tweet('Same words https://news.example/a');
  expect(x.liveByLink()).toEqual({ '1001': { 'https://news.example/a': 2 } });
});

test('a call without a complete OAuth header, or for an unknown account, is unauthorized', async () => {
  await start();
  const bare = await fetch(new URL('users/me', x.prefix));
  expect(bare.status).toBe(401);
  expect(await call('GET', 'users/me', { as: '7' })).toMatchObject({
    status: 401,
    body: { title: 'Unauthorized', type: 'about:blank', status: 401, detail: 'Unauthorized' },
  });
  expect((await call('GET', 'somewhere')).status).toBe(404);
});

test('an account learns who it is and that it may write', async () => {
  await start();
  const { body, headers } = await call('GET', 'users/me', { as: '1002' });
  expect(body).toEqual({ data: { id: '1002', name: 'sport', username: 'sport' } });
  expect(headers['x-access-level']).toBe('read-write');
});

test('a post is deleted once, by its own account', async () => {
  await start();
  const id = await idOf('Wrong https://news.example/a');
  const path = `tweets/${id}`;
  expect((await call('DELETE', path, { as: '1002' })).status).toBe(403);
  expect(await call('DELETE', path)).toMatchObject({ status: 200, body: { data: { deleted: true } } });
  expect(await call('DELETE', path)).toMatchObject({
    status: 404,
    body: { title: 'Not Found Error', type: expect.stringMatching(/\/resource-not-found$/) },
  });
  expect((await pageOf()).meta.result_count).toBe(0);
  expect(x.liveByLink()).toEqual({});
  expect(x.everByLink()).toEqual({ '1001': { 'https://news.example/a': 1 } });
  expect(x.journal.posts[0]).toMatchObject({ deletedAt: START });
});

test('a window closes after its last call, says until when, and opens again', async () => {
  await start({ limits: { create: 2 } });
  const reset = String(Math.ceil((START + 15 * MINUTE_MS) / 1000));
  expect((await tweet('One')).headers).toMatchObject({
    'x-rate-limit-limit': '2',
    'x-rate-limit-remaining': '1',
    'x-rate-limit-reset': reset,
  });
  expect((await tweet('Two')).headers).toMatchObject({ 'x-rate-limit-remaining': '0' });
  expect((await tweet('Elsewhere', '1002')).status).toBe(201);
  expect(await tweet('Three')).toMatchObject({
    status: 429,
    headers: { 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': reset },
  });
  expect(x.journal.requests.map(({ calledWhileLimited }) => calledWhileLimited)).toEqual([
    undefined,
    undefined,
    undefined,
    true,
  ]);
  now = Number(reset) * 1000;
  expect((await tweet('Three')).status).toBe(201);
});

test('a client that was never told of the limit is not blamed', async () => {
  await start({ limits: { create: 1 }, faults: () => ({ type: 'reset', stored: true }) });
  await expect(tweet('One')).rejects.toThrow();
  expect((await tweet('Two')).status).toBe(429);
  expect(x.journal.requests.some(({ calledWhileLimited }) => calledWhileLimited)).toBe(false);
  expect((await tweet('Two')).status).toBe(429);
  expect(x.journal.requests.at(-1)?.calledWhileLimited).toBe(true);
});

test('the server dates everything by its own clock', async () => {
  await start({ clockAheadMs: 90_000 });
  const { headers } = await tweet('Hello');
  expect(headers.date).toBe('Mon, 23 Nov 2026 09:01:30 GMT');
  const { data } = await pageOf('?tweet.fields=created_at');
  expect(data[0]?.created_at).toBe('2026-11-23T09:01:30.000Z');
});

test('another process can read the journal and switch the plan', async () => {
  await start({ plans: { down: () => ({ type: 'status', status: 503, stored: false }) } });
  const faults = (plan: string) =>
    fetch(new URL('/__faults', x.prefix), { method: 'POST', body: JSON.stringify({ plan }) });
  expect((await faults('down')).status).toBe(200);
  expect((await tweet('Hello')).status).toBe(503);
  expect((await faults('none')).status).toBe(200);
  expect((await tweet('Hello')).status).toBe(201);
  expect((await faults('unheard of')).status).toBe(404);
  expect(() => x.useFaults('unheard of')).toThrow('unheard of');
  const journal: unknown = await (await fetch(new URL('/__journal', x.prefix))).json();
  expect(journal).toEqual(JSON.parse(JSON.stringify(x.journal)));
  const fault = { type: 'status', status: 503, stored: false };
  expect(journal).toMatchObject({ requests: [{ status: 503, fault }, { status: 201 }] });
});
