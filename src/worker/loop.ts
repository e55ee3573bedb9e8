import type { ArticleSource } from '../domain/ports.ts';
import { MINUTE_MS, msBetween, SECOND_MS } from '../domain/time.ts';
import { ingestFrom } from '../pipeline/ingest.ts';
import { channelsOf, type Newsroom } from '../pipeline/newsroom.ts';
import { deliver, endPass, takeIn, whileWithin } from '../pipeline/pass.ts';
import { newTally } from '../pipeline/tally.ts';
import { type Bell, goRound, type Lane, newBell, type Timing, type Watch } from './lane.ts';
import { isWell, type Pulse } from './pulse.ts';
import { readWhenChanged } from './watching.ts';

const POLL_EVERY_MS = 2 * SECOND_MS;
/** What is due and held by its gate is looked at only this often. */
const HELD_EVERY_MS = 2 * SECOND_MS;
/** After this long a round takes no new work in hand: there is always a next one. */
const ROUND_MS = 50 * SECOND_MS;
/** Nothing is published on an older reading of the sources than this: a story may be withdrawn by now. */
const READING_HOLDS_MS = 5 * MINUTE_MS;
const BEAT_EVERY_MS = MINUTE_MS;

/** What a worker works with, beside the newsroom. */
export interface WorkerOptions {
  readonly sleep: Timing['sleep'];
  /** Kept up to date, for whoever wants to know how the worker is. */
  readonly pulse: Pulse;
  /** How often the sources are read; every two seconds where not given. */
  readonly pollEveryMs?: number;
  /** Tells a watcher that all went well; at most once a minute. */
  readonly beat?: (signal: AbortSignal) => Promise<void>;
  /** Whether an error is the world's fault, such as a store that is locked, and no bug. */
  readonly isTrouble: (error: unknown) => boolean;
  readonly redact: (text: string) => string;
}

/**
 * Works until the signal aborts, then brings what is in hand to its end. The rows are the truth, this is an alarm clock:
 * one lane reads the sources, and one for each account settles and publishes what is due, so that neither a long reading
 * nor a slow account holds up another. A source that tells of changes is read beside that, as soon as it does. Nothing
 * that goes wrong in a round ends the worker.
 */
export async function work(room: Newsroom, options: WorkerOptions, signal: AbortSignal): Promise<void> {
  const { pulse, sleep, beat } = options;
  const accounts = [...new Set(room.channels.map(({ account }) => account))];
  const bells: Bells = new Map(accounts.map((account) => [account, newBell()]));
  const lanes = [
    readingLane(room, options, bells, signal),
    ...bells.entries().map(([account, bell]) => accountLane(room, account, pulse, bell, signal)),
  ];
  for (const { name } of lanes) {
    const mayTakeMs = name === READING ? 0 : room.delivery.leaseForMs;
    pulse.lanes.set(name, { mayTakeMs });
  }
  const all = beat ? [...lanes, beatingLane(room, pulse, beat, signal)] : lanes;
  const watch = watchOver(room, options);
  const timing = { now: room.now, sleep };
  await Promise.all([
    ...all.map((lane) => goRound(lane, timing, watch, signal)),
    ...room.sources.map((source) => {
      const read = () => readAtOnce(room, source, pulse, bells, signal);
      return readWhenChanged(source, read, timing, watch, signal);
    }),
  ]);
}

const READING = 'sources';

/** By account: rung when there is something for it to do. */
type Bells = ReadonlyMap<string, Bell>;

function readingLane(room: Newsroom, { pulse, pollEveryMs }: WorkerOptions, bells: Bells, signal: AbortSignal): Lane {
  return {
    name: READING,
    everyMs: pollEveryMs ?? POLL_EVERY_MS,
    async round() {
      const startedAt = room.now();
      const own = forOneRound(room);
      const mayGoOn = whileWithin(room, ROUND_MS, signal);
      await takeIn(own, mayGoOn, signal).finally(() => count(pulse, own));
      if (signal.aborted) return;
      if (pulse.passes === 0 || hasMoved(own)) for (const bell of bells.values()) bell.ring();
      pulse.passes += 1;
      pulse.lastPassAt = startedAt;
      await endPass(room, startedAt, mayGoOn);
    },
  };
}

