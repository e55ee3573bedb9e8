import type { Reading } from './source.ts';
import { after, earliest, HOUR_MS, type Instant, isDue, latest, MINUTE_MS, msBetween, SECOND_MS } from './time.ts';

/** A source that cannot be read is tried again after this, and then after twice as long each time. */
const FIRST_RETRY_MS = 30 * SECOND_MS;
const LONGEST_RETRY_MS = 15 * MINUTE_MS;
/** What the network takes away it mostly gives back: a person hears of it only after this. */
const TOLD_AFTER_MS = 30 * MINUTE_MS;
/** No source is left unread for longer, whatever it asked for. */
const LONGEST_WAIT_MS = 24 * HOUR_MS;
/** That a source was read at every pass is noted only this often. */
const NOTED_EVERY_MS = 10 * MINUTE_MS;

/** Whether a source may be asked now; a time too far ahead was written by another clock. */
export function mayBeRead(reading: Reading | undefined, now: Instant): boolean {
  const nextAt = reading?.nextAt;
  return !nextAt || isDue(nextAt, now) || !isDue(nextAt, after(now, LONGEST_WAIT_MS));
}

/** What is to be noted of a source that answered, undefined where that is noted already. */
export function afterAnswer(
  reading: Reading | undefined,
  againAt: Instant | undefined,
  now: Instant,
): Reading | undefined {
  const isNoted = reading && !reading.failing && Math.abs(msBetween(reading.at, now)) < NOTED_EVERY_MS;
  if (isNoted && !againAt && !reading.nextAt) return undefined;
  return { at: now, ...(againAt && { nextAt: earliest(againAt, after(now, LONGEST_WAIT_MS)) }) };
}

/** What is to be noted of a source that could not be read; `isTold`: it has been so for long enough to tell a person. */
export function afterFailure(
  reading: Reading | undefined,
  { detail, againAt }: { readonly detail: string; readonly againAt?: Instant },
  now: Instant,
): { readonly reading: Reading; readonly isTold: boolean } {
  const { since, times } = reading?.failing ?? { since: now, times: 0 };
  const waitMs = Math.min(FIRST_RETRY_MS * 2 ** Math.min(times, 10), LONGEST_RETRY_MS);
  const wanted = latest(after(now, waitMs), againAt ?? now);
  const nextAt = earliest(wanted, after(now, LONGEST_WAIT_MS));
  return {
    reading: { at: now, nextAt, failing: { since, times: times + 1, detail } },
    isTold: isDue(after(since, TOLD_AFTER_MS), now),
  };
}
