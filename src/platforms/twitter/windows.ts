import type { IncomingHttpHeaders } from 'node:http';
import type { Limits, RateLimited } from '../../domain/ports.ts';
import { after, DAY_MS, HOUR_MS, type Instant, MINUTE_MS, SECOND_MS } from '../../domain/time.ts';

/** X's usual window, where it closed the gate and named no time. */
const UNNAMED_WAIT_MS = 15 * MINUTE_MS;
/** No window of X is longer than a day: what lies beyond is a mistake. */
const LONGEST_WAIT_MS = DAY_MS + HOUR_MS;

/**
 * What an answer says about the windows of its endpoint: each has its own, and X sends those of 24 hours to some apps
 * only. None where it says nothing sensible.
 */
export function limitsOf(headers: IncomingHttpHeaders, now: Instant): readonly Limits[] {
  return (
    [
      ['x-rate-limit', 'account'],
      ['x-app-limit-24hour', 'app'],
      ['x-user-limit-24hour', 'account'],
    ] as const
  ).flatMap(([name, scope]) => {
    const remaining = count(headers, `${name}-remaining`);
    const waitMs = waitFor(headers, `${name}-reset`, now);
    if (remaining === undefined || waitMs === undefined || waitMs < 0 || waitMs > LONGEST_WAIT_MS) return [];
    const limit = count(headers, `${name}-limit`);
    return [{ remaining, ...(limit !== undefined && { limit }), resetAt: after(now, waitMs), scope }];
  });
}

/** Whether an answer says that its endpoint takes no further call now. */
export function isUsedUp(headers: IncomingHttpHeaders, now: Instant): boolean {
  return limitsOf(headers, now).some(({ remaining }) => remaining === 0);
}

/**
 * When a window that is used up opens again, in our own time, one second to 25 hours from `now`. The two 24-hour
 * windows, which X sends to some apps only, come before the short one.
 */
export function opening(headers: IncomingHttpHeaders, now: Instant): Pick<RateLimited, 'retryAt' | 'scope'> {
  const appDay = dayWindow(headers, 'app', now);
  const accountDay = dayWindow(headers, 'user', now);
  const named = appDay ?? accountDay ?? waitFor(headers, 'x-rate-limit-reset', now);
  const waitMs = Math.min(Math.max(named ?? UNNAMED_WAIT_MS, SECOND_MS), LONGEST_WAIT_MS);
  return { retryAt: after(now, waitMs), scope: appDay === undefined ? 'account' : 'app' };
}

/** How far X's clock runs ahead of ours, to the second; 0 where the answer carries no date. */
export function clockAheadMs(headers: IncomingHttpHeaders, now: Instant): number {
  const remote = Date.parse(headers.date ?? '');
  return Number.isNaN(remote) ? 0 : remote - now.epochMilliseconds;
}

function dayWindow(headers: IncomingHttpHeaders, whose: 'app' | 'user', now: Instant): number | undefined {
  if (count(headers, `x-${whose}-limit-24hour-remaining`) !== 0) return undefined;
  return waitFor(headers, `x-${whose}-limit-24hour-reset`, now);
}

/** X names resets by its own clock, so the wait is counted on that clock. */
function waitFor(headers: IncomingHttpHeaders, name: string, now: Instant): number | undefined {
  const resetSeconds = count(headers, name);
  if (resetSeconds === undefined) return undefined;
  return resetSeconds * SECOND_MS - clockAheadMs(headers, now) - now.epochMilliseconds;
}

function count(headers: IncomingHttpHeaders, name: string): number | undefined {
  const value = headers[name];
  return typeof value === 'string' && /^\d{1,12}$/.test(value) ? Number(value) : undefined;
}
