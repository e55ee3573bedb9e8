import { afterEach, beforeEach, expect, test } from 'vitest';
import { fbCalls } from './graph-lookalike/client.ts';
import { type LookalikeGraph, startLookalikeGraph } from './graph-lookalike/lookalike.ts';

const START = Date.parse('2026-11-23T10:00:00Z');
const URL_OF = { url: 'https://news.example/harbour.jpg', alt: 'The harbour' };
const PHOTO = { url: URL_OF.url, published: 'false', temporary: 'true', alt_text_custom: URL_OF.alt };
const MESSAGE = 'Harbour reopens\nhttps://news.example/harbour';
const FIELDS = { fields: 'id,message,attachments{unshimmed_url,url}' };

let graph: LookalikeGraph;
let now = START;

beforeEach(async () => {
  now = START;
  graph = await startLookalikeGraph({ now: () => now });
});
afterEach(() => graph.close());

const attached = (id = '700000000000000') => ({
  message: MESSAGE,
  attached_media: JSON.stringify([{ media_fbid: id }]),
});

test('the real package has a photo made and names it in a post, which shows no card', async () => {
  const heard = await fbCalls(graph, [
    ['2002/photos', 'post', PHOTO],
    ['2002/feed', 'post', attached()],
    ['2002/published_posts', 'get', FIELDS],
  ]);
  expect(heard.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(graph.journal.posts).toMatchObject([
    { text: MESSAGE, links: ['https://news.example/harbour'], media: [{ id: '700000000000000', ...URL_OF }] },
  ]);
  expect(heard[2]?.resolved).toMatchObject({
    data: [{ message: MESSAGE, attachments: { data: [{ unshimmed_url: expect.stringContaining('/photo.php') }] } }],
  });
});

test('a photo that is unknown or gone cannot be named, and what is no image is no photo', async () => {
  const heard = await fbCalls(graph, [
    ['2002/feed', 'post', attached('12')],
    ['2002/photos', 'post', { ...PHOTO, url: 'https://news.example/harbour.txt' }],
    ['2002/photos', 'post', { ...PHOTO, published: 'true' }],
    ['2002/photos', 'post', PHOTO],
  ]);
  expect(heard.map(({ status }) => status)).toEqual([400, 400, 400, 200]);
  now += 86_400_000;
  expect(await fbCalls(graph, [['2002/feed', 'post', attached()]])).toMatchObject([{ status: 400 }]);
  expect(graph.journal.posts).toEqual([]);
});

test('a photo meets faults as every request does', async () => {
  graph.useFaults(({ endpoint }) => (endpoint === 'photo' ? { type: 'service', code: 2, stored: true } : undefined));
  expect(await fbCalls(graph, [['2002/photos', 'post', PHOTO]])).toMatchObject([{ status: 500 }]);
  expect(graph.photos).toHaveLength(1);
});
