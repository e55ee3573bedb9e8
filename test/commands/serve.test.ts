import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { z } from 'zod';
import { shapes } from '../../scripts/schemas.ts';
import { runCrier, spawnCrier } from '../support/crier.ts';
import { ending, spawnNode } from '../support/node.ts';
import type { FaultPlan } from '../support/x-lookalike/fault.ts';
import { startLookalikeX } from '../support/x-lookalike/lookalike.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SECRETS = {
  TWITTER_APP_KEY: 'app-key',
  TWITTER_APP_SECRET: 'app-secret',
  TWITTER_ACCESS_TOKEN: '1001-access-token',
  TWITTER_ACCESS_SECRET: 'access-secret',
};
/** Two cores are shared by all tests: what takes a moment alone may take seconds among them. */
const PATIENCE = { timeout: 25_000, interval: 100 };

interface Options {
  readonly faults?: FaultPlan;
  readonly review?: string;
  readonly config?: string;
}

/** A newsroom of its own with one real channel on the look-alike of X, and processes that serve it. */
async function aNewsroom({ faults, review = 'none', config = '' }: Options = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'crier-serve-'));
  const startedAt = Date.now();
  let aheadMs = 0;
  const now = () => Date.now() + aheadMs;
  const x = await startLookalikeX({ now, ...(faults ? { faults } : {}) });
  onTestFinished(async () => {
    await x.close();
    rmSync(folder, { recursive: true, force: true });
  });
  mkdirSync(join(folder, 'articles'));
  writeFileSync(
    join(folder, 'newsroom.yaml'),
    `outlet: { id: e2e, name: E2E, url: https://news.example.com, language: en, timezone: Europe/Kyiv }
sources: [{ id: desk, type: folder, path: articles, link: "https://news.example.com/{id}" }]
channels: [{ id: x, platform: twitter, review: ${review} }]
preflight: false
delivery: { firstRetry: 1s, confirmAfter: 1s }
${config || 'listen: { desk: "127.0.0.1:0", feeds: "127.0.0.1:0" }'}
`,
  );
  const env = (more: Record<string, string>) => ({
    ...SECRETS,
    CRIER_CONFIG: join(folder, 'newsroom.yaml'),
    DATABASE_URL: `sqlite:${folder}/data/crier.db`,
    CRIER_TEST_X_PORT: String(x.port),
    CRIER_TEST_CLOCK: `${startedAt}:${startedAt + aheadMs}:1`,
    ...more,
  });
  const crier = (args: readonly string[], more = {}) => runCrier(args, { cwd: folder, env: env(more) });
  return {
    x,
    folder,
    crier,
    env,
    advance: (seconds: number) => {
      aheadMs += seconds * 1000;
    },
    file: (id: string) => {
      const body = `The council met on Monday and spoke about ${id} for three hours.`;
      const story = { id, title: `About ${id}`, body, publishedAt: new Date(now() - 60_000).toISOString() };
      writeFileSync(join(folder, 'articles', `${id}.json`), JSON.stringify(story));
    },
    live: () => x.liveByLink()['1001'] ?? {},
    posts: async () => JSON.parse((await crier(['queue', 'list', '--json'])).stdout),
    serve: (args: readonly string[] = [], more = {}) =>
      watched(spawnCrier(['serve', '--json', ...args], { cwd: folder, env: env(more) })),
  };
}

type Child = ReturnType<typeof spawnCrier>;

/** A process that serves: where, as it says itself, and its end. */
function watched(child: Child) {
  const ended = ending(child);
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  const told = Promise.withResolvers<z.output<typeof shapes.serve>>();
  told.promise.catch(() => {});
  let said = '';
  child.stdout?.on('data', (chunk) => {
    said += chunk;
    if (said.includes('\n')) told.resolve(shapes.serve.parse(JSON.parse(said)));
  });
  void ended.then(({ stderr }) => told.reject(new Error(`it ended: ${stderr}`)));
  return {
    ended,
    /** What it says of itself once it listens. */
    at: told.promise,
    /** Asks it to stop, and how it ended. */
    stop: async (signal: NodeJS.Signals = 'SIGTERM') => {
      await told.promise;
      child.kill(signal);
      return ended;
    },
    health: async () => {
      const answer = await fetch(`${(await told.promise).desk}/healthz`);
      return { status: answer.status, facts: shapes.healthz.parse(await answer.json()) };
    },
  };
}

