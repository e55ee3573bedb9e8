import { chooseAfterGap, isGap, MARK_ACTIVE_EVERY_MS } from '../domain/catching-up.ts';
import type { Channel } from '../domain/channel.ts';
import { move } from '../domain/move.ts';
import { type Post, WAITING_STATES } from '../domain/post.ts';
import { reason } from '../domain/reason.ts';
import type { ChannelRecord } from '../domain/store.ts';
import { after, type Instant, isDue } from '../domain/time.ts';
import { commit, type Newsroom, tell } from './newsroom.ts';

/** Notices channels that are new, moved between the sandbox and the real platform, or post as someone else now. */
export async function openChannels(room: Newsroom): Promise<void> {
  const records = await room.store.channels();
  for (const channel of room.channels) {
    const record = records.find(({ id }) => id === channel.id);
    if (record && record.sandbox === channel.sandbox && record.account === channel.account) continue;
    if (record) await leaveBehind(room, channel);
    else if (records.length > 0) await readAllAgain(room);
    await room.store.saveChannel(opened(record, channel, room));
  }
}

/** A switch to real posts nothing older than the switch. */
function opened(record: ChannelRecord | undefined, { id, sandbox, account }: Channel, room: Newsroom): ChannelRecord {
  const before = record?.activeAt ? { activeAt: record.activeAt } : {};
  const since = record?.sandbox && !sandbox ? room.now() : record?.realSince;
  return { id, sandbox, account, ...before, ...(since && !sandbox ? { realSince: since } : {}) };
}

/**
 * What waited for another account does not come along: sandbox and real never mix, and a retry after a lost answer
 * belongs where it was sent. The rest moves over, unless its link is spoken there.
 */
async function leaveBehind(room: Newsroom, { id, account, sandbox }: Channel): Promise<void> {
  for (const post of await room.store.posts({ states: WAITING_STATES, channel: id, limit: Number.MAX_SAFE_INTEGER })) {
    if (post.account === account) continue;
    const { state, reason: why } = post;
    const word = { at: room.now() };
    // News that is still to come is not older than the switch to the real platform.
    const isToCome = !sandbox && !isDue(post.newsAt, room.now());
    const moves = !post.everUnconfirmed && (post.sandbox === sandbox || isToCome);
    // What lies ready on one account is of no use to another.
    const change = { account, sandbox, sending: undefined };
    const moved = moves && (await commit(room, move(post, { ...word, type: 'moved', to: state, reason: why, change })));
    if (!moved)
      await commit(room, move(post, { ...word, type: 'canceled', to: 'canceled', reason: reason('account-switch') }));
  }
}

/** A new channel has a post for every article too: the sources are read from their beginning. */
async function readAllAgain({ store, sources }: Newsroom): Promise<void> {
  for (const { id } of sources) {
    const { cursor: _, ...record } = await store.source(id);
    await store.saveSource(record);
  }
}

/**
 * Marks every channel that may speak as active, and so ends its gap: the newest go out by themselves, the rest wait for a
 * person. While there is more to be read no gap ends.
 */
export async function markActive(room: Newsroom, isAllRead: boolean): Promise<void> {
  const records = new Map((await room.store.channels()).map((record) => [record.id, record]));
  const unmarked = room.channels.filter(({ id }) => !isMarked(records.get(id), room));
  if (unmarked.length === 0) return;
  const pauses = new Set((await room.store.pauses()).map(({ scope }) => scope));
  for (const channel of unmarked) {
    const seen = records.get(channel.id)?.activeAt;
    if (!isAllRead && isGap(seen, room.now())) continue;
    const paused = pauses.has('all') || pauses.has(`channel:${channel.id}`) || pauses.has(`account:${channel.account}`);
    if (!paused) await mark(room, channel, seen);
  }
}

function isMarked(record: ChannelRecord | undefined, room: Newsroom): boolean {
  return record?.activeAt !== undefined && !isDue(after(record.activeAt, MARK_ACTIVE_EVERY_MS), room.now());
}

async function mark(room: Newsroom, channel: Channel, seen: Instant | undefined): Promise<void> {
  const now = room.now();
  const choose = isGap(seen, now)
    ? (left: readonly Post[]) => chooseAfterGap(left, channel.catchUp, now, seen)
    : (left: readonly Post[]) => chooseAfterGap(tookInLate(left), 0, now, seen);
  let held = 0;
  for (let isOver = false; !isOver; ) {
    const ended = await room.store.endGap(channel.id, seen, now, choose);
    if (!ended) return;
    for (const transition of ended.moved) tell(room, transition);
    held += ended.moved.filter(({ post }) => post.reason.type === 'held-after-gap').length;
    isOver = ended.isOver;
  }
  if (held > 0) room.log.info('came in over a gap and waits for a person', { channel: channel.id, posts: held });
}

/** Posts an overlapping pass took in for a gap that had just been ended: they wait for a person. */
function tookInLate(left: readonly Post[]): readonly Post[] {
  return left.filter(({ state }) => state === 'pending_review');
}
