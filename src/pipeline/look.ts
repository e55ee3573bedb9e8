import { lookIsNeeded } from '../domain/claiming.ts';
import { type Closed, closedFor, GAP_MS, LOOK_HOLDS_MS, seenBy } from '../domain/gate.ts';
import type { Platform, RecentResult } from '../domain/ports.ts';
import type { Post } from '../domain/post.ts';
import { after, type Instant, isDue, MINUTE_MS, msBetween } from '../domain/time.ts';
import { adoptSeen, remember } from './adopt.ts';
import { hear, onlooker } from './hear.ts';
import type { Newsroom } from './newsroom.ts';
import { completed } from './steps.ts';

/** How much of its own timeline an account reads at its first look, and at any later one. */
const FIRST_LOOK_POSTS = 100;
const LOOK_POSTS = 3200;
const LOOK_DEADLINE_MS = 60_000;

/** An account that cannot be looked at is asked again only this often, however often the posts it holds are. */
const BLIND_FOR_MS = MINUTE_MS;

/**
 * Looks at the account before it speaks, where the last look is too old or was another process's. `unseen`: it cannot be
 * looked at now, but was within the hour; `hold`: it must not speak.
 */
export async function lookBefore(
  room: Newsroom,
  platform: Platform,
  account: string,
  due: readonly { readonly post: Post }[],
): Promise<'seen' | 'unseen' | 'hold'> {
  const stored = await room.store.account(account);
  const isRetry = due.some(({ post }) => post.everUnconfirmed);
  const holdsMs = isRetry ? room.delivery.confirmAfterMs : LOOK_HOLDS_MS;
  const isOld = (lookedAt: Instant | undefined) => lookIsNeeded(lookedAt, room.now(), holdsMs);
  const own = room.looks.get(account);
  const hasHeld = own && room.uptimeMs() - own.uptimeMs < holdsMs;
  if (hasHeld && !isOld(own.at) && !isOld(stored?.lookedAt)) return 'seen';
  const look = isBlind(room, account, stored?.lookedAt) ? 'blind' : await lookAround(room, platform, account);
  if (look === 'looked') return 'seen';
  return look === 'blind' && !lookIsNeeded(stored?.lookedAt, room.now(), GAP_MS) ? 'unseen' : 'hold';
}

/**
 * Whether it was tried in vain just now, and nobody has seen the account since; a clock that was set back does not make
 * that last.
 */
function isBlind({ blindAt, now }: Newsroom, account: string, lookedAt: Instant | undefined): boolean {
  const tried = blindAt.get(account);
  if (tried === undefined || (lookedAt && isDue(tried, lookedAt) && isDue(lookedAt, now()))) return false;
  return Math.abs(msBetween(tried, now())) < BLIND_FOR_MS;
}

/**
 * Looks before speaking: reads the account's own posts since the last look. A story that is there already, by its link,
 * becomes published. `blind`: it could not be read now; `closed`: the account's gate closed over it.
 */
export async function lookAround(
  room: Newsroom,
  platform: Platform,
  accountId: string,
): Promise<'looked' | 'blind' | 'closed'> {
  const account = await room.store.account(accountId);
  const shut = account && closedFor('look', seenBy(onlooker(room, accountId), account), room.now());
  if (shut) return shutOut(room, accountId, shut);
  const since = account?.seenUpTo;
  const query = since === undefined ? { atMost: FIRST_LOOK_POSTS } : { since, atMost: LOOK_POSTS };
  const now = room.now();
  const uptimeMs = room.uptimeMs();
  const result = await platform.recent(query, AbortSignal.timeout(LOOK_DEADLINE_MS));
  completed('look');
  await hear(room, accountId, 'look', result);
  if (result.type !== 'read') return notRead(room, accountId, result);
  if (!result.complete && result.posts.length < query.atMost) {
    await remember(room, accountId, result.posts, {});
    return notRead(room, accountId, { type: 'unknown', detail: 'not all of it could be read' });
  }
  const { seenUpTo, clockAheadMs } = result;
  const looked = { lookedAt: now, clockAheadMs, ...(seenUpTo !== undefined && { seenUpTo }) };
  await remember(room, accountId, result.posts, looked);
  await adoptSeen(room);
  room.looks.set(accountId, { at: now, uptimeMs });
  room.clocks.set(accountId, { at: now, aheadMs: clockAheadMs });
  return 'looked';
}

/** An account that may speak and not be read, as X has it, is as good as one that does not answer. */
async function shutOut(room: Newsroom, account: string, { why, detail, until }: Closed): Promise<'blind' | 'closed'> {
  if (why === 'no-credits') return 'closed';
  await tellOfBlindness(room, account, until ? `${detail} until ${until}` : detail);
  return 'blind';
}

async function notRead(
  room: Newsroom,
  account: string,
  result: Exclude<RecentResult, { type: 'read' }>,
): Promise<'blind' | 'closed'> {
  room.log.warn('the account could not be looked at', { account, why: result.detail });
  if (result.type === 'unauthorized' || result.type === 'no-credits') return 'closed';
  if (result.type === 'rate-limited' && result.everyUse) return 'closed';
  // Until when a limit lasts, the account's gate knows.
  if (result.type === 'unknown') room.blindAt.set(account, room.now());
  await tellOfBlindness(room, account, result.detail);
  return 'blind';
}

/** An account that could not be looked at for an hour holds what it has to say: a person is told, once. */
async function tellOfBlindness(room: Newsroom, account: string, why: string): Promise<void> {
  const stored = await room.store.account(account);
  if (!stored?.blindSince) {
    await room.store.changeAccount(account, { blindSince: room.now() });
    return;
  }
  if (stored.blindTold || !isDue(after(stored.blindSince, GAP_MS), room.now())) return;
  await room.store.changeAccount(account, { blindTold: true });
  room.tally.alert(`account ${account} cannot be looked at, and holds its posts: ${why}`);
  room.log.error('the account holds its posts, since it cannot be looked at', { account, why });
}
