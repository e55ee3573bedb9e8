import type { JournalRequest, Told } from '../support/lookalike/journal.ts';
import type { StoredPost } from '../support/lookalike/wall.ts';
import type { Side, World } from './world.ts';

type Asked = JournalRequest<string, unknown>;

/** What took knowledge away from the newsroom. */
export interface Losses {
  /** Whether a process was killed, or ended because it could not write to the store. */
  hasDied(client: string | undefined): boolean;
  /** When the clock of a process was set wrong, in the newsroom's time. */
  jumpedAt(client: string | undefined): number | undefined;
  /** When an old copy of the store was put back, in the newsroom's time. */
  readonly forgotAt?: number;
}

/** What is on its way into the store takes a process this long at most, where the store is locked: real milliseconds. */
const WRITES_FOR_MS = 1000;

/** Calls that were made although a process had been told that nothing remains, and could write that down. */
export function calledAgainstKnowledge(side: Side, world: World, losses: Losses): readonly Asked[] {
  const { requests } = side.there.journal;
  const livedOn = livingOn(requests, losses);
  return requests.filter(
    (call) =>
      !isMisledByClock(call) &&
      call.toldTo?.some(
        (told) => holds(told, call) && livedOn(told, call.at) && call.at - told.at > WRITES_FOR_MS * world.speed,
      ),
  );

  /** A pull is never held up before the platform itself said no to one. */
  function holds({ endpoint }: Told, call: Asked): boolean {
    return call.endpoint !== 'delete' || endpoint === 'delete';
  }

  /** The first answer tells a process that its clock is wrong. */
  function isMisledByClock({ client, at }: Asked): boolean {
    const jumpedAt = losses.jumpedAt(client);
    if (jumpedAt === undefined || jumpedAt > at) return false;
    return !requests.some((call) => call.client === client && call.at >= jumpedAt && call.at < at && call.status);
  }
}

/** Whether what a process heard was still known at `until`: one that died shows by another call that it had gone on. */
function livingOn(requests: readonly Asked[], { hasDied, forgotAt = 0 }: Losses) {
  return ({ client, at }: Pick<Asked, 'client' | 'at'>, until: number): boolean => {
    if (at <= forgotAt && forgotAt <= until) return false;
    return !hasDied(client) || requests.some((call) => call.client === client && call.at > at && call.at < until);
  };
}

const MINUTE_MS = 60_000;
/** A look holds for ten minutes; the timeline lags, and what was sent may be stored a minute late. */
const LOOK_HOLDS_MS = 12 * MINUTE_MS;
/** An account that cannot be read speaks on its last look for an hour. */
const LOOK_HOLDS_BLIND_MS = 62 * MINUTE_MS;
/** Until a post shows to whoever reads. */
const SHOWS_AFTER_MS = MINUTE_MS;

/**
 * Whether a story is live twice since a colleague posted it after crier had last seen the account: one of ours, made within
 * ten minutes, or within an hour in which nobody who lived on could read the account.
 */
export function couldNotSee(live: readonly StoredPost[], side: Side, losses: Losses): boolean {
  const [hand, ...hands] = live.filter(({ byHand }) => byHand);
  const [own, ...others] = live.filter(({ byHand }) => !byHand);
  if (!hand || !own || hands.length + others.length > 0) return false;
  const laterByMs = own.createdAt - hand.createdAt;
  if (laterByMs < LOOK_HOLDS_MS) return true;
  if (laterByMs > LOOK_HOLDS_BLIND_MS) return false;
  const { requests } = side.there.journal;
  const livedOn = livingOn(requests, losses);
  const saw = (read: Asked) =>
    (read.endpoint === 'timeline' || read.endpoint === 'posts') &&
    read.status === 200 &&
    read.fault === undefined &&
    read.at > hand.createdAt + SHOWS_AFTER_MS &&
    read.at < own.createdAt &&
    livedOn(read, own.createdAt);
  return !requests.some(saw);
}
