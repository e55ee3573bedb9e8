import { admit } from './admission.ts';
import type { Article } from './article.ts';
import type { Channel } from './channel.ts';
import { illustrate } from './illustration.ts';
import { linkKey, tagLink } from './link.ts';
import { approvedContent, type PostImage, type Withdrawal } from './post.ts';
import { type Reason, reason } from './reason.ts';
import { type Instant, isDue, latest } from './time.ts';

/** A channel as ingest meets it. */
export interface ChannelAtWork {
  readonly channel: Channel;
  /** When it left the sandbox. */
  readonly realSince?: Instant;
  /** Whether it comes out of a gap: then only the newest go out by themselves. */
  readonly inGap: boolean;
  /** The words composed for this article; undefined: none fit. */
  readonly text?: string;
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
  { channel, realSince, inGap, text }: ChannelAtWork,
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
  const approved = to === 'scheduled';
  const caughtUp = approved && inGap && channel.catchUp !== undefined && isDue(newsAt, now);
  return caughtUp
    ? { ...placed, to: 'pending_review', reason: reason('catch-up'), approved }
    : { ...placed, to, reason: why, approved };
}
