import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LONGEST_LIMIT_MS } from '../../src/domain/gate.ts';
import { gateChange, slowing } from '../../src/domain/hearing.ts';
import type { Use } from '../../src/domain/ports.ts';
import type { AccountChange, Limited } from '../../src/domain/store.ts';
import { after as later, msBetween } from '../../src/domain/time.ts';
import { at } from '../support/posts.ts';

const NOON = at('2026-05-01T09:00Z');
const SOON = at('2026-05-01T09:15Z');
const LATER = at('2026-05-01T10:00Z');

const limited = (more = {}) =>
  ({ type: 'rate-limited', retryAt: SOON, scope: 'account', detail: '429', ...more }) as const;

/** Times as text, since Temporal's own values all look alike to the test's comparison. */
function change(use: Use, answer: Parameters<typeof gateChange>[2]) {
  const { account = {} } = gateChange('twitter:1', use, answer, NOON);
  const { app, slowed, noCredits } = account;
  return {
    closed: closed(account),
    ...(app && { app: closed(app) }),
    ...(slowed && { slowed: [slowed.gapMs, String(slowed.until)] }),
    ...(noCredits && { nextTryAt: String(noCredits.nextTryAt) }),
  };
}

function closed({ limitedUntil, looksLimitedUntil, erasesLimitedUntil }: AccountChange | Limited) {
  const times = { speak: limitedUntil, look: looksLimitedUntil, erase: erasesLimitedUntil };
  return Object.fromEntries(Object.entries(times).flatMap(([use, until]) => (until ? [[use, String(until)]] : [])));
}

describe('an answer', () => {
  it.each(['speak', 'look', 'erase'] as const)('closes the window of the call it answers and no other (%s)', (use) => {
    expect(change(use, limited())).toEqual({ closed: { [use]: String(SOON) } });
    const limits = [{ remaining: 0, resetAt: SOON }];
    expect(change(use, { type: 'published', limits })).toEqual({ closed: { [use]: String(SOON) } });
  });

  it('closes looks and creates together where the platform counts every call, and deletions only by their own', () => {
    const both = { speak: String(SOON), look: String(SOON) };
    expect(change('speak', limited({ everyUse: true }))).toEqual({ closed: both });
    expect(change('look', limited({ everyUse: true }))).toEqual({ closed: both });
    expect(change('erase', limited({ everyUse: true }))).toEqual({ closed: { ...both, erase: String(SOON) } });
  });

  it('closes all accounts of the app where the window is that of the app, on a success as well', () => {
    expect(change('speak', limited({ scope: 'app' }))).toEqual({ closed: {}, app: { speak: String(SOON) } });
    const limits = [
      { remaining: 0, resetAt: LATER, scope: 'app' },
      { remaining: 0, resetAt: SOON, scope: 'account' },
    ] as const;
    expect(change('speak', { type: 'published', limits })).toEqual({
      closed: { speak: String(SOON) },
      app: { speak: String(LATER) },
    });
  });

  it('closes until the last of several windows opens', () => {
    const limits = [{ remaining: 0, resetAt: LATER }];
    expect(change('speak', { ...limited(), limits })).toEqual({ closed: { speak: String(LATER) } });
  });

  it('without credits asks for one try in an hour, and holds back deletions only where it answers one', () => {
    const nextTryAt = String(LATER);
    expect(change('speak', { type: 'no-credits', detail: '402' })).toEqual({ closed: {}, nextTryAt });
    expect(change('erase', { type: 'no-credits', detail: '402' })).toEqual({ closed: { erase: nextTryAt }, nextTryAt });
  });

  it('with room in its windows changes nothing', () => {
    const limits = [{ remaining: 90, limit: 100, resetAt: SOON }];
    expect(gateChange('twitter:1', 'speak', { type: 'published', limits }, NOON)).toEqual({});
  });
});

describe('near the end of a window', () => {
  it('the rest of it is spread, with one call kept back', () => {
    const limits = [{ remaining: 9, limit: 100, resetAt: at('2026-05-01T09:10Z') }];
    expect(change('speak', { type: 'published', limits })).toEqual({
      closed: {},
      slowed: [60_000, '2026-05-01T09:10:00Z'],
    });
    expect(change('look', { type: 'read', limits })).toEqual({ closed: {} });
  });

  it.each([
    ['a tenth is left', { remaining: 10, limit: 100 }],
    ['nobody says of how many', { remaining: 1 }],
    ['nothing is left: that closes the gate', { remaining: 0, limit: 100 }],
  ])('nothing is spread where %s', (_, window) => {
    expect(slowing([{ ...window, resetAt: SOON }], NOON)).toBeUndefined();
  });

  const window = fc
    .record({
      limit: fc.integer({ min: 1, max: 50_000 }),
      remaining: fc.nat(50_000),
      leftMs: fc.integer({ min: 1, max: 2 ** 41 }),
    })
    .map(({ leftMs, ...counts }) => ({ ...counts, resetAt: later(NOON, leftMs) }));

  it('the pace never uses up a window before it opens anew, and ends with it', () => {
    fc.assert(
      fc.property(fc.array(window, { maxLength: 4 }), (windows) => {
        const slowed = slowing(windows, NOON);
        const near = windows.filter(({ remaining, limit }) => remaining > 0 && remaining * 10 < limit);
        expect(slowed !== undefined).toBe(near.length > 0);
        if (!slowed) return;
        expect(slowed.gapMs).toBeGreaterThan(0);
        expect(msBetween(NOON, slowed.until)).toBeLessThanOrEqual(LONGEST_LIMIT_MS);
        for (const { remaining, resetAt } of near) {
          const leftMs = Math.min(msBetween(NOON, resetAt), LONGEST_LIMIT_MS);
          expect(Math.floor((leftMs - 1) / slowed.gapMs)).toBeLessThanOrEqual(remaining);
        }
      }),
    );
  });

  it('the less is left, the slower it goes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 99 }), fc.integer({ min: 1000, max: 900_000 }), (remaining, leftMs) => {
        const gap = (left: number) =>
          slowing([{ remaining: left, limit: 1000, resetAt: later(NOON, leftMs) }], NOON)?.gapMs ?? 0;
        expect(gap(remaining - 1)).toBeGreaterThanOrEqual(gap(remaining));
      }),
    );
  });
});
