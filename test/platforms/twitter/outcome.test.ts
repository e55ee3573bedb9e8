import nock from 'nock';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PublishOutcome } from '../../../src/domain/ports.ts';
import { armed, START } from '../contract.ts';
import { api, openTwitter } from './fake-x.ts';

const post = armed('Flood in the valley', 'https://example.com/flood');
const signal = new AbortController().signal;
const NOW_S = START.epochMilliseconds / 1000;
/** What X's own clock says, 40 seconds ahead of ours. */
const DATE = 'Mon, 23 Nov 2026 10:00:40 GMT';
const REMOTE_S = NOW_S + 40;

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

type Body = object | string;

async function answerTo(status: number, body: Body, headers: Record<string, string> = {}): Promise<PublishOutcome> {
  const scope = api().post('/2/tweets').reply(status, body, headers);
  const outcome = await openTwitter().publish(post, signal);
  expect(scope.isDone()).toBe(true);
  return outcome;
}

const problem = (status: number, title: string, detail: string, type = 'about:blank') => ({
  status,
  title,
  detail,
  type,
});
const forbidden = (detail: string, kind?: string) =>
  problem(403, 'Forbidden', detail, kind && `https://api.x.com/2/problems/${kind}`);

describe('what X will never take', () => {
  const refused: readonly [number, Body][] = [
    [
      400,
      {
        ...problem(
          400,
          'Invalid Request',
          'One or more parameters was invalid.',
          'https://api.x.com/2/problems/invalid-request',
        ),
        errors: [{ message: 'bad', parameters: {} }],
      },
    ],
    [400, problem(400, 'Bad Request', 'Your Tweet text is too long. For more information see twitter-text.')],
    [403, forbidden('Your Tweet text is too long.')],
    [403, forbidden('You can only reply to or quote posts where you are mentioned or are the author.')],
    [403, forbidden('A post may have a maximum of one cashtag.')],
    [403, forbidden('You are not permitted to perform this action.')],
    [403, forbidden('The Tweet contains an invalid URL.')],
    [403, ''],
    [404, problem(404, 'Not Found', 'No such thing')],
    [405, problem(405, 'Method Not Allowed', 'No')],
    [422, { errors: [{ code: 1, message: 'Unprocessable' }] }],
    [403, { errors: [null] }],
    [403, { errors: ['text'] }],
    [403, { error: 'text', errors: [{ code: 1 }, null] }],
    [403, '[]'],
    [403, 'null'],
  ];
  test.each(refused)('%i %j is refused, and says what to do', async (status, body) => {
    const outcome = await answerTo(status, body);
    expect(outcome).toEqual({ type: 'refused', detail: expect.stringMatching(/^Change the words/) });
  });

  test('a text that is there already is refused as a duplicate', async () => {
    const outcome = await answerTo(403, forbidden('You are not allowed to create a Tweet with duplicate content.'));
    expect(outcome).toMatchObject({
      type: 'refused',
      duplicate: true,
      detail: expect.stringContaining('duplicate content'),
    });
  });
});

describe('what needs a person', () => {
  const unauthorized: readonly [number, Body, string][] = [
    [401, problem(401, 'Unauthorized', 'Unauthorized'), 'make new ones'],
    [401, '<html>Unauthorized</html>', 'make new ones'],
    [403, forbidden('Your app is not attached to a project.', 'client-forbidden'), 'developer console'],
    [403, forbidden('User has been suspended', 'user-suspended'), 'developer console'],
    [403, forbidden('Your account is suspended and is not permitted to do this.'), 'developer console'],
    [403, forbidden('To protect our users, this account is temporarily locked.'), 'developer console'],
    [403, forbidden('Your account is not permitted to access this feature'), 'developer console'],
    [
      403,
      forbidden('Your client app is not configured with the appropriate permissions.', 'oauth1-permissions'),
      'Read and write',
    ],
  ];
  test.each(unauthorized)('%i %j pauses the account', async (status, body, advice) => {
    expect(await answerTo(status, body)).toEqual({ type: 'unauthorized', detail: expect.stringContaining(advice) });
  });

  const noCredits: readonly [number, Body][] = [
    [402, problem(402, 'CreditsDepleted', 'No credits', 'https://api.twitter.com/2/problems/credits')],
    [402, ''],
    [403, problem(403, 'SpendCapReached', 'Blocked until the next cycle', 'https://api.x.com/2/problems/credits')],
  ];
  test.each(noCredits)('%i %j says that nothing is left of what was paid', async (status, body) => {
    const outcome = await answerTo(status, body);
    expect(outcome).toEqual({ type: 'no-credits', detail: expect.stringContaining('Buy credits') });
  });

  test.each([
    'https://api.x.com/2/problems/usage-capped',
    'https://api.twitter.com/2/problems/usage-capped',
    'about:blank',
  ])('the monthly cap (%s) is no window that opens again by itself', async (type) => {
    const body = {
      ...problem(429, 'UsageCapExceeded', 'Usage cap exceeded: Monthly product cap', type),
      period: 'Monthly',
    };
    const headers = { 'x-rate-limit-remaining': '39999', 'x-rate-limit-reset': String(NOW_S + 60) };
    expect(await answerTo(429, body, headers)).toMatchObject({
      type: 'unauthorized',
      detail: expect.stringContaining('monthly'),
    });
  });
});

