import { showableFrom } from '../domain/article.ts';
import type { Channel } from '../domain/channel.ts';
import { FEED_ENTRIES, SITEMAP_WINDOW_MS } from '../domain/feed.ts';
import { showsArticles } from '../domain/platform.ts';
import type { FlushOutcome, PingOutcome, Platform } from '../domain/ports.ts';
import { retryDelayMs } from '../domain/retry.ts';
import { entryOf } from '../domain/showing.ts';
import type { FeedChange, FeedRecord, HubRecord } from '../domain/store.ts';
import { after, earliest, type Instant, isDue, latest, MINUTE_MS, SECOND_MS } from '../domain/time.ts';
import type { Newsroom } from './newsroom.ts';
import { completed } from './steps.ts';

/** So often the files are made anew even if nothing changed: someone may have deleted one. */
const ANEW_EVERY_MS = 10 * MINUTE_MS;
/** How long a process may have the files of a channel in hand. */
const CLAIM_MS = MINUTE_MS;
const RETRY_FAULT_MS = MINUTE_MS;
const FLUSH_DEADLINE_MS = 30 * SECOND_MS;
const PING_DEADLINE_MS = 20 * SECOND_MS;

/** Brings the files of every channel that has some up to date, then tells the hubs what is new in them. */
export async function flushFeeds(room: Newsroom, mayGoOn: () => boolean): Promise<void> {
  for (const channel of room.channels) {
    if (!showsArticles(channel.platform)) continue;
    // Once in any case: what was published in this pass is to be seen, however long it took.
    while ((await flushFeed(room, channel)) === 'made' && mayGoOn());
    if (mayGoOn()) await tellHubs(room, channel);
  }
}

/** `made`: written just now, of what was published by then; `not-made`: they could not be, or another process has them. */
type Flushed = 'current' | 'made' | 'not-made';

/** Makes the files of a channel anew where they are not what they should be. */
export async function flushFeed(room: Newsroom, channel: Channel): Promise<Flushed> {
  const feed = await room.store.feed(channel.id);
  if (!isOwed(feed, room)) return feed.fault ? 'not-made' : 'current';
  const platform = await room.platformOf(channel.account);
  if (!platform?.flush) return 'not-made';
  const token = room.newId();
  const claimed = await room.store.claimFeed(channel.id, token, room.now(), after(room.now(), CLAIM_MS));
  if (!claimed) return 'not-made';
  const outcome = await flush(room, channel, platform.flush);
  completed('flush');
  await room.store.releaseFeed(channel.id, token, changeBy(outcome, claimed, room));
  if (outcome.type === 'failed') {
    if (!claimed.fault) room.tally.alert(`the feeds of ${channel.id} cannot be written: ${outcome.detail}`);
    room.log.error('the feeds cannot be written', { channel: channel.id, why: outcome.detail });
    return 'not-made';
  }
  if (outcome.replaced.length > 0) {
    room.log.debug('feeds written', { channel: channel.id, files: outcome.replaced.join(' ') });
  }
  await room.store.keepHubs(channel.id, platform.hubs ?? []);
  return 'made';
}

/** A time further off than we ever plan was written by a clock ahead of ours. */
function isOwed({ changes, flushed, fault }: FeedRecord, room: Newsroom): boolean {
  const now = room.now();
  const hasCome = (at: Instant, withinMs: number) => isDue(at, now) || !isDue(at, after(now, withinMs));
  if (fault) return hasCome(fault.nextAt, RETRY_FAULT_MS);
  return flushed?.changes !== changes || hasCome(flushed.nextAt, ANEW_EVERY_MS);
}

async function flush(room: Newsroom, { id }: Channel, write: NonNullable<Platform['flush']>): Promise<FlushOutcome> {
  const now = room.now();
  const shown = await room.store.shown(id, after(now, -SITEMAP_WINDOW_MS), FEED_ENTRIES);
  const entries = shown.flatMap(({ post, known }) => entryOf(post, known, now) ?? []);
  const outcome = await write(entries, AbortSignal.timeout(FLUSH_DEADLINE_MS));
  if (outcome.type === 'failed') return outcome;
  // An embargo that was set late, or was over by a wrong clock, keeps out what is published.
  const comes = shown.map(({ known }) => showableFrom(known.article)).filter((at) => !isDue(at, now));
  const nextAt = [...comes, ...(outcome.nextAt ? [outcome.nextAt] : [])].reduce<Instant | undefined>(
    (first, at) => (first ? earliest(first, at) : at),
    undefined,
  );
  return { ...outcome, ...(nextAt && { nextAt }) };
}

function changeBy(outcome: FlushOutcome, { changes, fault }: FeedRecord, room: Newsroom): FeedChange {
  const now = room.now();
  if (outcome.type === 'failed') {
    const { detail } = outcome;
    return { fault: { since: fault?.since ?? now, detail, nextAt: after(now, RETRY_FAULT_MS) } };
  }
  const anewAt = after(now, ANEW_EVERY_MS);
  const namedAt = outcome.nextAt && isDue(outcome.nextAt, anewAt) ? outcome.nextAt : anewAt;
  return { flushed: { changes, digest: outcome.digest, nextAt: latest(after(now, SECOND_MS), namedAt) } };
}

/** Tells each hub that was last told of other files. A hub that gives no answer is told again, later each time. */
async function tellHubs(room: Newsroom, channel: Channel): Promise<void> {
  const { flushed } = await room.store.feed(channel.id);
  if (!flushed) return;
  const hubs = await room.store.hubs(channel.id);
  const due = hubs.filter(({ told, nextAt }) => told !== flushed.digest && (!nextAt || isDue(nextAt, room.now())));
  if (due.length === 0) return;
  const platform = await room.platformOf(channel.account);
  for (const record of due) {
    if (!platform?.ping) return;
    // Reserved, so that a pass that overlaps does not tell it too.
    await room.store.saveHub({ ...record, nextAt: after(room.now(), CLAIM_MS) });
    const outcome = await platform.ping(record.hub, AbortSignal.timeout(PING_DEADLINE_MS));
    completed('ping');
    await room.store.saveHub(toldOf(record, outcome, flushed.digest, room));
  }
}

function toldOf(record: HubRecord, outcome: PingOutcome, digest: string, room: Newsroom): HubRecord {
  const { channel, hub, told, toldAt } = record;
  const now = room.now();
  if (outcome.type === 'accepted') return { channel, hub, told: digest, toldAt: now, attempts: 0 };
  room.log.warn('a hub was not told', { channel, hub, why: outcome.detail });
  const before = { channel, hub, ...(told && { told }), ...(toldAt && { toldAt }), lastError: outcome.detail };
  // What it will never take is not offered again before something is new.
  if (outcome.type === 'refused') return { ...before, told: digest, attempts: 0 };
  const attempts = record.attempts + 1;
  const delayMs = retryDelayMs(attempts, room.delivery.firstRetryMs, room.random());
  return { ...before, attempts, nextAt: after(now, delayMs) };
}
