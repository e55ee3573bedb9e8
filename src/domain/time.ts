/** An instant on the world's clock; a wall-clock time is only ever an instant seen in an outlet's zone. */
export type Instant = Temporal.Instant;

export const SECOND_MS = 1000;
export const MINUTE_MS = 60 * SECOND_MS;
export const QUARTER_MS = 15 * MINUTE_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: SECOND_MS, m: MINUTE_MS, h: HOUR_MS, d: DAY_MS };

/** Milliseconds of a duration as people write it: `500ms`, `30s`, `5m`, `12h`, `2d`; undefined where it is none. */
export function parseDurationMs(text: string): number | undefined {
  const [, amount, unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text.trim()) ?? [];
  const unitMs = UNIT_MS[unit];
  return amount === undefined || unitMs === undefined ? undefined : Math.round(Number(amount) * unitMs);
}

/** The instant `ms` milliseconds after `at`; negative goes back. */
export function after(at: Instant, ms: number): Instant {
  return Temporal.Instant.fromEpochMilliseconds(at.epochMilliseconds + Math.round(ms));
}

/** Milliseconds from `start` to `end`. */
export function msBetween(start: Instant, end: Instant): number {
  return end.epochMilliseconds - start.epochMilliseconds;
}

/** Whether `at` has come at `now`. */
export function isDue(at: Instant, now: Instant): boolean {
  return at.epochMilliseconds <= now.epochMilliseconds;
}

/** The latest of the given instants; undefined ones do not count. */
export function latest(first: Instant, ...others: readonly (Instant | undefined)[]): Instant {
  return others.reduce<Instant>((best, at) => (at && Temporal.Instant.compare(at, best) > 0 ? at : best), first);
}

/** The earlier of two instants. */
export function earliest(one: Instant, other: Instant): Instant {
  return Temporal.Instant.compare(one, other) <= 0 ? one : other;
}

/** The start of the calendar day and of the calendar month that `now` falls in, in `timezone`. */
export function calendarStarts(now: Instant, timezone: string): { day: Instant; month: Instant } {
  const today = now.toZonedDateTimeISO(timezone).startOfDay();
  return { day: today.toInstant(), month: today.with({ day: 1 }).startOfDay().toInstant() };
}

/** A span of wall-clock time; it may pass midnight (23:00 to 06:00). */
export interface DailySpan {
  readonly from: string;
  readonly to: string;
}

/**
 * When the daily span that holds `now` ends, or undefined where `now` lies outside it. Reads the wall clock of
 * `timezone`, so a span keeps its hours over both clock changes.
 */
export function endOfSpan(span: DailySpan, now: Instant, timezone: string): Instant | undefined {
  const local = now.toZonedDateTimeISO(timezone);
  const from = Temporal.PlainTime.from(span.from);
  const to = Temporal.PlainTime.from(span.to);
  const time = local.toPlainTime();
  const sinceFrom = Temporal.PlainTime.compare(time, from) >= 0;
  const beforeTo = Temporal.PlainTime.compare(time, to) < 0;
  const overnight = Temporal.PlainTime.compare(from, to) > 0;
  if (!(overnight ? sinceFrom || beforeTo : sinceFrom && beforeTo)) return undefined;
  const date = local.toPlainDate().add({ days: overnight && sinceFrom ? 1 : 0 });
  const ending = date.toZonedDateTime({ timeZone: timezone, plainTime: to });
  // An end in the hour that is left out comes when that hour would begin.
  const isLeftOut = !ending.toPlainTime().equals(to);
  const end = (isLeftOut ? (ending.getTimeZoneTransition('previous') ?? ending) : ending).toInstant();
  // In the hour that comes twice the end of the span may seem to lie behind us: it lasts until that hour is over.
  return isDue(end, now) ? after(end, HOUR_MS) : end;
}
