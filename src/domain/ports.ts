import type { Article } from './article.ts';
import { PLATFORM_IDS, type PlatformId } from './platform.ts';
import type { Media, Post, PostImage } from './post.ts';
import type { Instant } from './time.ts';

export type * from './source.ts';
export { PLATFORM_IDS, type PlatformId };

/** How much text fits, and how the platform counts it: `measure(text) <= maxLength`. */
export interface Room {
  readonly maxLength: number;
  /** From this length on the platform hides the rest behind "See more"; undefined where it shows all. */
  readonly foldsAt?: number;
  /** How many sentences readers take in there; undefined: as many as fit. */
  readonly mostSentences?: number;
  /** Readers expect more there than the outlet's standfirst: the story goes on after it as far as there is room. */
  readonly goesOn?: true;
  measure(text: string): number;
}

export interface Summarizer {
  /** Fits the room, in the article's own words, at most a clause left out; undefined where nothing fits: an editor writes then. */
  summarize(article: Article, room: Room, signal: AbortSignal): Promise<string | undefined>;
}

/** How a platform carries text: pure, loaded without its client. */
export interface Format {
  readonly id: PlatformId;
  /** The room for words beside this link, the link counted in `measure`. */
  room(link: string): Room;
  /**
   * The words as the platform may carry them: what it forbids or would misread is taken out. With `meant`, also what it
   * would make a link of although it stands in none of these texts; without, whoever wrote it means it.
   */
  phrase(words: string, meant?: readonly string[]): string;
  /** Whether the platform makes a hashtag of all of this: `#`, letters, digits and `_`; undefined: of every one. */
  takesHashtag?(sign: string): boolean;
  /** Exactly what is sent. */
  render(words: string, link: string): string;
  /** What one create costs in US dollars, getting its image ready included; 0 where the platform does not bill. */
  costUsd(words: string, link: string, image?: PostImage): number;
}

/** What an account calls a platform for; getting a post ready is speaking, too. */
export type Use = 'speak' | 'look' | 'erase';

/** What a platform's headers said about one of its windows. */
export interface Limits {
  readonly remaining: number;
  /** Of how many; undefined: the platform did not say. */
  readonly limit?: number;
  readonly resetAt: Instant;
  /** Whose calls it counts; undefined: the account's. */
  readonly scope?: 'account' | 'app';
  /** It counts calls of every use; undefined: those of the call that was answered. */
  readonly everyUse?: true;
}

/** What stands beside an answer, whatever it is. */
export interface Beside {
  readonly limits?: readonly Limits[];
  /** How far the platform's clock ran ahead of ours as it named them. */
  readonly clockAheadMs?: number;
}

export type RateLimited = {
  readonly type: 'rate-limited';
  readonly retryAt: Instant;
  readonly scope: 'account' | 'app';
  /** No call of any use is taken until then; undefined: none like the one that was turned away. */
  readonly everyUse?: true;
  readonly detail: string;
};

/** The account may not speak until a person acts: dead token, monthly cap, a block. */
export type Unauthorized = { readonly type: 'unauthorized'; readonly detail: string };

/** What was prepaid is used up. Nobody says when there is more: one post tries each hour. */
export type NoCredits = { readonly type: 'no-credits'; readonly detail: string };

/** What a platform answered to one attempt. */
export type PublishOutcome = Beside &
  (
    | { readonly type: 'published'; readonly remoteId: string; readonly url: string }
    | RateLimited
    | NoCredits
    | Unauthorized
    /** Surely not accepted: safe to try again. */
    | { readonly type: 'unavailable'; readonly detail: string }
    /** This text will never be accepted; a duplicate is there already. */
    | { readonly type: 'refused'; readonly detail: string; readonly duplicate?: true }
    /** Sent, no clear answer. */
    | { readonly type: 'unconfirmed'; readonly detail: string }
  );

/** One of the account's own posts as the platform shows it. */
export interface RemotePost {
  readonly remoteId: string;
  readonly url: string;
  /** With its links as sent, not as the platform shortened them. */
  readonly text: string;
  readonly links: readonly string[];
  readonly createdAt: Instant;
}

/** Which of its own posts an account reads back: newer than `since` (or just as old) and than `notBefore`, the newest `atMost`. */
export interface RecentQuery {
  readonly since?: string;
  readonly notBefore?: Instant;
  readonly atMost: number;
}

