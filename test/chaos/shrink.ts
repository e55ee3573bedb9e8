import { type ChaosOptions, DRIVEN, SPEED } from './chaos.ts';
import { KINDS } from './rates.ts';

const FEWEST_ARTICLES = 10;
const SHORTEST_MS = 10_000;

/**
 * Looks for a smaller run that fails too: fewer articles, a shorter storm, kinds of trouble left out one by one. Each is
 * tried once, so what is found did fail, and a smaller one may be there. At most some twenty runs.
 */
export async function shrink(
  options: ChaosOptions,
  fails: (options: ChaosOptions) => Promise<boolean>,
): Promise<ChaosOptions> {
  let smallest = options;
  const tryWith = async (change: Partial<ChaosOptions>) => {
    const smaller = { ...smallest, ...change };
    const failed = await fails(smaller);
    if (failed) smallest = smaller;
    return failed;
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
export function commandOf({ seed, articles, forMs, platforms = DRIVEN, speed = SPEED, without = [] }: ChaosOptions) {
  const sides = platforms.length === DRIVEN.length ? [] : platforms.flatMap((platform) => ['--platform', platform]);
  const left = without.flatMap((kind) => ['--without', kind]);
  const sizes = ['--articles', String(articles), '--seconds', String(forMs / 1000)];
  const pace = speed === SPEED ? [] : ['--speed', String(speed)];
  return ['npm run chaos --', '--seed', seed, ...sizes, ...pace, ...sides, ...left].join(' ');
}
