/** One post a platform has stored; times are epoch milliseconds of the server's clock. */
export interface StoredPost {
  readonly id: string;
  readonly account: string;
  readonly text: string;
  /** Its links as sent, absolute. */
  readonly links: readonly string[];
  /** The pictures it carries as its own. */
  readonly media?: readonly ShownMedia[];
  readonly createdAt: number;
  deletedAt?: number;
  /** Made in the web page, not through the API. */
  readonly byHand: boolean;
}

/** A picture of a post. */
export interface ShownMedia {
  readonly id: string;
  /** Where the platform fetched it, where it did. */
  readonly url?: string;
  /** What it shows. */
  readonly alt?: string;
}

/** How many posts there are per account and story link. */
export type CountByLink = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Everything a platform has ever stored, oldest first; nothing is ever taken off it. */
export class Wall {
  readonly posts: StoredPost[] = [];
  readonly #byText = new Map<string, StoredPost[]>();
  readonly #nextId: (account: string, at: number) => string;

  /** `nextId` names the next post as the platform does. */
  constructor(nextId: (account: string, at: number) => string) {
    this.#nextId = nextId;
  }

  add(post: Omit<StoredPost, 'id' | 'deletedAt'>): StoredPost {
    const stored: StoredPost = { id: this.#nextId(post.account, post.createdAt), ...post };
    this.posts.push(stored);
    const alike = this.#byText.get(stored.text);
    if (alike) alike.push(stored);
    else this.#byText.set(stored.text, [stored]);
    return stored;
  }

  live(account: string): readonly StoredPost[] {
    return this.posts.filter(isLiveOn(account));
  }

  /** Whether a live post of the account has this text: every create asks, so it takes no longer the more there are. */
  says(account: string, text: string): boolean {
    return this.#byText.get(text)?.some(isLiveOn(account)) ?? false;
  }

  lastLive(account: string): StoredPost | undefined {
    return this.posts.findLast(isLiveOn(account));
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
}

function isLiveOn(account: string): (post: StoredPost) => boolean {
  return (post) => post.account === account && post.deletedAt === undefined;
}

/** A link without `utm_*` parameters: which story it leads to. */
function storyLink(link: string): string {
  const url = URL.parse(link);
  if (!url) return link;
  for (const name of [...url.searchParams.keys()]) if (name.startsWith('utm_')) url.searchParams.delete(name);
  return url.href;
}
