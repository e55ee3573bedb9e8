import type { PostEvent, PostState } from '../domain/post.ts';

/** What one pass did, counted as it happens. */
export interface Tally {
  readonly articles: { seen: number; new: number; changed: number; withdrawn: number; unreadable: number };
  /** How many posts moved into each state. */
  readonly posts: Partial<Record<PostState, number>>;
  /** The accounts that ingest gave something to do. */
  readonly stirred: Set<string>;
  /** What newly needs a person. */
  readonly alerts: string[];
  moved(event: Pick<PostEvent, 'from' | 'to'>): void;
  alert(what: string): void;
}

export function newTally(): Tally {
  const posts: Partial<Record<PostState, number>> = {};
  const alerts: string[] = [];
  return {
    articles: { seen: 0, new: 0, changed: 0, withdrawn: 0, unreadable: 0 },
    posts,
    stirred: new Set(),
    alerts,
    moved({ from, to }) {
      if (from !== to) posts[to] = (posts[to] ?? 0) + 1;
    },
    alert(what) {
      alerts.push(what);
    },
  };
}
