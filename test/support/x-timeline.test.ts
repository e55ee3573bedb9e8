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

test('the timeline shows fields only where asked, whole seconds, links as sent and as shown', async () => {
  await start();
  const id = await idOf('A < B https://news.example/a now');
  expect((await call('GET', 'users/1001/tweets')).body).toEqual({
    data: [{ id, text: expect.stringMatching(/^A &lt; B https:\/\/t\.co\/\w{10} now$/), edit_history_tweet_ids: [id] }],
    meta: { result_count: 1, newest_id: id, oldest_id: id },
  });
  const [full] = (await pageOf('?tweet.fields=created_at,entities')).data;
  expect(full).toMatchObject({
    created_at: '2026-11-23T09:00:00.000Z',
    entities: {
      urls: [{ start: 9, end: 32, expanded_url: 'https://news.example/a', unwound_url: 'https://news.example/a' }],
    },
  });
  expect(full?.entities).toMatchObject({ urls: [{ url: full?.text.slice(9, 32) }] });
});

test('the timeline is paged newest first, and ends', async () => {
  await start();
  for (let n = 1; n <= 7; n += 1) await tweet(`Number ${n}`);
  const first = await pageOf('?max_results=5');
  expect(first.data.map(({ text }) => text.at(-1))).toEqual(['7', '6', '5', '4', '3']);
  const second = await pageOf(`?max_results=5&pagination_token=${first.meta.next_token}`);
  expect(second.data.map(({ text }) => text.at(-1))).toEqual(['2', '1']);
  expect(second.meta.next_token).toBeUndefined();
});

test('since_id leaves its own post out, start_time takes its own second in, nothing found has no data', async () => {
  await start();
  const id = await idOf('Old');
  now += MINUTE_MS;
  await tweet('New');
  expect((await pageOf(`?since_id=${id}`)).data).toHaveLength(1);
  expect((await pageOf('?start_time=2026-11-23T09:01:00.900Z')).data).toHaveLength(1);
  expect((await pageOf('?start_time=2026-11-23T09:00:00Z')).data).toHaveLength(2);
  expect((await call('GET', 'users/1001/tweets?start_time=2026-11-23T09:01:01Z')).body).toEqual({
    meta: { result_count: 0 },
  });
});

test.each([
  'max_results=4',
  'max_results=101',
  'since_id=abc',
  'start_time=yesterday',
  'pagination_token=%3F',
  'exclude=ads',
  'until=1',
])('the timeline refuses %s', async (query) => {
  await start();
  expect(await call('GET', `users/1001/tweets?${query}`)).toMatchObject({
    status: 400,
    body: { title: 'Invalid Request' },
  });
});

test('a lagging timeline shows a post only later', async () => {
  await start({ timelineLagMs: () => MINUTE_MS });
  await tweet('Just now');
  expect((await pageOf()).meta.result_count).toBe(0);
  now += MINUTE_MS;
  expect((await pageOf()).meta.result_count).toBe(1);
});

test('a post made by hand stands in the timeline and counts', async () => {
  await start();
  x.postByHand('1001', 'Seen at the harbour https://news.example/a?utm_medium=web');
  await tweet('By crier https://news.example/a?utm_source=x');
  expect((await pageOf()).meta.result_count).toBe(2);
  expect(x.liveByLink()).toEqual({ '1001': { 'https://news.example/a': 2 } });
  expect(x.journal.posts.map(({ byHand }) => byHand)).toEqual([true, false]);
});
