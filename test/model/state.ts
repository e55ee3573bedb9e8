import type { Channel, Delivery } from '../../src/domain/channel.ts';
import type { PublishOutcome, RecentResult, RetractOutcome } from '../../src/domain/ports.ts';
import type { Post, Sending } from '../../src/domain/post.ts';
import type { Account, KnownArticle, Pause, Transition } from '../../src/domain/store.ts';
import { HOUR_MS, type Instant, SECOND_MS } from '../../src/domain/time.ts';

/** Everything there is at one moment: the store's rows, the platform, and what each worker has in hand. Never mutated. */
export interface World {
  readonly now: Instant;
  readonly channel: Channel;
  readonly posts: readonly Post[];
  readonly known: KnownArticle;
  readonly account: Account;
  readonly pauses: readonly Pause[];
  /** Ids of remote posts that a look saw and no post was recorded for. */
  readonly remembered: readonly string[];
  readonly platform: PlatformState;
  readonly files: Files;
  readonly workers: readonly Worker[];
  /** How many more mishaps, and acts of people and of the article store, there may be. */
  readonly left: { readonly mishaps: number; readonly acts: number };
  /** By post: whether a person was told of it since its last claim, and the attempts its history adds up to. */
  readonly told: Readonly<Record<string, boolean>>;
  readonly counted: Readonly<Record<string, number>>;
  /** What the last step committed; no part of what the world is. */
  readonly happened: readonly Transition[];
}

/** One of the account's posts on the platform. */
export interface Remote {
  readonly id: string;
  readonly text: string;
  readonly link: string;
  readonly by: 'crier' | 'hand';
  readonly isLive: boolean;
  readonly isHidden: boolean;
  /** The duplicate check should have caught it. */
  readonly letThrough: boolean;
  /** Whose absence-finding missed it, since it was not stored or not shown then. */
  readonly missedBy?: Missed;
  /** Stored or shown when crier had no look to come. */
  readonly cameUnseen: boolean;
}

/** A create that is on its way, and may be stored at any time. */
export interface Request {
  readonly post: string;
  readonly text: string;
  readonly link: string;
  /** The worker that still waits for the answer. */
  readonly worker?: number;
  readonly missedBy?: Missed;
}

/** The last of the three looks, or a person who said that it is not there. */
export type Missed = 'looks' | 'person';

export interface PlatformState {
  readonly timeline: readonly Remote[];
  readonly late: readonly Request[];
  /** Whether the timeline cannot be read. */
  readonly isDark: boolean;
}

/** The files of a feed platform. */
export interface Files {
  readonly shown: readonly string[];
  readonly isOwed: boolean;
}

/** What a process has in hand between two of its steps; it may die there, or go on much later. */
export type Worker =
  | { readonly at: 'idle' }
  /** Read the account before speaking, and has not acted on it yet. */
  | { readonly at: 'saw'; readonly seen: RecentResult; readonly lookedAt: Instant }
  | { readonly at: 'claimed'; readonly post: string }
  | { readonly at: 'armed'; readonly post: string; readonly sending: Sending }
  | { readonly at: 'waiting'; readonly post: string; readonly deadline: Instant }
  | { readonly at: 'answered'; readonly post: string; readonly outcome: PublishOutcome }
  | { readonly at: 'reserved'; readonly post: Post }
  | { readonly at: 'looked'; readonly post: Post; readonly result: RecentResult }
  | { readonly at: 'deleted'; readonly post: Post; readonly remoteId: string; readonly outcome: RetractOutcome };

/** One thing that may happen next, told as a line of a counterexample. */
export interface Step {
  readonly says: string;
  readonly world: World;
  /** Whether it takes neither a person nor a mishap. */
  readonly isCalm: boolean;
}

/** Few attempts, and times that are multiples of half a minute, so that there are few worlds. */
export const DELIVERY: Delivery = {
  leaseForMs: 90 * SECOND_MS,
  confirmAfterMs: 30 * SECOND_MS,
  attempts: 2,
  firstRetryMs: 30 * SECOND_MS,
};
export const START = Temporal.Instant.from('2026-05-01T09:00Z');
/** So long that all else is near: a story gets old only by a leap. */
export const FRESH_FOR_MS = 10_000 * HOUR_MS;

/** The world with one worker's hands changed. */
export function withWorker(world: World, slot: number, worker: Worker): World {
  return { ...world, workers: world.workers.map((one, place) => (place === slot ? worker : one)) };
}

/** The world with a mishap less to come. */
export function mishap(world: World): World {
  return { ...world, left: { ...world.left, mishaps: world.left.mishaps - 1 } };
}

/** The post of this id, which must be there. */
export function postOf({ posts }: World, id: string): Post {
  const post = posts.find((one) => one.id === id);
  if (!post) throw new Error(`there is no post ${id}`);
  return post;
}

/** Whether crier has nothing more to do with the post by itself, now or later. */
export function isAtRest(world: World, post: Post): boolean {
  const isTold = world.told[post.id] === true;
  if (post.nextLookAt || post.twins.length > 0 || post.lease) return false;
  switch (post.state) {
    case 'publishing':
      return false;
    case 'scheduled':
    case 'retrying':
      // Whoever paused it knows; where crier did, a person was told.
      return world.pauses.length > 0;
    case 'unconfirmed':
    case 'retracting':
    case 'failed':
      return isTold;
    default:
      return true;
  }
}
