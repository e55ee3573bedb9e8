import type { Admittance } from './admission.ts';
import type { Channel } from './channel.ts';
import { move } from './move.ts';
import type { Place } from './place.ts';
import { approvedContent, isWaiting, type Post, type PostImage } from './post.ts';
import { reason } from './reason.ts';
import { follow, wasShown } from './showing.ts';
import type { Transition } from './store.ts';
import { type Instant, isDue, latest } from './time.ts';
import { ruleOut, takeBackWithdrawal } from './withdrawal.ts';

interface RevisionTerms {
  readonly now: Instant;
  /** Whether readers see a change, or only the routing moved. */
  readonly revised: boolean;
  /** Whether what moved is said in the words: tags as hashtags, breaking as a sign. */
  readonly reworded?: boolean;
  readonly digest: (text: string) => string;
  readonly channel: Channel;
  /** What the channel's rules said of the article as it was. */
  readonly before: Admittance | undefined;
}

/** What a changed article, or one that came back, does to its post. Undefined: nothing. */
export function reconsider(post: Post, place: Place, terms: RevisionTerms): Transition | undefined {
  const { now, revised } = terms;
  const isOut = place.to === 'skipped' && !doesNotUnplace(post, place) && place.reason.type !== 'link-taken';
  if (wasShown(post)) return follow(post, place, isOut, terms);
  const wasGone = post.state === 'canceled' && post.withdrawal !== undefined;
  if (post.state === 'skipped' || wasGone) return readmit(post, place, terms);
  if (revised && !post.everUnconfirmed && post.state === 'publishing' && post.lease && !post.lease.armed) {
    // Nothing was sent: the claim is taken away, so that the arm cannot send the old words.
    const { lease: _, withdrawal: __, ...free } = post;
    const attempts = Math.max(0, post.attempts - 1);
    const { post: next, event } = revise({ ...free, state: 'retrying', attempts }, place, terms);
    return { post: next, event: { ...event, from: post.state }, ledger: { type: 'strike' } };
  }
  if (revised && !post.everUnconfirmed && post.state === 'failed') return revise(post, place, terms);
  if (!isWaiting(post)) {
    return isOut && !post.withdrawal ? ruleOut(post, now) : isOut ? undefined : takeBackWithdrawal(post, now);
  }
  if (place.to === 'skipped' && !doesNotUnplace(post, place)) {
    const change = { linkClaim: undefined, approvedHash: undefined };
    return move(post, { type: 'ruled-out', to: 'skipped', reason: place.reason, at: now, change });
  }
  // After a lost answer the same bytes must go out, or the platform cannot catch a late twin.
  return revised && !post.everUnconfirmed
    ? revise(post, place, terms)
    : reroute(reworded(post, place, terms), place, terms);
}

/** Rules about age do not apply to a post that has its place already; a taken link does where the link moved. */
function doesNotUnplace(post: Post, { reason: why }: Place): boolean {
  return why.type === 'too-old' || why.type === 'before-switch' || (why.type === 'link-taken' && post.everUnconfirmed);
}

/** A skipped or canceled post whose article may go out after all: it regains its place. */
function readmit(post: Post, place: Place, { now, channel, digest }: RevisionTerms): Transition | undefined {
  const { to, reason: why, approved, ...rest } = place;
  if (to === 'skipped' && (post.state === 'canceled' || post.reason.type === why.type)) return undefined;
  const { account, sandbox, platform } = channel;
  // What was once sent can only go out again byte for byte, on the account it was sent to.
  if (post.everUnconfirmed && post.account !== account) return undefined;
  const held = post.everUnconfirmed || post.textBy === 'editor';
  const text = held ? post.text : rest.text;
  const link = post.everUnconfirmed ? post.link : rest.link;
  const { image, note } = post.everUnconfirmed ? post : rest;
  const contentHash = digest(approvedContent(text, link, image));
  // A person had it in hand: a person lets it go on.
  const byPerson = post.withdrawal !== undefined && (held || post.timedByPerson || post.approvedHash === undefined);
  const approvedHash = approved && !byPerson ? contentHash : undefined;
  const change = {
    ...rest,
    account,
    sandbox,
    platform,
    text,
    link,
    image,
    imageTries: 0,
    linkTries: 0,
    note,
    contentHash,
    // What lies ready on one account is of no use to another.
    ...(post.account === account ? {} : { sending: undefined }),
    linkClaim: post.everUnconfirmed ? (post.linkClaim ?? rest.linkClaim) : rest.linkClaim,
    freshUntil: rest.freshUntil,
    approvedHash,
    withdrawal: undefined,
    ...(post.timedByPerson ? { dueAt: latest(rest.dueAt, post.dueAt) } : {}),
  };
  return byPerson && to === 'scheduled'
    ? move(post, { type: 'readmitted', to: 'pending_review', reason: reason('article-changed'), at: now, change })
    : move(post, { type: 'readmitted', to, reason: why, at: now, change });
}

