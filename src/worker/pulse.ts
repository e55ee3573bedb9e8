import { after, type Instant, isDue } from '../domain/time.ts';

/** What is known of a worker while it works: each of its lanes by name, and when it last ended a round. */
export interface Pulse {
  readonly startedAt: Instant;
  readonly lanes: Map<string, { endedAt?: Instant; readonly mayTakeMs: number }>;
  /** How many rounds over the sources ended well, and when the last one did. */
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
export function isWell({ lanes, startedAt, lastPassAt }: Pulse, now: Instant, wellForMs: number): boolean {
  if (!lastPassAt) return false;
  return [...lanes.values()].every(
    ({ endedAt = startedAt, mayTakeMs }) => !isDue(after(endedAt, wellForMs + mayTakeMs), now),
  );
}
