import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runCrier } from './support/crier.ts';
import { fileStory } from './support/story-file.ts';
import type { FaultPlan } from './support/x-lookalike/fault.ts';
import { startLookalikeX } from './support/x-lookalike/lookalike.ts';

const SECRETS = {
  TWITTER_APP_KEY: 'planted-app-key-1',
  TWITTER_APP_SECRET: 'planted/app+secret=2',
  TWITTER_ACCESS_TOKEN: '1001-planted-access-token-3',
  TWITTER_ACCESS_SECRET: 'planted access secret 4',
};

/** A newsroom of its own with one real channel on the look-alike of X, and a clock that the test moves. */
async function aNewsroom(options: { faults?: FaultPlan; config?: string; link?: string } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'crier-e2e-'));
  const startedAt = Date.now();
  let aheadMs = 0;
  const now = () => Date.now() + aheadMs;
  const x = await startLookalikeX({ now, ...(options.faults ? { faults: options.faults } : {}) });
  onTestFinished(async () => {
    await x.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const articles = join(folder, 'articles');
  mkdirSync(articles);
  const config = join(folder, 'newsroom.yaml');
  writeFileSync(
    config,
    `outlet: { id: e2e, name: E2E, url: https://news.example.com, language: en, timezone: Europe/Kyiv }
sources: [{ id: desk, type: folder, path: articles }]
channels: [{ id: x, platform: twitter, review: none }]
${options.config ?? 'preflight: false'}
`,
  );
  const env = () => ({
    ...SECRETS,
    CRIER_CONFIG: config,
    DATABASE_URL: `sqlite:${folder}/data/crier.db`,
    CRIER_TEST_X_PORT: String(x.port),
    CRIER_TEST_CLOCK: `${startedAt}:${startedAt + aheadMs}:1`,
  });
  return {
    x,
    folder,
    advance: (seconds: number) => {
      aheadMs += seconds * 1000;
    },
    file: (id: string, fields: object = {}) => {
      fileStory(articles, id, now() - 60_000, fields);
    },
    crier: (args: readonly string[], more: Record<string, string> = {}) =>
      runCrier(args, { cwd: folder, env: { ...env(), ...more } }),
    live: () => x.liveByLink()['1001'] ?? {},
  };
}

const creates =
  (fault: ReturnType<FaultPlan>): FaultPlan =>
  ({ endpoint, n }) =>
    endpoint === 'create' && n === 1 ? fault : undefined;

describe('an article', () => {
  it('becomes one post on X, its link last, and no second one', async () => {
    const room = await aNewsroom();
    room.file('bridge');
    const first = await room.crier(['run', '--json']);
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(first.stdout)).toMatchObject({ articles: { new: 1 }, posts: { published: 1 } });
    expect(room.x.journal.posts.map(({ text }) => text)).toEqual([
      'The council met on Monday and spoke about bridge for three hours. https://news.example.com/bridge',
    ]);
    expect(await room.crier(['run'])).toMatchObject({ code: 0, stdout: '', stderr: '' });
    expect(room.live()).toEqual({ 'https://news.example.com/bridge': 1 });
  });

  it('goes out only once readers who follow its link find it', async () => {
    let page = { status: 404, canonical: '/bridge' };
    const site = createServer((_, response) => {
      response.writeHead(page.status, { 'content-type': 'text/html' });
      response.end(`<link rel="canonical" href="${page.canonical}"><p>The bridge`);
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => site.once('listening', resolve));
    onTestFinished(() => void site.close());
    const { port } = site.address() as AddressInfo;
    const room = await aNewsroom({ config: `preflight: true\nfetch: { allow: ["127.0.0.1:${port}"] }` });
    const url = `http://127.0.0.1:${port}/bridge`;
    room.file('bridge', { url });
    const waiting = async () => JSON.parse((await room.crier(['queue', 'list', '--json'])).stdout)[0];
    await room.crier(['run']);
    expect(await waiting()).toMatchObject({ status: 'retrying', attempts: 0, lastError: 'the link answers 404' });
    page = { status: 200, canonical: '/' };
    room.advance(60);
    await room.crier(['run']);
    const elsewhere = `the page names another address as its own: http://127.0.0.1:${port}/, not ${url}`;
    expect(await waiting()).toMatchObject({ status: 'retrying', attempts: 0, lastError: elsewhere });
    expect(room.x.journal.posts).toEqual([]);
    page = { status: 200, canonical: '/bridge?utm_source=rss' };
    room.advance(90);
    await room.crier(['run']);
    expect(room.x.journal.posts).toHaveLength(1);
  });

  it('whose page stays away for an hour is told to a person, once', async () => {
    const site = createServer((_, response) => response.writeHead(403).end()).listen(0, '127.0.0.1');
    await new Promise((resolve) => site.once('listening', resolve));
    onTestFinished(() => void site.close());
    const { port } = site.address() as AddressInfo;
    const room = await aNewsroom({ config: `preflight: true\nfetch: { allow: ["127.0.0.1:${port}"] }` });
    room.file('bridge', { url: `http://127.0.0.1:${port}/bridge` });
    const codes: (number | null)[] = [];
    for (let minutes = 0; minutes < 100; minutes += 6) {
      codes.push((await room.crier(['run'])).code);
      room.advance(6 * 60);
    }
    expect(codes.filter((code) => code === 1)).toHaveLength(1);
    expect((await room.crier(['queue', 'list'])).stdout).toContain('failed');
    const [{ reason }] = JSON.parse((await room.crier(['queue', 'list', '--json'])).stdout);
    expect(reason).toMatchObject({
      type: 'never-ready',
      detail: expect.stringContaining('answers 403: the site may turn'),
    });
  });
});

describe('a story of last year that is still in the folder', () => {
  it('is compacted over a kill, and is not posted again, touched or not', async () => {
    const room = await aNewsroom();
    room.file('bridge');
    await room.crier(['run']);
    room.advance(401 * 86_400);
    const killed = await room.crier(['run'], { CRIER_TEST_KILL_AT: 'compact' });
    expect(killed.signal).toBe('SIGKILL');
    room.advance(3600);
    await room.crier(['run']);
    const [post] = JSON.parse((await room.crier(['queue', 'list', '--json'])).stdout);
    const shown = JSON.parse((await room.crier(['queue', 'show', post.id, '--json'])).stdout);
    expect(shown).toMatchObject({ status: 'published', historyShortened: true, events: [{ to: 'published' }] });
    expect((await room.crier(['queue', 'show', post.id])).stdout).toContain('(older history was compacted)');
    for (const fields of [{}, { body: 'The council says it again: the bridge stays.' }]) {
      room.file('bridge', fields);
      room.advance(60);
      expect(await room.crier(['run'])).toMatchObject({ code: 0 });
    }
    expect(room.live()).toEqual({ 'https://news.example.com/bridge': 1 });
    const pulled = await room.crier(['pull', 'bridge', '--by', 'Ada', '--reason', 'a court said so']);
    expect(pulled.code).toBe(0);
    await room.crier(['run']);
    expect(room.live()).toEqual({});
  });
});

describe('a pass that is killed', () => {
  it.each(['ingest', 'look', 'claim', 'prepare', 'arm', 'create', 'record', 'pass-end'])(
    'after %s leaves one post, and nothing stuck',
    async (step) => {
      const room = await aNewsroom();
      room.file('bridge');
      const killed = await room.crier(['run'], { CRIER_TEST_KILL_AT: step });
      expect(killed.signal).toBe('SIGKILL');
      for (const seconds of [130, 60, 120, 300, 60, 960]) {
        room.advance(seconds);
        await room.crier(['run']);
      }
      expect(room.live()).toEqual({ 'https://news.example.com/bridge': 1 });
      const [post] = JSON.parse((await room.crier(['queue', 'list', '--json'])).stdout);
      expect(post).toMatchObject({ status: 'published', remoteId: room.x.journal.posts[0]?.id });
    },
  );
});

describe('a dead token', () => {
  it('is told once, costs the post nothing and is over when a person resumes', async () => {
    const room = await aNewsroom({ faults: creates({ type: 'dead-token' }) });
    room.file('bridge');
    const first = await room.crier(['run']);
    expect(first.code).toBe(1);
    expect(first.stderr).toContain('account:twitter:1001');
    expect(await room.crier(['run'])).toMatchObject({ code: 0, stderr: '' });
    expect((await room.crier(['status'])).stdout).toContain('paused by crier');
    await room.crier(['resume', '--channel', 'x', '--by', 'Ada']);
    await room.crier(['run']);
    expect(room.live()).toEqual({ 'https://news.example.com/bridge': 1 });
  });
});

describe('a secret', () => {
  it('that X echoes reaches no output, no log and no row', async () => {
    const echo = `bad ${Object.values(SECRETS).join(' ')} ${Object.values(SECRETS).map(encodeURIComponent).join(' ')}`;
    const room = await aNewsroom({ faults: () => ({ type: 'status', status: 403, stored: false, detail: echo }) });
    room.file('bridge');
    const said = [
      await room.crier(['run', '--json'], { LOG_LEVEL: 'debug' }),
      await room.crier(['status']),
      await room.crier(['queue', 'list', '--json']),
      await room.crier(['check']),
    ];
    const heard = said.map(({ stdout, stderr }) => stdout + stderr).join('\n');
    const data = join(room.folder, 'data');
    const rows = readdirSync(data)
      .map((name) => readFileSync(join(data, name), 'latin1'))
      .join('\n');
    expect(heard).toContain('403 Forbidden: bad [');
    for (const secret of Object.values(SECRETS)) {
      for (const form of [secret, encodeURIComponent(secret)]) expect(heard + rows).not.toContain(form);
    }
  });
});

describe('the heartbeat', () => {
  it('is called after a pass that went well, and not after one that needs a person', async () => {
    const beats: string[] = [];
    const watcher = createServer((request, response) => {
      beats.push(request.url ?? '');
      response.end();
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => watcher.once('listening', resolve));
    onTestFinished(() => void watcher.close());
    const { port } = watcher.address() as AddressInfo;
    const room = await aNewsroom({
      config: `preflight: false\nheartbeat: http://127.0.0.1:${port}/beat\nfetch: { allow: ["127.0.0.1:${port}"] }`,
      faults: creates({ type: 'suspended' }),
    });
    await room.crier(['run']);
    expect(beats).toEqual(['/beat']);
    room.file('bridge');
    expect((await room.crier(['run'])).code).toBe(1);
    expect(beats).toEqual(['/beat']);
  });
});
