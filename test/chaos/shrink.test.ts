import { expect, it } from 'vitest';
import { type ChaosOptions, DRIVEN } from './chaos.ts';
import { KINDS } from './rates.ts';
import { commandOf, shrink } from './shrink.ts';
import { storiesOf } from './stories.ts';

const LONG: ChaosOptions = { seed: '7', articles: 300, forMs: 120_000 };

it('finds what a failure needs, and says how to replay it', async () => {
  const fails = async ({ articles, forMs, without = [] }: ChaosOptions) =>
    articles >= 40 && forMs >= 60_000 && !without.includes('kills') && !without.includes('disk');
  const smallest = await shrink(LONG, fails);
  const left = KINDS.filter((kind) => kind !== 'kills' && kind !== 'disk');
  expect(smallest).toEqual({ ...LONG, articles: 75, forMs: 60_000, without: left });
  expect(commandOf(smallest)).toBe(
    `npm run chaos -- --seed 7 --articles 75 --seconds 60 ${left.map((kind) => `--without ${kind}`).join(' ')}`,
  );
});

it('ends soon where everything fails', async () => {
  let runs = 0;
  const smallest = await shrink(LONG, async () => ++runs > 0);
  expect(smallest).toMatchObject({ articles: 10, without: KINDS });
  expect(runs).toBeLessThan(25);
});

it('replays one platform alone', () => {
  const one = { ...LONG, platforms: DRIVEN.slice(0, 1), speed: 60 };
  expect(commandOf(one)).toBe('npm run chaos -- --seed 7 --articles 300 --seconds 120 --speed 60 --platform twitter');
});

it('does the same to a story whatever else is left out', () => {
  const deeds = (without: ReadonlySet<'corrections' | 'withdrawals'>) =>
    storiesOf('7', 300, 120_000, without).map(({ deed }) => deed?.type);
  const all = deeds(new Set());
  expect(new Set(all)).toEqual(new Set([undefined, 'corrected', 'withdrawn', 'by-hand', 'embargoed']));
  expect(deeds(new Set(['corrections']))).toEqual(all.map((deed) => (deed === 'corrected' ? undefined : deed)));
});
