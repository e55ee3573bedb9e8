import type { Instant } from '../domain/time.ts';

/** A point in time as written: with an offset or zone, or as a wall clock shows it. */
export type Moment = Temporal.Instant | Temporal.PlainDateTime;

/** Reads ISO 8601 with or without an offset; a bare date is the start of that day. Years 1000 to 9998. */
export function parseMoment(text: string): Moment | undefined {
  const iso = text.trim();
  const moment =
    attempt(() => Temporal.Instant.from(iso)) ??
    (iso.includes('[')
      ? attempt(() => Temporal.ZonedDateTime.from(iso).toInstant())
      : attempt(() => Temporal.PlainDateTime.from(iso)));
  // Beyond these years adding a few hours, or writing the date into a feed, fails elsewhere.
  return moment && isWithin(moment, 1000, 9998) ? moment : undefined;
}

function isWithin(moment: Moment, firstYear: number, lastYear: number): boolean {
  if (!(moment instanceof Temporal.Instant)) return moment.year >= firstYear && moment.year <= lastYear;
  const at = moment.epochMilliseconds;
  return at >= Date.UTC(firstYear, 0) && at < Date.UTC(lastYear + 1, 0);
}

/** The instant of a moment; wall-clock times are read in `timezone` (an hour that comes twice: the first). */
export function instantIn(moment: Moment, timezone: string): Instant {
  return moment instanceof Temporal.Instant ? moment : moment.toZonedDateTime(timezone).toInstant();
}

/** Clocks were put back within it: their hour comes twice. */
const TWICE_WITHIN_HOURS = 3;

/** Where clocks were just put back, times without an offset run through that hour again: so much further one must look back. */
export function hourThatComesTwiceMs(timezone: string, now: Instant): number {
  const offset = (instant: Instant) => instant.toZonedDateTimeISO(timezone).offsetNanoseconds;
  return Math.max(0, offset(now.subtract({ hours: TWICE_WITHIN_HOURS })) - offset(now)) / 1e6;
}

/** The answer of a Temporal call, or undefined where Temporal finds the value out of range. */
export function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
