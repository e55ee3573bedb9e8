import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { momentMeant } from '../../src/commands/moment.ts';
import { at } from '../support/posts.ts';

const NOON_IN_KYIV = at('2026-05-01T09:00:00Z');
const meant = (written: string, zone = 'Europe/Kyiv') => momentMeant(written, NOON_IN_KYIV, zone)?.toString();

describe('the time a person means', () => {
  it.each([
    ['2026-05-01T15:30+03:00', '2026-05-01T12:30:00Z'],
    ['2026-05-01T15:30Z', '2026-05-01T15:30:00Z'],
    ['2026-05-02 07:15', '2026-05-02T04:15:00Z'],
    ['2026-05-02T07:15', '2026-05-02T04:15:00Z'],
    ['2026-05-02T07:15[America/New_York]', '2026-05-02T11:15:00Z'],
    ['2026-12-01 07:15', '2026-12-01T05:15:00Z'],
    ['18:45', '2026-05-01T15:45:00Z'],
    ['9:05', '2026-05-02T06:05:00Z'],
    ['12:00', '2026-05-02T09:00:00Z'],
  ])('%s is %s', (written, instant) => {
    expect(meant(written)).toBe(instant);
  });

  it.each([
    '',
    'tomorrow',
    'noon',
    '25:00',
    '12:60',
    '2026-05-02',
    '2026-13-01 07:15',
    '2026-05-02T07:15[Nowhere/At_All]',
  ])('%j is no time', (written) => {
    expect(meant(written)).toBeUndefined();
  });

  it('is for a clock time always to come, within the day, and shows that time', () => {
    const zones = fc.constantFrom('Europe/Kyiv', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Apia', 'UTC');
    const clock = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }));
    const millis = fc.integer({ min: Date.UTC(2026, 0), max: Date.UTC(2027, 0) });
    fc.assert(
      fc.property(zones, clock, millis, (zone, [hour, minute], nowMs) => {
        const now = Temporal.Instant.fromEpochMilliseconds(nowMs);
        const written = `${hour}:${String(minute).padStart(2, '0')}`;
        const next = momentMeant(written, now, zone);
        if (!next) throw new Error(`${written} was not understood`);
        const aheadHours = (next.epochMilliseconds - nowMs) / 3_600_000;
        expect(aheadHours).toBeGreaterThan(0);
        // The day on which clocks go back has an hour more, and a time that the clocks skip comes an hour later.
        expect(aheadHours).toBeLessThanOrEqual(26);
      }),
    );
  });
});