/** One source alone, between two rounds over all of them; what those alone may do, such as ending a gap, waits for them. */
async function readAtOnce(
  room: Newsroom,
  source: ArticleSource,
  pulse: Pulse,
  bells: Bells,
  signal: AbortSignal,
): Promise<void> {
  if (!wasReadLately(room, pulse)) return;
  const own = forOneRound(room);
  await ingestFrom(own, source, whileWithin(room, ROUND_MS, signal), signal).finally(() => count(pulse, own));
  for (const account of own.tally.stirred) bells.get(account)?.ring();
}

function accountLane(room: Newsroom, account: string, pulse: Pulse, bell: Bell, signal: AbortSignal): Lane {
  const channels = channelsOf(room, account);
  const ids = channels.map(({ id }) => id);
  return {
    name: account,
    everyMs: HELD_EVERY_MS,
    bell,
    async round() {
      if (!wasReadLately(room, pulse)) return;
      const own = { ...forOneRound(room), channels };
      await deliver(own, whileWithin(room, ROUND_MS, signal)).finally(() => count(pulse, own));
    },
    wantedAt: (since) => room.store.nextAt(ids, since),
  };
}

/** A minute in which a round failed, or something newly needed a person, goes without a beat. */
function beatingLane(
  room: Newsroom,
  pulse: Pulse,
  beat: (signal: AbortSignal) => Promise<void>,
  signal: AbortSignal,
): Lane {
  let lookedAt = pulse.startedAt;
  let known = 0;
  let isFirst = true;
  return {
    name: 'heartbeat',
    everyMs: SECOND_MS,
    async round() {
      const now = room.now();
      if (!pulse.lastPassAt || (!isFirst && Math.abs(msBetween(lookedAt, now)) < BEAT_EVERY_MS)) return;
      const wentWell = known === pulse.alerts + pulse.failures && isWell(pulse, now);
      known = pulse.alerts + pulse.failures;
      lookedAt = now;
      isFirst = false;
      if (wentWell) await beat(signal);
    },
  };
}

/** What was counted in a round is added to the pulse and forgotten, so that nothing grows. */
function forOneRound(room: Newsroom): Newsroom {
  return { ...room, tally: newTally() };
}

function hasMoved({ tally }: Newsroom): boolean {
  return Object.keys(tally.posts).length > 0;
}

function count(pulse: Pulse, { tally }: Newsroom): void {
  pulse.alerts += tally.alerts.length;
}

/** A machine that slept, like a worker that just started, reads the sources before it says anything. */
function wasReadLately({ now }: Newsroom, { lastPassAt }: Pulse): boolean {
  return lastPassAt !== undefined && Math.abs(msBetween(lastPassAt, now())) < READING_HOLDS_MS;
}

function watchOver({ log, now }: Newsroom, { pulse, isTrouble, redact }: WorkerOptions): Watch {
  return {
    ended(name) {
      const lane = pulse.lanes.get(name);
      if (lane) lane.endedAt = now();
    },
    blind(source, error) {
      const why = redact(error instanceof Error ? error.message : String(error));
      log.warn('the source tells of no changes now; it is read at its intervals', { source, why });
    },
    failed(lane, error, againInMs) {
      const isBug = !isTrouble(error);
      const detail = redact(error instanceof Error ? error.message : String(error));
      pulse.failures += 1;
      if (isBug) pulse.bugs += 1;
      pulse.lastError = { at: now(), lane, detail };
      log.error(isBug ? 'a bug in crier, please report it' : 'out of order', { lane, why: detail, againInMs });
      if (isBug && error instanceof Error) log.debug('where the bug is', { lane, stack: error.stack });
    },
  };
}
