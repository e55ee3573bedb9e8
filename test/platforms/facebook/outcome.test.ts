import nock from 'nock';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PublishOutcome } from '../../../src/domain/ports.ts';
import { armed, START } from '../contract.ts';
import { feed, graphError, openFacebook } from './fake-facebook.ts';

const post = armed('Flood in the valley', 'https://example.com/flood');
const signal = new AbortController().signal;

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

type Body = object | string;

async function answerTo(status: number, body: Body, headers: Record<string, string> = {}): Promise<PublishOutcome> {
  const scope = feed().reply(status, body, headers);
  const second = feed().reply(200, { id: '104_99' });
  const outcome = await openFacebook().publish(post, signal);
  expect(scope.isDone()).toBe(true);
  expect(second.isDone()).toBe(false);
  return outcome;
}

describe('what Facebook will never take', () => {
  const refused: readonly [number, number?][] = [
    [100],
    [100, 1487694],
    [100, 1609008],
    [1609008],
    [1366051],
    [100, 1366051],
    [2061006],
    [100, 2061006],
    [1366046],
    [200, 1609008],
  ];
  test.each(refused)('code %s/%s is refused, and says what to do', async (code, subcode) => {
    const outcome = await answerTo(400, graphError(code, subcode));
    expect(outcome).toEqual({ type: 'refused', detail: expect.stringMatching(/^Change the words/) });
  });

  test.each([
    [506, undefined],
    [506, 1455006],
    [100, 1455006],
  ])('code %s/%s is a duplicate', async (code, subcode) => {
    const outcome = await answerTo(400, graphError(code, subcode));
    expect(outcome).toEqual({ type: 'refused', duplicate: true, detail: expect.stringContaining('Look on the Page') });
  });

  test('its words and its trace are kept', async () => {
    const outcome = await answerTo(400, graphError(100, 2061006, { error_user_msg: 'Use another link.' }));
    expect(outcome).toMatchObject({
      detail: expect.stringMatching(/400 code 100\/2061006, trace AbCdTrace, \(#100\) What.*Use another link/),
    });
  });

  test.each([1609005, 100])('a link that could not be read (code %i) may be tried again later', async (code) => {
    const body = graphError(code, code === 100 ? 1609005 : undefined);
    expect(await answerTo(400, body)).toMatchObject({ type: 'unavailable', detail: expect.stringContaining('link') });
  });
});

describe('what needs a person', () => {
  const unauthorized: readonly [string, Body, string][] = [
    ['3', graphError(3), 'pages_manage_posts'],
    ['10', graphError(10), 'pages_manage_posts'],
    ['200', graphError(200), 'pages_manage_posts'],
    ['299', graphError(299), 'pages_manage_posts'],
    ['102', graphError(102), 'new Page token'],
    ['190', graphError(190), 'new Page token'],
    ['190/458', graphError(190, 458), 'took the app away'],
    ['190/459', graphError(190, 459), 'log in at facebook.com'],
    ['190/460', graphError(190, 460), 'password'],
    ['190/463', graphError(190, 463), 'run out'],
    ['190/464', graphError(190, 464), 'log in at facebook.com'],
    ['190/467', graphError(190, 467), 'no longer valid'],
    ['190/492', graphError(190, 492), 'role'],
    ['190/2069032', graphError(190, 2069032), 'new Page token'],
    ['368', graphError(368), 'blocks the Page'],
    ['368/4854002', graphError(368, 4854002), 'blocks the Page'],
    ['368/1404078', graphError(368, 1404078), 'blocks the Page'],
    ['368/1404102', graphError(368, 1404102), 'blocks the Page'],
    ['368/1404006', graphError(368, 1404006), 'blocks the Page'],
    ['368/1346003', graphError(368, 1346003), 'blocks the Page'],
    ['2635', graphError(2635), 'update crier'],
    ['a Page that is not there', graphError(100, 33), 'the number of the Page'],
    [
      'a wrong app secret',
      graphError(100, undefined, { message: 'Invalid appsecret_proof provided in the API argument' }),
      'secret of the app',
    ],
  ];
  test.each(unauthorized)('code %s pauses the account', async (_code, body, advice) => {
    const outcome = await answerTo(400, body);
    expect(outcome).toEqual({ type: 'unauthorized', detail: expect.stringContaining(advice) });
  });

  test('an error in a good status is an error', async () => {
    expect(await answerTo(200, graphError(190))).toMatchObject({ type: 'unauthorized' });
  });
});

describe('what nobody knows', () => {
  const unconfirmed: readonly [string, number, Body, Record<string, string>?][] = [
    ['code 1', 400, graphError(1)],
    ['code 2', 400, graphError(2)],
    ['code 2 as it was seen to hide posts', 500, graphError(2, undefined, { is_transient: true })],
    ['code 1 with a subcode that tells more', 400, graphError(1, 1609005)],
    ['subcode 1363047', 400, graphError(100, 1363047)],
    ['code 1363047', 400, graphError(1363047)],
    ['subcode 1609010', 400, graphError(100, 1609010)],
    ['code 1609010', 400, graphError(1609010)],
    ['a dead token with status 500', 500, graphError(190)],
    ['status 500 with an id', 500, { id: '104_12' }],
    ['status 500 with nothing', 500, ''],
    ['status 404 with an id', 404, { id: '104_12' }],
    ['a code nobody told us about', 400, graphError(987)],
    ['a code that is a word', 400, { error: { code: '190', message: 'x' } }],
    ['an error that is a word', 400, { error: 'no' }],
    ['an empty error', 400, { error: {} }],
    ['an empty success', 200, ''],
    ['a success of nothing', 200, 'null'],
    ['a success that is false', 200, 'false'],
    ['a success without an id', 200, { permalink_url: 'https://www.facebook.com/1' }],
    ['a success with a strange id', 200, { id: '../1' }],
    ['a success with a number for an id', 200, { id: 12 }],
    ['Sorry, something went wrong', 200, '<html>Sorry, something went wrong.</html>'],
    ['half a success', 200, '{"id":"104_12"', { 'content-type': 'application/json' }],
    ['a redirect', 302, '', { location: 'https://example.com/' }],
    ['a redirect with an id', 302, { id: '104_12' }, { location: 'https://example.com/' }],
    ['a bad gateway', 502, '<html>'],
    ['a late gateway', 504, ''],
    ["a proxy's refusal", 403, '<html>Attention required!</html>'],
    ['half a refusal', 403, '{"error":{"code":190'],
  ];
  test.each(unconfirmed)('%s', async (_what, status, body, headers) => {
    const outcome = await answerTo(status, body, headers);
    expect(outcome).toMatchObject({ type: 'unconfirmed', detail: expect.stringContaining('look on the Page') });
  });
});

describe('what is live', () => {
  test.each([
    ['https://www.facebook.com/gazette/posts/pfbid0a', 'https://www.facebook.com/gazette/posts/pfbid0a'],
    ['https://evil.example/104_12', 'https://www.facebook.com/104_12'],
    ['javascript:alert(1)', 'https://www.facebook.com/104_12'],
    [undefined, 'https://www.facebook.com/104_12'],
  ])('said to be at %s it is at %s', async (permalink_url, url) => {
    expect(await answerTo(200, { id: '104_12', permalink_url })).toEqual({
      type: 'published',
      remoteId: '104_12',
      url,
    });
  });
});

/** Usage as Facebook words it, of one Page. */
const business = (usage: object, type = 'pages') => ({
  'x-business-use-case-usage': JSON.stringify({
    104: [{ type, call_count: 1, total_cputime: 1, total_time: 1, estimated_time_to_regain_access: 0, ...usage }],
  }),
});
const app = (call_count: number) => ({
  'x-app-usage': JSON.stringify({ call_count, total_time: 25, total_cputime: 25 }),
});
const inMinutes = (minutes: number) => START.add({ minutes }).toString();

describe('windows that are used up', () => {
  // In text, since Temporal's own values all look alike to the test's comparison.
  async function limited(body: Body, headers: Record<string, string> = {}, status = 400) {
    const outcome = await answerTo(status, body, headers);
    if (outcome.type !== 'rate-limited') throw new Error(JSON.stringify(outcome));
    return [outcome.retryAt.toString(), outcome.scope];
  }

  test.each([
    [4, undefined, 'app'],
    [341, undefined, 'app'],
    [17, undefined, 'account'],
    [32, undefined, 'account'],
    [613, undefined, 'account'],
    [613, 1996, 'account'],
    [80001, undefined, 'account'],
  ])('code %s/%s closes the %3$s for an hour where no time is named', async (code, subcode, scope) => {
    expect(await limited(graphError(code, subcode))).toEqual([inMinutes(60), scope]);
  });

  const times: readonly [string, Record<string, string>, number, 'account' | 'app'][] = [
    ['the time is in minutes', business({ estimated_time_to_regain_access: 30 }), 30, 'account'],
    [
      'the longest of several counts',
      business({ estimated_time_to_regain_access: 30, call_count: 855 }),
      30,
      'account',
    ],
    ['other use cases do not count', business({ estimated_time_to_regain_access: 30 }, 'ads_insights'), 60, 'account'],
    ['never more than 25 hours', business({ estimated_time_to_regain_access: 1e15 }), 25 * 60, 'account'],
    ['a negative time is none', business({ estimated_time_to_regain_access: -5 }), 60, 'account'],
    ['a time in words is none', business({ estimated_time_to_regain_access: 'soon' }), 60, 'account'],
    ['a full app is full for all its Pages', { ...business({}), ...app(100) }, 60, 'app'],
    ['an app with room is not', { ...business({}), ...app(28) }, 60, 'account'],
    ['headers that are not JSON', { 'x-business-use-case-usage': '{"1":[', 'x-app-usage': 'null' }, 60, 'account'],
    ['headers of another shape', { 'x-business-use-case-usage': '{"1":7}', 'x-app-usage': '[]' }, 60, 'account'],
    ['the older header', { 'x-page-usage': '{"call_count":99,"estimated_time_to_regain_access":5}' }, 5, 'account'],
  ];
  test.each(times)('%s', async (_what, headers, minutes, scope) => {
    expect(await limited(graphError(80001), headers)).toEqual([inMinutes(minutes), scope]);
  });

  test('status 429 is a window whatever is in it', async () => {
    expect(await limited('<html>', {}, 429)).toEqual([inMinutes(60), 'account']);
  });

  test('a Page that posts too often waits for hours', async () => {
    expect(await limited(graphError(368, 1390008))).toEqual([inMinutes(360), 'account']);
  });
});

describe('windows that are nearly used up', () => {
  async function limitsAfter(headers: Record<string, string>) {
    const outcome = await answerTo(200, { id: '104_12' }, headers);
    expect(outcome.type).toBe('published');
    return outcome.limits?.map(({ remaining, resetAt, scope }) => [remaining, resetAt.toString(), scope]);
  }

  const closed: readonly [string, Record<string, string>, number, 'account' | 'app'][] = [
    ['95 percent of the calls', business({ call_count: 95 }), 15, 'account'],
    ['95 percent of the time', business({ total_time: 95 }), 15, 'account'],
    ['855 percent of the processor', business({ total_cputime: 855 }), 15, 'account'],
    ['a time to wait', business({ estimated_time_to_regain_access: 7 }), 7, 'account'],
    ['a full app', app(96), 15, 'app'],
    ['the older header', { 'x-page-usage': '{"call_count":99}' }, 15, 'account'],
  ];
  test.each(closed)('%s keeps the %4$s still', async (_what, headers, minutes, scope) => {
    expect(await limitsAfter(headers)).toEqual([[0, inMinutes(minutes), scope]]);
  });

  test('94 percent leaves six, for an hour', async () => {
    const headers = { ...business({ call_count: 94 }), ...app(94) };
    expect(await limitsAfter(headers)).toEqual([
      [6, inMinutes(60), 'account'],
      [6, inMinutes(60), 'app'],
    ]);
  });

  const open: readonly [string, Record<string, string>][] = [
    ['no headers', {}],
    ['another use case', business({ call_count: 100 }, 'instagram')],
    ['nonsense', { 'x-app-usage': 'full', 'x-business-use-case-usage': '[]', 'x-page-usage': '{' }],
  ];
  test.each(open)('%s tells nothing', async (_what, headers) => {
    expect(await limitsAfter(headers)).toBeUndefined();
  });
});
