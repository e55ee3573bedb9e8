import { after, type Instant, isDue, MINUTE_MS } from '../domain/time.ts';

/** A worker that ended no round for so long is not well. */
const WELL_FOR_MS = 2 * MINUTE_MS;

/** What is known of a worker while it works: each of its lanes by name, and when it last ended a round. */
export interface Pulse {
  readonly startedAt: Instant;
  readonly lanes: Map<string, { endedAt?: Instant; readonly mayTakeMs: number }>;
  /** How many rounds over the sources ended well, and when the last of them began: the machine may have slept in it. */
  passes: number;
  lastPassAt?: Instant;
  /** How often something newly needed a person. */
  alerts: number;
  /** How often a round failed, whatever the reason, and how often it was a bug of ours. */
  failures: number;
  bugs: number;
  lastError?: { readonly at: Instant; readonly lane: string; readonly detail: string };
}

export function newPulse(startedAt: Instant): Pulse {
  return { startedAt, lanes: new Map(), passes: 0, alerts: 0, failures: 0, bugs: 0 };
}

/**
 * Whether the worker works: the sources were read, and every lane ended a round within `wellForMs`; one with a post in
 * hand is given the time that a post may take.
 */
export function isWell(
  { lanes, startedAt, lastPassAt }: Pulse,
  now: Instant,
  wellForMs: number = WELL_FOR_MS,
): boolean {
  if (!lastPassAt) return false;
  return [...lanes.values()].every(
    ({ endedAt = startedAt, mayTakeMs }) => !isDue(after(endedAt, wellForMs + mayTakeMs), now),
  );
}

/** The pulse in a few facts, for whoever asks from outside. */
export function factsOf(pulse: Pulse, now: Instant, wellForMs: number = WELL_FOR_MS) {
  const { startedAt, passes, lastPassAt = null, alerts, bugs, lastError = null } = pulse;
  return { ok: isWell(pulse, now, wellForMs), startedAt, passes, lastPassAt, alerts, bugs, lastError };
}
