import nock from 'nock';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Beside } from '../../../src/domain/ports.ts';
import { armed, START } from '../contract.ts';
import { api, openTwitter } from './fake-x.ts';

const signal = new AbortController().signal;
const post = armed('Flood in the valley', 'https://example.com/flood');
const STATED = {
  date: new Date(START.epochMilliseconds).toUTCString(),
  'x-rate-limit-limit': '100',
  'x-rate-limit-remaining': '0',
  'x-rate-limit-reset': String(START.epochMilliseconds / 1000 + 600),
};

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  nock.abortPendingRequests();
  nock.cleanAll();
  nock.enableNetConnect();
});

/** As text, since Temporal's own values all look alike to the test's comparison. */
function heard({ limits = [] }: Beside) {
  return limits.map(({ scope, remaining, limit, resetAt }) => [scope, remaining, limit, String(resetAt)]);
}

describe('the window of an endpoint of X', () => {
  const inTenMinutes = [['account', 0, 100, '2026-11-23T10:10:00Z']];

  test('is heard beside every answer, whatever it is', async () => {
    const x = openTwitter();
    api().post('/2/tweets').reply(503, { title: 'Service Unavailable' }, STATED);
    expect(heard(await x.publish(post, signal))).toEqual(inTenMinutes);
    api()
      .get('/2/users/777/tweets')
      .query(true)
      .reply(200, { meta: { result_count: 0 } }, STATED);
    expect(heard(await x.recent({ atMost: 5 }, signal))).toEqual(inTenMinutes);
    api()
      .delete('/2/tweets/12')
      .reply(200, { data: { deleted: true } }, STATED);
    expect(heard(await x.retract('12', signal))).toEqual(inTenMinutes);
  });

  test('that is used up keeps further pages from being read, which then prove nothing', async () => {
    const tweet = { id: '12', text: 'Flood', created_at: '2026-11-23T09:59:00.000Z' };
    const page = { data: [tweet], meta: { result_count: 1, next_token: 'more' } };
    api().get('/2/users/777/tweets').query(true).reply(200, page, STATED);
    const second = api()
      .get('/2/users/777/tweets')
      .query(true)
      .reply(200, { meta: { result_count: 0 } });
    expect(await openTwitter().recent({ atMost: 50 }, signal)).toMatchObject({ type: 'read', complete: false });
    expect(second.isDone()).toBe(false);
  });
});
