import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instantIn } from '../../src/articles/moment.ts';
import { parseWildDate } from '../../src/articles/wild-date.ts';

const read = (written: string, language = 'en') => {
  const moment = parseWildDate(written, language);
  return moment && instantIn(moment, 'Europe/Kyiv').toString();
};

describe('a date in a feed', () => {
  test.each([
    ['Mon, 06 Jul 2026 10:00:00 GMT', '2026-07-06T10:00:00Z'],
    ['Mon, 6 Jul 2026 10:00 EST', '2026-07-06T15:00:00Z'],
    ['6 Jul 26 10:00 +0300', '2026-07-06T07:00:00Z'],
    ['6 Jul 99 10:00 Z', '1999-07-06T10:00:00Z'],
    ['Mon, 06 Jul 2026 10:00:00 +03:00', '2026-07-06T07:00:00Z'],
    ['Mon,06 Jul 2026 10:00:00 GMT', '2026-07-06T10:00:00Z'],
    ['Monday, 06-Jul-26 10:00:00 UTC', '2026-07-06T10:00:00Z'],
    ['Mon Jul 06 10:00:00 2026', '2026-07-06T07:00:00Z'],
    ['Mon Jul 06 10:00:00 EEST 2026', '2026-07-06T07:00:00Z'],
    ['Mon Jul 06 2026 10:00:00 GMT+0300 (Eastern European Summer Time)', '2026-07-06T07:00:00Z'],
    ['July 6, 2026 10:00 PM', '2026-07-06T19:00:00Z'],
    ['06.07.2026 10:00', '2026-07-06T07:00:00Z'],
    ['2026-07-06 10:00:00', '2026-07-06T07:00:00Z'],
    ['2026-07-06 10:00:00 +0100', '2026-07-06T09:00:00Z'],
    ['2026-07-06T10:00:00+0100', '2026-07-06T09:00:00Z'],
    ['2026-07-06T10:00:00.123Z', '2026-07-06T10:00:00.123Z'],
    ['2026/07/06 10:00', '2026-07-06T07:00:00Z'],
    ['20260706T100000Z', '2026-07-06T10:00:00Z'],
    ['2026-07-06', '2026-07-05T21:00:00Z'],
    ['1783332000', '2026-07-06T10:00:00Z'],
    ['1783332000000', '2026-07-06T10:00:00Z'],
    ['Tue, 31 Dec 2024 23:59:60 GMT', '2024-12-31T23:59:59Z'],
    [' \n Mon,  06 Jul 2026\t10:00:00 GMT\n', '2026-07-06T10:00:00Z'],
  ])('may be written %j', (written, instant) => {
    expect(read(written)).toBe(instant);
  });

  test.each([
    ['Пн, 06 лип 2026 10:00:00 +0300', 'uk'],
    ['понеділок, 6 липня 2026, 10:00', 'uk'],
    ['6 июля 2026 10:00', 'ru'],
    ['Mo, 6 Juli 2026 09:00:00 +0200', 'de'],
  ])('may be in the language of the outlet: %s', (written, language) => {
    expect(read(written, language)).toBe('2026-07-06T07:00:00Z');
  });

  test.each([
    '07/06/2026',
    'Tue, 31 Feb 2026 10:00:00 GMT',
    'Mon, 06 Jul 2026 10:00:00 XYZ',
    '2026-07',
    'yesterday',
    '',
    `Mon, 06 Jul 2026 10:00:00 ${'x'.repeat(100)}`,
  ])('is none where nobody can tell: %j', (written) => {
    expect(read(written)).toBeUndefined();
  });

  test('is the same instant in every common form', () => {
    const seconds = fc.integer({ min: 0, max: 4_000_000_000 });
    const offset = fc.integer({ min: -12 * 60, max: 14 * 60 });
    fc.assert(
      fc.property(seconds, offset, (at, minutesEast) => {
        const sign = minutesEast < 0 ? '-' : '+';
        const digits = [Math.trunc(Math.abs(minutesEast) / 60), Math.abs(minutesEast) % 60];
        const zone = `${sign}${digits.map((number) => String(number).padStart(2, '0')).join('')}`;
        const local = new Date((at + minutesEast * 60) * 1000).toUTCString().replace('GMT', zone);
        expect(read(local)).toBe(Temporal.Instant.fromEpochMilliseconds(at * 1000).toString());
      }),
    );
  });

  test('never fails otherwise than by being none', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 90 }), (text) => void parseWildDate(text, 'uk')));
  });
});
