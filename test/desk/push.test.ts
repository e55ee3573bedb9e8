import { createHmac } from 'node:crypto';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { shapes } from '../../scripts/schemas.ts';
import { articleFromJson } from '../../src/articles/json-article.ts';
import { idFault } from '../../src/articles/source-settings.ts';
import { type PushSite, pushApi } from '../../src/desk/push.ts';
import { openStore } from '../../src/store/index.ts';
import { at } from '../support/posts.ts';

const SECRET = 'a-secret-for-the-tests';
const TOKEN = 'a-token-for-the-tests';
const NOW = at('2026-05-01T09:00:00Z');

class Trouble extends Error {}

const aSite = (id: string, keys: PushSite['keys'] = { secret: SECRET, token: TOKEN }): PushSite => ({
  id,
  keys,
  advice: `check PUSH_${id.toUpperCase()}_SECRET`,
  understand: async (text, sentAt) =>
    articleFromJson(text, sentAt, { source: id, language: 'en', timezone: 'Europe/Kyiv' }),
  idFault,
});

const aStory = (fields: object = {}) => ({
  id: 'bridge',
  url: 'https://news.example/bridge',
  title: 'Bridge opens',
  body: 'The bridge opened on Sunday.',
  publishedAt: '2026-05-01T08:00:00Z',
  ...fields,
});

/** The API over a store in memory, asked without a port. */
async function anApi({ sites = [aSite('cms')] }: { sites?: readonly PushSite[] } = {}) {
  const store = await openStore({ path: ':memory:' });
  onTestFinished(() => store.close());
  const errors: unknown[] = [];
  const app = pushApi({
    sites,
    store,
    now: () => NOW,
    isTrouble: (error) => error instanceof Trouble,
    onError: (error) => void errors.push(error),
  });
  const ask = async (path: string, init: RequestInit) => {
    const answer = await app.request(path, init);
    return { status: answer.status, headers: answer.headers, said: await answer.json() };
  };
  return {
    app,
    store,
    errors,
    ask,
    post: (story: unknown, path = '/api/articles', headers: Record<string, string> = bearer()) =>
      ask(path, { method: 'POST', headers, body: typeof story === 'string' ? story : JSON.stringify(story) }),
    remove: (id: string, headers: Record<string, string> = bearer()) =>
      ask(`/api/articles/${id}`, { method: 'DELETE', headers }),
    held: async (source = 'cms') => (await store.received(source, undefined)).articles,
  };
}

const bearer = (token = TOKEN) => ({ Authorization: `Bearer ${token}` });

function signed(covered: string, { secret = SECRET, sentAt = NOW, prefix = 'sha256=' } = {}): Record<string, string> {
  const timestamp = String(Math.floor(sentAt.epochMilliseconds / 1000));
  const signature = createHmac('sha256', secret).update(`${timestamp}.${covered}`).digest('hex');
  return { 'X-Crier-Timestamp': timestamp, 'X-Crier-Signature': `${prefix}${signature}` };
}

describe('a story', () => {
  it('is stored before it is answered, with what was understood', async () => {
    const api = await anApi();
    const { status, said } = await api.post(aStory({ image: { url: 'https://news.example/a.jpg' }, tags: ['town'] }));
    expect(status).toBe(202);
    expect(shapes.push.parse(said)).toEqual({
      article: 'cms/bridge',
      status: 'accepted',
      understood: {
        id: 'bridge',
        url: 'https://news.example/bridge',
        title: 'Bridge opens',
        image: { url: 'https://news.example/a.jpg' },
        tags: ['town'],
        publishedAt: '2026-05-01T08:00:00Z',
        language: 'en',
        status: 'usable',
        words: 5,
        missing: ['summary', 'section', 'authors', 'alt text', 'updatedAt'],
      },
    });
    expect(await api.held()).toMatchObject([{ source: 'cms', id: 'bridge', title: 'Bridge opens' }]);
  });

  it('that comes again is unchanged, and one that comes late is stale', async () => {
    const api = await anApi();
    const newer = aStory({ title: 'Bridge is open', updatedAt: '2026-05-01T08:50:00Z' });
    const older = aStory({ updatedAt: '2026-05-01T08:10:00Z' });
    const answers = [];
    for (const story of [newer, newer, older]) answers.push(await api.post(story));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    expect(answers.map(({ said }) => shapes.push.parse(said).status)).toEqual(['accepted', 'unchanged', 'stale']);
    expect(await api.held()).toMatchObject([{ title: 'Bridge is open' }]);
  });

  it.each([
    ['{"id":"bridge"', 422, 'is not valid JSON'],
    ['[]', 422, 'is not one article'],
    [aStory({ title: '' }), 422, 'title: is empty'],
    [aStory({ publishedAt: 'yesterday' }), 422, 'publishedAt: "yesterday" is not a date'],
    [aStory({ url: undefined }), 422, 'set sources.cms.link'],
    [aStory({ updatedAt: '2026-05-01T09:06:00Z' }), 422, 'updatedAt: lies in the future'],
    [aStory({ id: 'a\u0000b' }), 422, 'id: has control'],
    [aStory({ body: 'x'.repeat(1_000_001) }), 413, 'longer than 1000000 bytes'],
  ])('that is not one is refused, and the field is named (%#)', async (story, status, error) => {
    const api = await anApi();
    const answer = await api.post(story);
    expect(answer.status).toBe(status);
    expect(shapes['push-refusal'].parse(answer.said).error).toContain(error);
    expect(await api.held()).toEqual([]);
  });

  it('in another encoding, or compressed, is refused', async () => {
    const api = await anApi();
    const body = new Uint8Array([0x7b, 0xff, 0x7d]);
    expect(await api.ask('/api/articles', { method: 'POST', headers: bearer(), body })).toMatchObject({ status: 400 });
    expect(await api.post(aStory(), undefined, { ...bearer(), 'Content-Encoding': 'gzip' })).toMatchObject({
      status: 415,
    });
  });
});

