import { Agent } from 'node:http';
import { type ITwitterApiClientPlugin, TwitterApi } from 'twitter-api-v2';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { callsTo } from './x-lookalike/calls.ts';
import { type LookalikeX, startLookalikeX } from './x-lookalike/lookalike.ts';

const START = Date.parse('2026-11-23T09:00:00Z');
const PNG = Buffer.from('\x89PNG\r\n\x1a\nand so on', 'latin1');
const TEXT = 'Harbour reopens https://news.example/harbour';

let x: LookalikeX;
let now = START;

beforeEach(async () => {
  now = START;
  x = await startLookalikeX({ now: () => now, accounts: [account('1001'), account('1002')] });
});
afterEach(() => x.close());

const account = (id: string) => ({ id, username: `user${id}` });
const { call, pageOf } = callsTo(() => x);

/** Uploads as twitter-api-v2 signs it. */
async function upload(bytes: Buffer, fields: Record<string, string> = { media_category: 'tweet_image' }) {
  const plugin: ITwitterApiClientPlugin = {
    onBeforeRequest({ computedParams }) {
      computedParams.url = new URL(computedParams.url.pathname, x.prefix);
    },
  };
  const tokens = { appKey: 'k', appSecret: 's', accessToken: '1001-token', accessSecret: 'a' };
  const { v2 } = new TwitterApi(tokens, { httpAgent: new Agent(), plugins: [plugin] });
  const form = new FormData();
  form.set('media', new Blob([new Uint8Array(bytes)]), 'image');
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  const encoded = new Response(form);
  const headers = { 'content-type': encoded.headers.get('content-type') ?? '' };
  return v2.post('media/upload', Buffer.from(await encoded.arrayBuffer()), { headers });
}

const describeMedia = (id: string, text: string) =>
  call('POST', 'media/metadata', { send: { id, metadata: { alt_text: { text } } } });
const illustrate = (ids: readonly string[], as = '1001') =>
  call('POST', 'tweets', { send: { text: TEXT, media: { media_ids: ids } }, as });

test('an image is uploaded, told what it shows, and shown by a post', async () => {
  const { data } = await upload(PNG);
  expect(data).toMatchObject({ size: PNG.length, expires_after_secs: 86_400 });
  expect(x.media[0]?.bytes.equals(PNG)).toBe(true);
  expect(await describeMedia(data.id, 'The harbour')).toMatchObject({ status: 200, body: { data: { id: data.id } } });
  expect(await illustrate([data.id])).toMatchObject({ status: 201 });
  expect(x.journal.posts).toMatchObject([{ media: [{ id: data.id, alt: 'The harbour' }] }]);
  expect(x.journal.requests.map(({ endpoint }) => endpoint)).toEqual(['upload', 'alt', 'create']);
});

test('a post with an image ends in an address that nobody wrote', async () => {
  await illustrate([(await upload(PNG)).data.id]);
  const { data } = await pageOf('?tweet.fields=entities');
  expect(data[0]?.text).toMatch(/^Harbour reopens https:\/\/t\.co\/\w+ https:\/\/t\.co\/\w+$/);
  expect(data[0]).toMatchObject({
    entities: {
      urls: [{ expanded_url: 'https://news.example/harbour' }, { expanded_url: expect.stringMatching(/photo\/1$/) }],
    },
  });
});

test.each([
  ['nobody uploaded', async () => ['12']],
  ['is not given at all', async () => []],
  ['someone else uploaded', async () => [(await upload(PNG)).data.id], '1002'],
  [
    'has expired',
    async () => {
      const { data } = await upload(PNG);
      now += 86_400_000;
      return [data.id];
    },
  ],
] as const)('a post with an image that %s is refused', async (_what, ids, as: string = '1001') => {
  const answer = await illustrate(await ids(), as);
  expect(answer).toMatchObject({ status: 400, body: { errors: [{ message: 'Your media IDs are invalid.' }] } });
  expect(x.journal.posts).toEqual([]);
});

test.each([
  ['what is no image', Buffer.from('<svg/>'), undefined],
  ['what is too large', Buffer.concat([PNG, Buffer.alloc(5 * 1024 * 1024)]), undefined],
  ['what is no post image', PNG, { media_category: 'tweet_video' }],
])('%s is not taken', async (_what, bytes, fields) => {
  await expect(upload(bytes, fields)).rejects.toMatchObject({ code: 400 });
  expect(x.media).toEqual([]);
});

test('an alt text has one to a thousand characters and belongs to an image', async () => {
  const { data } = await upload(PNG);
  expect(await describeMedia(data.id, '')).toMatchObject({ status: 400 });
  expect(await describeMedia(data.id, 'x'.repeat(1001))).toMatchObject({ status: 400 });
  expect(await describeMedia('12', 'The harbour')).toMatchObject({ status: 400 });
  expect(x.media[0]).not.toHaveProperty('alt');
});

test('an upload meets faults as every request does', async () => {
  x.useFaults(({ endpoint, n }) =>
    endpoint === 'upload' && n === 1 ? { type: 'status', status: 503, stored: true } : undefined,
  );
  await expect(upload(PNG)).rejects.toMatchObject({ code: 503 });
  expect(x.media).toHaveLength(1);
  await upload(PNG);
  expect(x.media.map(({ id }) => id)).toHaveLength(2);
});
