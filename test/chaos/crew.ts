import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Step } from '../../src/pipeline/steps.ts';
import { ending } from '../support/node.ts';
import { seededRandom } from '../support/random.ts';
import type { Losses } from './knowing.ts';
import { FATES, type Kind } from './rates.ts';
import type { Fate, World } from './world.ts';

/** On the fast clock the usual 50 seconds are over before a pass has begun to speak. */
export const PASS = ['run', '--for', '10m'];
const WORKER = ['serve', '--role', 'worker'];

const PASSES_AT_ONCE = 2;
/** How long a pass takes on a machine that does nothing else, and how many times as long a worker lives. */
const QUICK_PASS_MS = 700;
const WORKER_LIVES = 8;

/** Every moment a process may be killed at. */
export const STEPS = [
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
  'ping',
  'pass-end',
] as const satisfies readonly Step[];

type Role = 'pass' | 'worker';

/** What became of the processes of a storm. */
export interface CrewTally {
  readonly passes: number;
  readonly workers: number;
  readonly killed: number;
  /** How many were killed at each step. */
  readonly killedAt: Readonly<Record<string, number>>;
  /** Exit codes of those that ended by themselves. */
  readonly exits: Readonly<Record<string, number>>;
  /** What ended as a bug. */
  readonly bugs: readonly string[];
}

/** The processes that do crier's work: passes that overlap, and a worker beside them. */
export interface Crew {
  /** Starts who is missing. */
  muster(): void;
  /** Kills everyone. */
  stop(): Promise<void>;
  tally(): CrewTally;
  hasDied: Losses['hasDied'];
  jumpedAt: Losses['jumpedAt'];
}

/** A crew whose fates the seed draws; which step a process reaches first is up to the machine. */
export function musterCrew(world: World, seed: string, without: ReadonlySet<Kind>): Crew {
  const random = seededRandom(`${seed} crew`);
  const running = new Map<ChildProcess, Role>();
  const killedAt: Record<string, number> = Object.fromEntries(STEPS.map((step) => [step, 0]));
  const exits: Record<string, number> = {};
  const bugs: string[] = [];
  const dead = new Set<string>();
  const jumps = new Map<string, number>();
  let [passes, workers, killed] = [0, 0, 0];
  let passTakesMs = QUICK_PASS_MS;
  const start = (role: Role) => {
    const fate = fateOf(random, role, without, killedAt);
    const child = world.start(role === 'pass' ? PASS : WORKER, fate);
    running.set(child, role);
    if (fate.jump) jumps.set(String(child.pid), world.now() + fate.jump.inRealMs * world.speed);
    const startedAt = Date.now();
    const end = endOf(random, role, without);
    if (end) {
      const livesMs = end.afterPasses * passTakesMs;
      setTimeout(() => child.kill(end.signal), livesMs).unref();
      // One that does not stop when it is asked to is killed in the end.
      setTimeout(() => child.kill('SIGKILL'), livesMs + WORKER_LIVES * passTakesMs).unref();
    }
    void ending(child).then(({ code, signal, stderr }) => {
      running.delete(child);
      // A machine that has others to serve is slower: what is killed shall have got as far as on a quick one.
      if (role === 'pass' && code === 0) passTakesMs = (passTakesMs + Date.now() - startedAt) / 2;
      if (signal === 'SIGKILL' || code === 75) dead.add(String(child.pid));
      if (signal === 'SIGKILL') killed += 1;
      else exits[String(code ?? signal)] = (exits[String(code ?? signal)] ?? 0) + 1;
      const step = /^killed at (.+)$/m.exec(stderr)?.[1];
      if (step !== undefined) killedAt[step] = (killedAt[step] ?? 0) + 1;
      if (/a bug in crier|^\s+at /m.test(stderr)) bugs.push(stderr.slice(0, 2000));
    });
  };
  const count = (role: Role) => [...running.values()].filter((one) => one === role).length;
  return {
    muster() {
      if (count('pass') < PASSES_AT_ONCE) {
        passes += 1;
        start('pass');
      }
      if (count('worker') === 0 && !without.has('worker')) {
        workers += 1;
        start('worker');
      }
    },
    async stop() {
      for (const child of running.keys()) child.kill('SIGKILL');
      while (running.size > 0) await sleep(10);
    },
    tally: () => ({ passes, workers, killed, killedAt, exits, bugs }),
    hasDied: (client) => dead.has(client ?? ''),
    jumpedAt: (client) => jumps.get(client ?? ''),
  };
}

/**
 * Draws as many numbers whatever is left out, so that leaving out one kind changes no other. A worker goes on until it comes
 * to its step, or is ended before.
 */
function fateOf(
  random: () => number,
  role: Role,
  without: ReadonlySet<Kind>,
  killedAt: Readonly<Record<string, number>>,
): Fate {
  const [ends, patience, clock, way, when] = [random(), random(), random(), random(), random()];
  const killAt = stepToDieAt(random, killedAt);
  return {
    ...(!without.has('kills') && (role === 'worker' || ends < FATES.killedAtStep) ? { killAt } : {}),
    ...(!without.has('lock') && patience < FATES.impatient ? { busyMs: 50 } : {}),
    ...(without.has('clocks') ? {} : jumpOf(clock, way, when)),
  };
}

/** Every other time one at which the fewest were killed so far. */
function stepToDieAt(random: () => number, killedAt: Readonly<Record<string, number>>): string {
  const [kind, which, nth] = [random(), random(), random()];
  const fewest = Math.min(...STEPS.map((step) => killedAt[step] ?? 0));
  const rare = STEPS.filter((step) => (killedAt[step] ?? 0) === fewest);
  if (kind < 0.5) return rare[Math.floor(which * rare.length)] ?? 'arm';
  return `${STEPS[Math.floor(which * STEPS.length)] ?? 'arm'}:${1 + Math.floor(nth * 3)}`;
}

/** A minute to three hours, from its start or in the middle of its life. */
function jumpOf(clock: number, way: number, when: number): Pick<Fate, 'jump'> {
  const ms = Math.round(60_000 * 180 ** way);
  const inRealMs = when < 0.5 ? 0 : when * 1000;
  if (clock < FATES.clockAhead) return { jump: { inRealMs, ms } };
  if (clock < FATES.clockAhead + FATES.clockBehind) return { jump: { inRealMs, ms: -ms } };
  return {};
}

interface End {
  readonly signal: 'SIGTERM' | 'SIGKILL';
  /** How long it lives, in the time that a pass takes. */
  readonly afterPasses: number;
}

/** A worker always ends some time, and is asked to stop as often as it is killed. */
function endOf(random: () => number, role: Role, without: ReadonlySet<Kind>): End | undefined {
  const [ends, after] = [random(), random()];
  if (without.has('kills')) return undefined;
  if (role === 'worker') return { signal: ends < 0.5 ? 'SIGTERM' : 'SIGKILL', afterPasses: after * WORKER_LIVES };
  return ends < FATES.killedAnyTime ? { signal: 'SIGKILL', afterPasses: after * 1.2 } : undefined;
}
