import { createHmac } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { fbCalls } from './graph-lookalike/client.ts';
import { type LookalikeGraph, type LookalikeGraphOptions, startLookalikeGraph } from './graph-lookalike/lookalike.ts';

const START = Date.parse('2026-11-23T10:00:00.400Z');
const MINUTE_MS = 60_000;
const PAGES = [
  { id: '2002', name: 'Demo Daily', accessToken: '2002-page-token' },
  { id: '2003', name: 'Demo Sport', accessToken: '2003-page-token' },
];

let graph: LookalikeGraph;
let now = START;

afterEach(() => graph.close());

async function start(options: LookalikeGraphOptions = {}): Promise<void> {
  now = START;
  graph = await startLookalikeGraph({ now: () => now, pages: PAGES, ...options });
}

/** One call as bare HTTP, for Page 2002 where `as` is not given; token and proof stand in the query. */
async function call(method: string, path: string, parameters: Record<string, string> = {}, as = '2002') {
  const token = `${as}-page-token`;
  const proof = createHmac('sha256', 'graph-app-secret').update(token).digest('hex');
  const url = new URL(path, graph.prefix);
  for (const [name, value] of Object.entries({ access_token: token, appsecret_proof: proof, ...parameters })) {
    if (value) url.searchParams.set(name, value);
  }
  const response = await fetch(url, { method });
  const body: unknown = await response.json();
  return { status: response.status, headers: Object.fromEntries(response.headers), body };
}

const post = (message: string, link = '', as = '2002') => call('POST', `${as}/feed`, { message, link }, as);
const idOf = async (message: string) => z.object({ id: z.string() }).parse((await post(message)).body).id;

const list = z.object({
  data: z.array(z.looseObject({ id: z.string(), message: z.string().optional() })),
  paging: z.object({ cursors: z.object({ after: z.string() }), next: z.string().optional() }).optional(),
});
const posts = async (parameters: Record<string, string> = {}) =>
  list.parse((await call('GET', '2002/published_posts', parameters)).body);
const messages = async (parameters: Record<string, string> = {}) =>
  (await posts(parameters)).data.map(({ message }) => message);

const anError = (code: number, more: object = {}) => ({ body: { error: { code, ...more } } });

test('the real package posts, reads, scrapes, asks whom it speaks for, and deletes', async () => {
  await start();
  const link = 'https://news.example/harbour?utm_source=fb';
  const id = '2002_122100000000001';
  const heard = await fbCalls(graph, [
    ['2002/feed', 'post', { message: 'Harbour reopens', link, fields: 'permalink_url' }],
    ['2002/published_posts', 'get', { fields: 'id,message,permalink_url,created_time,attachments{unshimmed_url,url}' }],
    ['', 'post', { id: link, scrape: true }],
    ['2002', 'get', { fields: 'name' }],
    ['debug_token', 'get', { input_token: '2002-page-token' }],
    [id, 'get', { fields: 'id' }],
    [id, 'delete', {}],
    [id, 'delete', {}],
  ]);
  const permalink = 'https://www.facebook.com/2002/posts/122100000000001';
  const shimmed = `https://l.facebook.com/l.php?u=${encodeURIComponent(link)}&h=AT0`;
  expect(heard.map(({ resolved }) => resolved)).toEqual([
    { id, permalink_url: permalink },
    {
      data: [
        {
          id,
          message: 'Harbour reopens',
          permalink_url: permalink,
          created_time: '2026-11-23T10:00:00+0000',
          attachments: { data: [{ unshimmed_url: link, url: shimmed }] },
        },
      ],
      paging: { cursors: { before: expect.any(String), after: expect.any(String) } },
    },
    expect.objectContaining({ url: link }),
    { id: '2002', name: 'Demo Daily' },
    { data: expect.objectContaining({ is_valid: true, expires_at: 0, profile_id: '2002', type: 'PAGE' }) },
    { id },
    { success: true },
    undefined,
  ]);
  expect(heard.at(-1)).toMatchObject({ status: 400, rejected: { error: { code: 100, error_subcode: 33 } } });
  expect(heard[0]?.headers).toMatchObject({ 'facebook-api-version': 'v26.0' });
  expect(graph.journal.requests.map(({ endpoint }) => endpoint)).toEqual([
    'create',
    'posts',
    'scrape',
    'page',
    'token',
    'post',
    'delete',
    'delete',
  ]);
  expect(graph.liveByLink()).toEqual({});
  expect(graph.everByLink()).toEqual({ '2002': { 'https://news.example/harbour': 1 } });
});

