import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from '../support/random.ts';
import type { Crew } from './crew.ts';
import type { Desk } from './desk.ts';
import { liftPauses } from './editors.ts';
import { tornFiles } from './feeds.ts';
import { momentsOf } from './moments.ts';
import { type Kind, PER_MINUTE } from './rates.ts';
import { fillDisk } from './trouble/full-disk.ts';
import { loseFolder } from './trouble/lost-folder.ts';
import { copyStore, putOldStoreBack } from './trouble/old-store.ts';
import { lockStore } from './trouble/store-lock.ts';
import type { World } from './world.ts';

const LIFT_EVERY_MS = 1500;

/** How a storm is made. */
export interface StormOptions {
  readonly seed: string;
  /** Real milliseconds. */
  readonly forMs: number;
  readonly without: ReadonlySet<Kind>;
  readonly say: (line: string) => void;
}

/** Something that happens once. A `calm` one is done while nobody is at work. */
interface Strike {
  readonly at: number;
  readonly kind: Kind;
  readonly calm?: true;
  run(): Promise<void> | void;
}

/** What a storm did that shows no more once it is over. */
export interface Damage {
  /** The feed files that were torn at any time. */
  readonly torn: readonly string[];
  /** When an old copy of the store was put back, in the newsroom's time. */
  readonly forgotAt?: number;
}

/** Lets the desk and the crew work while everything around them fails. */
export async function rage(world: World, desk: Desk, crew: Crew, options: StormOptions): Promise<Damage> {
  const { forMs, seed } = options;
  const random = seededRandom(`${seed} beat`);
  const strikes = strikesOf(world, options);
  const going = new Set<Promise<void>>();
  const keep = (run: Promise<void>) => {
    going.add(run);
    return run.finally(() => going.delete(run));
  };
  const torn: string[] = [];
  let forgotAt: number | undefined;
  const started = Date.now();
  const elapsed = () => Date.now() - started;
  let liftedAt = 0;
  while (elapsed() < forMs) {
    desk.workUntil(elapsed());
    while (strikes[0] && strikes[0].at <= elapsed()) {
      const strike = strikes.shift();
      if (strike?.calm) await Promise.all([crew.stop(), ...going]);
      const run = keep(Promise.resolve(strike?.run()));
      if (!strike?.calm) continue;
      await run;
      forgotAt = world.now();
    }
    crew.muster();
    if (elapsed() - liftedAt > LIFT_EVERY_MS) {
      liftedAt = elapsed();
      void keep(liftPauses(world));
    }
    torn.push(...tornFiles(world.feeds));
    await sleep(20 + random() * 150);
  }
  desk.workUntil(Number.POSITIVE_INFINITY);
  await Promise.all([crew.stop(), ...going]);
  return { torn, ...(forgotAt !== undefined && { forgotAt }) };
}

/** What strikes, and when: each kind by numbers of its own, so that leaving out one changes no other. */
function strikesOf(world: World, { seed, forMs, without, say }: StormOptions): Strike[] {
  const often = (kind: keyof typeof PER_MINUTE, strike: (world: World, random: () => number) => Promise<void>) => {
    const random = seededRandom(`${seed} ${kind}`);
    return momentsOf(random, PER_MINUTE[kind], forMs).map(
      (at): Strike => ({ at, kind, run: () => strike(world, random) }),
    );
  };
  const strikes = [
    ...often('lock', lockStore),
    ...often('disk', fillDisk),
    ...often('folder', loseFolder),
    ...oldStore(world, seed, forMs, say),
  ];
  return strikes.filter(({ kind }) => !without.has(kind)).sort((a, b) => a.at - b.at);
}

function oldStore(world: World, seed: string, forMs: number, say: (line: string) => void): readonly Strike[] {
  const random = seededRandom(`${seed} old-store`);
  const copyAt = forMs * (0.3 + random() * 0.2);
  const putBackAt = copyAt + forMs * (0.05 + random() * 0.3);
  let copied: Promise<boolean> | undefined;
  return [
    {
      at: copyAt,
      kind: 'old-store',
      async run() {
        copied = copyStore(world);
        await copied;
      },
    },
    {
      at: putBackAt,
      kind: 'old-store',
      calm: true,
      async run() {
        if (!(await copied)) return;
        await putOldStoreBack(world);
        say('an old copy of the store was put back');
      },
    },
  ];
}
