import { lookIsNeeded } from '../domain/claiming.ts';
import { type Closed, closedFor, GAP_MS, LOOK_HOLDS_MS, seenBy } from '../domain/gate.ts';
import { linkKey } from '../domain/link.ts';
import { isOurText } from '../domain/matching.ts';
import type { Platform, RecentResult, RemotePost } from '../domain/ports.ts';
import type { Post } from '../domain/post.ts';
import { live } from '../domain/recording.ts';
import { sentByAnother } from '../domain/siblings.ts';
import { after, DAY_MS, type Instant, isDue, MINUTE_MS, msBetween } from '../domain/time.ts';
import { hear, onlooker } from './hear.ts';
import { channelsOf, commit, type Newsroom } from './newsroom.ts';
import { completed } from './steps.ts';

/** How much of its own timeline an account reads at its first look, and at any later one. */
const FIRST_LOOK_POSTS = 100;
const LOOK_POSTS = 3200;
const LOOK_DEADLINE_MS = 60_000;
/** How long a post made by hand waits for its story. */
const REMEMBERED_FOR_MS = 3 * DAY_MS;

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
  const look = isBlind(room, account) ? 'blind' : await lookAround(room, platform, account);
  if (look === 'looked') return 'seen';
  if (look === 'blind' && !isBlind(room, account)) room.blindAt.set(account, room.now());
  return look === 'blind' && !lookIsNeeded(stored?.lookedAt, room.now(), GAP_MS) ? 'unseen' : 'hold';
}

/** Whether it was tried in vain just now; a clock that was set back does not make that last. */
function isBlind({ blindAt, now }: Newsroom, account: string): boolean {
  const tried = blindAt.get(account);
  return tried !== undefined && Math.abs(msBetween(tried, now())) < BLIND_FOR_MS;
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
  const since = account?.newestSeen;
  const query = since === undefined ? { atMost: FIRST_LOOK_POSTS } : { since, atMost: LOOK_POSTS };
  const now = room.now();
  const uptimeMs = room.uptimeMs();
  const result = await platform.recent(query, AbortSignal.timeout(LOOK_DEADLINE_MS));
  completed('look');
  await hear(room, accountId, 'look', result);
  if (result.type !== 'read') return notRead(room, accountId, result);
  await adopt(room, accountId, result.posts);
  if (!result.complete && result.posts.length < query.atMost) {
    return notRead(room, accountId, { type: 'unknown', detail: 'not all of it could be read' });
  }
  const { newest } = result;
  room.looks.set(accountId, { at: now, uptimeMs });
  room.clocks.set(accountId, { at: now, aheadMs: result.clockAheadMs });
  await room.store.changeAccount(accountId, {
    lookedAt: now,
    clockAheadMs: result.clockAheadMs,
    ...(newest === undefined ? {} : { newestSeen: newest }),
  });
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

/**
 * Stories the account speaks already become published: no second post of them. What was posted by hand of a story that
 * has not come in yet is remembered.
 */
async function adopt(room: Newsroom, account: string, seen: readonly RemotePost[]): Promise<void> {
  const fresh = (await unrecorded(room, account, seen)).toReversed();
  const unknown: RemotePost[] = [];
  for (const remote of fresh) {
    const links = keysOf(room, account, remote.links);
    const waiting = await room.store.waitingFor(account, links);
    // Of a story that has more than its first post the words tell which one this is.
    const first = waiting.find(isFirst);
    const isByHand = first && (await notOfAnother(room, first, [remote])).length > 0;
    const mine = waiting.find((post) => isOurText(post, remote)) ?? (isByHand ? first : undefined);
    if (mine) await take(room, mine, remote);
    else if (!(await isTakenBack(room, account, remote, links))) unknown.push({ ...remote, links });
  }
  await room.store.rememberByHand(account, unknown, after(room.now(), -REMEMBERED_FOR_MS));
}

/**
 * A story that must not be live and is: a colleague did not know, or an old store was put back that knows nothing of our own
 * post. What crier knows to have sent it deletes; of the rest a person is told.
 */
async function isTakenBack(
  room: Newsroom,
  account: string,
  remote: RemotePost,
  links: readonly string[],
): Promise<boolean> {
  const [post] = await room.store.takenBack(account, links);
  if (!post) return false;
  const withdrawal = post.withdrawal === 'pulled-by-person' ? post.withdrawal : 'withdrawn';
  return take(room, { ...post, withdrawal }, remote);
}

/** Takes a post for published that someone had made by hand before its story came in; false: nobody had. */
export async function adoptEarlier(room: Newsroom, post: Post): Promise<boolean> {
  if (!isFirst(post) || post.linkClaim === undefined) return false;
  const byHand = await room.store.postedByHand(post.account, [post.linkClaim]);
  const [remote] = await notOfAnother(room, post, await unrecorded(room, post.account, byHand));
  return remote !== undefined && take(room, post, remote);
}

/** Without what another post of the same story sent: that one finds it by itself. */
async function notOfAnother(
  { store }: Newsroom,
  post: Post,
  seen: readonly RemotePost[],
): Promise<readonly RemotePost[]> {
  if (seen.length === 0) return [];
  const others = sentByAnother(post, await store.posts({ article: post.article }), seen);
  return seen.filter(({ remoteId }) => !others.has(remoteId));
}

function take(room: Newsroom, post: Post, remote: RemotePost): Promise<boolean> {
  const ours = post.everUnconfirmed && isOurText(post, remote);
  return commit(room, live(post, { ...remote, type: ours ? 'found' : 'by-hand' }, room.now()));
}

async function unrecorded(
  room: Newsroom,
  account: string,
  seen: readonly RemotePost[],
): Promise<readonly RemotePost[]> {
  if (seen.length === 0) return [];
  const ids = seen.map(({ remoteId }) => remoteId);
  const recorded = await room.store.recorded(account, ids);
  return seen.filter(({ remoteId }) => !recorded.has(remoteId));
}

/** A link's identity with and without the tags of each of the account's channels. */
function keysOf(room: Newsroom, account: string, links: readonly string[]): readonly string[] {
  const tagged = channelsOf(room, account).map(({ linkTags }) => Object.keys(linkTags));
  return [...new Set(links.flatMap((link) => [linkKey(link), ...tagged.map((names) => linkKey(link, names))]))];
}

function isFirst({ occasion }: Post): boolean {
  return occasion === 'first';
}
