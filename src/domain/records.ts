import type { Article, ArticleKey } from './article.ts';
import type { PlatformId } from './platform.ts';
import type { Post, PostEvent, PostState, Withdrawal } from './post.ts';
import type { Instant } from './time.ts';

/** An article as the store knows it. */
export interface KnownArticle {
  readonly article: Article;
  /** Digest of what readers see. */
  readonly revision: string;
  readonly firstSeenAt: Instant;
  /** When crier last saw its revision change; undefined: it never did. */
  readonly revisedAt?: Instant;
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
  /** Since when no look succeeded, and whether a person was told; a look clears both. */
  readonly blindSince?: Instant;
  readonly blindTold: boolean;
}

/** What a change does to the account besides the post. */
export interface AccountChange {
  readonly limitedUntil?: Instant;
  readonly lookedAt?: Instant;
  readonly newestSeen?: string;
  readonly clockAheadMs?: number;
  readonly blindSince?: Instant;
  readonly blindTold?: true;
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

/** A line of the logbook: what a person did to the house, which no post's history tells. */
export interface LogbookEntry {
  readonly at: Instant;
  readonly what: string;
  readonly by: string;
  readonly reason?: string;
}

/** The instants between which the ledger is added up. */
export interface Windows {
  readonly hourAgo: Instant;
  readonly dayStart: Instant;
  readonly monthStart: Instant;
}

/** How far ahead our own clock can have written; what lies further was written by one that ran ahead of it. */
export interface Horizon {
  /** The end of a lease. */
  readonly leases: Instant;
  /** The last change of a post. */
  readonly changes: Instant;
  /** The end of a limit. */
  readonly limits: Instant;
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
  /**
   * Enters the create in the account's ledger at the claim, dates it anew when it is sent, or strikes it because it surely
   * was not accepted.
   */
  readonly ledger?:
    | { readonly type: 'enter'; readonly at: Instant; readonly usd: number }
    | { readonly type: 'sent'; readonly at: Instant }
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
  /** Whom it posted as. */
  readonly account: string;
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

/** The stored side of the feeds of a channel. */
export interface FeedRecord {
  readonly channel: string;
  /** Counts the changes of the channel's posts. */
  readonly changes: number;
  /** What the files on disk were last made of; undefined: not known. */
  readonly flushed?: { readonly changes: number; readonly digest: string; readonly nextAt: Instant };
  /** Why the files could not be brought up to date, and when that is tried again. */
  readonly fault?: { readonly since: Instant; readonly detail: string; readonly nextAt: Instant };
}

/** What came of one attempt to bring the files of a channel up to date. */
export type FeedChange =
  | { readonly flushed: NonNullable<FeedRecord['flushed']> }
  | { readonly fault: NonNullable<FeedRecord['fault']> };

/** A hub that is to be told when the feeds of a channel change. */
export interface HubRecord {
  readonly channel: string;
  readonly hub: string;
  /** The digest of the feeds it was last told of, and when. */
  readonly told?: string;
  readonly toldAt?: Instant;
  /** Attempts in a row that failed, the next one's time, and what was said. */
  readonly attempts: number;
  readonly nextAt?: Instant;
  readonly lastError?: string;
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
