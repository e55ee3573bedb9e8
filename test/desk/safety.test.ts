import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { anArticle } from '../support/posts.ts';
import { aDesk, noticeOf } from './a-desk.ts';

const bridge = anArticle({ id: 'bridge' });

describe('every page', () => {
  it.each(['/', '/timeline', '/stories/desk/bridge', '/feeds', '/nothing', '/healthz'])(
    '%s says what it may do and is kept by no cache',
    async (path) => {
      const { headers } = await (await aDesk({ articles: [bridge] })).app.request(path);
      expect(headers.get('Content-Security-Policy')).toBe(
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' https:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
      );
      expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
      expect(headers.get('Referrer-Policy')).toBe('same-origin');
      expect(headers.get('Cache-Control')).toBe('no-store');
    },
  );

  it.each(['/', '/timeline', '/stories/desk/bridge', '/feeds'])('%s has nothing inline', async (path) => {
    const page = await (await aDesk({ articles: [bridge] })).page(path);
    expect(page).not.toMatch(/<style|\sstyle=|<script(?! src=)|\son\w+=|javascript:/i);
  });
});

describe('the address', () => {
  it.each([
    'localhost',
    'localhost:8080',
    '127.0.0.1:9',
    '[::1]:8080',
    'desk.example',
    'desk.example:81',
    'NEWS.example:8443',
  ])('%s is known', async (host) => {
    const { app } = await aDesk({ hosts: ['desk.example', 'news.example:8443'] });
    expect((await app.request(`http://${host}/`)).status).toBe(200);
  });

  it.each([
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.evil.example:80',
    'news.example',
    'news.example:1',
    '[::2]',
    '0.0.0.0',
  ])('%s is not, and learns nothing', async (host) => {
    const { app, read } = await aDesk({ articles: [bridge], hosts: ['desk.example', 'news.example:8443'] });
    const answer = await app.request(`http://${host}/`);
    expect(answer.status).toBe(421);
    expect(await answer.text()).not.toContain('Harbour');
    expect(await read(`http://${host}/`)).toContain('Open it at its own address');
  });

  it('counts as the browser sends it too, not only as the request line has it', async () => {
    const { app } = await aDesk();
    expect((await app.request('http://127.0.0.1/', { headers: { Host: 'evil.example' } })).status).toBe(421);
  });
});