describe('what nobody knows', () => {
  const unconfirmed: readonly [string, number, Body, Record<string, string>?][] = [
    ['an empty success', 201, ''],
    ['a success of nothing', 201, 'null'],
    ['a success without an id', 201, { data: { text: 'x' } }],
    ['a success with a strange id', 201, { data: { id: '../1' } }],
    ['a success that is a page', 201, '<html>'],
    ['a success with errors', 200, { errors: [{ title: 'Partial', detail: 'What?' }] }],
    ['half a success', 201, '{"data":{"id":"12"', { 'content-type': 'application/json' }],
    ['a success packed against our wish', 201, 'not gzip', { 'content-encoding': 'gzip' }],
    ['a redirect', 302, '', { location: 'https://example.com/' }],
    ['an outage', 503, problem(503, 'Service Unavailable', 'Service Unavailable')],
    ['an outage page', 503, '<html>Over capacity</html>'],
    ['an outage page that says it is JSON', 503, '<html>', { 'content-type': 'application/json' }],
    ['an outage of nulls', 500, { errors: [null] }],
    ['a bad gateway', 502, '<html>'],
    ['a late gateway', 504, ''],
    ['a request timeout', 408, ''],
    ['too early', 425, ''],
    ["a proxy's refusal", 403, '<html>Attention required!</html>'],
    ["a proxy's not found", 404, '<html>'],
    ['half a refusal', 403, '{"title":"Forb', { 'content-type': 'application/problem+json' }],
  ];
  test.each(unconfirmed)('%s', async (_what, status, body, headers) => {
    const outcome = await answerTo(status, body, headers);
    expect(outcome).toMatchObject({ type: 'unconfirmed', detail: expect.stringContaining('look on the account') });
  });
});

