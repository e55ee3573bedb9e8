import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FbCall, fbCalls, type Heard } from './graph-lookalike/client.ts';
import { type Fault, randomFaults } from './graph-lookalike/fault.ts';
import { type LookalikeGraph, startLookalikeGraph } from './graph-lookalike/lookalike.ts';
import { seededRandom } from './random.ts';

const START = Date.parse('2026-11-23T09:00:00Z');
const HOUR_MS = 3_600_000;

const error = (code: number, more: object = {}) => ({
  rejected: { error: { code, fbtrace_id: expect.stringMatching(/^A/), ...more } },
});
const unreadable = { rejected: { error: { code: 'JSONPARSE' } } };

/** Each fault with what the real client makes of it: a create, in an hour of its own. */
const HIDDEN = [
  [
    { type: 'service', code: 1 },
    { status: 500, ...error(1) },
  ],
  [
    { type: 'service', code: 2 },
    { status: 500, ...error(2, { is_transient: true }) },
  ],
  [{ type: '502-html' }, { status: 502, ...unreadable }],
  [{ type: 'empty-200' }, { status: 200, ...unreadable }],
  [{ type: 'false-body' }, { status: 200, rejected: false }],
  [{ type: '500-without-error' }, { status: 500, resolved: { success: false } }],
  [{ type: 'reset' }, { rejected: { error: { code: 'ECONNRESET' } } }],
  [{ type: 'silence' }, { rejected: { error: { code: 'ESOCKETTIMEDOUT' } } }],
] as const;

const REFUSED = [
  [
    { type: 'limited-without-headers', code: 80001 },
    { status: 400, ...error(80001) },
  ],
  [
    { type: 'limited-without-headers', code: 4 },
    { status: 403, ...error(4) },
  ],
  [
    { type: 'dead-token', subcode: 460 },
    { status: 400, ...error(190, { error_subcode: 460 }) },
  ],
  [{ type: 'dead-token' }, { status: 400, ...error(190) }],
  [
    { type: 'no-permission', code: 10 },
    { status: 403, ...error(10) },
  ],
  [
    { type: 'no-permission', code: 200 },
    { status: 403, ...error(200) },
  ],
  [{ type: 'blocked' }, { status: 400, ...error(368, { error_subcode: 1390008 }) }],
  [{ type: 'invalid' }, { status: 400, ...error(100) }],
  [
    { type: 'unscrapable', as: 'code' },
    { status: 400, ...error(1609005) },
  ],
  [
    { type: 'unscrapable', as: 'subcode' },
    { status: 400, ...error(100, { error_subcode: 1609005 }) },
  ],
] as const satisfies readonly (readonly [Fault, object])[];

const WHOLE = [
  [
    { type: 'drip', everyMs: 0 },
    { status: 200, resolved: { id: expect.any(String) } },
  ],
  [
    { type: 'half-json', end: 'proper' },
    { status: 200, ...unreadable },
  ],
  [{ type: 'half-json', end: 'cut' }, { rejected: { error: { code: 'ECONNRESET' } } }],
] as const satisfies readonly (readonly [Fault, object])[];

const CASES: readonly { fault: Fault; heard: object; stored: boolean }[] = [
  ...[false, true].flatMap((stored) =>
    HIDDEN.map(([fault, heard]) => ({ fault: { ...fault, stored }, heard, stored })),
  ),
  ...REFUSED.map(([fault, heard]) => ({ fault, heard, stored: false })),
  ...WHOLE.map(([fault, heard]) => ({ fault, heard, stored: true })),
];

let graph: LookalikeGraph;
let heard: readonly Heard[];
const now = START;

beforeAll(async () => {
  graph = await startLookalikeGraph({ now: () => now, faults: ({ n }) => CASES[n - 1]?.fault });
  const posts = CASES.map((_, n) => ['2002/feed', 'post', { message: `Story ${n}` }] as const);
  heard = await fbCalls(graph, posts);
});
afterAll(() => graph.close());

test.each(CASES.map((one, n) => ({ ...one, n })))('$fault', ({ n, fault, heard: expected, stored }) => {
  expect(heard[n]).toMatchObject(expected);
  expect(heard[n]?.headers ?? {}).not.toHaveProperty('x-business-use-case-usage');
  const request = graph.journal.requests[n];
  expect(request).toMatchObject({ endpoint: 'create', account: '2002', path: '/v26.0/2002/feed', fault });
  expect(request?.stored !== undefined).toBe(stored);
  expect(graph.journal.posts.filter(({ text }) => text === `Story ${n}`)).toHaveLength(Number(stored));
});

