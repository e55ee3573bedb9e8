import { asIfTrying, closedFor } from '../domain/gate.ts';
import type { Platform, RecentQuery } from '../domain/ports.ts';
import type { Post } from '../domain/post.ts';
import { leaseRanOut } from '../domain/recording.ts';
import { leftToAPerson, looked, lookedAgain, reserve, retracted } from '../domain/settling.ts';
import { sentByAnother } from '../domain/siblings.ts';
import { after, MINUTE_MS } from '../domain/time.ts';
import { remember } from './adopt.ts';
import { candidatesOf } from './candidates.ts';
import { flushFeed } from './feeds.ts';
import { hear, mayCall, mayTry, onlooker } from './hear.ts';
import { commit, consult, type Newsroom } from './newsroom.ts';
import { completed } from './steps.ts';

/** How far back beyond the moment of sending a look reads where no newest post was known: clocks differ. */
const CLOCK_MARGIN_MS = 10 * MINUTE_MS;
const LOOK_POSTS = 3200;
const SETTLE_DEADLINE_MS = 60_000;

/**
 * Settles what earlier passes left open: leases that ran out, posts that may be live, second looks, twins and
 * deletions. Looks and deletions are never held up by a pause.
 */
export async function settleDue(room: Newsroom, mayGoOn: () => boolean): Promise<void> {
  const configured = room.channels.map(({ account }) => account);
  const open = await room.store.unsettled(room.now(), configured);
  const accounts = Map.groupBy(open, (post) => post.account);
  const settled = await Promise.allSettled(
    [...accounts].map(async ([account, posts]) => {
      for (const post of posts) if (mayGoOn() && (await maySettle(room, account, post))) await settle(room, post);
    }),
  );
  for (const one of settled) if (one.status === 'rejected') throw one.reason;
}

/** Whether the platform takes the call; a lease that ran out needs none. */
async function maySettle(room: Newsroom, account: string, post: Post): Promise<boolean> {
  if (post.state === 'publishing') return true;
  if (isDeletion(post)) return mayCall(room, account, 'erase');
  if (await mayCall(room, account, 'look')) return true;
  return mayTryByLooking(room, account);
}

/** Where a post waits, that one tries whether there are credits again; else a look may. */
async function mayTryByLooking(room: Newsroom, account: string): Promise<boolean> {
  const stored = await room.store.account(account);
  if (!stored?.noCredits || closedFor('look', asIfTrying(onlooker(room, account), stored, room.now()), room.now()))
    return false;
  return (await candidatesOf(room, account)).length === 0 && mayTry(room, account);
}

function isDeletion({ state, twins }: Post): boolean {
  return state === 'retracting' || twins.length > 0;
}

async function settle(room: Newsroom, post: Post): Promise<void> {
  if (post.state === 'publishing') {
    await consult(room, post, (s) => ({
      transition: leaseRanOut(s.post, { ...terms(room), random: room.random() }),
    }));
    return;
  }
  const platform = await room.platformOf(post.account);
  if (!platform) return;
  const reserved = reserve(post, room.now(), room.delivery.leaseForMs);
  if (!(await commit(room, reserved))) return;
  const [twin] = post.twins;
  if (twin !== undefined) await takeBack(room, platform, reserved.post, twin);
  else if (post.state === 'retracting') await takeBack(room, platform, reserved.post, post.remoteId);
  else await lookFor(room, platform, reserved.post);
}

async function takeBack(room: Newsroom, platform: Platform, post: Post, remoteId: string | undefined): Promise<void> {
  if (remoteId === undefined) {
    await commit(room, leftToAPerson(post, room.now()));
    return;
  }
  const channel = room.channels.find(({ id }) => id === post.channel);
  // What many posts share must have let go of this one first.
  if (platform.flush && channel && (await flushFeed(room, channel)) === 'not-made') return;
  const outcome = await platform.retract(remoteId, AbortSignal.timeout(SETTLE_DEADLINE_MS));
  completed('retract', post.id);
  await hear(room, post.account, 'erase', outcome);
  await consult(room, post, (s) => ({ transition: retracted(s.post, remoteId, outcome, terms(room)) }));
}

async function lookFor(room: Newsroom, platform: Platform, post: Post): Promise<void> {
  const result = await platform.recent(queryFor(post), AbortSignal.timeout(SETTLE_DEADLINE_MS));
  completed('look', post.id);
  await hear(room, post.account, 'look', result);
  const seen = result.type === 'read' ? result.posts : [];
  const recorded = await room.store.recorded(
    post.account,
    seen.map(({ remoteId }) => remoteId),
  );
  const ofTheStory = await room.store.posts({ article: post.article });
  const owners = new Map([...sentByAnother(post, ofTheStory, seen), ...recorded]);
  await consult(room, post, (s) => {
    if (s.post.version !== post.version) return {};
    const rule = s.post.state === 'unconfirmed' ? looked : lookedAgain;
    return { transition: rule(s.post, result, owners, terms(room)) };
  });
  // A colleague's post may be among them, and the account not be readable when its story comes.
  await remember(room, post.account, seen, {});
  completed('settle', post.id);
}

/** Everything since the newest own post that was there before the first attempt. */
function queryFor({ sending, createdAt }: Post): RecentQuery {
  if (sending?.since !== undefined) return { since: sending.since, atMost: LOOK_POSTS };
  const sentAt = after(sending?.sentAt ?? createdAt, sending?.clockAheadMs ?? 0);
  return { notBefore: after(sentAt, -CLOCK_MARGIN_MS), atMost: LOOK_POSTS };
}

function terms(room: Newsroom) {
  return { now: room.now(), delivery: room.delivery };
}
