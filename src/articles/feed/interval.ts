import { after, type Instant, MINUTE_MS, msBetween, SECOND_MS } from '../../domain/time.ts';
import { parseWildDate } from '../wild-date.ts';

const SHORTEST_MS = 30 * SECOND_MS;
/** Breaking news must not wait for longer, whatever a quiet outlet's server would like. */
const LONGEST_MS = 5 * MINUTE_MS;

/**
 * When to ask a feed again: after a tenth of the time since its newest story, 30 seconds to 5 minutes; within that, not
 * before a cache on the way lets go of the copy it would answer with.
 */
export function askAgainAt(
  newestMs: number | undefined,
  headers: Readonly<Record<string, string>>,
  now: Instant,
): Instant {
  const quietMs = newestMs === undefined ? Number.POSITIVE_INFINITY : now.epochMilliseconds - newestMs;
  const waitMs = Math.max(SHORTEST_MS, Math.min(quietMs / 10, LONGEST_MS), Math.min(cachedMs(headers), LONGEST_MS));
  return after(now, Math.round(waitMs));
}

/** How long a shared cache still answers with this very copy (RFC 9111, 4.2). */
function cachedMs(headers: Readonly<Record<string, string>>): number {
  const control = headers['cache-control'] ?? '';
  if (/no-cache|no-store|private/i.test(control)) return 0;
  const seconds = /s-maxage\s*=\s*"?(\d{1,9})/i.exec(control)?.[1] ?? /max-age\s*=\s*"?(\d{1,9})/i.exec(control)?.[1];
  const ageSeconds = /^\d{1,9}$/.exec(headers.age ?? '')?.[0] ?? '0';
  return Math.max(0, Number(seconds ?? 0) - Number(ageSeconds)) * SECOND_MS;
}

/** When an answer allows the next question (RFC 9110, 10.2.3): seconds, or a date by the server's own clock. */
export function retryAfter(headers: Readonly<Record<string, string>>, now: Instant): Instant | undefined {
  const said = headers['retry-after']?.trim();
  if (said === undefined) return undefined;
  if (/^\d{1,9}$/.test(said)) return after(now, Number(said) * SECOND_MS);
  const at = parseWildDate(said, 'en');
  if (!(at instanceof Temporal.Instant)) return undefined;
  const theirs = parseWildDate(headers.date ?? '', 'en');
  const theirNow = theirs instanceof Temporal.Instant ? theirs : now;
  return after(now, Math.max(0, msBetween(theirNow, at)));
}
