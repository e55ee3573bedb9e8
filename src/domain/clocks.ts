import { createDeadlineMs, type Delivery } from './channel.ts';
import { LONGEST_LIMIT_MS } from './gate.ts';
import { move } from './move.ts';
import type { Post, Sending } from './post.ts';
import type { Horizon, Transition } from './store.ts';
import { after, type Instant, isDue, latest, MINUTE_MS, msBetween } from './time.ts';

/** Clocks that differ by less hold nothing up for long. */
export const CLOCKS_DIFFER_BY_MS = MINUTE_MS;

/** How far our own clock is plainly wrong, so that nobody else can go by it: positive where it runs behind; else 0. */
export function wrongByMs(platformAheadMs: number | undefined): number {
  return platformAheadMs !== undefined && Math.abs(platformAheadMs) >= CLOCKS_DIFFER_BY_MS ? platformAheadMs : 0;
}

/** How far ahead our own clock can have written at `now`. */
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
 * far off as it was when it was written. To be asked only where our own clock is known to be right.
 */
export function redated(post: Post, now: Instant, delivery: Delivery): Transition | undefined {
  const horizon = horizonAt(now, delivery);
  const change = post.state === 'publishing' ? leaseFrom(post, now, delivery, horizon) : waitFrom(post, now, horizon);
  const { state, reason } = post;
  return change && move(post, { type: 'redated', to: state, reason, at: now, change });
}

function leaseFrom({ lease }: Post, now: Instant, { leaseForMs }: Delivery, { leases }: Horizon) {
  if (!lease || isDue(lease.until, leases)) return undefined;
  return { lease: { ...lease, until: after(now, leaseForMs) } };
}

/** The time that a person or an embargo set is no clock's mistake. */
function waitFrom(post: Post, now: Instant, { changes }: Horizon) {
  const { updatedAt, nextLookAt, dueAt, newsAt } = post;
  if (isDue(updatedAt, changes)) return undefined;
  const fromNow = (at: Instant) => after(at, msBetween(updatedAt, now));
  const look = nextLookAt && isDue(updatedAt, nextLookAt) ? { nextLookAt: fromNow(nextLookAt) } : undefined;
  const waits = (post.state === 'scheduled' || post.state === 'retrying') && !post.timedByPerson;
  const due = waits && isDue(updatedAt, dueAt) ? { dueAt: latest(fromNow(dueAt), newsAt) } : undefined;
  return look || due ? { ...look, ...due } : undefined;
}

/**
 * The times of an attempt on our clock as it is now, by the platform's: the clock that armed it may have been another one,
 * or have been set since. Its request ends within a deadline from now at the latest.
 */
export function onOurClock(sending: Sending, clockAheadMs: number, now: Instant, delivery: Delivery): Sending {
  const offMs = sending.clockAheadMs - clockAheadMs;
  const isOurs = Math.abs(offMs) < CLOCKS_DIFFER_BY_MS;
  const { sentAt, deadline, ...rest } = isOurs
    ? sending
    : { ...sending, clockAheadMs, sentAt: after(sending.sentAt, offMs), deadline: after(sending.deadline, offMs) };
  const longest = after(now, createDeadlineMs(delivery));
  return { ...rest, sentAt, deadline: isDue(deadline, longest) ? deadline : longest };
}
