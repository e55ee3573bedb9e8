import { GAP_MS } from './gate.ts';
import { move } from './move.ts';
import type { Post } from './post.ts';
import { type ReasonType, reason } from './reason.ts';
import type { Transition } from './store.ts';
import { after, type Instant, isDue, MINUTE_MS } from './time.ts';

/** Whether a channel comes out of a gap: it never spoke, or could not for more than an hour. */
export function isGap(activeAt: Instant | undefined, now: Instant): boolean {
  return !activeAt || isDue(after(activeAt, GAP_MS), now);
}

/** A channel's activity is written down only this often, so that an idle pass writes nothing. */
export const MARK_ACTIVE_EVERY_MS = 10 * MINUTE_MS;

/** A person's word that a post shall go out. */
const SAID_SO: readonly ReasonType[] = ['approved', 'timed', 'requeued'];

/**
 * After a gap only the newest `catchUp` posts go out by themselves; the rest wait for a person. What a person decided in
 * the gap, surely after the channel was last active, goes out beside them. `left` is what the gap left over, newest first.
 */
export function chooseAfterGap(
  left: readonly Post[],
  catchUp: number | undefined,
  now: Instant,
  activeAt: Instant | undefined,
): readonly Transition[] {
  const fresh = left.filter(({ freshUntil }) => !freshUntil || !isDue(freshUntil, now));
  const open = fresh.filter((post) => !isDecided(post, activeAt));
  return open.flatMap((post, place) => {
    const goes = catchUp === undefined || place < catchUp;
    if (post.state === 'pending_review') return goes ? goesOut(post, now) : waits(post, now);
    return goes ? [] : waits(post, now);
  });
}

function isDecided({ state, reason, updatedAt }: Post, activeAt: Instant | undefined): boolean {
  const isInGap = !activeAt || isDue(after(activeAt, MARK_ACTIVE_EVERY_MS), updatedAt);
  return isInGap && state !== 'pending_review' && SAID_SO.includes(reason.type);
}

function goesOut(post: Post, now: Instant): Transition {
  return move(post, { type: 'caught-up', to: 'scheduled', reason: reason('due'), at: now });
}

function waits(post: Post, now: Instant): Transition {
  return move(post, { type: 'held-after-gap', to: 'pending_review', reason: reason('held-after-gap'), at: now });
}
