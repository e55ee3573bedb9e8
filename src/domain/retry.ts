import { HOUR_MS } from './time.ts';

const LONGEST_RETRY_MS = HOUR_MS;

/**
 * How long to wait before attempt number `attempts + 1`: doubling from `firstRetryMs` to an hour, spread by up to a
 * fifth so that accounts do not knock in step. `random` is in [0, 1).
 */
export function retryDelayMs(attempts: number, firstRetryMs: number, random: number): number {
  const doubled = firstRetryMs * 2 ** Math.min(Math.max(attempts - 1, 0), 30);
  return Math.round(Math.min(doubled, LONGEST_RETRY_MS) * (1 + random / 5));
}

/** Looks that find nothing count at these multiples of `confirmAfter` past the deadline; the last one settles it. */
const LOOKS_AT = [1, 4, 10] as const;

/** How long after the deadline the look after `looks` counted ones is due; undefined: all have been made. */
export function lookDelayMs(looks: number, confirmAfterMs: number): number | undefined {
  const multiple = LOOKS_AT[looks];
  return multiple === undefined ? undefined : multiple * confirmAfterMs;
}

/** How long to wait after a look that could not be made: doubling from `confirmAfterMs` to an hour. */
export function blindLookDelayMs(blindLooks: number, confirmAfterMs: number): number {
  return Math.min(confirmAfterMs * 2 ** Math.min(blindLooks, 30), HOUR_MS);
}

/** After this many looks in a row that could not be made (about an hour), a person is told. */
export const BLIND_LOOKS_BEFORE_ALERT = 6;
