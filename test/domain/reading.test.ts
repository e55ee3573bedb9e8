import { describe, expect, it } from 'vitest';
import { afterAnswer, afterFailure, mayBeRead } from '../../src/domain/reading.ts';
import type { Reading } from '../../src/domain/source.ts';
import { after, HOUR_MS, MINUTE_MS, msBetween, SECOND_MS } from '../../src/domain/time.ts';

const MORNING = Temporal.Instant.from('2026-05-01T08:00Z');

const later = (ms: number) => after(MORNING, ms);

/** Fails as often, each time as soon as it may be asked again. */
function failing(times: number): { readonly reading: Reading; readonly waitsMs: readonly number[] } {
  let reading: Reading | undefined;
  const waitsMs: number[] = [];
  for (let n = 0, now = MORNING; n < times; n += 1) {
    ({ reading } = afterFailure(reading, { detail: 'no answer' }, now));
    const next = reading.nextAt ?? now;
    waitsMs.push(msBetween(now, next));
    now = next;
  }
  if (!reading) throw new Error('never failed');
  return { reading, waitsMs };
}

describe('a source that cannot be read', () => {
  it('is asked less and less often, and at least every quarter of an hour', () => {
    expect(failing(8).waitsMs.map((ms) => ms / SECOND_MS)).toEqual([30, 60, 120, 240, 480, 900, 900, 900]);
  });

  it('is told of after half an hour, not before', () => {
    const { reading } = afterFailure(undefined, { detail: 'no answer' }, MORNING);
    expect(afterFailure(reading, { detail: 'no answer' }, later(29 * MINUTE_MS)).isTold).toBe(false);
    expect(afterFailure(reading, { detail: 'no answer' }, later(30 * MINUTE_MS)).isTold).toBe(true);
  });

  it('is left alone for as long as it asked, and not longer than a day', () => {
    const ask = (ms: number) => afterFailure(undefined, { detail: '503', againAt: later(ms) }, MORNING).reading.nextAt;
    expect(ask(HOUR_MS)).toEqual(later(HOUR_MS));
    expect(ask(1000 * HOUR_MS)).toEqual(later(24 * HOUR_MS));
  });

  it('is as good as new once it answers', () => {
    const { reading } = failing(5);
    expect(afterAnswer(reading, undefined, later(HOUR_MS))).toEqual({ at: later(HOUR_MS) });
  });
});

describe('a source that answers', () => {
  it('is asked again when it said, and not before', () => {
    const reading = afterAnswer(undefined, later(5 * MINUTE_MS), MORNING);
    expect(mayBeRead(reading, later(5 * MINUTE_MS - 1))).toBe(false);
    expect(mayBeRead(reading, later(5 * MINUTE_MS))).toBe(true);
  });

  it('that says nothing is asked at every pass, and that is noted every ten minutes', () => {
    const reading = afterAnswer(undefined, undefined, MORNING);
    expect(mayBeRead(reading, MORNING)).toBe(true);
    expect(afterAnswer(reading, undefined, later(10 * MINUTE_MS - 1))).toBeUndefined();
    expect(afterAnswer(reading, undefined, later(10 * MINUTE_MS))).toEqual({ at: later(10 * MINUTE_MS) });
  });

  it('is read although a clock that was days ahead noted its next time', () => {
    expect(mayBeRead({ at: MORNING, nextAt: later(25 * HOUR_MS) }, MORNING)).toBe(true);
  });
});