test('a token without its proof, or with a wrong one, is an invalid parameter; an unknown token is dead', async () => {
  await start();
  const proof = (value: string) => call('GET', '2002', { appsecret_proof: value });
  const wrong = { code: 100, message: 'Invalid appsecret_proof provided in the API argument' };
  expect(await proof('0'.repeat(64))).toMatchObject({ status: 400, body: { error: wrong } });
  expect(await proof('')).toMatchObject({ status: 400, ...anError(100) });
  expect(await call('GET', '2002', { access_token: 'other' })).toMatchObject(anError(190));
  expect(await call('GET', 'debug_token', { input_token: 'other' })).toMatchObject({
    body: { data: { is_valid: false, error: { code: 190 } } },
  });
  expect((await call('GET', '2002')).status).toBe(200);
});

test('token, proof and fields may stand in the body, as a form or as JSON', async () => {
  await start();
  const token = '2002-page-token';
  const proof = createHmac('sha256', 'graph-app-secret').update(token).digest('hex');
  const fields = { message: 'In the body', access_token: token, appsecret_proof: proof };
  const url = new URL('2002/feed', graph.prefix);
  expect((await fetch(url, { method: 'POST', body: new URLSearchParams(fields) })).status).toBe(200);
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ ...fields, message: 'As JSON' });
  expect((await fetch(url, { method: 'POST', headers, body })).status).toBe(200);
  expect(await messages()).toEqual(['As JSON', 'In the body']);
});

test('a Page speaks for itself only', async () => {
  await start();
  expect(await call('POST', '2003/feed', { message: 'Hello' })).toMatchObject({ status: 403, ...anError(200) });
  expect(await call('GET', '2003/published_posts')).toMatchObject({ status: 403, ...anError(10) });
  const id = await idOf('Hello');
  expect(await call('DELETE', id, {}, '2003')).toMatchObject(anError(100, { error_subcode: 33 }));
  expect(await call('GET', '7')).toMatchObject(anError(100, { error_subcode: 33 }));
  expect(graph.journal.posts).toHaveLength(1);
});

test('a post needs words or a link, a link that is one, and at most 63,206 characters', async () => {
  await start();
  expect(await post('  ')).toMatchObject({ status: 400, ...anError(100) });
  expect(await post('Hello', 'news.example')).toMatchObject({ status: 400, ...anError(100) });
  const proof = createHmac('sha256', 'graph-app-secret').update('2002-page-token').digest('hex');
  const long = async (length: number) => {
    const fields = { message: 'a'.repeat(length), access_token: '2002-page-token', appsecret_proof: proof };
    return (await fetch(new URL('2002/feed', graph.prefix), { method: 'POST', body: new URLSearchParams(fields) }))
      .status;
  };
  expect([await long(63_206), await long(63_207)]).toEqual([200, 400]);
});

test('only a post like the last one is refused, and only where the option says so', async () => {
  await start();
  await post('Same', 'https://news.example/a');
  expect(await post('Same', 'https://news.example/a')).toMatchObject({ status: 400, ...anError(506) });
  expect((await post('Same', 'https://news.example/b')).status).toBe(200);
  expect((await post('Same', 'https://news.example/a')).status).toBe(200);
  expect(graph.liveByLink()).toEqual({ '2002': { 'https://news.example/a': 2, 'https://news.example/b': 1 } });
  await graph.close();
  await start({ refusesDuplicates: false });
  await post('Same');
  expect((await post('Same')).status).toBe(200);
});

