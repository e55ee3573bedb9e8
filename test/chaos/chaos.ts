import type { ChildProcess } from 'node:child_process';
import { copyFileSync, rmSync } from 'node:fs';
import { backup, DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { randomFaults as randomGraphFaults } from '../support/graph-lookalike/fault.ts';
import { ending } from '../support/node.ts';
import { seededRandom } from '../support/random.ts';
import { randomFaults as randomXFaults } from '../support/x-lookalike/fault.ts';
import { type Count, count, type FeedCount, feedCount, unsettled } from './count.ts';
import { tornFiles } from './feeds.ts';
import { GRAPH_RATES, X_RATES } from './rates.ts';
import { type ChaosPlatform, openWorld, type World } from './world.ts';

export interface ChaosOptions {
  readonly seed: string;
  readonly articles: number;
  /** Real milliseconds of kills and faults. */
  readonly forMs: number;
  /** All of `DRIVEN`, where not given. */
  readonly platforms?: readonly ChaosPlatform[];
  readonly say?: (line: string) => void;
}

/** What a run came to. */
export interface Aftermath {
  readonly articles: number;
  readonly passes: number;
  readonly killed: number;
  readonly platforms: Count;
  readonly feeds: FeedCount;
}

/** What a run drives where not told otherwise. */
export const DRIVEN: readonly ChaosPlatform[] = ['twitter', 'facebook'];

/** On the fast clock the usual 50 seconds are over before a pass has begun to speak. */
const PASS = ['run', '--for', '10m'];

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
  'flush',
  'pass-end',
] as const;

/** Kills, loses and limits for a while, then lets everything rest and counts. */
export async function chaos(options: ChaosOptions): Promise<Aftermath> {
  const { seed, articles, forMs, platforms = DRIVEN, say = () => {} } = options;
  const random = seededRandom(seed);
  const faults = {
    twitter: randomXFaults(random, X_RATES),
    facebook: randomGraphFaults(seededRandom(`graph ${seed}`), GRAPH_RATES),
  };
  const world = await openWorld({ platforms, faults, refusesDuplicates: random() < 0.5 });
  try {
    const { torn, ...storm } = await rage(world, random, articles, forMs, say);
    say(`${storm.passes} passes, ${storm.killed} killed; now rest`);
    for (const { there } of world.sides) there.useFaults('none');
    await rest(world, say);
    return { articles, ...storm, platforms: count(world, articles), feeds: feedCount(world, articles, torn) };
  } finally {
    await world.close();
  }
}

async function rage(world: World, random: () => number, articles: number, forMs: number, say: (line: string) => void) {
  const started = Date.now();
  const elapsed = () => (Date.now() - started) / forMs;
  const running = new Set<ChildProcess>();
  const old = `${world.database}.old`;
  const torn: string[] = [];
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
      if (passes % 8 === 0) await resume(world, 'paid');
    }
    torn.push(...tornFiles(world.feeds));
    await sleep(20 + random() * 150);
  }
  while (filed < articles) world.file(`story-${++filed}`);
  await stopAll(running);
  return { passes, killed, torn };
}

/** A pass that may kill itself at a named step, be killed at a random moment, or live. */
function start(world: World, random: () => number, nth: number): ChildProcess {
  const fate = random();
  if (fate < 0.5) {
    const step = KILL_STEPS[nth % KILL_STEPS.length] ?? 'arm';
    return world.start(PASS, `${step}:${1 + Math.floor(random() * 3)}`);
  }
  const child = world.start(PASS);
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
    await resume(world, 'rest');
    await world.run(['queue', 'retry', '--all', '--by', 'chaos']);
    await world.run(['queue', 'approve', '--all', '--by', 'chaos']);
    await world.run(PASS);
    const open = unsettled(world);
    quiet = open.length === 0 && world.sides.every(({ there }) => there.journal.stillToCome === 0) ? quiet + 1 : 0;
    if (n % 10 === 9) say(`resting: ${open.length} open`);
  }
}

async function resume(world: World, reason: string): Promise<void> {
  for (const { channel } of world.sides) {
    await world.run(['resume', '--channel', channel, '--by', 'chaos', '--reason', reason]);
  }
}