describe('a deletion', () => {
  it('cancels the story, again is unchanged, and an older story does not come back', async () => {
    const api = await anApi();
    await api.post(aStory({ updatedAt: '2026-05-01T08:10:00Z' }));
    expect(await api.remove('bridge')).toMatchObject({
      status: 202,
      said: { article: 'cms/bridge', status: 'accepted' },
    });
    expect(await api.remove('bridge')).toMatchObject({ status: 202, said: { status: 'unchanged' } });
    expect(await api.held()).toMatchObject([{ id: 'bridge', status: 'canceled' }]);
    expect(await api.post(aStory({ updatedAt: '2026-05-01T08:50:00Z' }))).toMatchObject({ said: { status: 'stale' } });
    const later = await api.post(aStory({ updatedAt: '2026-05-01T09:01:00Z' }));
    expect(later).toMatchObject({ said: { status: 'accepted' } });
    expect(await api.held()).toMatchObject([{ id: 'bridge', status: 'usable' }]);
  });

  it('may say its own time', async () => {
    const api = await anApi();
    await api.post(aStory({ updatedAt: '2026-05-01T08:10:00Z' }));
    expect(await api.remove('bridge?updatedAt=2026-05-01T08:00:00Z')).toMatchObject({ said: { status: 'stale' } });
    expect(await api.remove('bridge?updatedAt=soon')).toMatchObject({
      status: 422,
      said: { error: expect.stringContaining('updatedAt: ') },
    });
    expect(await api.remove('bridge?updatedAt=2027-05-01T08:00:00Z')).toMatchObject({ status: 422 });
    expect(await api.remove('bridge?updatedAt=2026-05-01T08:20:00%2B00:00')).toMatchObject({
      said: { status: 'accepted' },
    });
  });

  it.each(['news/2026/bridge', 'ж міст', 'a?b#c', '100%'])('finds the article by any id: %s', async (id) => {
    const api = await anApi();
    await api.post(aStory({ id }));
    const path = encodeURIComponent(id);
    expect(await api.remove(path, signed(path))).toMatchObject({ status: 202, said: { article: `cms/${id}` } });
    expect(await api.held()).toMatchObject([{ id, status: 'canceled' }]);
  });

  it('is signed for its own article and time, and for no other', async () => {
    const api = await anApi();
    await api.post(aStory({ updatedAt: '2026-05-01T08:10:00Z' }));
    const headers = signed('ferry');
    expect(await api.remove('bridge', headers)).toMatchObject({ status: 401 });
    expect(await api.remove('ferry?updatedAt=2026-05-01T08:00:00Z', headers)).toMatchObject({ status: 401 });
    expect(await api.remove('ferry', headers)).toMatchObject({ status: 202 });
  });
});

