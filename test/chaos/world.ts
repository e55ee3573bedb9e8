import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testClock } from '../support/clock.ts';
import { spawnCrier } from '../support/crier.ts';
import { ending, type Ran } from '../support/node.ts';
import type { FaultPlan } from '../support/x-lookalike/fault.ts';
import { type LookalikeX, startLookalikeX } from '../support/x-lookalike/lookalike.ts';

/** How many of the newsroom's milliseconds pass in a real one: two minutes of lease are a second. */
const SPEED = 120;
const TIMELINE_LAG_MS = 15_000;

/** A newsroom on a disk of its own, its articles, and the X it posts to; everything runs on one fast clock. */
export interface World {
  readonly x: LookalikeX;
  readonly database: string;
  /** The newsroom's time, epoch milliseconds. */
  now(): number;
  /** Files a story, as a CMS does: written aside, then renamed in. */
  file(id: string): void;
  /** Starts a command of crier; `killAt` makes it kill itself there. */
  start(args: readonly string[], killAt?: string): ChildProcess;
  /** Runs a command to its end. */
  run(args: readonly string[]): Promise<Ran>;
  close(): Promise<void>;
}

export async function openWorld(options: { faults: FaultPlan; refusesDuplicates: boolean }): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'crier-chaos-'));
  const articles = join(folder, 'articles');
  mkdirSync(articles);
  const clock = testClock({ startAt: Date.now(), speed: SPEED });
  const x = await startLookalikeX({ now: clock.now, timelineLagMs: TIMELINE_LAG_MS, ...options });
  const config = join(folder, 'newsroom.yaml');
  writeFileSync(config, CONFIG);
  const database = join(folder, 'data', 'crier.db');
  const env = {
    CRIER_CONFIG: config,
    DATABASE_URL: `sqlite:${database}`,
    LOG_LEVEL: 'error',
    TWITTER_APP_KEY: 'app-key-1',
    TWITTER_APP_SECRET: 'app-secret-1',
    TWITTER_ACCESS_TOKEN: '1001-access-token',
    TWITTER_ACCESS_SECRET: 'access-secret-1',
    CRIER_TEST_X_PORT: String(x.port),
    CRIER_TEST_CLOCK: clock.env,
  };
  const start = (args: readonly string[], killAt?: string) =>
    spawnCrier(args, { cwd: folder, env: { ...env, ...(killAt === undefined ? {} : { CRIER_TEST_KILL_AT: killAt }) } });
  return {
    x,
    database,
    now: clock.now,
    file(id) {
      const aside = join(articles, `.${id}.tmp`);
      writeFileSync(aside, JSON.stringify(aStory(id, clock.now())));
      renameSync(aside, join(articles, `${id}.json`));
    },
    start,
    run: (args) => ending(start(args)),
    async close() {
      await x.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const CONFIG = `
outlet: { id: chaos, name: Chaos Courier, url: https://news.example.com, language: en, timezone: Europe/Kyiv }
sources: [{ id: desk, type: folder, path: articles }]
channels: [{ id: x, platform: twitter, review: none, maxPerHour: 1000, freshFor: never }]
catchUp: all
preflight: false
delivery: { attempts: 30, firstRetry: 10s }
`;

function aStory(id: string, nowMs: number) {
  return {
    id,
    url: `https://news.example.com/${id}`,
    title: `Council meets on ${id}`,
    body: `The council met on Monday and decided on item ${id} after a debate of three hours.\n\nIt meets again next week.`,
    publishedAt: new Date(nowMs - 60_000).toISOString(),
  };
}
