import type { Article, ArticleKey, Fault } from './article.ts';
import type { PlatformId } from './platform.ts';
import type { Post, PostEvent, PostState, Withdrawal } from './post.ts';
import type { Instant } from './time.ts';

/** An article as the store knows it. */
export interface KnownArticle {
  readonly article: Article;
  /** Digest of what readers see. */
  readonly revision: string;
  readonly firstSeenAt: Instant;
  /** Set while the article is gone or canceled. */
  readonly withdrawal?: Withdrawal;
}

/** The stored side of an account: its gate and what was last seen of it. Shared by all its posts and processes. */
export interface Account {
  readonly id: string;
  readonly platform: PlatformId;
  /** The app it speaks through; an app-wide limit closes all accounts of the app. */
  readonly app?: string;
  /** Closed by the platform until then. */
  readonly limitedUntil?: Instant;
  /** When its own posts were last read back. */
  readonly lookedAt?: Instant;
  /** The newest own post seen. */
  readonly newestSeen?: string;
  readonly clockAheadMs: number;
}

/** What a change does to the account besides the post. */
export interface AccountChange {
  readonly limitedUntil?: Instant;
  readonly lookedAt?: Instant;
  readonly newestSeen?: string;
  readonly clockAheadMs?: number;
}

/** What is stopped: everything, one channel, or one account (crier does the last itself, on a dead token). */
export type PauseScope = 'all' | `channel:${string}` | `account:${string}`;

export interface Pause {
  readonly scope: PauseScope;
  readonly at: Instant;
  readonly by: string;
  readonly reason: string;
}

/** What an account's creates add up to: those that were, or may have been, accepted. */
export interface Spoken {
  readonly lastAt?: Instant;
  readonly lastHour: number;
  readonly breakingLastHour: number;
  readonly today: number;
  readonly todayUsd: number;
  readonly monthUsd: number;
}

/** The instants between which the ledger is added up. */
export interface Windows {
  readonly hourAgo: Instant;
  readonly dayStart: Instant;
  readonly monthStart: Instant;
}

/** Everything the rules of one post look at, read in one transaction. */
export interface Situation {
  readonly post: Post;
  readonly known: KnownArticle;
  readonly account: Account;
  /** Those that touch this post's channel or account. */
  readonly pauses: readonly Pause[];
  readonly spoken: Spoken;
  /** Whether another post of the account is being published. */
  readonly inFlight: boolean;
}

/** One change of one post, with its event; the store takes it only where `post.version` is one more than the row's. */
export interface Transition {
  readonly post: Post;
  readonly event: PostEvent;
  readonly account?: AccountChange;
  /** Closes the gates of every account of this app until then. */
  readonly appLimitedUntil?: Instant;
  /** Pauses the account. */
  readonly pause?: Pause;
  /** Enters the create in the account's ledger, or strikes it because it surely was not accepted. */
  readonly ledger?:
    | { readonly type: 'enter'; readonly at: Instant; readonly usd: number }
    | { readonly type: 'strike' };
}

/** What becomes of one article of a batch. */
export interface Admission {
  readonly article: Article;
  /** When the article was taken in. */
  readonly at: Instant;
  readonly revision: string;
  readonly withdrawal?: Withdrawal;
  readonly opened: readonly { readonly post: Post; readonly event: PostEvent }[];
  readonly changed: readonly Transition[];
}

/** What the store knows of one incoming article, read in the batch's own transaction. */
export interface Sighting {
  readonly known?: KnownArticle;
  readonly posts: readonly Post[];
  /** Whether any post claims this link on this account for this occasion, one of this article's own included. */
  isLinkTaken(account: string, linkClaim: string, occasion: string): boolean;
}

/** The stored side of a channel: whether it is real, and when it could last speak. */
export interface ChannelRecord {
  readonly id: string;
  readonly sandbox: boolean;
  /** When it went from the sandbox to the real platform. */
  readonly realSince?: Instant;
  /** The last time it could have spoken; older than an hour is a gap. Undefined: it never ran. */
  readonly activeAt?: Instant;
}

/** The stored side of a source. */
export interface SourceRecord {
  readonly id: string;
  readonly cursor?: string;
  /** Why nothing more is taken from it until a person says so, or it comes back. */
  readonly stopped?: { readonly at: Instant; readonly detail: string; readonly vanished: number };
  /** A person has said that what vanished may be withdrawn. */
  readonly absenceAccepted: boolean;
}

export interface StoredEvent extends PostEvent {
  readonly post: string;
}

export interface PostFilter {
  readonly states?: readonly PostState[];
  readonly channel?: string;
  readonly article?: ArticleKey;
  readonly limit?: number;
}

