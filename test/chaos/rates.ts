import type { FaultRates as GraphRates } from '../support/graph-lookalike/fault.ts';
import type { FaultRates as XRates } from '../support/x-lookalike/fault.ts';

/*
 * What closes a gate is rare: for a quarter of an hour to a whole one, which may be all of a storm, nothing else happens to
 * the account.
 */

/** How often X fails, and how. */
export const X_RATES: XRates = {
  status: 0.05,
  reset: 0.05,
  silence: 0.03,
  drip: 0.02,
  'half-json': 0.03,
  'created-without-id': 0.02,
  'empty-201': 0.02,
  'redirect-302': 0.02,
  html: 0.02,
  '503-html-as-json': 0.02,
  limited: 0.003,
  'limited-without-headers': 0.002,
  'usage-capped': 0.001,
  'dead-token': 0.004,
  'no-credits': 0.004,
  suspended: 0.001,
  'store-late': 0.03,
};

/** How often Graph fails, and how. A block for posting too often is left out: its six hours are three real minutes. */
export const GRAPH_RATES: GraphRates = {
  service: 0.06,
  reset: 0.05,
  silence: 0.03,
  drip: 0.02,
  'half-json': 0.03,
  '502-html': 0.03,
  'empty-200': 0.03,
  'false-body': 0.02,
  '500-without-error': 0.03,
  limited: 0.004,
  'limited-without-headers': 0.002,
  'dead-token': 0.004,
  'no-permission': 0.002,
  invalid: 0.01,
  unscrapable: 0.01,
  'store-late': 0.03,
};

/** The kinds of trouble, any of which a run may leave out. */
export const KINDS = [
  'faults',
  'kills',
  'worker',
  'clocks',
  'lock',
  'disk',
  'folder',
  'old-store',
  'by-hand',
  'corrections',
  'withdrawals',
] as const;
export type Kind = (typeof KINDS)[number];

/** How often the world around crier fails, in a real minute. */
export const PER_MINUTE = { lock: 10, disk: 5, folder: 5 } as const;

/** What is done to the stories besides filing them, of all of them. */
export const DEEDS = { corrected: 0.07, withdrawn: 0.07, 'by-hand': 0.05, embargoed: 0.05 } as const;

/** How processes end, and how they differ, of all of them. */
export const FATES = {
  killedAtStep: 0.5,
  killedAnyTime: 0.25,
  impatient: 0.1,
  clockAhead: 0.08,
  clockBehind: 0.05,
} as const;