async function posted(faults: readonly Fault[], refusesDuplicates = true) {
  let elapsed = 0;
  const own = await startLookalikeGraph({
    now: () => START + elapsed,
    refusesDuplicates,
    faults: ({ n }) => faults[n - 1],
  });
  const post = ['2002/feed', 'post', { message: 'Harbour', link: 'https://news.example/a' }] as const;
  const call = (times = 1) => fbCalls(own, Array<FbCall>(times).fill(post));
  const advance = (ms: number) => {
    elapsed += ms;
  };
  return { own, call, advance };
}

test('the limit of the Page names its end in minutes, and holds until then', async () => {
  const { own, call, advance } = await posted([{ type: 'limited', code: 80001, minutes: 30 }]);
  const usage = (minutes: number) =>
    `{"2002":[{"type":"pages","call_count":100,"total_cputime":25,"total_time":25,"estimated_time_to_regain_access":${minutes}}]}`;
  const headers = (minutes: number) => ({
    'x-business-use-case-usage': usage(minutes),
    'facebook-api-version': 'v26.0',
  });
  expect(await call()).toMatchObject([{ status: 400, headers: headers(30), ...error(80001) }]);
  advance(20 * 60_000);
  expect(await call()).toMatchObject([{ status: 400, headers: headers(10), ...error(80001) }]);
  advance(10 * 60_000);
  expect(await call()).toMatchObject([{ status: 200 }]);
  const limited = own.journal.requests.map(({ calledWhileLimited }) => calledWhileLimited);
  expect(limited).toEqual([undefined, true, undefined]);
  await own.close();
});

test.each([4, 17, 32, 613] as const)('code %i says how much, not until when, and holds', async (code) => {
  const { own, call } = await posted([{ type: 'limited', code, minutes: 30 }]);
  const said = {
    headers: { 'x-app-usage': '{"call_count":103,"total_time":25,"total_cputime":25}' },
    ...error(code),
  };
  expect(await call(2)).toMatchObject([said, said]);
  expect(own.journal.requests.some(({ calledWhileLimited }) => calledWhileLimited)).toBe(false);
  await own.close();
});

test('a late post appears at its own time, and a late twin of the last post is caught', async () => {
  const { own, call, advance } = await posted([
    { type: 'store-late', lateMs: 60_000, end: 'reset' },
    { type: 'store-late', lateMs: HOUR_MS, end: 'silence' },
  ]);
  expect(await call()).toMatchObject([{ rejected: { error: { code: 'ECONNRESET' } } }]);
  advance(59_999);
  expect(own.journal).toMatchObject({ posts: [], stillToCome: 1 });
  expect(await call()).toMatchObject([{ rejected: { error: { code: 'ESOCKETTIMEDOUT' } } }]);
  advance(HOUR_MS);
  expect(own.journal).toMatchObject({
    requests: [{ outcome: 200 }, { outcome: 400 }],
    posts: [{ createdAt: START + 60_000 }],
    stillToCome: 0,
  });
  await own.close();
});

test('what Graph refuses is refused under a disguise too', async () => {
  const { own, call } = await posted([
    { type: 'reset', stored: true },
    { type: 'false-body', stored: true },
  ]);
  expect(await call(2)).toMatchObject([{}, { status: 400, ...error(506, { error_subcode: 1455006 }) }]);
  await own.close();
});

test('every attempt is answered code 2, and every one is posted, where duplicates are taken', async () => {
  const failing: Fault = { type: 'service', code: 2, stored: true };
  const { own, call } = await posted([failing, failing, failing], false);
  expect(await call(3)).toMatchObject(Array(3).fill({ status: 500, ...error(2) }));
  expect(own.liveByLink()).toEqual({ '2002': { 'https://news.example/a': 3 } });
  await own.close();
});

test('a random plan keeps to its rates, and the same seed draws the same plan', () => {
  const drawn = (endpoint: 'create' | 'posts') => {
    const plan = randomFaults(seededRandom('7'), { service: 0.2, blocked: 0.1 });
    return Array.from({ length: 2000 }, (_, n) => plan({ endpoint, method: 'POST', path: '/', n }));
  };
  const share = (faults: (Fault | undefined)[], type: Fault['type']) =>
    faults.filter((fault) => fault?.type === type).length / faults.length;
  const creates = drawn('create');
  expect(drawn('create')).toEqual(creates);
  expect(share(creates, 'service')).toBeCloseTo(0.2, 1);
  expect(share(creates, 'blocked')).toBeCloseTo(0.1, 1);
  expect(share(drawn('posts'), 'blocked')).toBe(0);
});
