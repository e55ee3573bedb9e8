import { admit } from './admission.ts';
import type { Article } from './article.ts';
import type { Channel } from './channel.ts';
import { illustrate } from './illustration.ts';
import { linkKey, tagLink } from './link.ts';
import { approvedContent, type PostImage, type Withdrawal } from './post.ts';
import { type Reason, reason } from './reason.ts';
import { type Instant, isDue, latest } from './time.ts';

/** What was composed of an article for a channel. */
export interface Words {
  /** Undefined: none fit. */
  readonly text?: string;
  /** What they say that the article does not bear out, as a person reads it; undefined: nothing. */
  readonly doubts?: readonly string[];
}

/** A channel as ingest meets it, with the words for the article in hand. */
export interface ChannelAtWork extends Words {
  readonly channel: Channel;
  /** When it left the sandbox. */
  readonly realSince?: Instant;
  /** Whether it comes out of a gap: then only the newest go out by themselves. */
  readonly inGap: boolean;
}

/** Where a first post of an article belongs on a channel, and all of the post that follows from the article. */
export interface Place {
  readonly to: 'skipped' | 'pending_review' | 'scheduled';
  readonly reason: Reason;
  /** Undefined where it is skipped. */
  readonly linkClaim?: string;
  /** Whether the channel's policy approves these words by itself. */
  readonly approved: boolean;
  readonly text?: string;
  readonly link: string;
  readonly image?: PostImage;
  /** Why it carries no image although the article has one. */
  readonly note?: string;
  readonly contentHash: string;
  readonly breaking: boolean;
  readonly newsAt: Instant;
  readonly dueAt: Instant;
  readonly freshUntil?: Instant;
}

/** Puts an article in its place on a channel; `isTaken` tells whether another post speaks its link there. */
export function placeOf(
  article: Article,
  { channel, realSince, inGap, text, doubts }: ChannelAtWork,
  { now, digest }: { readonly now: Instant; readonly digest: (text: string) => string },
  withdrawal: Withdrawal | undefined,
  isTaken: (claim: string) => boolean,
): Place {
  const link = tagLink(article.url, channel.linkTags);
  const linkClaim = linkKey(article.url, Object.keys(channel.linkTags));
  const admittance = admit(article, channel, now, realSince);
  const { breaking, newsAt } = admittance;
  const illustration = illustrate(article, channel);
  const contentHash = digest(approvedContent(text, link, illustration.image));
  const common = { ...(text === undefined ? {} : { text }), ...illustration, link, contentHash, breaking, newsAt };
  const skipped = (why: Reason): Place => ({
    ...common,
    to: 'skipped',
    reason: why,
    approved: false,
    dueAt: latest(now, newsAt),
  });
  if (withdrawal) return skipped(reason(withdrawal));
  if (admittance.type === 'skipped') return skipped(admittance.reason);
  if (isTaken(linkClaim)) return skipped(reason('link-taken'));
  const { to, reason: why, dueAt, freshUntil } = admittance;
  const placed = { ...common, linkClaim, dueAt, ...(freshUntil ? { freshUntil } : {}) };
  if (text === undefined) return { ...placed, to: 'pending_review', reason: reason('needs-words'), approved: false };
  const doubtful = doubtAbout(doubts);
  if (doubtful) return { ...placed, to: 'pending_review', reason: doubtful, approved: false };
  const approved = to === 'scheduled';
  const caughtUp = approved && inGap && channel.catchUp !== undefined && isDue(newsAt, now);
  return caughtUp
    ? { ...placed, to: 'pending_review', reason: reason('catch-up'), approved }
    : { ...placed, to, reason: why, approved };
}

/** Why a person looks at these words first, whatever the channel's review; undefined where the article bears all of them out. */
export function doubtAbout(doubts: readonly string[] = []): Reason | undefined {
  return doubts.length === 0 ? undefined : reason('doubtful', doubts.join(', '));
}