export type RecentResult = Beside &
  (
    | {
        readonly type: 'read';
        /** Newest first. */
        readonly posts: readonly RemotePost[];
        /** The next `since`: before what may still be shown late. An id or a time, as the platform has it. */
        readonly seenUpTo?: string;
        /** Whether everything the query asked for was read, without error. */
        readonly complete: boolean;
        /** How far the platform's clock runs ahead of ours. */
        readonly clockAheadMs: number;
      }
    | RateLimited
    | NoCredits
    | Unauthorized
    | { readonly type: 'unknown'; readonly detail: string }
  );

export type RetractOutcome = Beside &
  /** Deleted now, or gone already. */
  (
    | { readonly type: 'gone' }
    | RateLimited
    | NoCredits
    | Unauthorized
    | { readonly type: 'unavailable'; readonly detail: string }
    | { readonly type: 'refused'; readonly detail: string }
  );

/** Whom an account posts as and whether it may write, proved without posting. */
export type Identity =
  | {
      readonly type: 'known';
      readonly name: string;
      readonly mayWrite: boolean | undefined;
      readonly detail?: string;
      /** What will stop the account soon, and what a person can do before it does. */
      readonly warning?: string;
    }
  | RateLimited
  | NoCredits
  | Unauthorized
  | { readonly type: 'unknown'; readonly detail: string };

/** A post may be sent: with what was uploaded for it, or without its image, which `note` then says with the reason. */
export type Ready = Beside & { readonly type: 'ready'; readonly media?: Media; readonly note?: string };

/** Whether a post may be sent now. */
export type PrepareOutcome = Beside &
  (
    | Ready
    /** All but its image is ready; that cannot be had now, and may be later. */
    | { readonly type: 'image-unavailable'; readonly detail: string }
    | { readonly type: 'not-ready'; readonly detail: string }
    | RateLimited
    | NoCredits
    | Unauthorized
  );

/** A story as shared files show it: its post, the article as it is now, and when readers last saw it change. */
export interface Entry {
  readonly post: Post;
  readonly article: Article;
  readonly updatedAt: Instant;
}

/** What came of bringing shared files up to date. */
export type FlushOutcome =
  | {
      readonly type: 'flushed';
      /** The names of the files that were replaced; none where all were as they should be. */
      readonly replaced: readonly string[];
      /** Stands for what subscribers see: a hub that was last told of another digest is told again. */
      readonly digest: string;
      /** When time alone changes the files. */
      readonly nextAt?: Instant;
    }
  | { readonly type: 'failed'; readonly detail: string };

/** What a hub said to "these feeds changed". */
export type PingOutcome =
  | { readonly type: 'accepted' }
  | { readonly type: 'unavailable'; readonly detail: string }
  /** It will not get better by itself. */
  | { readonly type: 'refused'; readonly detail: string };

/** Platforms answer, they do not throw: an expected failure is a value, an exception is our own bug. */
export interface Platform {
  /** A lost attempt is simply made again, never unconfirmed. */
  readonly repeatable: boolean;
  /**
   * What can be repeated before the create, uploading `imageToAttach(post)` included: nothing it does is seen by readers.
   */
  prepare?(post: Post, signal: AbortSignal): Promise<PrepareOutcome>;
  /** Whether `prepare` would find nothing to do for this post; where not given, it may. */
  isPrepared?(post: Post): boolean;
  /** Sends `post.sending`; nothing else of the post is read. Never retried after anything that may have been accepted. */
  publish(post: Post, signal: AbortSignal): Promise<PublishOutcome>;
  /** The account's own posts. */
  recent(query: RecentQuery, signal: AbortSignal): Promise<RecentResult>;
  /** Deleting can be repeated. */
  retract(remoteId: string, signal: AbortSignal): Promise<RetractOutcome>;
  whoami(signal: AbortSignal): Promise<Identity>;
  /** Brings what many posts share up to date: `entries`, newest first, are all that is to be seen. Can be repeated. */
  flush?(entries: readonly Entry[], signal: AbortSignal): Promise<FlushOutcome>;
  /** Who is to be told that the shared files changed; `ping` tells one. Can be repeated. */
  readonly hubs?: readonly string[];
  ping?(hub: string, signal: AbortSignal): Promise<PingOutcome>;
}

/** What readers find who follow a link. */
export type Found = {
  readonly type: 'found';
  /** The address that answered, after redirects. */
  readonly url: string;
  /** What the page calls its own address, absolute, and whether it names a picture for its card; undefined: it is no page. */
  readonly page?: { readonly canonicals: readonly string[]; readonly hasCardImage: boolean };
};

/** Follows a link as a reader would. */
export type LinkCheck = (
  link: string,
  signal: AbortSignal,
) => Promise<Found | { readonly type: 'not-ready'; readonly detail: string }>;
