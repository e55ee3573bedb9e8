import nock from 'nock';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Post } from '../../../src/domain/post.ts';
import { armed, START } from '../contract.ts';
import { failing, feed, graphError, openFacebook, photos, scrape } from './fake-facebook.ts';

const signal = new AbortController().signal;
const LINK = 'https://example.com/flood?a=1&b=2';
const IMAGE = { url: 'https://example.com/flood.jpg?w=1200', alt: 'The river at the bridge' };
const { sending: _, ...unarmed } = armed('Flood in the valley', LINK);
/** Old enough that its card needs no fresh reading. */
const post: Post = { ...unarmed, image: IMAGE, newsAt: START.subtract({ hours: 48 }) };
const prepare = async (fields: Partial<Post> = {}) => openFacebook().prepare?.({ ...post, ...fields }, signal);

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  nock.abortPendingRequests();
  nock.cleanAll();
  nock.enableNetConnect();
});

describe('an image for Facebook', () => {
  test('is fetched by Facebook itself, as a photo that nobody sees, in nothing but texts', async () => {
    let form = '';
    photos().reply(async (request: Request) => {
      form = await request.text();
      return [200, { id: '10158' }];
    });
    const outcome = await prepare();
    expect(Object.fromEntries(new URLSearchParams(form))).toEqual({
      url: IMAGE.url,
      published: 'false',
      temporary: 'true',
      alt_text_custom: IMAGE.alt,
    });
    expect(outcome).toMatchObject({ type: 'ready', media: { id: '10158', ...IMAGE } });
    expect(outcome?.type === 'ready' && outcome.media?.usableUntil?.toString()).toBe('2026-11-23T22:00:00Z');
  });

  test('that an editor lets go without alt text is sent without one', async () => {
    let form = '';
    photos().reply(async (request: Request) => {
      form = await request.text();
      return [200, { id: '10158' }];
    });
    expect(await prepare({ image: { url: IMAGE.url } })).toMatchObject({ type: 'ready', media: { id: '10158' } });
    expect(form).not.toContain('alt_text_custom');
  });

  test('goes with the post, whose words then end in the link', async () => {
    let form = '';
    feed().reply(async (request: Request) => {
      form = await request.text();
      return [200, { id: '104_12' }];
    });
    const sending = { text: 'Flood in the valley', link: LINK, sentAt: START, deadline: START, clockAheadMs: 0 };
    const media = { id: '10158', ...IMAGE };
    await openFacebook().publish({ ...post, sending: { ...sending, media } }, signal);
    expect(Object.fromEntries(new URLSearchParams(form))).toEqual({
      message: `Flood in the valley\n${LINK}`,
      attached_media: '[{"media_fbid":"10158"}]',
      fields: 'permalink_url',
    });
  });

  test('lies there already after an earlier attempt, and is not fetched again', async () => {
    const media = { id: '10158', ...IMAGE, usableUntil: START.add({ hours: 1 }) };
    const sending = { text: 'Flood', link: LINK, sentAt: START, deadline: START, clockAheadMs: 0, media };
    expect(await prepare({ sending })).toEqual({ type: 'ready', media });
  });

  test('comes after the fresh reading of the link, which the card needs if the image fails', async () => {
    const scraped = scrape().reply(200, { url: LINK });
    photos().reply(400, graphError(100, 1366046));
    const outcome = await prepare({ newsAt: START });
    expect(scraped.isDone()).toBe(true);
    expect(outcome).toEqual({
      type: 'ready',
      note: expect.stringMatching(/^without its image: Facebook did not take/),
    });
  });

  const failures: readonly [string, number, object | string, string][] = [
    ['an answer without an id', 200, { success: true }, 'image-unavailable'],
    ['an id that is none', 200, { id: 'ten' }, 'image-unavailable'],
    ['an outage', 500, graphError(2), 'image-unavailable'],
    ["a proxy's page", 502, '<html>', 'image-unavailable'],
    ['a used up window', 400, graphError(80001), 'rate-limited'],
    ['a dead token', 400, graphError(190), 'unauthorized'],
    ['a missing permission', 403, graphError(200), 'unauthorized'],
  ];
  test.each(failures)('meets %s', async (_what, status, body, type) => {
    photos().reply(status, body);
    expect(await prepare()).toMatchObject({ type, detail: expect.any(String) });
  });

  test.each(['ECONNRESET', 'ENOTFOUND'])('meets a network that is down (%s)', async (code) => {
    photos().replyWithError(failing(code));
    expect(await prepare()).toMatchObject({ type: 'image-unavailable', detail: expect.stringContaining(code) });
  });

  test.each([
    ['missing', graphError(100, 33)],
    ['invalid', graphError(100)],
    ['used in another post', graphError(1366051)],
  ])('that is %s when the post names it is a refusal, never a dead token', async (_what, body) => {
    feed().reply(400, body);
    const sending = { text: 'Flood', link: LINK, sentAt: START, deadline: START, clockAheadMs: 0 };
    const media = { id: '10158', ...IMAGE };
    expect(await openFacebook().publish({ ...post, sending: { ...sending, media } }, signal)).toMatchObject({
      type: 'refused',
    });
  });

  test('is not asked for where the post carries none', async () => {
    const { image: _image, ...plain } = post;
    expect(await openFacebook().prepare?.(plain, signal)).toEqual({ type: 'ready' });
  });
});
