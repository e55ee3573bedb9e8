import { type Instant, msBetween } from '../domain/time.ts';

/** Between two rounds of a lane there is always a rest: a burst of reasons must not make it spin. */
const LEAST_REST_MS = 250;
/** How often a resting lane asks whether it is wanted: another process may approve a post or change a time. */
const ASK_EVERY_MS = 500;
/** The rest that even a bell does not end. */
const LEAST_REST_RUNG_MS = 20;
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
  /** Ends its rest when it rings; rung during a round, right after that. */
  readonly bell?: Bell;
}

/** Rung when there is something to do, so that who rests need not find it. */
export interface Bell {
  /** How often it was rung. */
  readonly rung: number;
  ring(): void;
  /** Has every ring call `wake`; answers how to end that. */
  heard(wake: () => void): () => void;
}

export function newBell(): Bell {
  const listening = new Set<() => void>();
  let rung = 0;
  return {
    get rung() {
      return rung;
    },
    ring() {
      rung += 1;
      for (const wake of listening) wake();
    },
    heard(wake) {
      listening.add(wake);
      return () => void listening.delete(wake);
    },
  };
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
  /** A source cannot tell of changes; said once, until it can again or another thing is in the way. */
  blind(source: string, error: unknown): void;
}

/**
 * Does the lane's rounds until the signal aborts, and brings the one in hand to its end. A round that throws is tried
 * again: after a second, then after twice as long each time, at most a minute.
 */
export async function goRound(lane: Lane, timing: Timing, watch: Watch, signal: AbortSignal): Promise<void> {
  let backoffMs = 0;
  while (!signal.aborted) {
    const startedAt = timing.now();
    const rungBefore = lane.bell?.rung;
    try {
      await lane.round();
      watch.ended(lane.name);
      backoffMs = 0;
      await rest(lane, startedAt, rungBefore, timing, signal);
    } catch (error) {
      if (signal.aborted && isAbort(error)) return;
      backoffMs = longer(backoffMs);
      watch.failed(lane.name, error, backoffMs);
      await timing.sleep(backoffMs, signal);
    }
  }
}

/** How long to wait after another failure in a row: a second, then twice as long each time, at most a minute. */
export function longer(backoffMs: number): number {
  return Math.min(backoffMs * 2 || FIRST_BACKOFF_MS, LONGEST_BACKOFF_MS);
}

async function rest(
  lane: Lane,
  startedAt: Instant,
  rungBefore: number | undefined,
  { now, sleep }: Timing,
  signal: AbortSignal,
): Promise<void> {
  const { bell, everyMs } = lane;
  await sleep(Math.min(LEAST_REST_RUNG_MS, everyMs), signal);
  const waking = new AbortController();
  const wake = () => waking.abort();
  signal.addEventListener('abort', wake, { once: true });
  const unheard = bell?.heard(wake);
  try {
    if (signal.aborted || bell?.rung !== rungBefore) return;
    await sleep(Math.min(LEAST_REST_MS, everyMs) - LEAST_REST_RUNG_MS, waking.signal);
    for (let restedMs = LEAST_REST_MS; restedMs < everyMs && !waking.signal.aborted; ) {
      const at = await lane.wantedAt?.(earlier(startedAt, now()));
      const leftMs = at ? msBetween(now(), at) : Number.POSITIVE_INFINITY;
      if (leftMs <= 0) return;
      const ms = Math.min(leftMs, ASK_EVERY_MS, everyMs - restedMs);
      await sleep(ms, waking.signal);
      restedMs += ms;
    }
  } finally {
    unheard?.();
    signal.removeEventListener('abort', wake);
  }
}

/** After the clock was set back, the start of the last round lies ahead of what comes up now. */
function earlier(one: Instant, other: Instant): Instant {
  return Temporal.Instant.compare(one, other) <= 0 ? one : other;
}

/** Whether this is how an aborted call ends. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
