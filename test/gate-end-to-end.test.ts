import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runCrier } from './support/crier.ts';
import type { FaultPlan as GraphFaultPlan } from './support/graph-lookalike/fault.ts';
import { startLookalikeGraph } from './support/graph-lookalike/lookalike.ts';
import { PAGE_KEYS, X_KEYS } from './support/keys.ts';
import { fileStory } from './support/story-file.ts';
import type { FaultPlan as XFaultPlan } from './support/x-lookalike/fault.ts';
import { startLookalikeX } from './support/x-lookalike/lookalike.ts';

const MINUTE_S = 60;
const HOUR_S = 3600;

/** A newsroom with one channel on a look-alike, and a clock that the test moves. */
async function aNewsroom(platform: 'twitter' | 'facebook', faults: { x?: XFaultPlan; graph?: GraphFaultPlan }) {
  const folder = mkdtempSync(join(tmpdir(), 'crier-gate-'));
  const startedAt = Date.now();
  let aheadMs = 0;
  const now = () => Date.now() + aheadMs;
  const x = await startLookalikeX({ now, ...(faults.x && { faults: faults.x }) });
  const graph = await startLookalikeGraph({ now, ...(faults.graph && { faults: faults.graph }) });
  onTestFinished(async () => {
    await Promise.all([x.close(), graph.close()]);
    rmSync(folder, { recursive: true, force: true });
  });
  const articles = join(folder, 'articles');
  mkdirSync(articles);
  const config = join(folder, 'newsroom.yaml');
  writeFileSync(
    config,
    `outlet: { id: e2e, name: E2E, url: https://news.example.com, language: en, timezone: Europe/Kyiv }
sources: [{ id: desk, type: folder, path: articles }]
channels: [{ id: main, platform: ${platform}, review: none }]
preflight: false
`,
  );
  const crier = (...args: readonly string[]) =>
    runCrier(args, {
      cwd: folder,
      env: {
        ...X_KEYS,
        ...PAGE_KEYS,
        CRIER_CONFIG: config,
        DATABASE_URL: `sqlite:${folder}/data/crier.db`,
        CRIER_TEST_X_PORT: String(x.port),
        CRIER_TEST_GRAPH_PORT: String(graph.port),
        CRIER_TEST_CLOCK: `${startedAt}:${startedAt + aheadMs}:1`,
      },
    });
  return {
    x,
    graph,
    crier,
    advance: (seconds: number) => {
      aheadMs += seconds * 1000;
    },
    file: (id: string, publishedAgoS: number) => {
      fileStory(articles, id, now() - publishedAgoS * 1000);
    },
  };
}

describe('an account on X without credits', () => {
  it('is left alone for an hour, tried by one post an hour, and open again once one goes out', async () => {
    let isBroke = true;
    const room = await aNewsroom('twitter', {
      x: ({ endpoint }) => (isBroke && endpoint === 'create' ? { type: 'no-credits' } : undefined),
    });
    const calls = () => room.x.journal.requests.length;
    const creates = () => room.x.journal.requests.filter(({ endpoint }) => endpoint === 'create').length;
    for (const [place, id] of ['bridge', 'market', 'school'].entries()) room.file(id, (place + 1) * MINUTE_S);

    const first = await room.crier('run');
    expect(first.code).toBe(1);
    expect(first.stderr).toContain('Buy credits');
    const called = calls();
    room.advance(55 * MINUTE_S);
    expect(await room.crier('run')).toMatchObject({ code: 0, stderr: '' });
    expect(calls()).toBe(called);
    const { stdout } = await room.crier('status');
    expect(stdout).toMatch(/no credits since \d{4}-\d\d-\d\d \d\d:\d\d; next try at \d{4}-\d\d-\d\d \d\d:\d\d/);

    room.advance(6 * MINUTE_S);
    const second = await Promise.all([room.crier('run'), room.crier('run'), room.crier('run')]);
    expect(second.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(creates()).toBe(2);

    isBroke = false;
    room.advance(HOUR_S);
    const third = await room.crier('run');
    expect(third).toMatchObject({ code: 0, stderr: expect.stringContaining('credits are back') });
    expect(room.x.journal.posts.map(({ links }) => links[0])).toEqual([
      'https://news.example.com/bridge',
      'https://news.example.com/market',
      'https://news.example.com/school',
    ]);
    expect(creates()).toBe(5);
    expect((await room.crier('status')).stdout).toMatch(/crier opened account:twitter:1001: credits are back/);
  });

  it('goes on at once where a person resumes it', async () => {
    const room = await aNewsroom('twitter', {
      x: ({ endpoint, n }) => (endpoint === 'create' && n === 1 ? { type: 'no-credits' } : undefined),
    });
    room.file('bridge', MINUTE_S);
    expect((await room.crier('run')).code).toBe(1);
    const resumed = await room.crier('resume', '--channel', 'main', '--by', 'Ada');
    expect(resumed.stdout).toContain('account:twitter:1001 may speak again');
    expect((await room.crier('run')).code).toBe(0);
    expect(room.x.journal.posts).toHaveLength(1);
  });
});

describe('a throttled Page', () => {
  const first = ['posts', 'scrape', 'create'] as const;
  it.each(first)('is not called before its time, where the call to %s was turned away', async (endpoint) => {
    const room = await aNewsroom('facebook', {
      graph: (call) =>
        call.endpoint === endpoint && call.n === 1 ? { type: 'limited', code: 80001, minutes: 30 } : undefined,
    });
    room.file('bridge', MINUTE_S);
    await room.crier('run');
    const called = room.graph.journal.requests.length;
    for (let times = 0; times < 3; times += 1) {
      room.advance(9 * MINUTE_S);
      expect(await room.crier('run')).toMatchObject({ code: 0, stderr: '' });
    }
    expect(room.graph.journal.requests.length).toBe(called);
    room.advance(4 * MINUTE_S);
    await room.crier('run');
    expect(room.graph.journal.posts).toHaveLength(1);
    expect(room.graph.journal.requests.filter(({ calledWhileLimited }) => calledWhileLimited)).toEqual([]);
  });
});
