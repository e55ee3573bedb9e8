import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseFeed } from 'feedsmith';
import { describe, expect, it, onTestFinished } from 'vitest';
import { shapes } from '../scripts/schemas.ts';
import { runCrier } from './support/crier.ts';
import { fileStory } from './support/story-file.ts';

/** A newsroom with nothing but feeds, a hub that listens, and a clock that the test moves. */
async function aNewsroom() {
  const folder = mkdtempSync(join(tmpdir(), 'crier-feeds-'));
  const startedAt = Date.now();
  let aheadMs = 0;
  const told: URLSearchParams[] = [];
  let answer = 204;
  const hub = createServer(async (request, response) => {
    told.push(new URLSearchParams(Buffer.concat(await Array.fromAsync(request)).toString()));
    response.writeHead(answer).end();
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => hub.once('listening', resolve));
  onTestFinished(() => {
    hub.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const { port } = hub.address() as AddressInfo;
  mkdirSync(join(folder, 'articles'));
  writeFileSync(
    join(folder, 'newsroom.yaml'),
    `outlet: { id: e2e, name: E2E, url: https://news.example.com, language: en, timezone: Europe/Kyiv }
sources: [{ id: desk, type: folder, path: articles }]
channels:
  - { id: news, platform: google-news, review: none, directory: public, hubs: ["http://127.0.0.1:${port}/"] }
fetch: { allow: ["127.0.0.1:${port}"] }
`,
  );
  const path = (id: string) => join(folder, 'articles', `${id}.json`);
  const read = (name: string) => readFileSync(join(folder, 'public', name), 'utf8');
  return {
    folder,
    told,
    answer: (status: number) => {
      answer = status;
    },
    advance: (seconds: number) => {
      aheadMs += seconds * 1000;
    },
    file: (id: string, fields: object = {}) => {
      fileStory(join(folder, 'articles'), id, startedAt - 60_000, fields);
    },
    remove: (id: string) => rmSync(path(id)),
    crier: (args: readonly string[], more: Record<string, string> = {}) =>
      runCrier(args, {
        cwd: folder,
        env: {
          CRIER_CONFIG: join(folder, 'newsroom.yaml'),
          DATABASE_URL: `sqlite:${folder}/data/crier.db`,
          CRIER_TEST_CLOCK: `${startedAt}:${startedAt + aheadMs}:1`,
          ...more,
        },
      }),
    read,
    /** The ids of the Atom feed, each with its title. */
    entries: () => {
      const { feed } = parseFeed(read('atom.xml'));
      if (!('entries' in feed)) return [];
      return feed.entries?.map((entry) => `${entry?.id} ${entry?.title?.value}`) ?? [];
    },
  };
}

describe('a story', () => {
  it('is in every file after one pass, changes in place, and leaves with its article', async () => {
    const room = await aNewsroom();
    room.file('bridge');
    room.file('library');
    const ran = await room.crier(['run', '--json']);
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(ran.stdout)).toMatchObject({ posts: { published: 2 } });
    expect(readdirSync(join(room.folder, 'public')).toSorted()).toEqual([
      'atom.xml',
      'feed.json',
      'news-sitemap.xml',
      'rss.xml',
    ]);
    for (const name of ['news-sitemap.xml', 'rss.xml', 'atom.xml', 'feed.json']) {
      expect(room.read(name)).toContain('https://news.example.com/bridge');
    }
    const [first] = room.entries();
    room.advance(120);
    room.file('bridge', { title: 'Corrected' });
    await room.crier(['run']);
    expect(room.entries()).toContain('tag:news.example.com,2026:desk/bridge Corrected');
    expect(room.entries()).toHaveLength(2);
    expect(first).toContain('tag:news.example.com,2026:desk/');
    room.remove('library');
    await room.crier(['run']);
    expect(room.entries()).toEqual(['tag:news.example.com,2026:desk/bridge Corrected']);
    expect(room.read('news-sitemap.xml')).not.toContain('library');
    const listed = JSON.parse((await room.crier(['queue', 'list', '--status', 'pulled', '--json'])).stdout);
    expect(shapes.posts.parse(listed)).toMatchObject([{ article: 'desk/library', status: 'pulled' }]);
  });

  it('leaves the sitemap after two days, by the clock alone, and stays in the feeds', async () => {
    const room = await aNewsroom();
    room.file('bridge');
    await room.crier(['run']);
    room.advance(49 * 3600);
    await room.crier(['run']);
    expect(room.read('news-sitemap.xml')).not.toContain('bridge');
    expect(room.entries()).toHaveLength(1);
  });

  it('that is pulled by a person is gone from all files once the post says so', async () => {
    const room = await aNewsroom();
    room.file('bridge');
    await room.crier(['run']);
    await room.crier(['pull', 'bridge', '--by', 'Ada', '--reason', 'wrong']);
    await room.crier(['run']);
    const [post] = JSON.parse((await room.crier(['queue', 'list', '--json'])).stdout);
    expect(post).toMatchObject({ status: 'pulled' });
    for (const name of ['news-sitemap.xml', 'rss.xml', 'atom.xml', 'feed.json']) {
      expect(room.read(name)).not.toContain('bridge');
    }
  });
});

describe('a pass that is killed', () => {
  it.each(['ingest', 'create', 'record', 'flush', 'ping', 'pass-end'])(
    'after %s leaves one entry, and a hub that was told',
    async (step) => {
      const room = await aNewsroom();
      room.file('bridge');
      const killed = await room.crier(['run'], { CRIER_TEST_KILL_AT: step });
      expect(killed.signal).toBe('SIGKILL');
      for (const seconds of [70, 70]) {
        room.advance(seconds);
        expect(await room.crier(['run'])).toMatchObject({ code: 0, stderr: '' });
      }
      expect(room.entries()).toEqual(['tag:news.example.com,2026:desk/bridge About bridge']);
      expect(room.told.length).toBeGreaterThan(0);
      const status = JSON.parse((await room.crier(['status', '--json'])).stdout);
      expect(shapes.status.parse(status).feeds).toMatchObject([{ channel: 'news', state: 'current' }]);
    },
  );
});

describe('the hub', () => {
  it('is told of all three feeds, once the files are there, and again after it failed', async () => {
    const room = await aNewsroom();
    room.file('bridge');
    room.answer(503);
    await room.crier(['run']);
    room.answer(204);
    room.advance(60);
    await room.crier(['run']);
    await room.crier(['run']);
    expect(room.told).toHaveLength(2);
    const feeds = ['rss.xml', 'atom.xml', 'feed.json'].map((name) => `https://news.example.com/${name}`);
    expect(room.told[1]?.get('hub.mode')).toBe('publish');
    expect(room.told[1]?.getAll('hub.url')).toEqual(feeds);
  });
});
