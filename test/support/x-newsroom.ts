import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { z } from 'zod';
import { testClock } from './clock.ts';
import { runCrier, spawnCrier } from './crier.ts';
import { X_KEYS } from './keys.ts';
import { ending, type Ran } from './node.ts';
import { fileStory } from './story-file.ts';
import { type LookalikeX, startLookalikeX } from './x-lookalike/lookalike.ts';

const POSTS = z.array(
  z.object({ id: z.string(), article: z.string(), status: z.string(), reason: z.object({ type: z.string() }) }),
);

/** A newsroom with one real channel `x` on the look-alike of X, built and run as processes, on a clock that the test moves. */
export interface XNewsroom {
  readonly x: LookalikeX;
  /** Moves the clock of everything, processes that run included; their timers know nothing of it. */
  advance(ms: number): void;
  /** Moves it forward to this time. */
  goTo(time: string): void;
  /** Files a story that was published so many minutes ago. */
  file(id: string, minutesAgo?: number, fields?: object): void;
  crier(...args: readonly string[]): Promise<Ran>;
  /** A process of crier that is killed at the end of the test. */
  start(args: readonly string[], env?: Readonly<Record<string, string>>): ChildProcess;
  /** The stories that are on X, in the order in which they came there. */
  live(): readonly string[];
  /** Those of one state, by name. */
  stories(status: string): Promise<readonly string[]>;
  postOf(id: string): Promise<z.infer<typeof POSTS>[number]>;
}

/** `channel` is what the config says of the channel besides its platform, `more` further lines of it. */
export async function anXNewsroom(options: {
  startAt: string;
  channel?: string;
  more?: string;
  timelineLagMs?: (id: string) => number;
}): Promise<XNewsroom> {
  const folder = mkdtempSync(join(tmpdir(), 'crier-x-'));
  const clock = testClock({ startAt: Date.parse(options.startAt), speed: 1 });
  const aheadFile = join(folder, 'ahead');
  let aheadMs = 0;
  const now = () => clock.now() + aheadMs;
  const setAhead = (ms: number) => {
    aheadMs = ms;
    // Replaced whole: a process may be reading it.
    writeFileSync(`${aheadFile}.tmp`, String(ms));
    renameSync(`${aheadFile}.tmp`, aheadFile);
  };
  setAhead(0);
  const { channel = '', more = '', timelineLagMs } = options;
  const x = await startLookalikeX({ now, ...(timelineLagMs && { timelineLagMs }) });
  const articles = join(folder, 'articles');
  mkdirSync(articles);
  const config = join(folder, 'newsroom.yaml');
  writeFileSync(
    config,
    `outlet: { id: x, name: X, url: https://news.example.com, language: en, timezone: Europe/Kyiv }
sources: [{ id: desk, type: folder, path: articles }]
channels: [{ id: x, platform: twitter, review: none, image: preview${channel && `, ${channel}`} }]
preflight: false
${more}
`,
  );
  const env = {
    ...X_KEYS,
    CRIER_CONFIG: config,
    DATABASE_URL: `sqlite:${folder}/data/crier.db`,
    CRIER_TEST_X_PORT: String(x.port),
    CRIER_TEST_CLOCK: clock.env,
    CRIER_TEST_CLOCK_AHEAD: aheadFile,
  };
  const running: ChildProcess[] = [];
  onTestFinished(async () => {
    for (const child of running) child.kill('SIGKILL');
    await Promise.all(
      running.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null).map(ending),
    );
    await x.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const list = async (...args: readonly string[]) => {
    const { stdout } = await runCrier(['queue', 'list', '--json', ...args], { cwd: folder, env });
    return POSTS.parse(JSON.parse(stdout));
  };
  return {
    x,
    advance: (ms) => setAhead(aheadMs + ms),
    goTo: (time) => setAhead(aheadMs + Date.parse(time) - now()),
    file(id, minutesAgo = 1, fields = {}) {
      fileStory(articles, id, now() - minutesAgo * 60_000, fields);
    },
    crier: (...args) => runCrier(args, { cwd: folder, env }),
    start(args, extra = {}) {
      const child = spawnCrier(args, { cwd: folder, env: { ...env, ...extra } });
      child.stdout?.resume();
      child.stderr?.resume();
      running.push(child);
      return child;
    },
    live: () => x.journal.posts.map(({ links }) => links[0]?.split('/').at(-1) ?? ''),
    stories: async (status) =>
      (await list('--status', status)).map(({ article }) => article.replace('desk/', '')).toSorted(),
    async postOf(id) {
      const post = (await list()).find(({ article }) => article === `desk/${id}`);
      expect(post, `a post of ${id}`).toBeDefined();
      return POSTS.element.parse(post);
    },
  };
}
