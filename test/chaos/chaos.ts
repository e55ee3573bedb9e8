import { randomFaults as randomGraphFaults } from '../support/graph-lookalike/fault.ts';
import { seededRandom } from '../support/random.ts';
import { randomFaults as randomXFaults } from '../support/x-lookalike/fault.ts';
import { faultsInBooks } from './books.ts';
import { type Count, count, type FeedCount, feedCount } from './count.ts';
import { type CrewTally, musterCrew } from './crew.ts';
import { openDesk } from './desk.ts';
import { GRAPH_RATES, type Kind, X_RATES } from './rates.ts';
import { rest } from './rest.ts';
import { storiesOf } from './stories.ts';
import { rage } from './storm.ts';
import { tracesOf } from './traces.ts';
import { type ChaosPlatform, openWorld } from './world.ts';

/** A run; the seed decides all that can be decided: faults, fates, deeds and their times, but not how the machine schedules. */
export interface ChaosOptions {
  readonly seed: string;
  readonly articles: number;
  /** Real milliseconds of kills and faults. */
  readonly forMs: number;
  /** All of `DRIVEN`, where not given. */
  readonly platforms?: readonly ChaosPlatform[];
  /** The kinds of trouble that are left out. */
  readonly without?: readonly Kind[];
  /** How many of the newsroom's milliseconds pass in a real one; `SPEED` where not given, less on a busy machine. */
  readonly speed?: number;
  readonly say?: (line: string) => void;
}

/** What a run came to. */
export interface Aftermath {
  readonly articles: number;
  readonly crew: CrewTally;
  readonly platforms: Count;
  readonly feeds: FeedCount;
  /** What is wrong with the store itself. */
  readonly books: readonly string[];
  /** What became of the stories that a failure names. */
  readonly traces: readonly string[];
}

/** What a run drives where not told otherwise. */
export const DRIVEN: readonly ChaosPlatform[] = ['twitter', 'facebook'];

/** Two minutes of lease are a second. */
export const SPEED = 120;

/** Kills, loses and limits for a while, then lets everything rest and counts. */
export async function chaos(options: ChaosOptions): Promise<Aftermath> {
  const { seed, articles, forMs, platforms = DRIVEN, speed = SPEED, say = () => {} } = options;
  const without = new Set(options.without);
  const faults = {
    twitter: randomXFaults(seededRandom(`${seed} x`), without.has('faults') ? {} : X_RATES),
    facebook: randomGraphFaults(seededRandom(`${seed} graph`), without.has('faults') ? {} : GRAPH_RATES),
  };
  const refusesDuplicates = seededRandom(seed)() < 0.5;
  const world = await openWorld({ platforms, faults, refusesDuplicates, speed });
  try {
    const stories = storiesOf(seed, articles, forMs, without);
    // Longer than any look holds, where the storm is long.
    const desk = openDesk(stories, { ...world, folder: world.articles, embargoMs: (forMs * speed) / 2 });
    const crew = musterCrew(world, seed, without);
    const { torn, forgotAt } = await rage(world, desk, crew, { seed, forMs, without, say });
    const tally = crew.tally();
    say(`${tally.passes} passes and ${tally.workers} workers, ${tally.killed} killed; now rest`);
    const stormedUntil = world.now();
    await rest(world, stories, desk.lastEmbargo(), say);
    const losses = { ...crew, ...(forgotAt !== undefined && { forgotAt }) };
    const after = {
      articles,
      crew: tally,
      platforms: count(world, stories, losses, stormedUntil),
      feeds: feedCount(world, desk, stories, torn),
      books: faultsInBooks(world),
    };
    return { ...after, traces: tracesOf(world, stories, failuresOf(after), losses) };
  } finally {
    await world.close();
  }
}

/** What a run must not come to, a line for each; empty where all is well. */
export function failuresOf({ platforms, feeds, books, crew }: Omit<Aftermath, 'traces'>): readonly string[] {
  const sides = Object.entries({ ...platforms, feeds }).flatMap(([name, side]) =>
    (['lost', 'doubled', 'stuck', 'left'] as const).flatMap((what) =>
      side[what].map((one) => `${name}: ${what} ${one}`),
    ),
  );
  const calls = Object.entries(platforms).flatMap(([name, { calledWhileLimited }]) =>
    calledWhileLimited.map((call) => `${name}: called while limited: ${call}`),
  );
  return [...sides, ...calls, ...feeds.torn.map((file) => `feeds: torn ${file}`), ...books, ...crew.bugs];
}
