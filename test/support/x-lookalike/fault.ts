import type * as shared from '../lookalike/plan.ts';
import { coin, pick, randomPlan } from '../lookalike/plan.ts';
import type { Endpoint } from './endpoint.ts';

/**
 * One way in which X, or the line to it, fails. `stored`: whether the request was carried out all the same, whatever the
 * client gets to see.
 */
export type Fault =
  /** A problem with this HTTP status. */
  | { readonly type: 'status'; readonly status: number; readonly stored: boolean; readonly detail?: string }
  /** The connection is reset. */
  | { readonly type: 'reset'; readonly stored: boolean }
  /** Never answers; the connection ends with the server. */
  | { readonly type: 'silence'; readonly stored: boolean }
  /** The true answer, one byte per `everyMs` real milliseconds. */
  | { readonly type: 'drip'; readonly everyMs: number }
  /** Half of the true answer, then a proper end or a cut. */
  | { readonly type: 'half-json'; readonly end: 'proper' | 'cut' }
  /** 201 with `{"data":{}}`. */
  | { readonly type: 'created-without-id'; readonly stored: boolean }
  /** 201 with no body. */
  | { readonly type: 'empty-201'; readonly stored: boolean }
  | { readonly type: 'redirect-302'; readonly stored: boolean }
  /** 200 with a page of HTML. */
  | { readonly type: 'html'; readonly stored: boolean }
  /** 503 with a page of HTML that calls itself JSON. */
  | { readonly type: '503-html-as-json'; readonly stored: boolean }
  /** 429; the window is used up from here on, and its headers say so. */
  | { readonly type: 'limited' }
  /** 429 that does not say until when, and limits nothing further. */
  | { readonly type: 'limited-without-headers' }
  /** 429 for the month, beside headers of a window that is open. */
  | { readonly type: 'usage-capped' }
  | { readonly type: 'dead-token' }
  | { readonly type: 'no-credits' }
  | { readonly type: 'suspended' }
  /** Nothing is answered, and the request is carried out `lateMs` (server's clock) later, the client long gone. */
  | { readonly type: 'store-late'; readonly lateMs: number; readonly end: 'reset' | 'silence' };

/** Chooses the fault of each request; undefined: X works. */
export type FaultPlan = shared.FaultPlan<Endpoint, Fault>;

/** How often each fault is drawn, 0 to 1 of all requests; together at most 1. */
export type FaultRates = shared.FaultRates<Fault['type']>;

/** Draws a mixed plan; `random` answers 0 (included) to 1 (excluded), and the same numbers give the same plan. */
export function randomFaults(random: () => number, rates: FaultRates): FaultPlan {
  return randomPlan(random, rates, draws, ONLY_CREATES);
}

const ONLY_CREATES: ReadonlySet<Fault['type']> = new Set(['created-without-id', 'empty-201']);

const draws: shared.Draws<Fault> = {
  status: (random) => ({ type: 'status', status: pick(random, [500, 502, 503, 504]), stored: coin(random) }),
  reset: (random) => ({ type: 'reset', stored: coin(random) }),
  silence: (random) => ({ type: 'silence', stored: coin(random) }),
  drip: () => ({ type: 'drip', everyMs: 20 }),
  'half-json': (random) => ({ type: 'half-json', end: pick(random, ['proper', 'cut']) }),
  'created-without-id': (random) => ({ type: 'created-without-id', stored: coin(random) }),
  'empty-201': (random) => ({ type: 'empty-201', stored: coin(random) }),
  'redirect-302': (random) => ({ type: 'redirect-302', stored: coin(random) }),
  html: (random) => ({ type: 'html', stored: coin(random) }),
  '503-html-as-json': (random) => ({ type: '503-html-as-json', stored: coin(random) }),
  limited: () => ({ type: 'limited' }),
  'limited-without-headers': () => ({ type: 'limited-without-headers' }),
  'usage-capped': () => ({ type: 'usage-capped' }),
  'dead-token': () => ({ type: 'dead-token' }),
  'no-credits': () => ({ type: 'no-credits' }),
  suspended: () => ({ type: 'suspended' }),
  'store-late': (random) => ({
    type: 'store-late',
    lateMs: Math.round(1000 + random() * 59_000),
    end: pick(random, ['reset', 'silence']),
  }),
};