const creates =
  (fault: ReturnType<FaultPlan>): FaultPlan =>
  ({ endpoint, n }) =>
    endpoint === 'create' && n === 1 ? fault : undefined;

describe('crier serve', () => {
  it('posts an article that is filed meanwhile, once, tells how it is, and ends when asked to', async () => {
    const room = await aNewsroom();
    const server = room.serve();
    expect(await server.at).toMatchObject({ role: 'all' });
    await vi.waitFor(
      async () => expect(await server.health()).toMatchObject({ status: 200, facts: { ok: true } }),
      PATIENCE,
    );
    room.file('bridge');
    await vi.waitFor(() => expect(room.live()).toEqual({ 'https://news.example.com/bridge': 1 }), PATIENCE);
    const passes = async () => (await server.health()).facts.passes ?? 0;
    const before = await passes();
    await vi.waitFor(async () => expect(await passes()).toBeGreaterThan(before + 1), PATIENCE);
    expect((await server.health()).facts).toMatchObject({
      role: 'all',
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      startedAt: expect.stringMatching(/Z$/),
      lastPassAt: expect.stringMatching(/Z$/),
      alerts: 0,
      bugs: 0,
      lastError: null,
      waiting: 0,
    });
    const { desk, feeds } = await server.at;
    expect((await fetch(`${feeds}/healthz`)).status).toBe(404);
    const ran = await server.stop();
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.stdout.trim().split('\n')).toHaveLength(1);
    expect(ran.stderr).toContain(`crier serves E2E: worker, desk ${desk}, feeds ${feeds}\n`);
    expect(room.live()).toEqual({ 'https://news.example.com/bridge': 1 });
  });

  it('sends a post that a person timed by itself, and not before its time', async () => {
    const room = await aNewsroom({ review: 'required' });
    room.file('bridge');
    room.serve();
    await vi.waitFor(async () => expect(await room.posts()).toHaveLength(1), PATIENCE);
    const [{ id }] = await room.posts();
    const dueMs = Date.now() + 6000;
    await room.crier(['queue', 'schedule', id, '--at', new Date(dueMs).toISOString(), '--by', 'Ada']);
    await room.crier(['queue', 'approve', id, '--by', 'Ada']);
    await vi.waitFor(() => expect(room.x.journal.posts).toHaveLength(1), PATIENCE);
    const sentMs = room.x.journal.posts[0]?.createdAt ?? 0;
    expect(sentMs).toBeGreaterThanOrEqual(dueMs);
  });

  it('is no danger beside cron: a story goes out once', async () => {
    const room = await aNewsroom();
    const server = room.serve();
    await server.at;
    room.file('bridge');
    room.file('ferry');
    const passes = await Promise.all([1, 2, 3].map(() => room.crier(['run'])));
    expect(passes.map(({ code }) => code)).toEqual([0, 0, 0]);
    const once = { 'https://news.example.com/bridge': 1, 'https://news.example.com/ferry': 1 };
    await vi.waitFor(() => expect(room.live()).toEqual(once), PATIENCE);
    expect((await server.stop()).code).toBe(0);
    expect(room.live()).toEqual(once);
  });

  it('works on while an upgrade takes its files away', async () => {
    const room = await aNewsroom();
    const home = join(room.folder, 'home');
    mkdirSync(home);
    for (const part of ['dist', 'package.json']) cpSync(join(ROOT, part), join(home, part), { recursive: true });
    const bundle = join(home, 'dist/serve.cjs');
    const env = room.env({});
    const server = watched(spawnNode([bundle, 'serve', '--json'], { cwd: room.folder, env }));
    await server.at;
    rmSync(home, { recursive: true });
    room.file('bridge');
    const story = '---\ntitle: About the ferry\npublishedAt: 2026-01-01\n---\nThe *ferry* sails again from Monday.\n';
    writeFileSync(join(room.folder, 'articles', 'ferry.md'), story.replace('2026-01-01', new Date().toISOString()));
    const both = ['https://news.example.com/bridge', 'https://news.example.com/ferry'];
    await vi.waitFor(() => expect(Object.keys(room.live()).sort()).toEqual(both), PATIENCE);
    const ran = await server.stop();
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.stderr).not.toContain('a bug in crier');
  });
});

