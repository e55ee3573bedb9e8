import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import type { Limits, RateLimited } from '../../domain/ports.ts';
import { after, DAY_MS, HOUR_MS, type Instant, MINUTE_MS } from '../../domain/time.ts';

/** From this percentage of a window on, crier keeps still by itself: calls while throttled make the throttle longer. */
const FULL_PERCENT = 95;
/** Where a window is nearly full and Facebook names no time. */
const NEARLY_FULL_WAIT_MS = 15 * MINUTE_MS;
/** Nobody says whether a window is an hour or a day: older copies of the documents have the one, newer ones the other. */
const SHORTEST_WINDOW_MS = HOUR_MS;
/** No window of Facebook is longer than a day: what lies beyond is a mistake. */
const LONGEST_WAIT_MS = DAY_MS + HOUR_MS;

/** Facebook counts in percent of windows that roll, and whatever it is asked counts into both. */
const EVERY_USE = { limit: 100, everyUse: true } as const;

/**
 * What an answer says about the windows of Page and app; nothing about one that is hardly used, as Facebook leaves out
 * its header. What is nearly full is spread over the shortest window.
 */
export function limitsOf(headers: IncomingHttpHeaders, now: Instant): readonly Limits[] {
  const windows = [
    ['account', pageWindow(headers)],
    ['app', appWindow(headers)],
  ] as const;
  return windows
    .filter(([, { percent, full }]) => percent > 0 || full)
    .map(([scope, { percent, full, waitMs }]) => ({
      ...EVERY_USE,
      scope,
      remaining: full ? 0 : 100 - percent,
      resetAt: after(now, full ? (waitMs ?? NEARLY_FULL_WAIT_MS) : SHORTEST_WINDOW_MS),
    }));
}

/** Whether an answer says that no further call is taken now. */
export function isUsedUp(headers: IncomingHttpHeaders, now: Instant): boolean {
  return limitsOf(headers, now).some(({ remaining }) => remaining === 0);
}

/** The headers without what they say of other Pages, where they name this one. */
export function ofPage(headers: IncomingHttpHeaders, pageId: string): IncomingHttpHeaders {
  const own = CASES.safeParse(json(headers[BY_BUSINESS])).data?.[pageId];
  return own ? { ...headers, [BY_BUSINESS]: JSON.stringify({ [pageId]: own }) } : headers;
}

const BY_BUSINESS = 'x-business-use-case-usage';

/** When a window that is used up opens again, at most 25 hours from `now`, and whether all Pages of the app share it. */
export function opening(headers: IncomingHttpHeaders, now: Instant): Pick<RateLimited, 'retryAt' | 'scope'> {
  const retryAt = after(now, pageWindow(headers).waitMs ?? SHORTEST_WINDOW_MS);
  return { retryAt, scope: appWindow(headers).full ? 'app' : 'account' };
}

/** How far Facebook's clock runs ahead of ours, to the second; 0 where the answer carries no date. */
export function clockAheadMs(headers: IncomingHttpHeaders, now: Instant): number {
  const remote = Date.parse(headers.date ?? '');
  return Number.isNaN(remote) ? 0 : remote - now.epochMilliseconds;
}

interface Window {
  /** Of the call counts, times and processor times, the highest; above 100 where a window is overdrawn. */
  readonly percent: number;
  readonly full: boolean;
  readonly waitMs?: number;
}

function appWindow(headers: IncomingHttpHeaders): Window {
  return windowOf([USAGE.safeParse(json(headers['x-app-usage'])).data]);
}

/** What was `X-Page-Usage` until 2019 is now one of the business use cases, each a list of its own. */
function pageWindow(headers: IncomingHttpHeaders): Window {
  const cases = CASES.safeParse(json(headers[BY_BUSINESS])).data ?? {};
  const ofPages = Object.values(cases).flatMap((uses) => uses.filter(({ type }) => type === 'pages'));
  return windowOf([...ofPages, USAGE.safeParse(json(headers['x-page-usage'])).data]);
}

function windowOf(uses: readonly (z.infer<typeof USAGE> | undefined)[]): Window {
  const known = uses.filter((use) => use !== undefined);
  const minutes = Math.max(0, ...known.map((use) => use.estimated_time_to_regain_access));
  const percent = Math.max(0, ...known.flatMap((use) => [use.call_count, use.total_time, use.total_cputime]));
  if (minutes === 0) return { percent, full: percent >= FULL_PERCENT };
  // Minutes: everything else here is in seconds, at Facebook and elsewhere.
  return { percent, full: true, waitMs: Math.min(minutes * MINUTE_MS, LONGEST_WAIT_MS) };
}

function json(value: string | string[] | undefined): unknown {
  try {
    return typeof value === 'string' ? JSON.parse(value) : undefined;
  } catch {
    return undefined;
  }
}

const COUNT = z.number().nonnegative().catch(0);
const USAGE = z.object({
  type: z.string().optional().catch(undefined),
  call_count: COUNT,
  total_time: COUNT,
  total_cputime: COUNT,
  estimated_time_to_regain_access: COUNT,
});
const CASES = z.record(z.string(), z.array(USAGE).catch([]));