/** Where articles, posts, events, accounts, pauses and cursors are kept. Every method is one transaction. */
export interface Store {
  // posts: one write path
  /** Compare-and-swap on the version, post and event together; false: someone else was first. */
  commit(transition: Transition): Promise<boolean>;
  /**
   * Reads everything the rules look at and commits what `rule` answers, in one transaction. What `rule` answers is
   * returned; it must be pure and may be called more than once.
   */
  consult<Answer extends { readonly transition?: Transition | undefined }>(
    postId: string,
    windows: Windows,
    rule: (situation: Situation) => Answer,
  ): Promise<Answer | undefined>;
  /** Opens a post a person asked for; false where the article has one for this occasion or the link is taken. */
  open(post: Post, event: PostEvent): Promise<boolean>;
  post(id: string): Promise<Post | undefined>;
  /** Newest news first. */
  posts(filter: PostFilter): Promise<readonly Post[]>;
  events(postId: string): Promise<readonly StoredEvent[]>;
  /** How many posts of each state, and per channel. */
  counts(): Promise<readonly { readonly channel: string; readonly state: PostState; readonly count: number }[]>;

  // what is to be done
  /**
   * The channel's posts to publish, at most 20, in this order: a retry after a lost answer, then breaking, then the freshest. `urgent`: only
   * breaking posts and those whose time a person set (they pass quiet hours).
   */
  nextDue(channel: string, now: Instant, only: { readonly urgent: boolean }): Promise<readonly Post[]>;
  /** Posts of any channel that want settling: leases run out, looks and deletions due. At most 100. */
  unsettled(now: Instant): Promise<readonly Post[]>;
  /** Waiting posts of these channels that are no longer fresh. At most 200. */
  stale(now: Instant, channels: readonly string[]): Promise<readonly Post[]>;
  /** The earliest time at which a waiting or unsettled post of these channels wants something. */
  nextAt(channels: readonly string[]): Promise<Instant | undefined>;
  /** Waiting posts of an account that would speak one of these links. */
  waitingFor(account: string, linkKeys: readonly string[]): Promise<readonly Post[]>;
  /** Which of these remote posts are recorded, and for which post. */
  recorded(account: string, remoteIds: readonly string[]): Promise<ReadonlyMap<string, string>>;

  // articles
  known(keys: readonly ArticleKey[]): Promise<readonly Sighting[]>;
  article(key: ArticleKey): Promise<KnownArticle | undefined>;
  /** Finds by source and id, by id alone where it is the only one, or by link. */
  findArticle(text: string): Promise<KnownArticle | undefined>;
  /**
   * One batch of a source (at most 200 articles) and its next cursor, in one transaction. `decide` sees the rows as they
   * are; undefined: nothing to write for this article. Without a cursor the source's row stays as it is.
   */
  intake(
    source: string,
    cursor: string | undefined,
    articles: readonly Article[],
    decide: (article: Article, sighting: Sighting) => Admission | undefined,
  ): Promise<readonly Admission[]>;
  /** How many of these, and how many of all the source's usable articles, were published at or after `since`. */
  countSince(source: string, since: Instant, keys: readonly ArticleKey[]): Promise<{ some: number; all: number }>;
  /** Articles first seen at or after `since` with their posts, newest first. */
  coverage(since: Instant): Promise<readonly { readonly known: KnownArticle; readonly posts: readonly Post[] }[]>;

  // accounts, channels, pauses, sources
  /** Makes sure the account has a row. */
  openAccount(account: Pick<Account, 'id' | 'platform' | 'app'>): Promise<Account>;
  account(id: string): Promise<Account | undefined>;
  changeAccount(id: string, change: AccountChange): Promise<void>;
  limitApp(app: string, until: Instant): Promise<void>;
  spoken(account: string, windows: Windows): Promise<Spoken>;
  pauses(): Promise<readonly Pause[]>;
  /** False where that scope is paused already; the first reason stays. */
  pause(pause: Pause): Promise<boolean>;
  /** The pause that was lifted. */
  lift(scope: PauseScope): Promise<Pause | undefined>;
  channels(): Promise<readonly ChannelRecord[]>;
  saveChannel(record: ChannelRecord): Promise<void>;
  /**
   * Ends a channel's gap in one transaction: `choose` sees the posts the gap left over, newest first; false and nothing
   * written where another process ended it meanwhile (`activeAt` no longer is `seen`).
   */
  endGap(
    channel: string,
    seen: Instant | undefined,
    now: Instant,
    choose: (left: readonly Post[]) => readonly Transition[],
  ): Promise<boolean>;
  source(id: string): Promise<SourceRecord>;
  saveSource(record: SourceRecord): Promise<void>;
  /** Replaces the faults of the named items of a source; answers those that are new. An item without fault is readable again. */
  noteFaults(
    source: string,
    readable: readonly string[],
    faults: readonly Fault[],
    at: Instant,
  ): Promise<readonly Fault[]>;
  faults(): Promise<readonly (Fault & { readonly source: string; readonly since: Instant })[]>;

  // the house
  /** The outlet this store belongs to: the given id where it has none yet. */
  claimOutlet(id: string): Promise<string>;
  lastPass(): Promise<Instant | undefined>;
  markPass(at: Instant): Promise<void>;
  close(): Promise<void>;
}
