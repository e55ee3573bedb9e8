import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { feedPages } from '../../src/desk/feeds.ts';
import { aDesk } from './a-desk.ts';

const RSS = `<rss>${'news '.repeat(500)}</rss>`;
const WRITTEN = Date.parse('2026-05-01T09:00:00.400Z');

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'crier-feeds-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  for (const name of [
    'rss.xml',
    'atom.xml',
    'feed.json',
    'news-sitemap.xml',
    'news-sitemap-2.xml',
    'news-sitemap-index.xml',
    'notes.txt',
  ]) {
    write(name, RSS);
  }
  mkdirSync(join(directory, 'news-sitemap-3.xml'));
});

function write(name: string, content: string, at = WRITTEN): void {
  writeFileSync(join(directory, `${name}.tmp`), content);
  utimesSync(join(directory, `${name}.tmp`), at / 1000, at / 1000);
  renameSync(join(directory, `${name}.tmp`), join(directory, name));
}

const site = () => ({
  channel: 'news',
  directory,
  address: 'https://news.example/feeds',
  hubs: ['https://hub.example/'],
});
const ask = (path: string, headers: Record<string, string> = {}, method = 'GET', now = WRITTEN + 60_000) =>
  feedPages([site()], () => now).request(path, { method, headers });

describe('a feed', () => {
  it.each([
    ['rss.xml', 'application/rss+xml; charset=utf-8'],
    ['atom.xml', 'application/atom+xml; charset=utf-8'],
    ['feed.json', 'application/feed+json; charset=utf-8'],
    ['news-sitemap.xml', 'application/xml; charset=utf-8'],
    ['news-sitemap-2.xml', 'application/xml; charset=utf-8'],
    ['news-sitemap-index.xml', 'application/xml; charset=utf-8'],
  ])('%s is served as %s', async (name, type) => {
    const answer = await ask(`/feeds/news/${name}`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('Content-Type')).toBe(type);
    expect(answer.headers.get('Cache-Control')).toBe('public, max-age=60');
    expect(await answer.text()).toBe(RSS);
  });

  it.each([
    '/feeds/news/notes.txt',
    '/feeds/news/none.xml',
    '/feeds/news/news-sitemap-3.xml',
    '/feeds/news/news-sitemap-4.xml',
    '/feeds/news/..%2Fnews%2Frss.xml',
    '/feeds/news/%2e%2e%2f%2e%2e%2fetc%2fpasswd',
    '/feeds/news/rss.xml.tmp',
    '/feeds/sport/rss.xml',
    '/feeds/../rss.xml',
    '/feeds/news/toString',
    '/feeds/news/',
    '/feeds',
    '/',
  ])('is nothing else that may be asked for: %s', async (path) => {
    const answer = await ask(path);
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain('/feeds/CHANNEL/rss.xml');
  });

  it('names its hubs and its own address where readers subscribe, and only there', async () => {
    const links = '<https://hub.example/>; rel="hub", <https://news.example/feeds/rss.xml>; rel="self"';
    expect((await ask('/feeds/news/rss.xml')).headers.get('Link')).toBe(links);
    expect((await ask('/feeds/news/news-sitemap.xml')).headers.has('Link')).toBe(false);
  });

  it('is for every name it is asked under: it is public', async () => {
    expect((await feedPages([site()]).request('http://any.example/feeds/news/rss.xml')).status).toBe(200);
  });

  it('is compressed for who takes that, and tagged so that the two are not taken for one', async () => {
    const plain = await ask('/feeds/news/rss.xml');
    const small = await ask('/feeds/news/rss.xml', { 'Accept-Encoding': 'gzip' });
    expect(plain.headers.get('ETag')).toMatch(/^"[\w-]{43}"$/);
    expect(small.headers.get('ETag')).toBe(`W/${plain.headers.get('ETag')}`);
    expect(small.headers.get('Content-Encoding')).toBe('gzip');
    expect([plain.headers.get('Vary'), small.headers.get('Vary')]).toEqual(['Accept-Encoding', 'Accept-Encoding']);
    expect(gunzipSync(Buffer.from(await small.arrayBuffer())).toString()).toBe(RSS);
  });

  it('answers HEAD with the same headers and no body', async () => {
    const [head, get] = [await ask('/feeds/news/rss.xml', {}, 'HEAD'), await ask('/feeds/news/rss.xml')];
    expect(head.status).toBe(200);
    expect(await head.text()).toBe('');
    expect(Object.fromEntries(head.headers)).toEqual(Object.fromEntries(get.headers));
    expect(head.headers.get('Content-Length')).toBe(String(RSS.length));
  });

  it('is changed by POST as little as by anything', async () => {
    expect((await ask('/feeds/news/rss.xml', {}, 'POST')).status).toBe(404);
  });
});

