import type * as shared from '../lookalike/plan.ts';
import { coin, pick, randomPlan } from '../lookalike/plan.ts';
import type { Endpoint } from './endpoint.ts';
import type { ThrottleCode } from './usage.ts';

/**
 * One way in which Graph, or the line to it, fails. `stored`: whether the request was carried out all the same, whatever
 * the client gets to see.
 */
export type Fault =
  /** HTTP 500 with code 1 or 2, "retry later". */
  | { readonly type: 'service'; readonly code: 1 | 2; readonly stored: boolean }
  /** Turned away for so many minutes (server's clock); the usage headers say so, code 80001's the time too. */
  | { readonly type: 'limited'; readonly code: ThrottleCode; readonly minutes: number }
  /** Turned away without a word until when; limits nothing further. */
  | { readonly type: 'limited-without-headers'; readonly code: ThrottleCode }
  | { readonly type: 'dead-token'; readonly subcode?: number }
  | { readonly type: 'no-permission'; readonly code: 10 | 200 }
  /** 368 with subcode 1390008: posts too often. */
  | { readonly type: 'blocked' }
  /** Code 100. */
  | { readonly type: 'invalid' }
  /** 1609005, as the code or as the subcode of 100. */
  | { readonly type: 'unscrapable'; readonly as: 'code' | 'subcode' }
  /** 502 with a page of HTML. */
  | { readonly type: '502-html'; readonly stored: boolean }
  /** 200 with no body. */
  | { readonly type: 'empty-200'; readonly stored: boolean }
  /** 200 with `false`. */
  | { readonly type: 'false-body'; readonly stored: boolean }
  /** HTTP 500 with JSON that names no error. */
  | { readonly type: '500-without-error'; readonly stored: boolean }
  /** The connection is reset. */
  | { readonly type: 'reset'; readonly stored: boolean }
  /** Never answers; the connection ends with the server. */
  | { readonly type: 'silence'; readonly stored: boolean }
  /** The true answer, one byte per `everyMs` real milliseconds. */
  | { readonly type: 'drip'; readonly everyMs: number }
  /** Half of the true answer, then a proper end or a cut. */
  | { readonly type: 'half-json'; readonly end: 'proper' | 'cut' }
  /** Nothing is answered, and the request is carried out `lateMs` (server's clock) later, the client long gone. */
  | { readonly type: 'store-late'; readonly lateMs: number; readonly end: 'reset' | 'silence' };

/** Chooses the fault of each request; undefined: Graph works. */
export type FaultPlan = shared.FaultPlan<Endpoint, Fault>;

/** How often each fault is drawn, 0 to 1 of all requests; together at most 1. */
export type FaultRates = shared.FaultRates<Fault['type']>;

/** Draws a mixed plan; `random` answers 0 (included) to 1 (excluded), and the same numbers give the same plan. */
export function randomFaults(random: () => number, rates: FaultRates): FaultPlan {
  return randomPlan(random, rates, draws, ONLY_CREATES);
}

const ONLY_CREATES: ReadonlySet<Fault['type']> = new Set(['blocked', 'unscrapable']);

const draws: shared.Draws<Fault> = {
  service: (random) => ({ type: 'service', code: pick(random, [1, 2]), stored: coin(random) }),
  limited: (random) => ({ type: 'limited', code: anyCode(random), minutes: 1 + Math.floor(random() * 15) }),
  'limited-without-headers': (random) => ({ type: 'limited-without-headers', code: anyCode(random) }),
  'dead-token': (random) => ({ type: 'dead-token', subcode: pick(random, [460, 463, 492]) }),
  'no-permission': (random) => ({ type: 'no-permission', code: pick(random, [10, 200]) }),
  blocked: () => ({ type: 'blocked' }),
  invalid: () => ({ type: 'invalid' }),
  unscrapable: (random) => ({ type: 'unscrapable', as: pick(random, ['code', 'subcode']) }),
  '502-html': (random) => ({ type: '502-html', stored: coin(random) }),
  'empty-200': (random) => ({ type: 'empty-200', stored: coin(random) }),
  'false-body': (random) => ({ type: 'false-body', stored: coin(random) }),
  '500-without-error': (random) => ({ type: '500-without-error', stored: coin(random) }),
  reset: (random) => ({ type: 'reset', stored: coin(random) }),
  silence: (random) => ({ type: 'silence', stored: coin(random) }),
  drip: () => ({ type: 'drip', everyMs: 20 }),
  'half-json': (random) => ({ type: 'half-json', end: pick(random, ['proper', 'cut']) }),
  'store-late': (random) => ({
    type: 'store-late',
    lateMs: Math.round(1000 + random() * 59_000),
    end: pick(random, ['reset', 'silence']),
  }),
};

function anyCode(random: () => number): ThrottleCode {
  return pick(random, [4, 17, 32, 613, 80001]);
}
