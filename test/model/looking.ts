import { alreadyLive, takenForLive } from '../../src/domain/by-hand.ts';
import { lookIsNeeded } from '../../src/domain/claiming.ts';
import { GAP_MS, gateFor, LOOK_HOLDS_MS } from '../../src/domain/gate.ts';
import type { RecentResult } from '../../src/domain/ports.ts';
import { isWaiting, type Post } from '../../src/domain/post.ts';
import { isDue } from '../../src/domain/time.ts';
import { read } from './platform.ts';
import { DELIVERY, type Step, type Worker, type World } from './state.ts';
import { consult, isRecorded } from './store.ts';

type Saw = Extract<Worker, { at: 'saw' }>;

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

/** What a worker has in hand that read the account just now. */
export function sawOf(world: World): Saw {
  return { at: 'saw', seen: read(world, world.account.seenUpTo), lookedAt: world.now };
}

/** Keeps all that was seen and is not recorded, with how far the look came. */
export function remember(world: World, { seen, lookedAt }: Saw): World {
  if (seen.type !== 'read') return world;
  const fresh = seen.posts.map(({ remoteId }) => remoteId).filter((id) => !isRecorded(world, id));
  const { seenUpTo } = seen;
  return {
    ...world,
    remembered: [...new Set([...world.remembered, ...fresh.toReversed()])],
    account: { ...world.account, lookedAt, ...(seenUpTo !== undefined && { seenUpTo }) },
  };
}

/** Stories the account was seen to speak already become published, whenever that is. */
export function adoptSteps(world: World, slot: number): readonly Step[] {
  return world.posts.filter(isWaiting).flatMap(({ id }) => {
    const { world: next } = consult(world, id, (s) => {
      const there = alreadyLive(s);
      return { transition: there && takenForLive(s.post, there, world.now) };
    });
    return next === world ? [] : [{ says: `worker ${slot} takes ${id} for live`, world: next, isCalm: true }];
  });
}

/** Whether a look has seen anything that is not recorded. */
export function isNews(world: World, seen: RecentResult): boolean {
  return seen.type === 'read' && seen.posts.some(({ remoteId }) => !isRecorded(world, remoteId));
}

function isQueued({ state }: Post): boolean {
  return state === 'scheduled' || state === 'retrying';
}