describe('a reader who has it already', () => {
  it.each([
    ['gzip', (tag: string) => tag],
    ['identity', (tag: string) => tag],
    ['gzip', (tag: string) => `"other", ${tag}`],
    ['gzip', () => '*'],
  ])('is told so by its tag (%s)', async (encoding, asked) => {
    const first = await ask('/feeds/news/rss.xml', { 'Accept-Encoding': encoding });
    const tag = first.headers.get('ETag') ?? '';
    const again = await ask('/feeds/news/rss.xml', { 'Accept-Encoding': encoding, 'If-None-Match': asked(tag) });
    expect(again.status).toBe(304);
    expect(await again.text()).toBe('');
    expect(again.headers.get('ETag')).toBe(tag);
    expect(again.headers.get('Vary')).toBe('Accept-Encoding');
    expect(again.headers.get('Cache-Control')).toBe('public, max-age=60');
  });

  it('is told so by its date', async () => {
    const date = (await ask('/feeds/news/rss.xml')).headers.get('Last-Modified') ?? '';
    expect(date).toBe('Fri, 01 May 2026 09:00:00 GMT');
    expect((await ask('/feeds/news/rss.xml', { 'If-Modified-Since': date })).status).toBe(304);
    write('rss.xml', '<rss/>', WRITTEN + 1000);
    expect((await ask('/feeds/news/rss.xml', { 'If-Modified-Since': date })).status).toBe(200);
  });

  it('gets it whole where the tag says no and the date yes, and for a date that is none', async () => {
    const date = 'Fri, 01 May 2026 10:00:00 GMT';
    expect((await ask('/feeds/news/rss.xml', { 'If-None-Match': '"old"', 'If-Modified-Since': date })).status).toBe(
      200,
    );
    expect((await ask('/feeds/news/rss.xml', { 'If-Modified-Since': 'yesterday' })).status).toBe(200);
  });

  it('misses nothing that is written twice in a second', async () => {
    const within = WRITTEN + 100;
    const date = (await ask('/feeds/news/rss.xml', {}, 'GET', within)).headers.get('Last-Modified') ?? '';
    write('rss.xml', '<rss>later</rss>', WRITTEN + 300);
    expect((await ask('/feeds/news/rss.xml', { 'If-Modified-Since': date })).status).toBe(200);
  });

  it('never gets half of two: a file replaced meanwhile is served as it was opened', async () => {
    const answers = Array.from({ length: 40 }, async (_, n) => {
      const asked = ask('/feeds/news/rss.xml');
      write('rss.xml', `<rss>${`${n} `.repeat(20_000)}</rss>`);
      return (await asked).text();
    });
    for (const text of await Promise.all(answers)) {
      expect(text).toMatch(/^<rss>.*<\/rss>$/s);
      expect(new Set(text.slice(5, -6).trim().split(' ')).size).toBe(1);
    }
  });
});

describe('in the desk', () => {
  it('the feeds are listed, and served for everyone’s cache', async () => {
    const { read, page, app } = await aDesk({ feeds: [site()] });
    expect(await read('/feeds')).toContain('Readers find them at https://news.example/feeds');
    const links = [...(await page('/feeds')).matchAll(/href="(\/feeds\/news\/[^"]+)"/g)].map(([, link]) => link);
    expect(links).toContain('/feeds/news/news-sitemap-2.xml');
    expect(links.some((link) => link?.includes('notes'))).toBe(false);
    const answer = await app.request('/feeds/news/rss.xml');
    expect(answer.headers.get('Cache-Control')).toBe('public, max-age=60');
    expect(await answer.text()).toBe(RSS);
    expect((await app.request('http://evil.example/feeds/news/rss.xml')).status).toBe(421);
  });

  it('what is not there is a page of the desk', async () => {
    const { read } = await aDesk({ feeds: [site()] });
    expect(await read('/feeds/news/none.xml')).toContain('To the queue');
    rmSync(directory, { recursive: true });
    expect(await read('/feeds')).toContain('Nothing is written yet');
  });
});
