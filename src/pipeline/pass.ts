import { after, isDue, MINUTE_MS } from '../domain/time.ts';
import { expireStale } from './expire.ts';
import { flushFeeds } from './feeds.ts';
import { endGaps, openChannels } from './gaps.ts';
import { ingest } from './ingest.ts';
import type { Newsroom } from './newsroom.ts';
import { publishDue } from './publish.ts';
import { settleDue } from './settle.ts';
import { completed } from './steps.ts';

/** The last pass is written down only this often, so that an idle pass writes nothing. */
const MARK_EVERY_MS = 10 * MINUTE_MS;

/**
 * One pass: ingest, settle, publish, refresh the feeds, then stop; it never sleeps for a due time. Takes no new work in hand once `forMs`
 * are over or the signal aborts. Safe to overlap with other passes.
 */
export async function pass(room: Newsroom, forMs: number, signal: AbortSignal): Promise<void> {
  const startedAt = room.now();
  const endAt = after(startedAt, forMs);
  const mayGoOn = () => !signal.aborted && !isDue(endAt, room.now());
  await openChannels(room);
  await ingest(room, mayGoOn, signal);
  await endGaps(room);
  await settleDue(room, mayGoOn);
  await expireStale(room, mayGoOn);
  await publishDue(room, mayGoOn);
  await flushFeeds(room, mayGoOn);
  if (Object.keys(room.tally.posts).length > 0) await settleDue(room, mayGoOn);
  const marked = await room.store.lastPass();
  if (!marked || isDue(after(marked, MARK_EVERY_MS), startedAt)) await room.store.markPass(startedAt);
  completed('pass-end');
}
