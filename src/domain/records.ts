import type { Article, ArticleKey } from './article.ts';
import type { PlatformId } from './platform.ts';
import type { InFlight, Post, PostEvent, PostState, Withdrawal } from './post.ts';
import type { SeenOfStory } from './siblings.ts';
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

/** Until when a platform takes no calls of an account, by what they are for. */
export interface Limited {
  /** Creates, and getting posts ready. */
  readonly limitedUntil?: Instant;
  /** Reading back its own posts. */
  readonly looksLimitedUntil?: Instant;
  /** Deletions. */
  readonly erasesLimitedUntil?: Instant;
}

/** A pace that the platform's headers ask for: ordinary posts keep this gap until then. */
export interface Slowed {
  readonly gapMs: number;
  readonly until: Instant;
}

/** What was prepaid is used up, and when one post tries whether there is more. */
export interface NoCreditsLeft {
  readonly since: Instant;
  readonly nextTryAt: Instant;
  /** The process that tries for all. */
  readonly triedBy?: string;
}

/** The stored side of an account: its gate and what was last seen of it. Shared by all its posts and processes. */
export interface Account extends Limited {
  readonly id: string;
  readonly platform: PlatformId;
  /** The app it speaks through; an app-wide limit closes all accounts of the app. */
  readonly app?: string;
  readonly slowed?: Slowed;
  readonly noCredits?: NoCreditsLeft;
  /** When its own posts were last read back. */
  readonly lookedAt?: Instant;
  /** Up to where its own posts were read: an id or a time, as the platform has it. */
  readonly seenUpTo?: string;
  readonly clockAheadMs: number;
  /** Since when no look succeeded, and whether a person was told; a look clears both. */
  readonly blindSince?: Instant;
  readonly blindTold: boolean;
}

/** What a change does to the account besides the post. A limit only ever moves later. */
export interface AccountChange extends Limited {
  /** The same for every account of its app. */
  readonly app?: Limited;
  readonly slowed?: Slowed;
  /** Nothing is left, as of then; the first such moment is kept. */
  readonly noCredits?: NoCreditsLeft;
  readonly hasCredits?: true;
  readonly lookedAt?: Instant;
  /** It must be looked at before it speaks again, however lately it was. */
  readonly mustLook?: true;
  readonly seenUpTo?: string;
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

/** A line of the logbook: what was done to the house, mostly by a person, which no post's history tells. */
export interface LogbookEntry {
  readonly at: Instant;
  readonly what: string;
  readonly by: string;
  readonly reason?: string;
}

/**
 * The instants between which the ledger is added up. A day and a month start on a quarter of an hour of UTC, as every
 * time zone of today has them.
 */
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
  /** Another post of the account that is being published. */
  readonly inFlight?: InFlight;
  /** Undefined: the account was seen to speak nothing of the post's link that is not recorded for a post. */
  readonly seen?: SeenOfStory;
}

/** One change of one post, with its event; the store takes it only where `post.version` is one more than the row's. */
export interface Transition {
  readonly post: Post;
  readonly event: PostEvent;
  readonly account?: AccountChange;
  /** Pauses the account. */
  readonly pause?: Pause;
  /** What crier did to the account by itself, and a person should find in the logbook. */
  readonly logbook?: LogbookEntry;
  /**
   * Enters the create in the account's ledger at the claim, dates it anew when it is sent, or strikes it because it surely
   * was not accepted.
   */
  readonly ledger?:
    | { readonly type: 'enter'; readonly at: Instant; readonly usd: number }
    | { readonly type: 'sent'; readonly at: Instant }
    | { readonly type: 'strike' };
}

/** What one source, under one id, tells of a story that comes under several. */
export interface Copy extends ArticleKey {
  /** The identity of its address. */
  readonly linkKey: string;
  /** Digest of what it last said. */
  readonly said: string;
  /** `gone`: its source has it no longer; `canceled`: its source took it back, which holds for the story. */
  readonly state: 'there' | 'gone' | 'canceled';
  /** Whether the story is as this copy tells it. */
  readonly leads: boolean;
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
  /** What is to be noted of the story's copies. */
  readonly copies?: readonly Copy[];
}

/** What the store knows of the story of one incoming article, read in the batch's own transaction. */
export interface Sighting {
  readonly known?: KnownArticle;
  readonly posts: readonly Post[];
  /** Where the story comes under several names. */
  readonly copies?: readonly Copy[];
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

export interface StoredEvent extends PostEvent {
  readonly post: string;
}

export interface PostCount {
  readonly channel: string;
  readonly state: PostState;
  readonly count: number;
}

export interface PostFilter {
  readonly states?: readonly PostState[];
  readonly channel?: string;
  readonly article?: ArticleKey;
  readonly limit?: number;
}