describe('windows', () => {
  const tooMany = problem(429, 'Too Many Requests', 'Too Many Requests');
  const opensIn = (seconds: number) => START.add({ seconds }).toString();

  // In text, since Temporal's own values all look alike to the test's comparison.
  async function limited(body: Body, headers: Record<string, string>) {
    const outcome = await answerTo(429, body, headers);
    if (outcome.type !== 'rate-limited') throw new Error(JSON.stringify(outcome));
    return [outcome.retryAt.toString(), outcome.scope];
  }

  test('a used up window opens when X says, counted on the clock of X', async () => {
    const headers = { date: DATE, 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': String(REMOTE_S + 300) };
    expect(await limited(tooMany, headers)).toEqual([opensIn(300), 'account']);
  });

  test('the old form of the answer is a window too', async () => {
    const outcome = await answerTo(429, { errors: [{ code: 88, message: 'Rate limit exceeded' }] });
    expect(outcome).toMatchObject({ type: 'rate-limited', detail: expect.stringContaining('Rate limit exceeded') });
  });

  const openings: readonly [string, Record<string, string>, number, 'account' | 'app'][] = [
    ['no headers: a quarter of an hour', {}, 900, 'account'],
    ['no date: our own clock', { 'x-rate-limit-reset': String(NOW_S + 120) }, 120, 'account'],
    ['a reset that is over: one second', { date: DATE, 'x-rate-limit-reset': String(REMOTE_S - 500) }, 1, 'account'],
    ['a reset years ahead: 25 hours', { date: DATE, 'x-rate-limit-reset': '99999999999' }, 25 * 3600, 'account'],
    ['a reset in words', { 'x-rate-limit-reset': 'soon' }, 900, 'account'],
    ['a negative reset', { 'x-rate-limit-reset': '-5' }, 900, 'account'],
    [
      "the app's day is used up",
      {
        date: DATE,
        'x-rate-limit-reset': String(REMOTE_S + 60),
        'x-app-limit-24hour-remaining': '0',
        'x-app-limit-24hour-reset': String(REMOTE_S + 7200),
      },
      7200,
      'app',
    ],
    [
      "the account's day is used up",
      {
        date: DATE,
        'x-rate-limit-reset': String(REMOTE_S + 60),
        'x-user-limit-24hour-remaining': '0',
        'x-user-limit-24hour-reset': String(REMOTE_S + 3600),
      },
      3600,
      'account',
    ],
    [
      'a day that is not used up',
      {
        date: DATE,
        'x-rate-limit-reset': String(REMOTE_S + 60),
        'x-app-limit-24hour-remaining': '7',
        'x-app-limit-24hour-reset': String(REMOTE_S + 7200),
      },
      60,
      'account',
    ],
  ];
  test.each(openings)('%s', async (_what, headers, seconds, scope) => {
    expect(await limited(tooMany, headers)).toEqual([opensIn(seconds), scope]);
  });

  test('a page instead of an answer is a used up window too', async () => {
    expect(await limited('<html>', {})).toEqual([opensIn(900), 'account']);
  });

  const created = { data: { id: '12' } };
  test('a success tells what is left, and until when', async () => {
    const headers = { date: DATE, 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': String(REMOTE_S + 600) };
    const { limits } = await answerTo(201, created, headers);
    expect(limits?.map(({ remaining, resetAt, scope }) => [remaining, resetAt.toString(), scope])).toEqual([
      [0, opensIn(600), 'account'],
    ]);
  });

  test('an answer tells of each window that X names, and how large it is', async () => {
    const { limits } = await answerTo(403, forbidden('No such words.'), {
      date: DATE,
      'x-rate-limit-limit': '100',
      'x-rate-limit-remaining': '9',
      'x-rate-limit-reset': String(REMOTE_S + 600),
      'x-app-limit-24hour-limit': '10000',
      'x-app-limit-24hour-remaining': '0',
      'x-app-limit-24hour-reset': String(REMOTE_S + 7200),
      'x-user-limit-24hour-remaining': '40',
      'x-user-limit-24hour-reset': String(REMOTE_S + 3600),
    });
    expect(limits?.map(({ scope, limit, remaining, resetAt }) => [scope, limit, remaining, `${resetAt}`])).toEqual([
      ['account', 100, 9, opensIn(600)],
      ['app', 10_000, 0, opensIn(7200)],
      ['account', undefined, 40, opensIn(3600)],
    ]);
  });

  const senseless: readonly Record<string, string>[] = [
    {},
    { 'x-rate-limit-remaining': '5' },
    { 'x-rate-limit-reset': String(NOW_S + 60) },
    { 'x-rate-limit-remaining': 'many', 'x-rate-limit-reset': String(NOW_S + 60) },
    { 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': String(NOW_S - 60) },
    { 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': '99999999999' },
  ];
  test.each(senseless)('a success with headers %j tells nothing about limits', async (headers) => {
    expect(await answerTo(201, created, headers)).not.toHaveProperty('limits');
  });
});

describe('details', () => {
  test('are one short line that a terminal can show', async () => {
    const detail = `\u001B[2J\u202Eevil\n${'long '.repeat(200)}`;
    const outcome = await answerTo(400, problem(400, 'Bad\u0000 Request', detail));
    if (!('detail' in outcome)) throw new Error(outcome.type);
    expect(outcome.detail.length).toBeLessThanOrEqual(300);
    expect(outcome.detail).toContain('Bad Request: [2J evil long');
    expect(outcome.detail).not.toMatch(/[\p{C}\n]/u);
  });
});
