import nock from 'nock';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Beside } from '../../../src/domain/ports.ts';
import { armed, START } from '../contract.ts';
import { deletion, feed, graphError, openFacebook, PAGE_ID, photos, published, scrape } from './fake-facebook.ts';

const signal = new AbortController().signal;
const post = { ...armed('Flood in the valley', 'https://example.com/flood'), newsAt: START };

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  nock.abortPendingRequests();
  nock.cleanAll();
  nock.enableNetConnect();
});

const usageOf = (pages: Readonly<Record<string, object>>) => ({
  'x-business-use-case-usage': JSON.stringify(
    Object.fromEntries(Object.entries(pages).map(([id, usage]) => [id, [{ type: 'pages', ...usage }]])),
  ),
});
const FULL = usageOf({ [PAGE_ID]: { call_count: 100, estimated_time_to_regain_access: 20 } });

/** As text, since Temporal's own values all look alike to the test's comparison. */
function heard({ limits = [] }: Beside) {
  return limits.map(({ scope, remaining, resetAt, everyUse }) => [scope, remaining, String(resetAt), everyUse]);
}

describe('how much a Page has used', () => {
  const inTwentyMinutes = [['account', 0, '2026-11-23T10:20:00Z', true]];

  test('is heard beside every answer, whatever it is', async () => {
    const facebook = openFacebook();
    feed().reply(400, graphError(100), FULL);
    expect(heard(await facebook.publish(post, signal))).toEqual(inTwentyMinutes);
    published().reply(200, { data: [] }, FULL);
    expect(heard(await facebook.recent({ atMost: 5 }, signal))).toEqual(inTwentyMinutes);
    deletion('104_12').reply(200, { success: true }, FULL);
    expect(heard(await facebook.retract('104_12', signal))).toEqual(inTwentyMinutes);
    scrape().reply(200, { id: 'x' }, FULL);
    expect(heard((await facebook.prepare?.(post, signal)) ?? {})).toEqual(inTwentyMinutes);
  });

  test('keeps a photo from being asked for once the reading of the link used it up', async () => {
    scrape().reply(200, { id: 'x' }, FULL);
    const photo = photos().reply(200, { id: '10158' });
    const { sending: _, ...illustrated } = { ...post, image: { url: 'https://example.com/flood.jpg' } };
    expect(await openFacebook().prepare?.(illustrated, signal)).toMatchObject({ type: 'ready' });
    expect(photo.isDone()).toBe(false);
  });

  test('keeps further pages of its posts from being read', async () => {
    const paging = { next: 'https://graph.facebook.com/more', cursors: { after: 'more' } };
    published().reply(200, { data: [], paging }, FULL);
    const second = published().reply(200, { data: [] });
    expect(await openFacebook().recent({ atMost: 5 }, signal)).toMatchObject({ type: 'read', complete: false });
    expect(second.isDone()).toBe(false);
  });

  test('is not mistaken for that of another Page', async () => {
    feed().reply(200, { id: '104_12' }, usageOf({ 205: { call_count: 855 }, [PAGE_ID]: { call_count: 3 } }));
    expect(heard(await openFacebook().publish(post, signal))).toEqual([['account', 97, '2026-11-23T11:00:00Z', true]]);
  });

  test('is that of the app where the app has its own header', async () => {
    feed().reply(200, { id: '104_12' }, { 'x-app-usage': '{"call_count":103,"total_time":25,"total_cputime":25}' });
    expect(heard(await openFacebook().publish(post, signal))).toEqual([['app', 0, '2026-11-23T10:15:00Z', true]]);
  });

  test('is nothing to speak of where Facebook leaves its headers out', async () => {
    feed().reply(200, { id: '104_12' });
    expect(await openFacebook().publish(post, signal)).not.toHaveProperty('limits');
  });
});
