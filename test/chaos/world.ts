import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testClock } from '../support/clock.ts';
import { spawnCrier } from '../support/crier.ts';
import type { FaultPlan as GraphFaultPlan } from '../support/graph-lookalike/fault.ts';
import { type LookalikeGraph, startLookalikeGraph } from '../support/graph-lookalike/lookalike.ts';
import { ending, type Ran } from '../support/node.ts';
import type { FaultPlan as XFaultPlan } from '../support/x-lookalike/fault.ts';
import { type LookalikeX, startLookalikeX } from '../support/x-lookalike/lookalike.ts';

/** How many of the newsroom's milliseconds pass in a real one: two minutes of lease are a second. */
const SPEED = 120;
const TIMELINE_LAG_MS = 15_000;

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

/** A newsroom on a disk of its own, its articles, and the platforms it posts to; everything runs on one fast clock. */
export interface World {
  readonly sides: readonly Side[];
  readonly database: string;
  /** Where the files of the Google News channel are. */
  readonly feeds: string;
  /** The newsroom's time, epoch milliseconds. */
  now(): number;
  /** Files a story, as a CMS does: written aside, then renamed in. */
  file(id: string): void;
  /** When a story was filed, in the newsroom's time; undefined: not yet. */
  filedAt(id: string): number | undefined;
  /** Starts a command of crier; `killAt` makes it kill itself there. */
  start(args: readonly string[], killAt?: string): ChildProcess;
  /** Runs a command to its end. */
  run(args: readonly string[]): Promise<Ran>;
  close(): Promise<void>;
}

export interface WorldOptions {
  readonly platforms: readonly ChaosPlatform[];
  readonly faults: { readonly twitter: XFaultPlan; readonly facebook: GraphFaultPlan };
  readonly refusesDuplicates: boolean;
}

export async function openWorld({ platforms, faults, refusesDuplicates }: WorldOptions): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'crier-chaos-'));
  const articles = join(folder, 'articles');
  mkdirSync(articles);
  const clock = testClock({ startAt: Date.now(), speed: SPEED });
  const common = { now: clock.now, timelineLagMs: TIMELINE_LAG_MS, refusesDuplicates };
  const x = await startLookalikeX({ ...common, faults: faults.twitter });
  const graph = await startLookalikeGraph({ ...common, faults: faults.facebook });
  const sides: Record<ChaosPlatform, Side> = {
    twitter: { platform: 'twitter', channel: 'x', account: '1001', there: x },
    facebook: { platform: 'facebook', channel: 'fb', account: '2002', there: graph },
  };
  const driven = platforms.map((platform) => sides[platform]);
  const site = await openImageSite();
  const config = join(folder, 'newsroom.yaml');
  writeFileSync(config, configOf(driven, site.host));
  const database = join(folder, 'data', 'crier.db');
  const env = {
    ...SECRETS,
    CRIER_CONFIG: config,
    DATABASE_URL: `sqlite:${database}`,
    LOG_LEVEL: 'error',
    CRIER_TEST_X_PORT: String(x.port),
    CRIER_TEST_GRAPH_PORT: String(graph.port),
    CRIER_TEST_CLOCK: clock.env,
  };
  const filed = new Map<string, number>();
  const start = (args: readonly string[], killAt?: string) =>
    spawnCrier(args, { cwd: folder, env: { ...env, ...(killAt === undefined ? {} : { CRIER_TEST_KILL_AT: killAt }) } });
  return {
    sides: driven,
    database,
    feeds: join(folder, 'public'),
    now: clock.now,
    file(id) {
      filed.set(id, clock.now());
      const aside = join(articles, `.${id}.tmp`);
      writeFileSync(aside, JSON.stringify(aStory(id, clock.now(), site.host)));
      renameSync(aside, join(articles, `${id}.json`));
    },
    filedAt: (id) => filed.get(id),
    start,
    run: (args) => ending(start(args)),
    async close() {
      await Promise.all([x.close(), graph.close(), site.close()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const SECRETS = {
  TWITTER_APP_KEY: 'app-key-1',
  TWITTER_APP_SECRET: 'app-secret-1',
  TWITTER_ACCESS_TOKEN: '1001-access-token',
  TWITTER_ACCESS_SECRET: 'access-secret-1',
  FACEBOOK_PAGE_ID: '2002',
  FACEBOOK_PAGE_ACCESS_TOKEN: '2002-page-token',
  FACEBOOK_APP_SECRET: 'graph-app-secret',
};

function configOf(sides: readonly Side[], imageHost: string): string {
  const channels = sides.map(
    ({ channel, platform }) =>
      `  - { id: ${channel}, platform: ${platform}, review: none, maxPerHour: 1000, freshFor: never, image: attach }`,
  );
  return `
outlet: { id: chaos, name: Chaos Courier, url: https://news.example.com, language: en, timezone: Europe/Kyiv }
sources: [{ id: desk, type: folder, path: articles }]
channels:
${channels.join('\n')}
  - { id: news, platform: google-news, review: none, directory: public, freshFor: never }
catchUp: all
preflight: false
fetch: { allow: ["${imageHost}"] }
delivery: { attempts: 30, firstRetry: 10s }
`;
}

/** Two of three stories have an image; of those of every eleventh nothing can be had. */
function aStory(id: string, nowMs: number, imageHost: string) {
  const nth = Number(/\d+$/.exec(id)?.[0]);
  const name = nth % 11 === 0 ? 'gone' : id;
  return {
    ...(nth % 3 === 0 ? {} : { image: { url: `http://${imageHost}/${name}.png`, alt: `The council on ${id}` } }),
    id,
    url: `https://news.example.com/${id}`,
    title: `Council meets on ${id}`,
    body: `The council met on Monday and decided on item ${id} after a debate of three hours.\n\nIt meets again next week.`,
    publishedAt: new Date(nowMs - 60_000).toISOString(),
  };
}

/** Where the images of the stories are: each fifth answer is an outage, and what is gone is not found. */
async function openImageSite() {
  let answers = 0;
  const server = createServer((request, response) => {
    answers += 1;
    const status = request.url === '/gone.png' ? 404 : answers % 5 === 0 ? 503 : 200;
    response.writeHead(status).end(PNG);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the images are on no port');
  return {
    host: `127.0.0.1:${address.port}`,
    async close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** One red pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);