describe('a form', () => {
  const reject = '/posts/p1/rejection';
  const stateOf = async ({ room }: Awaited<ReturnType<typeof aDesk>>) => (await room.post()).state;

  it.each([
    { from: 'another site', headers: { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' } },
    { from: 'a sister site', headers: { Origin: 'http://localhost', 'Sec-Fetch-Site': 'same-site' } },
    { from: 'a frame without an origin', headers: { Origin: 'null', 'Sec-Fetch-Site': 'cross-site' } },
  ])('from $from changes nothing, token or not', async ({ headers }) => {
    const desk = await aDesk({ articles: [bridge] });
    const answer = await desk.post(reject, {}, headers);
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('another site');
    expect(await stateOf(desk)).toBe('pending_review');
  });

  it.each([
    ['https://evil.example', 403],
    ['null', 403],
    ['http://localhost:81', 403],
    ['https://localhost', 303],
    [undefined, 303],
  ])('of a browser that says only its origin, %s, is answered %i', async (origin, status) => {
    const desk = await aDesk({ articles: [bridge] });
    const answer = await desk.app.request(reject, {
      method: 'POST',
      body: new URLSearchParams({ token: await desk.token() }),
      ...(origin === undefined ? {} : { headers: { Origin: origin } }),
    });
    expect(answer.status).toBe(status);
  });

  it.each(['', 'x', 'of another process'])('without the token of this process (%s) changes nothing', async (token) => {
    const desk = await aDesk({ articles: [bridge] });
    const other = token === 'of another process' ? await (await aDesk()).token() : token;
    const answer = await desk.post(reject, { token: other });
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('older than the desk');
    expect(await stateOf(desk)).toBe('pending_review');
  });

  it('of more than 64 KB is not read, however it comes', async () => {
    const desk = await aDesk({ articles: [bridge] });
    const editor = 'x'.repeat(64 * 1024);
    const declared = await desk.post(reject, { editor }, { 'Content-Length': String(64 * 1024 + 8) });
    const streamed = await desk.post(reject, { editor }, { 'Transfer-Encoding': 'chunked' });
    expect([declared.status, streamed.status]).toEqual([413, 413]);
    expect(await streamed.text()).toContain('too much');
    expect(await stateOf(desk)).toBe('pending_review');
  });

  it('is never sent by an address: GET decides nothing', async () => {
    const desk = await aDesk({ articles: [bridge] });
    expect((await desk.app.request(`${reject}?token=${await desk.token()}`)).status).toBe(404);
    expect(await stateOf(desk)).toBe('pending_review');
  });

  it('has its words from the desk, not from the address', async () => {
    const { page } = await aDesk();
    expect(noticeOf(await page('/?notice=Approved%3A+everything'))).toBe('');
    expect(await page('/?notice=Approved%3A+everything')).not.toContain('everything');
  });
});

describe('what articles and people write', () => {
  const hostile = anArticle({
    id: 'evil"><img src=x onerror=alert(1)>',
    title: '<script>alert(1)</script> \u202Etxt.exe',
    summary: '"><svg onload=alert(1)>',
    section: '<b>world</b>',
    authors: ['<i>Ada</i>'],
    body: '<img src=x onerror=alert(1)>\n\nSecond.',
    language: '"><script>',
    url: 'javascript:alert(1)//',
    image: { url: 'javascript:alert(1)', alt: '"><script>alert(1)</script>' },
  });

  it('is shown as it was written, and runs nothing', async () => {
    const desk = await aDesk({ articles: [hostile] });
    await desk.room.store.pause({ scope: 'all', at: desk.room.now(), by: '<b>Bob</b>', reason: '<script>' });
    for (const path of ['/', `/stories/desk/${encodeURIComponent(hostile.id)}`]) {
      const page = await desk.page(path);
      expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt; txt.exe');
      expect(page).not.toMatch(/<script>|<img|<svg onload|<b>world|<i>Ada|<b>Bob|\u202e/i);
      expect(page).not.toMatch(/(href|src)="(?!\/|https?:|#)/);
    }
  });
});

describe('files', () => {
  function aFolder(): string {
    const folder = mkdtempSync(join(tmpdir(), 'crier-desk-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    mkdirSync(join(folder, 'shown'));
    writeFileSync(join(folder, 'secret.png'), 'secret');
    writeFileSync(join(folder, 'shown/comet.png'), 'picture');
    writeFileSync(join(folder, 'shown/notes.txt'), 'secret');
    mkdirSync(join(folder, 'shown/folder.png'));
    symlinkSync('nowhere', join(folder, 'shown/dangling.png'));
    return folder;
  }

  it('of the demo’s pictures are shown, by the names its folder lists', async () => {
    const pictures = { address: 'https://news.example/images/', directory: join(aFolder(), 'shown') };
    const { app } = await aDesk({ pictures });
    const answer = await app.request('/pictures/comet.png');
    expect(await answer.text()).toBe('picture');
    expect(answer.headers.get('Content-Type')).toBe('image/png');
  });

  it.each([
    '../secret.png',
    '..%2Fsecret.png',
    '%2e%2e%2fsecret.png',
    '..%5csecret.png',
    '%2Fetc%2Fpasswd',
    'notes.txt',
    'folder.png',
    'dangling.png',
    'none.png',
    'comet.png%00.png',
    '%E0%A4%A',
    '',
  ])('outside, or of no picture, are not there: %s', async (name) => {
    const pictures = { address: 'https://news.example/images/', directory: join(aFolder(), 'shown') };
    const { app } = await aDesk({ pictures });
    const answer = await app.request(`/pictures/${name}`);
    expect(answer.status).toBe(404);
    expect(await answer.text()).not.toContain('secret');
  });

  it('of the desk itself are two sheets and an icon', async () => {
    const { app, page } = await aDesk();
    const addresses = [...(await page('/')).matchAll(/"(\/assets\/[^"]+)"/g)].map(([, address]) => address ?? '');
    expect(addresses).toHaveLength(3);
    for (const address of addresses) expect((await app.request(address)).status).toBe(200);
    for (const name of ['desk.txt', 'toString', '..%2Findex.ts'])
      expect((await app.request(`/assets/${name}`)).status).toBe(404);
  });
});

describe('when something is wrong', () => {
  it('a page says what to do, and only the log says where', async () => {
    const { room, app } = await aDesk();
    const logged: unknown[] = [];
    room.log.error = (message, facts) => logged.push(message, facts);
    room.store.counts = async () => {
      throw new Error('disk is on fire');
    };
    const answer = await app.request('/');
    expect(answer.status).toBe(500);
    const page = await answer.text();
    expect(page).toContain('try again in a moment');
    expect(page).not.toMatch(/fire|Error|\.ts/);
    expect(logged).toEqual([
      'the desk could not answer',
      { path: '/', detail: expect.stringContaining('disk is on fire') },
    ]);
  });

  it('there is a page for what is not there', async () => {
    const desk = await aDesk();
    expect((await desk.app.request('/nothing')).status).toBe(404);
    expect(await desk.read('/nothing')).toContain('To the queue');
    expect((await desk.app.request('/stories/desk/never')).status).toBe(404);
  });

  it.each([
    [true, 200],
    [false, 503],
  ])('the health check says so: ok %s is %i', async (ok, status) => {
    const health = { ok, facts: { lastPass: null, waiting: 3 } };
    const { app } = await aDesk({ health: async () => health });
    const answer = await app.request('/healthz');
    expect(answer.status).toBe(status);
    expect(await answer.json()).toEqual(health);
  });
});
