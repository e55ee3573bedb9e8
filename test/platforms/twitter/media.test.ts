import { randomBytes } from 'node:crypto';
import type { RequestListener } from 'node:http';
import nock from 'nock';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Post } from '../../../src/domain/post.ts';
import { loopback } from '../../lib/loopback.ts';
import { armed, START } from '../contract.ts';
import { api, openTwitter, SECRETS } from './fake-x.ts';

const signal = new AbortController().signal;
const JPEG = await sharp({ create: { width: 64, height: 40, channels: 3, background: '#246' } })
  .jpeg()
  .toBuffer();
const UPLOADED = { data: { id: '710511363345354753', media_key: '3_710511363345354753', expires_after_secs: 86400 } };
const DESCRIBED = { data: { id: '710511363345354753', associated_metadata: { alt_text: { text: 'A bridge' } } } };
const UNTIL = '2026-11-24T10:00:00Z';

beforeEach(() => {
  nock.disableNetConnect();
  nock.enableNetConnect('127.0.0.1');
});
afterEach(() => {
  nock.abortPendingRequests();
  nock.cleanAll();
  nock.enableNetConnect();
});

/** A post with an image that this site answers for, and X as an account that may fetch it. */
async function illustrated(site: RequestListener, fields: Partial<Post> = {}, more = {}) {
  const host = await loopback(site);
  const image = { url: `http://${host}/bridge.jpg`, alt: 'A bridge' };
  const { sending: _, ...unarmed } = armed('Flood', 'https://example.com/flood');
  const post: Post = { ...unarmed, image, ...fields };
  const x = openTwitter({ fetchAllow: [host], ...more });
  return { image, post, x, prepare: async () => x.prepare?.(post, signal) };
}

const serving =
  (body: string | Buffer, status = 200): RequestListener =>
  (_request, response) =>
    response.writeHead(status, { 'content-type': 'application/octet-stream' }).end(body);

const upload = () => api().post('/2/media/upload');
const metadata = () => api().post('/2/media/metadata');