test('posts are paged newest first, and a deleted one leaves its page short', async () => {
  await start();
  const ids: string[] = [];
  for (let n = 1; n <= 5; n += 1) ids.push(await idOf(`Number ${n}`));
  await call('DELETE', ids[3] ?? '');
  const first = await posts({ limit: '2' });
  expect(first.data.map(({ message }) => message)).toEqual(['Number 5']);
  expect(first.paging?.next).toMatch(/^https:\/\/graph\.facebook\.com\/v26\.0\/2002\/published_posts\?.*after=/);
  const second = await posts({ limit: '2', after: first.paging?.cursors.after ?? '' });
  expect(second.data.map(({ message }) => message)).toEqual(['Number 3', 'Number 2']);
  const third = await posts({ limit: '2', after: second.paging?.cursors.after ?? '' });
  expect(third.data.map(({ message }) => message)).toEqual(['Number 1']);
  expect(third.paging?.next).toBeUndefined();
});

test('since takes its own second in, and nothing found has no paging', async () => {
  await start();
  await post('Old');
  now += MINUTE_MS;
  await post('New');
  const second = Math.floor(now / 1000);
  expect(await messages({ since: String(second) })).toEqual(['New']);
  expect(await messages({ since: String(second - 60) })).toEqual(['New', 'Old']);
  expect((await call('GET', '2002/published_posts', { since: String(second + 1) })).body).toEqual({ data: [] });
});

test.each([{ limit: '0' }, { limit: '101' }, { since: 'yesterday' }, { after: 'x' }, { fields: 'id,likes' }])(
  'the list refuses %o',
  async (parameters) => {
    await start();
    expect(await call('GET', '2002/published_posts', parameters)).toMatchObject({ status: 400, ...anError(100) });
  },
);

test('a lagging list shows a post only later, and one made by hand counts', async () => {
  await start({ timelineLagMs: () => MINUTE_MS });
  graph.postByHand('2002', 'Seen at https://news.example/a?utm_medium=web.');
  await post('By crier', 'https://news.example/a');
  expect(await messages()).toEqual([]);
  now += MINUTE_MS;
  expect(await messages({ fields: 'message' })).toEqual(['By crier', 'Seen at https://news.example/a?utm_medium=web.']);
  expect(graph.liveByLink()).toEqual({ '2002': { 'https://news.example/a': 2 } });
  expect(graph.journal.posts.map(({ byHand }) => byHand)).toEqual([true, false]);
});

test('an expired version is answered by the oldest that lives, one to come by none', async () => {
  await start();
  expect((await call('GET', '/v2.3/2002')).headers['facebook-api-version']).toBe('v21.0');
  expect((await call('GET', '/v27.0/2002')).status).toBe(400);
  expect((await call('GET', 'somewhere/else')).status).toBe(400);
});

test('usage shows once there is some, and its end closes the Page', async () => {
  await start({ callsPerDay: 200 });
  const usage = async () => (await call('GET', '2002')).headers['x-business-use-case-usage'];
  expect(await usage()).toBeUndefined();
  expect(await usage()).toContain('"call_count":1,');
  for (let n = 3; n <= 200; n += 1) await call('GET', '2002');
  const closed = await call('GET', '2002');
  expect(closed).toMatchObject({ status: 400, ...anError(80001) });
  expect(closed.headers['x-business-use-case-usage']).toContain('"estimated_time_to_regain_access":1440}');
  expect((await call('GET', '2003', {}, '2003')).status).toBe(200);
});

test('the server dates everything by its own clock', async () => {
  await start({ clockAheadMs: 90_000 });
  expect((await post('Hello')).headers.date).toBe('Mon, 23 Nov 2026 10:01:30 GMT');
  expect((await posts({ fields: 'created_time' })).data[0]?.created_time).toBe('2026-11-23T10:01:30+0000');
});

test('another process can read the journal and switch the plan', async () => {
  await start({ plans: { down: () => ({ type: '500-without-error', stored: false }) } });
  const plan = (name: string) =>
    fetch(new URL('/__faults', graph.prefix), { method: 'POST', body: JSON.stringify({ plan: name }) });
  expect((await plan('down')).status).toBe(200);
  expect(await post('Hello')).toMatchObject({ status: 500, body: { success: false } });
  expect((await plan('none')).status).toBe(200);
  expect((await post('Hello')).status).toBe(200);
  const journal: unknown = await (await fetch(new URL('/__journal', graph.prefix))).json();
  expect(journal).toEqual(JSON.parse(JSON.stringify(graph.journal)));
  expect(JSON.stringify(journal)).not.toContain('page-token');
});