describe('a stop', () => {
  it('during a create that is slow waits for the answer and records it', async () => {
    const room = await aNewsroom({ faults: creates({ type: 'drip', everyMs: 15 }) });
    room.file('bridge');
    const server = room.serve(['--role', 'worker']);
    expect(await server.at).toEqual({ desk: null, feeds: null, role: 'worker' });
    await vi.waitFor(() => expect(room.x.journal.posts).toHaveLength(1), PATIENCE);
    const ran = await server.stop();
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.stderr).toContain('crier stops: what is in hand is brought to its end\n');
    expect(await room.posts()).toMatchObject([{ status: 'published', remoteId: room.x.journal.posts[0]?.id }]);
  });

  it('by Ctrl-C ends as well', async () => {
    const room = await aNewsroom();
    expect(await room.serve().stop('SIGINT')).toMatchObject({ code: 0, signal: null });
  });
});

describe('a daemon that is killed', () => {
  it.each(['ingest', 'look', 'claim', 'prepare', 'arm', 'create', 'record', 'pass-end'])(
    'after %s leaves one post, and the next one leaves nothing stuck',
    async (step) => {
      const room = await aNewsroom();
      room.file('bridge');
      const killed = await room.serve(['--role', 'worker'], { CRIER_TEST_KILL_AT: step }).ended;
      expect(killed.signal).toBe('SIGKILL');
      room.advance(130);
      const next = room.serve(['--role', 'worker']);
      await vi.waitFor(async () => {
        expect(await room.posts()).toMatchObject([{ status: 'published', remoteId: room.x.journal.posts[0]?.id }]);
      }, PATIENCE);
      expect((await next.stop()).code).toBe(0);
      expect(room.live()).toEqual({ 'https://news.example.com/bridge': 1 });
    },
  );
});

describe('a role', () => {
  it('of the desk serves pages, and leaves the work to others', async () => {
    const room = await aNewsroom();
    room.file('bridge');
    const server = room.serve(['--role', 'desk']);
    const health = await server.health();
    expect(health).toMatchObject({ status: 200, facts: { ok: true, role: 'desk', waiting: 0 } });
    expect(health.facts).not.toHaveProperty('passes');
    expect((await server.stop()).code).toBe(0);
    expect(await room.posts()).toEqual([]);
  });

  it('with desk and feeds at one address is one server', async () => {
    const port = await aFreePort();
    const room = await aNewsroom({ config: `listen: { desk: "127.0.0.1:${port}", feeds: "127.0.0.1:${port}" }` });
    const server = room.serve(['--role', 'desk']);
    const url = `http://127.0.0.1:${port}`;
    expect(await server.at).toEqual({ desk: url, feeds: url, role: 'desk' });
    expect(await server.health()).toMatchObject({ status: 200 });
  });

  it('that nobody knows is refused, and so is a port for a worker', async () => {
    const room = await aNewsroom();
    for (const args of [
      ['--role', 'king'],
      ['--role', 'worker', '--port', '8080'],
      ['--port', '80a'],
      ['--port', '70000'],
    ]) {
      expect(await room.serve(args).ended).toMatchObject({ code: 64, stdout: '' });
    }
  });
});

describe('a start', () => {
  it('on a port that is taken says so, and what to do', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    onTestFinished(() => void other.close());
    const { port } = other.address() as AddressInfo;
    const room = await aNewsroom();
    const ran = await room.serve(['--port', String(port)]).ended;
    expect(ran).toMatchObject({ code: 78, stdout: '' });
    expect(ran.stderr).toBe(
      `config: listen.desk: expected a free address, got 127.0.0.1:${port}: another program listens there; choose another there, or with --port\n`,
    );
  });

  it('of a desk that others could reach is refused', async () => {
    const room = await aNewsroom({ config: 'listen: { desk: "0.0.0.0:0", feeds: "0.0.0.0:0" }' });
    const ran = await room.serve().ended;
    expect(ran).toMatchObject({ code: 78, stdout: '' });
    expect(ran.stderr).toContain('listen.desk');
    expect(ran.stderr).toContain('a proxy with a login in front');
  });

  it('without a store to reach is for later', async () => {
    const room = await aNewsroom();
    writeFileSync(join(room.folder, 'data'), '');
    expect(await room.serve().ended).toMatchObject({ code: 75, stdout: '' });
  });
});

async function aFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
