import type { Post, PostEvent, PostState } from './post.ts';
import type { Reason } from './reason.ts';
import type { Transition } from './store.ts';
import type { Instant } from './time.ts';

/** The change of one post, before it has its version and its event. */
export interface Move {
  /** What happened, as the history names it. */
  readonly type: string;
  readonly to: PostState;
  readonly reason: Reason;
  readonly at: Instant;
  /** The person who decided; undefined: crier itself. */
  readonly by?: string;
  /** A person must be told. */
  readonly alert?: boolean;
  /** A key set to undefined is taken off the post. */
  readonly change?: Changes;
}

type Changes = { readonly [K in keyof Post]?: Post[K] | undefined };

/** The one way a post changes: the next version, the reason and the event are always there. */
export function move(post: Post, { type, to, reason, at, by, alert, change }: Move): Transition {
  const event: PostEvent = {
    type,
    at,
    from: post.state,
    to,
    reason,
    ...(by === undefined ? {} : { by }),
    ...(alert ? { alert: true as const } : {}),
  };
  return { post: changed(post, { ...change, version: post.version + 1, state: to, reason, updatedAt: at }), event };
}

function changed(post: Post, change: Changes): Post {
  const next: Partial<Record<keyof Post, unknown>> = { ...post, ...change };
  for (const key of Object.keys(change)) {
    if (change[key as keyof Post] === undefined) delete next[key as keyof Post];
  }
  return next as Post;
}
