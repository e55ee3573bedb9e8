import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import type { Limits, RateLimited } from '../../domain/ports.ts';
import { after, DAY_MS, HOUR_MS, type Instant, MINUTE_MS } from '../../domain/time.ts';

/** From this percentage of a window on, crier keeps still by itself: calls while throttled make the throttle longer. */
const FULL_PERCENT = 95;
/** Where a window is nearly full and Facebook names no time. */
const NEARLY_FULL_WAIT_MS = 15 * MINUTE_MS;
/** Where Facebook closed the gate and named no time: its shortest window. */
const UNNAMED_WAIT_MS = HOUR_MS;
/** No window of Facebook is longer than a day: what lies beyond is a mistake. */
const LONGEST_WAIT_MS = DAY_MS + HOUR_MS;

/** What a good answer says about the windows of Page and app; undefined while there is room, and where it says nothing. */
export function limitsOf(headers: IncomingHttpHeaders, now: Instant): Limits | undefined {
  const page = pageWindow(headers);
  if (!page.full && !appWindow(headers).full) return undefined;
  return { remaining: 0, resetAt: after(now, page.waitMs ?? NEARLY_FULL_WAIT_MS) };
}

/** When a window that is used up opens again, at most 25 hours from `now`, and whether all Pages of the app share it. */
export function opening(headers: IncomingHttpHeaders, now: Instant): Pick<RateLimited, 'retryAt' | 'scope'> {
  const retryAt = after(now, pageWindow(headers).waitMs ?? UNNAMED_WAIT_MS);
  return { retryAt, scope: appWindow(headers).full ? 'app' : 'account' };
}

/** How far Facebook's clock runs ahead of ours, to the second; 0 where the answer carries no date. */
export function clockAheadMs(headers: IncomingHttpHeaders, now: Instant): number {
  const remote = Date.parse(headers.date ?? '');
  return Number.isNaN(remote) ? 0 : remote - now.epochMilliseconds;
}

interface Window {
  readonly full: boolean;
  readonly waitMs?: number;
}

function appWindow(headers: IncomingHttpHeaders): Window {
  return windowOf([USAGE.safeParse(json(headers['x-app-usage'])).data]);
}

/** What was `X-Page-Usage` until 2019 is now one of the business use cases, each a list of its own. */
function pageWindow(headers: IncomingHttpHeaders): Window {
  const cases = CASES.safeParse(json(headers['x-business-use-case-usage'])).data ?? {};
  const ofPages = Object.values(cases).flatMap((uses) => uses.filter(({ type }) => type === 'pages'));
  return windowOf([...ofPages, USAGE.safeParse(json(headers['x-page-usage'])).data]);
}

function windowOf(uses: readonly (z.infer<typeof USAGE> | undefined)[]): Window {
  const known = uses.filter((use) => use !== undefined);
  const minutes = Math.max(0, ...known.map((use) => use.estimated_time_to_regain_access));
  const percent = Math.max(0, ...known.flatMap((use) => [use.call_count, use.total_time, use.total_cputime]));
  if (minutes === 0) return { full: percent >= FULL_PERCENT };
  // Minutes: everything else here is in seconds, at Facebook and elsewhere.
  return { full: true, waitMs: Math.min(minutes * MINUTE_MS, LONGEST_WAIT_MS) };
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
