import { type ChaosOptions, chaos, DRIVEN, failuresOf, SPEED } from './chaos.ts';
import { KINDS } from './rates.ts';

const FEWEST_ARTICLES = 10;
const SHORTEST_MS = 10_000;

/**
 * Looks for a smaller run that fails too: fewer articles, a shorter storm, kinds of trouble left out one by one. Each is
 * tried once, so what is found fails, and a smaller one may be there.
 */
export async function shrink(options: ChaosOptions): Promise<ChaosOptions> {
  const say = options.say ?? (() => {});
  let smallest = options;
  const tryWith = async (change: Partial<ChaosOptions>) => {
    const smaller = { ...smallest, ...change };
    say(`shrinking: ${commandOf(smaller)}`);
    const fails = failuresOf(await chaos(smaller)).length > 0;
    if (fails) smallest = smaller;
    return fails;
  };
  while (smallest.articles > FEWEST_ARTICLES && (await tryWith({ articles: Math.ceil(smallest.articles / 2) })));
  while (smallest.forMs > SHORTEST_MS && (await tryWith({ forMs: Math.ceil(smallest.forMs / 2) })));
  for (const kind of KINDS) {
    const { without = [] } = smallest;
    if (!without.includes(kind)) await tryWith({ without: [...without, kind] });
  }
  return smallest;
}

/** The command that makes this run. */
export function commandOf({
  seed,
  articles,
  forMs,
  platforms = DRIVEN,
  speed = SPEED,
  without = [],
}: ChaosOptions): string {
  const sides = platforms.length === DRIVEN.length ? [] : platforms.flatMap((platform) => ['--platform', platform]);
  const left = without.flatMap((kind) => ['--without', kind]);
  const sizes = ['--articles', String(articles), '--seconds', String(forMs / 1000)];
  const pace = speed === SPEED ? [] : ['--speed', String(speed)];
  return ['npm run chaos --', '--seed', seed, ...sizes, ...pace, ...sides, ...left].join(' ');
}