describe('a sender', () => {
  const body = JSON.stringify(aStory());

  it('is known by a signature over timestamp, dot and body', async () => {
    const api = await anApi({ sites: [aSite('cms', { secret: SECRET })] });
    expect(await api.post(body, undefined, signed(body))).toMatchObject({ status: 202 });
    expect(await api.post(body, undefined, bearer())).toMatchObject({ status: 401 });
  });

  it('may have a clock that is wrong by up to five minutes', async () => {
    const api = await anApi();
    for (const seconds of [-300, 300]) {
      const headers = signed(body, { sentAt: NOW.add({ seconds }) });
      expect(await api.post(body, undefined, headers)).toMatchObject({ status: 202 });
    }
  });

  it.each<[string, Record<string, string>]>([
    ['no header at all', {}],
    ['another secret', signed(body, { secret: 'another-secret-than-that' })],
    ['another body', signed(`${body} `)],
    ['a signature of six minutes ago', signed(body, { sentAt: NOW.subtract({ minutes: 6 }) })],
    ['a signature from six minutes ahead', signed(body, { sentAt: NOW.add({ minutes: 6 }) })],
    ['another timestamp than the signed one', { ...signed(body), 'X-Crier-Timestamp': '1777626001' }],
    ['a timestamp in words', { ...signed(body), 'X-Crier-Timestamp': '2026-05-01T09:00:00Z' }],
    ['a signature of another kind', signed(body, { prefix: 'sha1=' })],
    ['a short signature', { ...signed(body), 'X-Crier-Signature': 'sha256=00' }],
    ['another token', bearer('another-token')],
    ['an empty token', { Authorization: 'Bearer ' }],
    ['a user and password', { Authorization: `Basic ${btoa(`a:${TOKEN}`)}` }],
  ])('with %s is told what to check, and always the same', async (_, headers) => {
    const api = await anApi();
    const answer = await api.post(body, undefined, headers);
    expect(answer).toMatchObject({ status: 401, said: { error: 'check PUSH_CMS_SECRET' } });
    expect(answer.headers.get('WWW-Authenticate')).toContain('Bearer');
    expect(await api.remove('bridge', headers)).toMatchObject({ status: 401 });
    expect(await api.held()).toEqual([]);
  });

  it('of one source is not one of another', async () => {
    const other = { secret: 'the-secret-of-the-other', token: 'the-token-of-the-other' };
    const api = await anApi({ sites: [aSite('cms'), aSite('wire', other)] });
    expect(await api.post(body, '/api/sources/wire/articles')).toMatchObject({ status: 401 });
    expect(await api.post(body, '/api/sources/wire/articles', bearer(other.token))).toMatchObject({ status: 202 });
    expect(await api.held('wire')).toHaveLength(1);
    expect(await api.held('cms')).toEqual([]);
  });

  it('that is not known is answered before its body is read', async () => {
    const api = await anApi();
    let pulled = 0;
    const endless = new ReadableStream({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(1000));
      },
    });
    const init = { method: 'POST', body: endless, duplex: 'half' } as const;
    expect(await api.ask('/api/articles', init)).toMatchObject({ status: 401 });
    expect(pulled).toBeLessThan(5);
  });

  it('that is known is cut off where it sends too much', async () => {
    const api = await anApi();
    let pulled = 0;
    const endless = new ReadableStream({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(100_000));
      },
    });
    const init = { method: 'POST', headers: bearer(), body: endless, duplex: 'half' } as const;
    expect(await api.ask('/api/articles', init)).toMatchObject({ status: 413 });
    expect(pulled).toBeLessThan(20);
  });
});

describe('the address', () => {
  it('without a source is for the only one', async () => {
    const api = await anApi({ sites: [aSite('cms'), aSite('wire')] });
    const { status, said } = await api.post(aStory());
    expect(status).toBe(404);
    const { error } = shapes['push-refusal'].parse(said);
    expect(error).toContain('/api/sources/SOURCE/articles');
    expect(error).toContain('cms, wire');
  });

  it.each([
    ['GET', '/api/articles'],
    ['GET', '/'],
    ['POST', '/api/sources/desk/articles'],
    ['POST', '/api/articles/bridge'],
    ['DELETE', '/api/articles'],
    ['PUT', '/api/articles/bridge'],
  ])('has nothing at %s %s', async (method, path) => {
    const api = await anApi();
    expect(await api.ask(path, { method, headers: bearer() })).toMatchObject({ status: 404 });
  });
});

describe('a store', () => {
  it('that cannot be reached has the sender try again later', async () => {
    const api = await anApi();
    vi.spyOn(api.store, 'receive').mockRejectedValueOnce(new Trouble('locked'));
    const answer = await api.post(aStory());
    expect(answer.status).toBe(503);
    expect(answer.headers.get('Retry-After')).toBe('30');
    expect(api.errors).toHaveLength(1);
  });

  it('that has a bug is not blamed on the sender', async () => {
    const api = await anApi();
    vi.spyOn(api.store, 'receive').mockRejectedValueOnce(new TypeError('swordfish'));
    const answer = await api.post(aStory());
    expect(answer).toMatchObject({ status: 500 });
    expect(JSON.stringify(answer.said)).not.toContain('swordfish');
  });
});
