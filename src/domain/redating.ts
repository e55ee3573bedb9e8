import { createDeadlineMs, type Delivery } from './channel.ts';
import { LONGEST_LIMIT_MS } from './gate.ts';
import { move } from './move.ts';
import type { Post } from './post.ts';
import type { Horizon, Transition } from './store.ts';
import { after, type Instant, isDue, latest, MINUTE_MS, msBetween } from './time.ts';

/** What is this much ahead holds nothing up for long, and may be two readings of one clock. */
const CLOCKS_DIFFER_BY_MS = MINUTE_MS;

/** The horizon at `now`. */
export function horizonAt(now: Instant, { leaseForMs }: Delivery): Horizon {
  return {
    leases: after(now, leaseForMs),
    changes: after(now, CLOCKS_DIFFER_BY_MS),
    limits: after(now, LONGEST_LIMIT_MS),
  };
}

/**
 * Sets right what a clock ahead of ours wrote on a post; undefined: nothing to set right. A lease is not over for that: its
 * holder may be at work, so it gets the whole lease from now on, which no holder outlasts. What a post waits for is as
 * far off as it was when it was written.
 */
export function redated(post: Post, now: Instant, delivery: Delivery): Transition | undefined {
  const horizon = horizonAt(now, delivery);
  const change = post.state === 'publishing' ? leaseFrom(post, now, delivery, horizon) : waitFrom(post, now, horizon);
  if (!change) return undefined;
  const sending = post.sending && endedBy(post.sending, after(now, createDeadlineMs(delivery)));
  const { state, reason } = post;
  return move(post, { type: 'redated', to: state, reason, at: now, change: { ...change, sending } });
}

function leaseFrom({ lease }: Post, now: Instant, { leaseForMs }: Delivery, { leases }: Horizon) {
  if (!lease || isDue(lease.until, leases)) return undefined;
  return { lease: { ...lease, until: after(now, leaseForMs) } };
}

/** The time a person or an embargo set is no clock's mistake. */
function waitFrom(post: Post, now: Instant, { changes }: Horizon) {
  const { updatedAt, nextLookAt, dueAt, newsAt } = post;
  if (isDue(updatedAt, changes)) return undefined;
  const fromNow = (at: Instant) => after(at, msBetween(updatedAt, now));
  const look = nextLookAt && isDue(updatedAt, nextLookAt) ? { nextLookAt: fromNow(nextLookAt) } : undefined;
  const waits = (post.state === 'scheduled' || post.state === 'retrying') && !post.timedByPerson;
  const due = waits && isDue(updatedAt, dueAt) ? { dueAt: latest(fromNow(dueAt), newsAt) } : undefined;
  return look || due ? { ...look, ...due } : undefined;
}

/** A request has ended within its deadline from now on, whatever the clock that armed it showed. */
function endedBy(sending: NonNullable<Post['sending']>, longest: Instant): Post['sending'] {
  return isDue(sending.deadline, longest) ? sending : { ...sending, deadline: longest };
}
