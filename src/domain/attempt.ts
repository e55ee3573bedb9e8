import type { Channel, Delivery, Outlet } from './channel.ts';
import { type Move, move } from './move.ts';
import type { Lease, Post } from './post.ts';
import { reason } from './reason.ts';
import type { Account, Transition } from './store.ts';
import type { Instant } from './time.ts';

/** What every rule of publishing is asked with. */
export interface PublishTerms {
  readonly outlet: Outlet;
  readonly channel: Channel;
  readonly delivery: Delivery;
  readonly now: Instant;
}

/** What the outcome of an attempt is recorded with; `random` (in [0, 1)) spreads retries. */
export type RecordTerms = Pick<PublishTerms, 'delivery' | 'now'> & {
  readonly random: number;
  /** As it was before the answer; undefined: not read, since the answer is the usual one. */
  readonly account?: Account;
};

/** The claim of this token on the post, while it holds. */
export function held(post: Post, token: string): Lease | undefined {
  return post.state === 'publishing' && post.lease?.token === token ? post.lease : undefined;
}

/** An attempt that does not count, and cost nothing. */
export function givenBack(post: Post, to: Move): Transition {
  const leaving = post.withdrawal ? { ...to, ...canceled(post, to.at) } : to;
  const change = { lease: undefined, attempts: Math.max(0, post.attempts - 1), ...leaving.change };
  return strike(move(post, { ...leaving, change }));
}

/** Strikes the create from the account's ledger: it surely was not accepted. */
export function strike(transition: Transition): Transition {
  return { ...transition, ledger: { type: 'strike' } };
}

/** Where a post goes that was withdrawn while it was on its way and is not live. */
export function canceled(post: Post, now: Instant): Move {
  return { type: 'canceled', to: 'canceled', reason: reason(post.withdrawal ?? 'withdrawn'), at: now };
}
