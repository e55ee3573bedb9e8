import fc from 'fast-check';
import { expect, it } from 'vitest';
import { blindLookDelayMs, lookDelayMs, retryDelayMs } from '../../src/domain/retry.ts';

it('waits longer after each attempt, from the first delay up to an hour and a fifth', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1000 }),
      fc.integer({ min: 1, max: 3_600_000 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (n, first, random) => {
        const delay = retryDelayMs(n, first, random);
        expect(delay).toBeGreaterThanOrEqual(first);
        expect(delay).toBeLessThanOrEqual(3_600_000 * 1.2);
        expect(retryDelayMs(n + 1, first, random)).toBeGreaterThanOrEqual(delay);
      },
    ),
  );
});

it('looks three times, at 1, 4 and 10 times confirmAfter', () => {
  expect([0, 1, 2, 3].map((looks) => lookDelayMs(looks, 30_000))).toEqual([30_000, 120_000, 300_000, undefined]);
});

it('never waits more than an hour for the next try to look', () => {
  expect(blindLookDelayMs(1000, 30_000)).toBe(3_600_000);
});