/** Breaking, embargo and section act at once, even when the words stay. */
function reroute(post: Post, place: Place, { now, before }: RevisionTerms): Transition {
  const asked = before?.type === 'admitted' && before.to === 'pending_review';
  const asks = place.to === 'pending_review' && place.reason.type.startsWith('review-');
  if (asks && !asked && post.state !== 'pending_review') {
    const change = { ...timing(post, place, now), approvedHash: undefined };
    return move(post, { type: 'rerouted', to: 'pending_review', reason: place.reason, at: now, change });
  }
  const isFree = place.approved && place.contentHash === post.contentHash && post.reason.type.startsWith('review-');
  if (isFree && asked && post.state === 'pending_review') {
    const change = { ...timing(post, place, now), approvedHash: post.contentHash, dueAt: place.dueAt };
    return move(post, { type: 'rerouted', to: place.to, reason: place.reason, at: now, change });
  }
  return move(post, {
    type: 'rerouted',
    to: post.state,
    reason: post.reason,
    at: now,
    change: timing(post, place, now),
  });
}

/** The post with words that say what moved; what a person wrote or approved no hashtag changes. */
function reworded(post: Post, { text, approved }: Place, terms: RevisionTerms): Post {
  const isByPerson = post.textBy === 'editor' || (post.approvedHash !== undefined && !approved);
  if (!terms.reworded || post.everUnconfirmed || isByPerson || text === undefined) return post;
  const contentHash = terms.digest(approvedContent(text, post.link, post.image));
  return { ...post, text, contentHash, ...(post.approvedHash === undefined ? {} : { approvedHash: contentHash }) };
}

/** New words, or old ones over a changed article: what a person approved or wrote goes back to a person. */
function revise(post: Post, place: Place, terms: RevisionTerms): Transition {
  const { now, digest } = terms;
  const text = post.textBy === 'editor' ? post.text : place.text;
  const image = revisedImage(post, place);
  const contentHash = digest(approvedContent(text, place.link, image));
  const revised = { type: 'revised', at: now };
  const sameWords = post.textBy === 'crier' && contentHash === post.contentHash;
  if (sameWords && isWaiting(post)) return reroute(post, place, terms);
  // Words that nobody has seen are held as long as the first ones were.
  const isHeldAnew = place.reason.type === 'hold' && !post.timedByPerson;
  const when = { ...timing(post, place, now), ...(isHeldAnew ? { dueAt: place.dueAt } : {}) };
  if (sameWords) return move(post, { ...revised, to: post.state, reason: post.reason, change: when });
  const byPolicy = place.approved && post.textBy === 'crier';
  const linkClaim = place.linkClaim ?? post.linkClaim;
  const approvedHash = byPolicy ? contentHash : undefined;
  const picture = { image, imageTries: 0, linkTries: 0, note: image ? undefined : place.note };
  const change = { ...when, ...picture, text, link: place.link, linkClaim, contentHash, approvedHash };
  if (byPolicy && post.state !== 'pending_review') {
    return move(post, { ...revised, to: post.state, reason: post.reason, change });
  }
  // All that a person was asked for was an alt text, or a look at words that are gone.
  const { type: asked } = post.reason;
  if ((asked === 'review-alt' || (asked === 'doubtful' && post.textBy === 'crier')) && place.to !== 'skipped') {
    const dueAt = post.timedByPerson ? post.dueAt : place.dueAt;
    return move(post, { ...revised, to: place.to, reason: place.reason, change: { ...change, dueAt } });
  }
  const why =
    text === undefined
      ? reason('needs-words')
      : post.textBy === 'crier' && place.reason.type === 'doubtful'
        ? place.reason
        : reason('article-changed');
  const waitsForAPerson = post.state === 'pending_review' && text !== undefined && post.reason.type !== 'needs-words';
  const to = 'pending_review';
  return move(post, { ...revised, to, reason: waitsForAPerson ? post.reason : why, change });
}

/** The article's image; the alt text an editor gave this one stays while the article has none. */
function revisedImage({ image: before }: Post, { image }: Place): PostImage | undefined {
  return image && image.alt === undefined && before?.url === image.url ? before : image;
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
