import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fingerprint, gathering } from '../../src/lib/fingerprint.ts';

const values = fc.array(
  fc.oneof(
    fc.string(),
    fc.maxSafeNat(),
    fc.nat().map((n) => n / 1024),
  ),
);

it('is the same for the same values', () => {
  fc.assert(fc.property(values, (some) => fingerprint(some) === fingerprint([...some])));
});

it('is another for other values, another order, or the same text cut elsewhere', () => {
  fc.assert(
    fc.property(values, values, (some, others) => {
      if (JSON.stringify(some) !== JSON.stringify(others)) expect(fingerprint(others)).not.toBe(fingerprint(some));
    }),
  );
  expect(fingerprint(['ab', 'c'])).not.toBe(fingerprint(['a', 'bc']));
  expect(fingerprint([1, 2])).not.toBe(fingerprint([2, 1]));
});

it('notices a file that was changed in the same millisecond, and one that grew by one byte', () => {
  const file = (size: number, modifiedMs: number) => fingerprint(['story.json', size, modifiedMs, 77]);
  expect(new Set([file(1, 1.7e12), file(1, 1.7e12 + 0.001), file(2, 1.7e12), file(2 ** 32 + 1, 1.7e12)]).size).toBe(4);
});

it('does not meet itself among two hundred thousand files', () => {
  const names = Array.from({ length: 200_000 }, (_, n) => fingerprint([`story-${n}.json`, n % 50, 1.7e12 + n / 7, n]));
  expect(new Set(names).size).toBe(names.length);
});

it('of gathered things is the same in any order, and as if what was taken out had never been', () => {
  const things = fc.array(values, { maxLength: 8 });
  fc.assert(
    fc.property(things, things, (some, others) => {
      const one = gathering();
      for (const thing of [...some, ...others]) one.add(thing);
      const other = gathering();
      for (const thing of [...others.toReversed(), ...some]) other.add(thing);
      expect(other.name()).toBe(one.name());
      const resumed = gathering(one.name());
      for (const thing of others) resumed.takeOut(thing);
      const alone = gathering();
      for (const thing of some) alone.add(thing);
      expect(resumed.name()).toBe(alone.name());
      if (others.length > 0) expect(alone.name()).not.toBe(one.name());
    }),
  );
});
