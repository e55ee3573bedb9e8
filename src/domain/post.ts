import type { ArticleKey } from './article.ts';
import type { PlatformId } from './platform.ts';
import type { Reason } from './reason.ts';
import type { Instant } from './time.ts';

export const POST_STATES = [
  'pending_review',
  'scheduled',
  'publishing',
  'retrying',
  'unconfirmed',
  'published',
  'failed',
  'skipped',
  'rejected',
  'expired',
  'canceled',
  'retracting',
  'pulled',
] as const;

/** Where a post stands; the drawing is in `docs/operations.md`. */
export type PostState = (typeof POST_STATES)[number];

/** A post that a process has in hand, and until when it is that process's alone. */
export interface InFlight {
  readonly id: string;
  readonly until?: Instant;
}

/** What a worker holds while it publishes: only the holder of the token may go on, and only until then. */
export interface Lease {
  readonly token: string;
  readonly until: Instant;
  /** From here on the create may be on its way; an unarmed lease that ran out surely sent nothing. */
  readonly armed: boolean;
}

/** A picture that a post carries as its own, beside the card of its link. */
export interface PostImage {
  /** Where the picture is: http or https, absolute. */
  readonly url: string;
  /** What it shows, for those who cannot see it; undefined: nobody said, and a person is asked. */
  readonly alt?: string;
}

/** An image that a platform holds ready to be attached. */
export interface Media extends PostImage {
  /** What the platform calls it. */
  readonly id: string;
  /** When the platform throws it away; undefined: it said nothing, so it serves one attempt. */
  readonly usableUntil?: Instant;
}

/** What an armed post sent or was about to send, and what is needed to find it again. */
export interface Sending {
  readonly text: string;
  readonly link: string;
  readonly media?: Media;
  readonly sentAt: Instant;
  /** When the request has surely ended on our side. */
  readonly deadline: Instant;
  /** Up to where the account's own posts were read before sending: ours is newer. Undefined: it had none. */
  readonly since?: string;
  /** How far the platform's clock ran ahead of ours. */
  readonly clockAheadMs: number;
}

/** Why a story is to be taken back; `vanished` and `ruled-out` leave what is live alone, the others delete it. */
export type Withdrawal = 'vanished' | 'ruled-out' | 'withdrawn' | 'pulled-by-person';

/** One article on one channel on one occasion; unique on these three, and an account speaks one link once per occasion. */
export interface Post {
  /** Short, made at random, never reused. */
  readonly id: string;
  /** Counts the changes; every change compares it and swaps. */
  readonly version: number;
  readonly article: ArticleKey;
  readonly channel: string;
  readonly account: string;
  readonly platform: PlatformId;
  /** `first`, or `update-2`, `correction-3` where a person opened another. */
  readonly occasion: string;
  /** Whether it belongs to the bundled sandbox; sandbox and real never mix. */
  readonly sandbox: boolean;
  readonly state: PostState;
  readonly reason: Reason;
  /** The words without the link, as the platform may carry them; undefined: needs words. */
  readonly text?: string;
  readonly textBy: 'crier' | 'editor';
  /** The article's link with the channel's tags. */
  readonly link: string;
  /** What it is to carry besides the card of its link; `note` says where it had to go out without. */
  readonly image?: PostImage;
  /** How often getting its image ready has failed. */
  readonly imageTries: number;
  /** How often in a row its link was found not ready for readers. */
  readonly linkTries: number;
  /** What a person should know of how it goes out: why without its image. */
  readonly note?: string;
  /** The identity of the link on the account; undefined where the post does not claim it (`skipped`). */
  readonly linkClaim?: string;
  /** Digest of text, link and media. */
  readonly contentHash: string;
  /** The digest a person or the channel's policy approved. */
  readonly approvedHash?: string;
  readonly breaking: boolean;
  /** Not before. */
  readonly dueAt: Instant;
  /** The latest of publication, embargo and the time an editor set: age counts from here. */
  readonly newsAt: Instant;
  /** When it stops being news; undefined: never. */
  readonly freshUntil?: Instant;
  /** Set where a person chose the time: it passes quiet hours. */
  readonly timedByPerson: boolean;
  /** Attempts that count; limits and dead tokens give theirs back. */
  readonly attempts: number;
  readonly lease?: Lease;
  readonly sending?: Sending;
  /** Whether any attempt ever ended without a clear answer. */
  readonly everUnconfirmed: boolean;
  /** Whether the platform ever called it a duplicate: absence then never leads to a retry. */
  readonly duplicateAnswer: boolean;
  /** Looks that found nothing and count. */
  readonly looks: number;
  /** Looks in a row that could not be made. */
  readonly blindLooks: number;
  /** When crier next looks at the account for this post, or next tries to delete it. */
  readonly nextLookAt?: Instant;
  readonly remoteId?: string;
  readonly remoteUrl?: string;
  readonly publishedAt?: Instant;
  /** What is live was not written by crier, which then never deletes it. */
  readonly foreign: boolean;
  /** Twins of this post on the account, still to be deleted. */
  readonly twins: readonly string[];
  readonly withdrawal?: Withdrawal;
  readonly lastError?: string;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

/** What every post starts with. */
export const UNTOUCHED = {
  version: 1,
  timedByPerson: false,
  imageTries: 0,
  linkTries: 0,
  attempts: 0,
  everUnconfirmed: false,
  duplicateAnswer: false,
  looks: 0,
  blindLooks: 0,
  foreign: false,
  twins: [],
} as const satisfies Partial<Post>;

/** How a post stands to its account's gate: breaking news and what a person timed pass where the rest waits. */
export const POST_KINDS = ['breaking', 'timed', 'ordinary'] as const;
export type PostKind = (typeof POST_KINDS)[number];

/** States in which a post waits for its time and nothing is on its way. */
export const WAITING_STATES = ['pending_review', 'scheduled', 'retrying'] as const satisfies readonly PostState[];

/** Whether nothing of this post can be on the platform or on its way there. */
export function isWaiting(post: Post): boolean {
  return (WAITING_STATES as readonly PostState[]).includes(post.state);
}

/** Whether it is the story's first on its channel, not one that a person asked for on top. */
export function isFirst({ occasion }: Post): boolean {
  return occasion === 'first';
}

/** Whether the words that would go out are the words that were approved. */
export function isApproved(post: Post): boolean {
  return post.text !== undefined && post.approvedHash === post.contentHash;
}

/** What the content hash is made of: all that a reader of the post would see. */
export function approvedContent(text: string | undefined, link: string, image: PostImage | undefined): string {
  return JSON.stringify([text ?? null, link, ...(image ? [image.url, image.alt ?? null] : [])]);
}

/** One line of the append-only history: what happened, why, and at whose word. */
export interface PostEvent {
  readonly type: string;
  readonly at: Instant;
  readonly from?: PostState;
  readonly to: PostState;
  readonly reason: Reason;
  /** A person, with the system's user and host; undefined: crier itself. */
  readonly by?: string;
  /** A person must be told. */
  readonly alert?: true;
}
