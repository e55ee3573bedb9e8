import { GAP_MS } from './gate.ts';
import { move } from './move.ts';
import type { Post } from './post.ts';
import { reason } from './reason.ts';
import type { Transition } from './store.ts';
import { after, type Instant, isDue } from './time.ts';

/** Whether a channel comes out of a gap: it never spoke, or could not for more than an hour. */
export function isGap(activeAt: Instant | undefined, now: Instant): boolean {
  return !activeAt || isDue(after(activeAt, GAP_MS), now);
}

/**
 * After a gap only the newest `catchUp` posts go out by themselves; the rest wait for a person. `left` is what the gap
 * left over, newest first.
 */
export function chooseAfterGap(
  left: readonly Post[],
  catchUp: number | undefined,
  now: Instant,
): readonly Transition[] {
  const fresh = left.filter(({ freshUntil }) => !freshUntil || !isDue(freshUntil, now));
  return fresh.flatMap((post, place) => {
    const goes = catchUp === undefined || place < catchUp;
    if (post.state === 'pending_review') return goes ? goesOut(post, now) : waits(post, now);
    return goes ? [] : waits(post, now);
  });
}

function goesOut(post: Post, now: Instant): Transition {
  return move(post, { type: 'caught-up', to: 'scheduled', reason: reason('due'), at: now });
}

function waits(post: Post, now: Instant): Transition {
  return move(post, { type: 'held-after-gap', to: 'pending_review', reason: reason('held-after-gap'), at: now });
}
