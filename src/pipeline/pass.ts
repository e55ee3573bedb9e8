import { after, type Instant, isDue, MINUTE_MS } from '../domain/time.ts';
import { adoptSeen } from './adopt.ts';
import { compactPast } from './compact.ts';
import { expireStale } from './expire.ts';
import { flushFeeds } from './feeds.ts';
import { markActive, openChannels } from './gaps.ts';
import { ingest } from './ingest.ts';
import type { Newsroom } from './newsroom.ts';
import { publishDue } from './publish.ts';
import { redate } from './redate.ts';
import { settleDue } from './settle.ts';
import { completed } from './steps.ts';

/** The last pass is written down only this often, so that an idle pass writes nothing. */
const MARK_EVERY_MS = 10 * MINUTE_MS;

/**
 * One pass: ingest, settle, publish, refresh the feeds, then stop; it never sleeps for a due time. Takes no new work in
 * hand once `forMs` are over or the signal aborts. Safe to overlap with other passes.
 */
export async function pass(room: Newsroom, forMs: number, signal: AbortSignal): Promise<void> {
  const startedAt = room.now();
  const mayGoOn = whileWithin(room, forMs, signal);
  await takeIn(room, mayGoOn, signal);
  await deliver(room, mayGoOn);
  await endPass(room, startedAt, mayGoOn);
}

/**
 * The first half of a pass: takes in what the sources have, and ends the gaps of the channels that may speak again. What
 * goes out after a gap are the newest of all, so a gap lasts until all is taken in, however many passes that takes.
 */
export async function takeIn(room: Newsroom, mayGoOn: () => boolean, signal: AbortSignal): Promise<void> {
  await openChannels(room);
  const isAllRead = await ingest(room, mayGoOn, signal);
  await markActive(room, isAllRead);
}

/** The second half: settles what is open, publishes what is due and refreshes the feeds. Channels in a gap wait for the first. */
export async function deliver(room: Newsroom, mayGoOn: () => boolean): Promise<void> {
  await redate(room);
  await adoptSeen(room);
  await settleDue(room, mayGoOn);
  await expireStale(room, mayGoOn);
  await publishDue(room, mayGoOn);
  await flushFeeds(room, mayGoOn);
  if (Object.keys(room.tally.posts).length > 0) await settleDue(room, mayGoOn);
}

/** Notes that a pass came to its end, and then, at times, tidies up behind it. */
export async function endPass(room: Newsroom, startedAt: Instant, mayGoOn: () => boolean): Promise<void> {
  const marked = await room.store.lastPass();
  if (!marked || isDue(after(marked, MARK_EVERY_MS), startedAt)) {
    await room.store.markPass(startedAt);
    await compactPast(room, mayGoOn);
  }
  completed('pass-end');
}

/** Answers whether new work may be taken in hand: until `forMs` are over or the signal aborts. */
export function whileWithin({ now }: Newsroom, forMs: number, signal: AbortSignal): () => boolean {
  const endAt = after(now(), forMs);
  return () => !signal.aborted && !isDue(endAt, now());
}
