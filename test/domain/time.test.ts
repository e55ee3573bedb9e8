import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarStarts, endOfSpan, isDue, parseDurationMs } from '../../src/domain/time.ts';
import { at } from '../support/posts.ts';

const KYIV = 'Europe/Kyiv';
const NIGHT = { from: '23:00', to: '06:00' };
const local = (text: string) => Temporal.PlainDateTime.from(text).toZonedDateTime(KYIV).toInstant();

describe('quiet hours', () => {
  it('hold overnight and end in the morning', () => {
    expect(endOfSpan(NIGHT, local('2026-05-01T23:30'), KYIV)).toEqual(local('2026-05-02T06:00'));
    expect(endOfSpan(NIGHT, local('2026-05-02T05:59'), KYIV)).toEqual(local('2026-05-02T06:00'));
    expect(endOfSpan(NIGHT, local('2026-05-02T06:00'), KYIV)).toBeUndefined();
    expect(endOfSpan(NIGHT, local('2026-05-02T22:59'), KYIV)).toBeUndefined();
  });

  it('hold within a day', () => {
    const noon = { from: '12:00', to: '13:00' };
    expect(endOfSpan(noon, local('2026-05-01T12:30'), KYIV)).toEqual(local('2026-05-01T13:00'));
    expect(endOfSpan(noon, local('2026-05-01T13:00'), KYIV)).toBeUndefined();
  });

  it.each([
    ['forward, a night of six hours', '2026-03-28T23:00', '2026-03-29T06:00', 6],
    ['back, a night of eight hours', '2026-10-24T23:00', '2026-10-25T06:00', 8],
  ])('keep their wall-clock hours when the clock goes %s', (_, from, to, hours) => {
    expect(endOfSpan(NIGHT, local(from), KYIV)).toEqual(local(to));
    expect(local(from).until(local(to)).total('hours')).toBe(hours);
  });

  it('that end in the hour that comes twice are over after it', () => {
    const span = { from: '01:00', to: '03:30' };
    const secondPass = at('2026-10-25T01:15Z');
    expect(secondPass.toZonedDateTimeISO(KYIV).toPlainTime().toString()).toBe('03:15:00');
    expect(endOfSpan(span, secondPass, KYIV)).toEqual(at('2026-10-25T01:30Z'));
  });

  it('always end in the future and within a day, whatever the moment and the span', () => {
    const time = fc
      .tuple(fc.nat(23), fc.nat(59))
      .map(([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`);
    const zone = fc.constantFrom(
      KYIV,
      'America/New_York',
      'Australia/Lord_Howe',
      'Asia/Kolkata',
      'Africa/Casablanca',
      'UTC',
    );
    const moment = fc
      .integer({ min: 0, max: 2_000_000_000 })
      .map((s) => Temporal.Instant.fromEpochMilliseconds(s * 1000));
    fc.assert(
      fc.property(time, time, zone, moment, (from, to, timezone, now) => {
        fc.pre(from !== to);
        const end = endOfSpan({ from, to }, now, timezone);
        if (end === undefined) return;
        expect(isDue(end, now)).toBe(false);
        expect(now.until(end).total('hours')).toBeLessThanOrEqual(25);
      }),
    );
  });
});

describe('a daily span that ends in the hour that is left out', () => {
  it('ends when that hour would begin, and is open at once', () => {
    const span = { from: '23:00', to: '03:30' };
    expect(String(endOfSpan(span, at('2026-03-29T00:30Z'), KYIV))).toBe('2026-03-29T01:00:00Z');
    expect(endOfSpan(span, at('2026-03-29T01:00Z'), KYIV)).toBeUndefined();
    expect(String(endOfSpan(span, at('2026-03-28T22:30Z'), 'Europe/Berlin'))).toBe('2026-03-29T01:30:00Z');
  });
});

describe('days and months', () => {
  it('begin at midnight of the outlet, also on the day the clock changes', () => {
    expect(calendarStarts(at('2026-03-29T10:00Z'), KYIV)).toEqual({
      day: at('2026-03-28T22:00Z'),
      month: at('2026-02-28T22:00Z'),
    });
  });
});

describe('durations', () => {
  it('are read as people write them', () => {
    expect(['500ms', '30s', '5m', '12h', '2d', '1.5h'].map(parseDurationMs)).toEqual([
      500, 30e3, 300e3, 432e5, 1728e5, 54e5,
    ]);
  });

  it('are refused where a unit or a number is missing', () => {
    expect(['', '5', 'm', '5 minutes', '-5m', '1e3s', 'never'].map(parseDurationMs)).toEqual(Array(7).fill(undefined));
  });
});
