import { takenForLive } from '../../src/domain/by-hand.ts';
import { lookIsNeeded } from '../../src/domain/claiming.ts';
import { GAP_MS, gateFor, LOOK_HOLDS_MS } from '../../src/domain/gate.ts';
import { isOurText } from '../../src/domain/matching.ts';
import type { RecentResult, RemotePost } from '../../src/domain/ports.ts';
import { isFirst, isWaiting, type Post } from '../../src/domain/post.ts';
import { sentByAnother } from '../../src/domain/siblings.ts';
import { isDue } from '../../src/domain/time.ts';
import { read } from './platform.ts';
import { DELIVERY, type Worker, type World } from './state.ts';
import { commit, isRecorded, speaks } from './store.ts';

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

/** What a worker has in hand that read the account just now: what it saw, and the posts as they waited then. */
export function sawOf(world: World): Extract<Worker, { at: 'saw' }> {
  const { account, posts, now } = world;
  return { at: 'saw', seen: read(world, account.newestSeen), waiting: posts.filter(isWaiting), lookedAt: now };
}

/** Stories the account speaks already become published, unless they changed meanwhile; all that was seen is remembered. */
export function adopt(world: World, { seen, waiting, lookedAt }: Extract<Worker, { at: 'saw' }>): World {
  if (seen.type !== 'read') return world;
  const fresh = seen.posts.filter(({ remoteId }) => !isRecorded(world, remoteId)).toReversed();
  const adopted = fresh.reduce((next, remote) => adoptOne(next, waiting, remote), world);
  const { newest } = seen;
  return {
    ...adopted,
    remembered: [...new Set([...world.remembered, ...fresh.map(({ remoteId }) => remoteId)])],
    account: { ...adopted.account, lookedAt, ...(newest === undefined ? {} : { newestSeen: newest }) },
  };
}

function adoptOne(world: World, waiting: readonly Post[], remote: RemotePost): World {
  const speaking = waiting.filter((post) => speaks(post, remote));
  const first = speaking.find(isFirst);
  const isByHand = first && sentByAnother(first, world.posts, [remote]).size === 0;
  const mine = speaking.find((post) => isOurText(post, remote)) ?? (isByHand ? first : undefined);
  return (mine && commit(world, takenForLive(mine, remote, world.now))) ?? world;
}

/** Whether a look has seen anything that is not recorded. */
export function isNews(world: World, seen: RecentResult): boolean {
  return seen.type === 'read' && seen.posts.some(({ remoteId }) => !isRecorded(world, remoteId));
}

function isQueued({ state }: Post): boolean {
  return state === 'scheduled' || state === 'retrying';
}
