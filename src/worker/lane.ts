import { type Instant, msBetween } from '../domain/time.ts';

/** Between two rounds of a lane there is always a rest: a burst of reasons must not make it spin. */
const LEAST_REST_MS = 250;
/** How often a resting lane asks whether it is wanted: another process may approve a post or change a time. */
const ASK_EVERY_MS = 500;
const FIRST_BACKOFF_MS = 1000;
const LONGEST_BACKOFF_MS = 60_000;

/** One thing that a worker does again and again, beside its others. */
export interface Lane {
  readonly name: string;
  /** The longest rest between two rounds. */
  readonly everyMs: number;
  round(): Promise<void>;
  /** When it is wanted sooner, for a reason that came up later than `since`, the start of its last round. */
  wantedAt?(since: Instant): Promise<Instant | undefined>;
}

/** How a lane keeps time. What it sleeps is bounded and never computed from the wall clock alone, which may jump. */
export interface Timing {
  now(): Instant;
  /** Ends early, and without an error, where the signal aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** Who is told how the rounds of a lane end. */
export interface Watch {
  ended(lane: string): void;
  failed(lane: string, error: unknown, againInMs: number): void;
}

/**
 * Does the lane's rounds until the signal aborts, and brings the one in hand to its end. A round that throws is tried
 * again: after a second, then after twice as long each time, at most a minute.
 */
export async function goRound(lane: Lane, timing: Timing, watch: Watch, signal: AbortSignal): Promise<void> {
  let backoffMs = 0;
  while (!signal.aborted) {
    const startedAt = timing.now();
    try {
      await lane.round();
      watch.ended(lane.name);
      backoffMs = 0;
      await rest(lane, startedAt, timing, signal);
    } catch (error) {
      if (signal.aborted && isAbort(error)) return;
      backoffMs = Math.min(backoffMs * 2 || FIRST_BACKOFF_MS, LONGEST_BACKOFF_MS);
      watch.failed(lane.name, error, backoffMs);
      await timing.sleep(backoffMs, signal);
    }
  }
}

async function rest(lane: Lane, startedAt: Instant, { now, sleep }: Timing, signal: AbortSignal): Promise<void> {
  await sleep(Math.min(LEAST_REST_MS, lane.everyMs), signal);
  for (let restedMs = LEAST_REST_MS; restedMs < lane.everyMs && !signal.aborted; ) {
    const at = await lane.wantedAt?.(earlier(startedAt, now()));
    const leftMs = at ? msBetween(now(), at) : Number.POSITIVE_INFINITY;
    if (leftMs <= 0) return;
    const ms = Math.min(leftMs, ASK_EVERY_MS, lane.everyMs - restedMs);
    await sleep(ms, signal);
    restedMs += ms;
  }
}

/** After the clock was set back, the start of the last round lies ahead of what comes up now. */
function earlier(one: Instant, other: Instant): Instant {
  return Temporal.Instant.compare(one, other) <= 0 ? one : other;
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
