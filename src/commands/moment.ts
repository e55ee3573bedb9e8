import type { Instant } from '../domain/time.ts';

/**
 * The instant a person means: ISO 8601 with an offset or zone, a date and time on the outlet's clock
 * (`2026-09-01 14:00`), or `HH:MM`, the next time that clock shows it. Undefined: none of these.
 */
export function momentMeant(written: string, now: Instant, timezone: string): Instant | undefined {
  if (/^\d{1,2}:\d{2}$/.test(written)) return nextTime(written.padStart(5, '0'), now, timezone);
  // A date alone would mean midnight, which nobody means.
  if (!/\d[Tt ]\d/.test(written)) return undefined;
  if (written.includes('[')) return attempt(() => Temporal.ZonedDateTime.from(written).toInstant());
  return (
    attempt(() => Temporal.Instant.from(written)) ??
    attempt(() => Temporal.PlainDateTime.from(written).toZonedDateTime(timezone).toInstant())
  );
}

function nextTime(written: string, now: Instant, timezone: string): Instant | undefined {
  return attempt(() => {
    const today = now.toZonedDateTimeISO(timezone);
    const time = Temporal.PlainTime.from(written);
    const at = today.withPlainTime(time);
    const next = Temporal.ZonedDateTime.compare(at, today) > 0 ? at : today.add({ days: 1 }).withPlainTime(time);
    return next.toInstant();
  });
}

function attempt(read: () => Instant): Instant | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
