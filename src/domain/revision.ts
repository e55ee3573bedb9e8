import { move } from './move.ts';
import type { Place } from './place.ts';
import { approvedContent, isWaiting, type Post } from './post.ts';
import { type ReasonType, reason } from './reason.ts';
import type { Transition } from './store.ts';
import { type Instant, isDue, latest } from './time.ts';
import { takeBackWithdrawal } from './withdrawal.ts';

interface RevisionTerms {
  readonly now: Instant;
  /** Whether readers see a change, or only the routing moved. */
  readonly revised: boolean;
  readonly digest: (text: string) => string;
}

/** What a changed article, or one that came back, does to its post. Undefined: nothing. */
export function reconsider(post: Post, place: Place, terms: RevisionTerms): Transition | undefined {
  const { now, revised } = terms;
  const wasGone = post.state === 'canceled' && post.withdrawal !== undefined;
  if (post.state === 'skipped' || wasGone) return readmit(post, place, now);
  if (!isWaiting(post)) return takeBackWithdrawal(post, now);
  if (place.to === 'skipped' && !NOT_FOR_THE_PLACED.includes(place.reason.type)) {
    const change = { linkClaim: undefined, approvedHash: undefined };
    return move(post, { type: 'ruled-out', to: 'skipped', reason: place.reason, at: now, change });
  }
  // After a lost answer the same bytes must go out, or the platform cannot catch a late twin.
  return revised && !post.everUnconfirmed ? revise(post, place, terms) : reroute(post, place, now);
}

/** Rules about age and links do not apply to a post that has its place already. */
const NOT_FOR_THE_PLACED: readonly ReasonType[] = ['too-old', 'before-switch', 'link-taken'];

/** A skipped or canceled post whose article may go out after all: it regains its place. */
function readmit(post: Post, place: Place, now: Instant): Transition | undefined {
  const { to, reason: why, approved, ...rest } = place;
  if (to === 'skipped' && (post.state === 'canceled' || post.reason.type === why.type)) return undefined;
  const change = {
    ...rest,
    text: rest.text,
    textBy: 'crier' as const,
    linkClaim: rest.linkClaim,
    freshUntil: rest.freshUntil,
    approvedHash: approved ? rest.contentHash : undefined,
    withdrawal: undefined,
  };
  return move(post, { type: 'readmitted', to, reason: why, at: now, change });
}

/** Breaking, embargo and section act at once, even when the words stay. */
function reroute(post: Post, place: Place, now: Instant): Transition {
  return move(post, {
    type: 'rerouted',
    to: post.state,
    reason: post.reason,
    at: now,
    change: timing(post, place, now),
  });
}

/** New words, or old ones over a changed article: what a person approved or wrote goes back to a person. */
function revise(post: Post, place: Place, { now, digest }: RevisionTerms): Transition {
  const text = post.textBy === 'editor' ? post.text : place.text;
  const contentHash = digest(approvedContent(text, place.link));
  const when = timing(post, place, now);
  const revised = { type: 'revised', at: now };
  if (post.textBy === 'crier' && contentHash === post.contentHash) {
    return move(post, { ...revised, to: post.state, reason: post.reason, change: when });
  }
  const byPolicy = place.approved && post.textBy === 'crier';
  const linkClaim = place.linkClaim ?? post.linkClaim;
  const approvedHash = byPolicy ? contentHash : undefined;
  const change = { ...when, text, link: place.link, linkClaim, contentHash, approvedHash };
  if (byPolicy && post.state !== 'pending_review') {
    return move(post, { ...revised, to: post.state, reason: post.reason, change });
  }
  const why = text === undefined ? 'needs-words' : 'article-changed';
  const waitsForAPerson = post.state === 'pending_review' && text !== undefined && post.reason.type !== 'needs-words';
  const to = 'pending_review';
  return move(post, { ...revised, to, reason: waitsForAPerson ? post.reason : reason(why), change });
}

function timing(post: Post, place: Place, now: Instant) {
  if (post.timedByPerson) return { breaking: place.breaking };
  const moved = Temporal.Instant.compare(place.newsAt, post.newsAt) !== 0;
  return {
    breaking: place.breaking,
    newsAt: place.newsAt,
    freshUntil: place.freshUntil ?? (place.to === 'skipped' ? post.freshUntil : undefined),
    dueAt: moved && !isDue(place.newsAt, now) ? place.newsAt : moved ? latest(now, place.newsAt) : post.dueAt,
  };
}
