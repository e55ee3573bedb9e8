import { lookIsNeeded } from '../../src/domain/claiming.ts';
import { GAP_MS, gateFor, LOOK_HOLDS_MS } from '../../src/domain/gate.ts';
import { linkKey } from '../../src/domain/link.ts';
import { isOurText } from '../../src/domain/matching.ts';
import type { RecentResult, RemotePost } from '../../src/domain/ports.ts';
import { isWaiting, type Post } from '../../src/domain/post.ts';
import { live } from '../../src/domain/recording.ts';
import { sentByAnother } from '../../src/domain/siblings.ts';
import { isDue } from '../../src/domain/time.ts';
import { remotePost } from './platform.ts';
import { DELIVERY, type Worker, type World } from './state.ts';
import { commit } from './store.ts';

const SPOKEN = { lastHour: 0, breakingLastHour: 0, today: 0, todayUsd: 0, monthUsd: 0 };

/** What the account could say now: a retry after a lost answer first. */
export function candidatesOf(world: World): readonly Post[] {
  const { now, account, pauses, channel } = world;
  const due = world.posts.filter((post) => isQueued(post) && isDue(post.dueAt, now));
  if (due.length === 0) return [];
  const facts = { account, pauses, spoken: SPOKEN };
  const said = { breaking: false, timedByPerson: false, costUsd: 0 };
  if (gateFor(channel, said, facts, now, 'UTC').type === 'closed') return [];
  return due.toSorted((a, b) => Number(b.everUnconfirmed) - Number(a.everUnconfirmed));
}

/** Whether the account must be looked at before it speaks, and how long a look holds. */
export function lookBefore(
  { account, now, platform }: World,
  due: readonly Post[],
): { readonly type: 'seen' | 'unseen' | 'look'; readonly holdsMs: number } {
  const holdsMs = due.some(({ everUnconfirmed }) => everUnconfirmed) ? DELIVERY.confirmAfterMs : LOOK_HOLDS_MS;
  if (!lookIsNeeded(account.lookedAt, now, holdsMs)) return { type: 'seen', holdsMs: LOOK_HOLDS_MS };
  // In the dark the look fails at once: an account that was looked at within the hour speaks on.
  const isUnseen = platform.isDark && !lookIsNeeded(account.lookedAt, now, GAP_MS);
  return isUnseen ? { type: 'unseen', holdsMs: GAP_MS } : { type: 'look', holdsMs: LOOK_HOLDS_MS };
}

/** Stories the account speaks already become published; the rest of what was seen is remembered. */
export function adopt(world: World, { seen, lookedAt }: Extract<Worker, { at: 'saw' }>): World {
  if (seen.type !== 'read') return world;
  const fresh = seen.posts.filter(({ remoteId }) => !isRecorded(world, remoteId)).toReversed();
  const adopted = fresh.reduce(adoptOne, world);
  const { newest } = seen;
  return {
    ...adopted,
    account: { ...adopted.account, lookedAt, ...(newest === undefined ? {} : { newestSeen: newest }) },
  };
}

function adoptOne(world: World, remote: RemotePost): World {
  const waiting = world.posts.filter((post) => isWaiting(post) && speaks(post, remote));
  const first = waiting.find(isFirst);
  const isByHand = first && sentByAnother(first, world.posts, [remote]).size === 0;
  const mine = waiting.find((post) => isOurText(post, remote)) ?? (isByHand ? first : undefined);
  if (mine) return take(world, mine, remote) ?? world;
  return { ...world, remembered: [...new Set([...world.remembered, remote.remoteId])] };
}

/** Whether a look has seen anything that is not recorded. */
export function isNews(world: World, seen: RecentResult): boolean {
  return seen.type === 'read' && seen.posts.some(({ remoteId }) => !isRecorded(world, remoteId));
}

/** A post made by hand before its story came in; undefined: nobody had made one. */
export function adoptEarlier(world: World, post: Post): World | undefined {
  if (!isFirst(post) || post.linkClaim === undefined) return undefined;
  const made = world.platform.timeline
    .filter(({ id }) => world.remembered.includes(id) && !isRecorded(world, id))
    .map(remotePost)
    .find((remote) => speaks(post, remote) && sentByAnother(post, world.posts, [remote]).size === 0);
  return made && take(world, post, made);
}

/** For which posts of the account these remote posts are recorded. */
export function recordedFor({ posts }: World): ReadonlyMap<string, string> {
  const twins = posts.flatMap((post) => post.twins.map((twin) => [twin, post.id] as const));
  return new Map([
    ...twins,
    ...posts.flatMap(({ id, remoteId }) => (remoteId === undefined ? [] : [[remoteId, id] as const])),
  ]);
}

function take(world: World, post: Post, remote: RemotePost): World | undefined {
  const ours = post.everUnconfirmed && isOurText(post, remote);
  return commit(world, live(post, { ...remote, type: ours ? 'found' : 'by-hand' }, world.now));
}

function isRecorded(world: World, remoteId: string): boolean {
  return recordedFor(world).has(remoteId);
}

function speaks({ linkClaim }: Post, { links }: RemotePost): boolean {
  return links.some((link) => linkKey(link) === linkClaim);
}

function isQueued({ state }: Post): boolean {
  return state === 'scheduled' || state === 'retrying';
}

function isFirst({ occasion }: Post): boolean {
  return occasion === 'first';
}
