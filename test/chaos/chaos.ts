import type { ChildProcess } from 'node:child_process';
import { copyFileSync, rmSync } from 'node:fs';
import { backup, DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { ending } from '../support/node.ts';
import { seededRandom } from '../support/random.ts';
import { type FaultRates, randomFaults } from '../support/x-lookalike/fault.ts';
import { openWorld, type World } from './world.ts';

export interface ChaosOptions {
  readonly seed: string;
  readonly articles: number;
  /** Real milliseconds of kills and faults. */
  readonly forMs: number;
  readonly say?: (line: string) => void;
}

/** What was counted on the look-alike and in the store once everything had come to rest. */
export interface Count {
  readonly articles: number;
  /** Articles that are not live. */
  readonly lost: readonly string[];
  /** Articles that are live more than once. */
  readonly doubled: readonly string[];
  /** Posts that did not come to rest. */
  readonly stuck: readonly string[];
  readonly passes: number;
  readonly killed: number;
  readonly requests: number;
  readonly faults: number;
  readonly twinsDeleted: number;
  readonly calledWhileLimited: number;
}

const KILL_STEPS = [
  'ingest',
  'claim',
  'prepare',
  'arm',
  'create',
  'record',
  'look',
  'settle',
  'retract',
  'pass-end',
] as const;

const RATES: FaultRates = {
  status: 0.05,
  reset: 0.05,
  silence: 0.03,
  drip: 0.02,
  'half-json': 0.03,
  'created-without-id': 0.02,
  'empty-201': 0.02,
  'redirect-302': 0.02,
  html: 0.02,
  '503-html-as-json': 0.02,
  limited: 0.01,
  'limited-without-headers': 0.01,
  'usage-capped': 0.01,
  'dead-token': 0.01,
  'no-credits': 0.01,
  suspended: 0.005,
  'store-late': 0.03,
};

/** Kills, loses and limits for a while, then lets everything rest and counts. */
export async function chaos({ seed, articles, forMs, say = () => {} }: ChaosOptions): Promise<Count> {
  const random = seededRandom(seed);
  const world = await openWorld({ faults: randomFaults(random, RATES), refusesDuplicates: random() < 0.5 });
  try {
    const storm = await rage(world, random, articles, forMs, say);
    say(`${storm.passes} passes, ${storm.killed} killed; now rest`);
    world.x.useFaults('none');
    await rest(world, say);
    return { ...count(world, articles), ...storm };
  } finally {
    await world.close();
  }
}

async function rage(world: World, random: () => number, articles: number, forMs: number, say: (line: string) => void) {
  const started = Date.now();
  const elapsed = () => (Date.now() - started) / forMs;
  const running = new Set<ChildProcess>();
  const old = `${world.database}.old`;
  let [passes, killed, filed, copied, restored] = [0, 0, 0, false, false];
  while (elapsed() < 1) {
    while (filed < Math.min(articles, Math.ceil(articles * elapsed() * 1.2))) world.file(`story-${++filed}`);
    if (!copied && elapsed() > 0.4 && passes > 3) {
      await copy(world.database, old);
      copied = true;
    }
    if (copied && !restored && elapsed() > 0.6) {
      await stopAll(running);
      restore(old, world.database);
      say('an old copy of the store was put back');
      restored = true;
    }
    if (running.size < 3) {
      passes += 1;
      const child = start(world, random, passes);
      running.add(child);
      void ending(child).then(({ signal }) => {
        running.delete(child);
        if (signal === 'SIGKILL') killed += 1;
      });
      // A person lifts what a dead token or missing credits paused.
      if (passes % 8 === 0) await world.run(['resume', '--channel', 'x', '--by', 'chaos', '--reason', 'paid']);
    }
    await sleep(20 + random() * 150);
  }
  while (filed < articles) world.file(`story-${++filed}`);
  await stopAll(running);
  return { passes, killed };
}

/** A pass that may kill itself at a named step, be killed at a random moment, or live. */
function start(world: World, random: () => number, nth: number): ChildProcess {
  const fate = random();
  if (fate < 0.5) {
    const step = KILL_STEPS[nth % KILL_STEPS.length] ?? 'arm';
    return world.start(['run'], `${step}:${1 + Math.floor(random() * 3)}`);
  }
  const child = world.start(['run']);
  if (fate < 0.75) setTimeout(() => child.kill('SIGKILL'), random() * 700).unref();
  return child;
}

async function stopAll(running: Set<ChildProcess>): Promise<void> {
  for (const child of running) child.kill('SIGKILL');
  while (running.size > 0) await sleep(10);
}

async function copy(from: string, to: string): Promise<void> {
  const database = new DatabaseSync(from, { timeout: 5000 });
  await backup(database, to);
  database.close();
}

function restore(from: string, to: string): void {
  for (const tail of ['', '-wal', '-shm']) rmSync(`${to}${tail}`, { force: true });
  copyFileSync(from, to);
}

/** Everything works again; an editor clears what waits for one. Ends when nothing is left to do. */
async function rest(world: World, say: (line: string) => void): Promise<void> {
  let quiet = 0;
  for (let n = 0; n < 200 && quiet < 3; n += 1) {
    await world.run(['resume', '--channel', 'x', '--by', 'chaos', '--reason', 'rest']);
    await world.run(['queue', 'retry', '--all', '--by', 'chaos']);
    await world.run(['queue', 'approve', '--all', '--by', 'chaos']);
    await world.run(['run']);
    const open = unsettled(world);
    quiet = open.length === 0 && world.x.journal.stillToCome === 0 ? quiet + 1 : 0;
    if (n % 10 === 9) say(`resting: ${open.length} open`);
  }
}

/** Posts that still want something: not at their end, or with a look or a deletion to come. */
function unsettled({ database }: World): readonly string[] {
  const db = new DatabaseSync(database, { readOnly: true, timeout: 5000 });
  const rows = db
    .prepare("select id, state from posts where state not in ('published', 'pulled') or next_look_at is not null")
    .all();
  db.close();
  return rows.map(({ id, state }) => `${id} ${state}`);
}

function count(world: World, articles: number): Omit<Count, 'passes' | 'killed'> {
  const live = world.x.liveByLink()['1001'] ?? {};
  const links = Array.from({ length: articles }, (_, n) => `https://news.example.com/story-${n + 1}`);
  const timesLive = (link: string) => live[link] ?? 0;
  const { requests, posts } = world.x.journal;
  return {
    articles,
    lost: links.filter((link) => timesLive(link) === 0),
    doubled: links.filter((link) => timesLive(link) > 1),
    stuck: unsettled(world),
    requests: requests.length,
    faults: requests.filter(({ fault }) => fault).length,
    twinsDeleted: posts.filter(({ deletedAt }) => deletedAt !== undefined).length,
    calledWhileLimited: requests.filter(({ calledWhileLimited }) => calledWhileLimited).length,
  };
}