describe('an image for X', () => {
  test('is uploaded as it is, signed and on a connection of its own, and then told what it shows', async () => {
    let sent: Request | undefined;
    let form: FormData | undefined;
    upload().reply(async (request: Request) => {
      sent = request;
      form = await new Response(await request.arrayBuffer(), { headers: request.headers }).formData();
      return [200, UPLOADED];
    });
    const described = api()
      .post('/2/media/metadata', { id: UPLOADED.data.id, metadata: { alt_text: { text: 'A bridge' } } })
      .reply(200, DESCRIBED);
    const { image, prepare } = await illustrated(serving(JPEG));
    const outcome = await prepare();
    expect(outcome).toMatchObject({ type: 'ready', media: { id: UPLOADED.data.id, ...image } });
    expect(outcome?.type === 'ready' && outcome.media?.usableUntil?.toString()).toBe(UNTIL);
    expect(form?.get('media_category')).toBe('tweet_image');
    const media = form?.get('media');
    expect(media instanceof Blob && Buffer.from(await media.arrayBuffer()).equals(JPEG)).toBe(true);
    expect(sent?.headers.get('authorization')).toMatch(/^OAuth oauth_consumer_key="AppKeyPlanted/);
    expect(sent?.headers.get('connection')).toBe('close');
    expect(described.isDone()).toBe(true);
  });

  test('that was armed goes with the post', async () => {
    const post = armed('Flood', 'https://example.com/flood');
    const media = { id: '12', url: 'https://example.com/flood.jpg' };
    const create = api()
      .post('/2/tweets', { text: 'Flood https://example.com/flood', media: { media_ids: ['12'] } })
      .reply(201, { data: { id: '99' } });
    const sending = {
      sentAt: START,
      deadline: START,
      clockAheadMs: 0,
      link: 'https://example.com/flood',
      text: 'Flood',
    };
    await openTwitter().publish({ ...post, sending: { ...sending, media } }, signal);
    expect(create.isDone()).toBe(true);
  });

  test('without an image nothing is fetched and nothing asked', async () => {
    const { sending: _, ...post } = armed('Flood', 'https://example.com/flood');
    expect(await openTwitter().prepare?.(post, signal)).toEqual({ type: 'ready' });
  });

  test('lies there already after an earlier attempt, and is not uploaded again', async () => {
    const { image, post, x } = await illustrated(serving('', 500));
    const media = { id: '12', ...image, usableUntil: START.add({ hours: 1 }) };
    const sending = { text: 'Flood', link: post.link, sentAt: START, deadline: START, clockAheadMs: 0, media };
    expect(await x.prepare?.({ ...post, sending }, signal)).toEqual({ type: 'ready', media });
  });

  test('that an editor lets go without alt text is told nothing', async () => {
    upload().reply(200, UPLOADED);
    const { image, post, x } = await illustrated(serving(JPEG));
    const outcome = await x.prepare?.({ ...post, image: { url: image.url } }, signal);
    expect(outcome).toMatchObject({ type: 'ready', media: { id: UPLOADED.data.id } });
  });

  test('an alt text that is too long is cut at a word', async () => {
    let text = '';
    upload().reply(200, UPLOADED);
    metadata().reply(async (request: Request) => {
      text = Object(await request.json()).metadata.alt_text.text;
      return [200, DESCRIBED];
    });
    const { image, post, x } = await illustrated(serving(JPEG));
    await x.prepare?.({ ...post, image: { ...image, alt: 'A bridge at night. '.repeat(60) } }, signal);
    expect(text).toMatch(/^(A bridge at night\. )+A bridge at…$/);
    expect(text.length).toBeLessThanOrEqual(1000);
    expect(text.length).toBeGreaterThan(980);
  });

  test('that is too large is made smaller', async () => {
    const noise = { width: 2400, height: 1600, channels: 3 } as const;
    const large = await sharp(randomBytes(2400 * 1600 * 3), { raw: noise })
      .jpeg({ quality: 100 })
      .toBuffer();
    expect(large.length).toBeGreaterThan(5_000_000);
    let length = 0;
    upload().reply(async (request: Request) => {
      length = (await request.arrayBuffer()).byteLength;
      return [200, UPLOADED];
    });
    metadata().reply(200, DESCRIBED);
    const { prepare } = await illustrated(serving(large), {}, { deadlineMs: 60_000 });
    expect(await prepare()).toMatchObject({ media: { id: UPLOADED.data.id } });
    expect(length).toBeGreaterThan(100_000);
    expect(length).toBeLessThan(5_001_000);
  });
});

describe('an image that fails for good', () => {
  test.each([
    ['is not there', serving('gone', 404), 'the image answers 404'],
    ['is a page', serving('<!doctype html>'), 'no JPEG, PNG, GIF or WebP image'],
    ['is SVG, whatever its name', serving('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'no JPEG, PNG, GIF or WebP'],
    ['is longer than is read', serving(Buffer.alloc(20_000_001, JPEG)), 'longer than'],
    ['only begins like one', serving(Buffer.concat([JPEG.subarray(0, 40), Buffer.alloc(6_000_000)])), 'too large'],
    [
      'leads to a private address',
      (_request, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
      'not on the public internet',
    ],
  ] satisfies [string, RequestListener, string][])('because it %s: the post goes without', async (_what, site, why) => {
    const { prepare } = await illustrated(site);
    expect(await prepare()).toEqual({ type: 'ready', note: expect.stringContaining(why) });
  });

  test('because X refuses it: the post goes without', async () => {
    upload().reply(400, { title: 'Invalid Request', detail: 'The image is broken.', status: 400 });
    const { prepare } = await illustrated(serving(JPEG));
    const note = 'without its image: X did not take the image. (400 Invalid Request: The image is broken.)';
    expect(await prepare()).toEqual({ type: 'ready', note });
  });

  test('because X refuses its alt text: the post goes without', async () => {
    upload().reply(200, UPLOADED);
    metadata().reply(400, { title: 'Invalid Request', status: 400 });
    const { prepare } = await illustrated(serving(JPEG));
    expect(await prepare()).toEqual({ type: 'ready', note: expect.stringContaining('alt text') });
  });
});

describe('an image that fails for now', () => {
  test.each([500, 503, 429, 408])('because its site answers %i is asked for again', async (status) => {
    const { prepare } = await illustrated(serving('', status));
    expect(await prepare()).toEqual({ type: 'image-unavailable', detail: `the image answers ${status}` });
  });

  test('because its site says nothing is left at half the time', async () => {
    const { prepare } = await illustrated(() => {}, {}, { deadlineMs: 600 });
    const detail: unknown = expect.stringMatching(/^the image does not answer: no answer within 0\.[23]\d* s$/);
    expect(await prepare()).toEqual({ type: 'image-unavailable', detail });
  });

  const unclear: readonly [string, number, object | string][] = [
    ['an outage', 503, { title: 'Service Unavailable', status: 503 }],
    ['a good answer without an id', 200, { data: {} }],
    ['an empty answer', 201, ''],
    ['a redirect', 302, ''],
    ['an image that is still looked at', 200, { data: { ...UPLOADED.data, processing_info: { state: 'pending' } } }],
  ];
  test.each(unclear)('because of %s to the upload is uploaded again', async (_what, status, body) => {
    upload().reply(status, body);
    const { prepare } = await illustrated(serving(JPEG));
    expect(await prepare()).toMatchObject({ type: 'image-unavailable' });
  });

  test.each([
    [503, ''],
    [200, ''],
    [200, { errors: [{ title: 'Nope' }] }],
  ])('because X does not say that it took the alt text (%i) is uploaded again', async (status, body) => {
    upload().reply(200, UPLOADED);
    metadata().reply(status, body);
    const { prepare } = await illustrated(serving(JPEG));
    expect(await prepare()).toMatchObject({ type: 'image-unavailable', detail: expect.stringContaining('alt text') });
  });

  test.each([
    [401, { title: 'Unauthorized', status: 401 }, 'unauthorized'],
    [402, { title: 'CreditsDepleted', status: 402 }, 'no-credits'],
    [429, { title: 'Too Many Requests', status: 429 }, 'rate-limited'],
  ])('what concerns the account (%i) is said of the account', async (status, body, type) => {
    upload().reply(status, body);
    const { prepare } = await illustrated(serving(JPEG));
    expect(await prepare()).toMatchObject({ type, detail: expect.any(String) });
    upload().reply(200, UPLOADED);
    metadata().reply(status, body);
    expect(await (await illustrated(serving(JPEG))).prepare()).toMatchObject({ type });
  });

  test('shows no secret that X repeats', async () => {
    const said = Object.values(SECRETS).flatMap((secret) => [secret, encodeURIComponent(secret)]);
    const { prepare } = await illustrated(serving(JPEG));
    for (const status of [200, 400, 401, 403, 429, 500]) {
      upload().reply(status, { title: said.join(' '), detail: said.join(' ') });
      const shown = JSON.stringify(await prepare());
      for (const secret of said) expect(shown).not.toContain(secret);
    }
  });
});
