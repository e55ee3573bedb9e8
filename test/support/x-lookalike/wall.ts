import { linksOf, storyLink } from './text.ts';

/** One post X has stored; times are epoch milliseconds of the server's clock. */
export interface StoredPost {
  readonly id: string;
  readonly account: string;
  readonly text: string;
  /** Its links as sent, absolute. */
  readonly links: readonly string[];
  readonly createdAt: number;
  deletedAt?: number;
  /** Made in the web page, not through the API. */
  readonly byHand: boolean;
}

/** How many posts there are per account and story link. */
export type CountByLink = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Everything X has ever stored, oldest first; nothing is ever taken off it. */
export class Wall {
  readonly posts: StoredPost[] = [];
  #lastId = 0n;

  add(account: string, text: string, createdAt: number, byHand: boolean): StoredPost {
    const id = this.#nextId(createdAt);
    const post: StoredPost = { id, account, text, links: linksOf(text), createdAt, byHand };
    this.posts.push(post);
    return post;
  }

  live(account: string): readonly StoredPost[] {
    return this.posts.filter((post) => post.account === account && post.deletedAt === undefined);
  }

  /** Counts by a post's first link, `utm_*` parameters left out; posts without a link do not count. */
  countByLink(only: 'live' | 'ever'): CountByLink {
    const counts: Record<string, Record<string, number>> = {};
    for (const { account, links, deletedAt } of this.posts) {
      const [first] = links;
      if (first === undefined || (only === 'live' && deletedAt !== undefined)) continue;
      counts[account] ??= {};
      const ofAccount = counts[account];
      ofAccount[storyLink(first)] = (ofAccount[storyLink(first)] ?? 0) + 1;
    }
    return counts;
  }

  /** Grows with time like a snowflake: milliseconds since X's epoch, then a counter. */
  #nextId(at: number): string {
    const byTime = BigInt(Math.max(0, Math.trunc(at) - X_EPOCH_MS)) << 22n;
    this.#lastId = byTime > this.#lastId ? byTime : this.#lastId + 1n;
    return String(this.#lastId);
  }
}

const X_EPOCH_MS = 1_288_834_974_657;
