import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jumping, testClock } from '../support/clock.ts';
import { spawnCrier } from '../support/crier.ts';
import type { FaultPlan as GraphFaultPlan } from '../support/graph-lookalike/fault.ts';
import { type LookalikeGraph, startLookalikeGraph } from '../support/graph-lookalike/lookalike.ts';
import { PAGE_KEYS, X_KEYS } from '../support/keys.ts';
import { ending, type Ran } from '../support/node.ts';
import { seededRandom } from '../support/random.ts';
import type { FaultPlan as XFaultPlan } from '../support/x-lookalike/fault.ts';
import { type LookalikeX, startLookalikeX } from '../support/x-lookalike/lookalike.ts';
import { type ArticleFolder, articleFolder } from './folder.ts';
import { openSite } from './site.ts';

/** Each post its own time, so that one may show after another that was made later. */
const MOST_LAG_MS = 30_000;
/** So few reads that their window, too, is used up now and then. */
const X_WINDOWS = { timeline: 40 };
/** A worker that rests for a quarter of a second would not rest at all on the fast clock, and take a core for itself. */
const LEAST_SLEEP_MS = 20;

/** The platforms that a run may drive. */
export type ChaosPlatform = 'twitter' | 'facebook';

/** One channel of the newsroom, and the look-alike it posts to. */
export interface Side {
  readonly platform: ChaosPlatform;
  readonly channel: string;
  /** The look-alike's id of the account. */
  readonly account: string;
  readonly there: LookalikeX | LookalikeGraph;
}

/** How a process differs from its like, and how it ends. */
export interface Fate {
  /** Dies at this step: `arm`, or `arm:2` for the second time. */
  readonly killAt?: string;
  /** Its clock jumps by so many of its milliseconds, so many real ones from now. */
  readonly jump?: { readonly inRealMs: number; readonly ms: number };
  /** How long it waits for the store's lock, real milliseconds. */
  readonly busyMs?: number;
}

/** A newsroom on a disk of its own, its articles, and the platforms it posts to; everything runs on one fast clock. */
export interface World {
  readonly sides: readonly Side[];
  readonly database: string;
  /** Where the files of the Google News channel are. */
  readonly feeds: string;
  readonly articles: ArticleFolder;
  readonly imageHost: string;
  /** While this file is there, the disk is full. */
  readonly fullDisk: string;
  /** How many of the newsroom's milliseconds pass in a real one. */
  readonly speed: number;
  /** The newsroom's time, epoch milliseconds. */
  now(): number;
  /** Starts a command of crier. */
  start(args: readonly string[], fate?: Fate): ChildProcess;
  /** Runs a command to its end. */
  run(args: readonly string[]): Promise<Ran>;
  close(): Promise<void>;
}

export interface WorldOptions {
  readonly platforms: readonly ChaosPlatform[];
  readonly faults: { readonly twitter: XFaultPlan; readonly facebook: GraphFaultPlan };
  readonly refusesDuplicates: boolean;
  /** How many of the newsroom's milliseconds pass in a real one. */
  readonly speed: number;
}

export async function openWorld({ platforms, faults, refusesDuplicates, speed }: WorldOptions): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'crier-chaos-'));
  const clock = testClock({ startAt: Date.now(), speed });
  const common = { now: clock.now, timelineLagMs: (id: string) => seededRandom(id)() * MOST_LAG_MS, refusesDuplicates };
  const x = await startLookalikeX({ ...common, faults: faults.twitter, limits: X_WINDOWS });
  const graph = await startLookalikeGraph({ ...common, faults: faults.facebook });
  const sides: Record<ChaosPlatform, Side> = {
    twitter: { platform: 'twitter', channel: 'x', account: '1001', there: x },
    facebook: { platform: 'facebook', channel: 'fb', account: '2002', there: graph },
  };
  const driven = platforms.map((platform) => sides[platform]);
  const site = await openSite();
  const config = join(folder, 'newsroom.yaml');
  writeFileSync(config, configOf(driven, site.host));
  const database = join(folder, 'data', 'crier.db');
  const fullDisk = join(folder, 'disk-is-full');
  const env = {
    ...X_KEYS,
    ...PAGE_KEYS,
    CRIER_CONFIG: config,
    DATABASE_URL: `sqlite:${database}`,
    LOG_LEVEL: 'error',
    CRIER_TEST_X_PORT: String(x.port),
    CRIER_TEST_GRAPH_PORT: String(graph.port),
    CRIER_TEST_LEAST_SLEEP_MS: String(LEAST_SLEEP_MS),
    CRIER_TEST_FULL_DISK: fullDisk,
  };
  const start = (args: readonly string[], { killAt, jump, busyMs }: Fate = {}) => {
    const time = jump ? jumping(clock.env, Date.now() + jump.inRealMs, jump.ms) : clock.env;
    const own = {
      CRIER_TEST_CLOCK: time,
      ...(killAt === undefined ? {} : { CRIER_TEST_KILL_AT: killAt }),
      ...(busyMs === undefined ? {} : { CRIER_TEST_BUSY_MS: String(busyMs) }),
    };
    return spawnCrier(args, { cwd: folder, env: { ...env, ...own } });
  };
  return {
    sides: driven,
    database,
    feeds: join(folder, 'public'),
    articles: articleFolder(join(folder, 'articles')),
    imageHost: site.host,
    fullDisk,
    speed,
    now: clock.now,
    start,
    run: (args) => ending(start(args)),
    async close() {
      await Promise.all([x.close(), graph.close(), site.close()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function configOf(sides: readonly Side[], host: string): string {
  const channels = sides.map(
    ({ channel, platform }) =>
      `  - { id: ${channel}, platform: ${platform}, review: none, maxPerHour: 1000, freshFor: never, image: attach }`,
  );
  return `
outlet: { id: chaos, name: Chaos Courier, url: https://news.example.com, language: en, timezone: Europe/Kyiv }
sources: [{ id: desk, type: folder, path: articles }]
channels:
${channels.join('\n')}
  - { id: news, platform: google-news, review: none, directory: public, freshFor: never, hubs: ["http://${host}/hub"] }
catchUp: all
preflight: false
fetch: { allow: ["${host}"] }
delivery: { attempts: 30, firstRetry: 10s }
`;
}
