import { canceled, givenBack, held, type RecordTerms, strike } from './attempt.ts';
import { createDeadlineMs } from './channel.ts';
import { limitUntil } from './gate.ts';
import { gateChange } from './hearing.ts';
import { imageTried, refusedWithImage } from './image-tries.ts';
import { type Move, move } from './move.ts';
import type { PublishOutcome } from './ports.ts';
import type { Post } from './post.ts';
import { type ReasonType, reason } from './reason.ts';
import { lookDelayMs, retryDelayMs } from './retry.ts';
import type { NoCreditsLeft, Transition } from './store.ts';
import { after, type Instant, isDue, latest } from './time.ts';

/**
 * What an answer does to a post that is still in our claim. Limits and dead tokens give the attempt back and close the
 * gate; what surely was not accepted is tried again; what may have been accepted is looked for.
 */
export function record(post: Post, token: string, outcome: PublishOutcome, terms: RecordTerms): Transition | undefined {
  if (!held(post, token)) return undefined;
  const transition = { ...recorded(post, outcome, terms), ...gateChange(post.account, 'speak', outcome, terms.now) };
  const { noCredits } = terms.account ?? {};
  if (!noCredits || outcome.type === 'no-credits') return transition;
  return outcome.type === 'published' ? creditsAreBack(transition, terms.now) : hasTried(transition, noCredits);
}

/** The same for a post that nobody else can have in hand. */
export function recorded(post: Post, outcome: PublishOutcome, terms: RecordTerms): Transition {
  const { now } = terms;
  switch (outcome.type) {
    case 'published':
      return live(post, { ...outcome, type: 'accepted' }, now);
    case 'rate-limited':
      return givenBack(post, {
        type: 'limited',
        to: 'retrying',
        reason: reason('limited', outcome.detail),
        at: now,
        change: { dueAt: limitUntil(outcome.retryAt, now), lastError: outcome.detail },
      });
    case 'no-credits':
      return givenBack(post, {
        type: 'no-credits',
        to: 'retrying',
        reason: reason('no-credits', outcome.detail),
        at: now,
        // A person is told once, however often a post tries again.
        alert: terms.account !== undefined && !terms.account.noCredits,
        change: { lastError: outcome.detail },
      });
    case 'unauthorized':
      return givenBack(post, {
        type: 'unauthorized',
        to: 'retrying',
        reason: reason('unauthorized', outcome.detail),
        at: now,
        change: { lastError: outcome.detail },
      });
    case 'unavailable':
      return strike(again(post, 'unavailable', outcome.detail, terms));
    case 'refused':
      if (outcome.duplicate) return maybeLive(post, 'duplicate-answer', outcome.detail, terms);
      if (post.sending?.media) return refusedWithImage(post, outcome.detail, now);
      return strike(refused(post, outcome.detail, now));
    case 'unconfirmed':
      return maybeLive(post, 'no-answer', outcome.detail, terms);
  }
}

/** A post went through that tried for all the others. */
function creditsAreBack(transition: Transition, now: Instant): Transition {
  const { account, id } = transition.post;
  const why = `credits are back: ${id} went out`;
  return {
    ...transition,
    account: { ...transition.account, hasCredits: true },
    logbook: { at: now, what: `opened account:${account}`, by: 'crier', reason: why },
  };
}

/** An answer that tells nothing of credits was the try of this hour all the same. */
function hasTried(transition: Transition, { since, nextTryAt }: NoCreditsLeft): Transition {
  return { ...transition, account: { ...transition.account, noCredits: { since, nextTryAt } } };
}

function refused(post: Post, detail: string, now: Instant): Transition {
  const change = { lease: undefined, lastError: detail };
  if (post.withdrawal) return move(post, { ...canceled(post, now), change });
  return move(post, { type: 'refused', to: 'failed', reason: reason('refused', detail), at: now, alert: true, change });
}

/** A lease that ran out: unarmed nothing was sent, armed it may be live. */
export function leaseRanOut(post: Post, terms: RecordTerms): Transition | undefined {
  if (post.state !== 'publishing' || !post.lease || !isDue(post.lease.until, terms.now)) return undefined;
  if (post.lease.armed) return maybeLive(post, 'lease-ran-out-armed', undefined, terms);
  // An image that kills whoever opens it is not opened for ever.
  const tried = { ...post, ...imageTried(post, 'the worker died over getting it ready') };
  return strike(again(tried, 'lease-ran-out', undefined, terms));
}

/**
 * Puts a post into published with its id, or where it must be taken back straight on to retracting. One more look comes
 * a quarter of an hour later where any attempt was ever without an answer.
 */
export function live(
  post: Post,
  found: {
    type: 'accepted' | 'found' | 'found-other-text' | 'by-hand' | 'late-answer' | 'settled';
    remoteId?: string;
    url: string;
    by?: string;
  },
  now: Instant,
): Transition {
  const settledByLink = found.type === 'settled' && found.remoteId === undefined;
  const foreign = found.type === 'by-hand' || found.type === 'found-other-text' || settledByLink;
  const { nextLookAt, ...place } = placeOnceLive(post, found, foreign, now);
  return move(post, {
    ...place,
    type: found.type,
    at: now,
    ...(found.by === undefined ? {} : { by: found.by }),
    change: {
      lease: undefined,
      lastError: undefined,
      remoteId: found.remoteId,
      remoteUrl: found.url,
      publishedAt: now,
      foreign,
      looks: 0,
      blindLooks: 0,
      nextLookAt,
    },
  });
}

/** A post that was to be taken back meanwhile goes straight on: crier deletes what it wrote, a person the rest. */
function placeOnceLive(
  post: Post,
  found: { readonly type: ReasonType; readonly url: string },
  foreign: boolean,
  now: Instant,
): Pick<Move, 'to' | 'reason' | 'alert'> & { readonly nextLookAt: Instant | undefined } {
  if (post.withdrawal !== 'withdrawn' && post.withdrawal !== 'pulled-by-person') {
    const nextLookAt = post.everUnconfirmed ? after(now, SECOND_LOOK_AFTER_MS) : undefined;
    return { to: 'published', reason: reason(found.type), alert: false, nextLookAt };
  }
  if (foreign)
    return { to: 'retracting', reason: reason('delete-by-hand', found.url), alert: true, nextLookAt: undefined };
  return {
    to: 'retracting',
    reason: reason(post.withdrawal, 'it had gone out already'),
    alert: false,
    nextLookAt: now,
  };
}

/** When a post that was ever unconfirmed is looked for once more, for a twin that came late. */
export const SECOND_LOOK_AFTER_MS = 15 * 60 * 1000;

function maybeLive(
  post: Post,
  type: 'no-answer' | 'lease-ran-out-armed' | 'duplicate-answer',
  detail: string | undefined,
  terms: RecordTerms,
): Transition {
  const { now, delivery } = terms;
  const longest = after(now, createDeadlineMs(delivery));
  const named = latest(now, post.sending?.deadline);
  // A clock ahead of ours named one that is days off; the request is over before that.
  const deadline = isDue(named, longest) ? named : longest;
  return move(post, {
    type,
    to: 'unconfirmed',
    reason: reason(type, detail),
    at: now,
    change: {
      lease: undefined,
      everUnconfirmed: true,
      duplicateAnswer: post.duplicateAnswer || type === 'duplicate-answer',
      looks: 0,
      blindLooks: 0,
      nextLookAt: after(deadline, lookDelayMs(0, delivery.confirmAfterMs) ?? 0),
      ...(detail === undefined ? {} : { lastError: detail }),
    },
  });
}

/** Back to retrying after an attempt that counts, or failed where all are spent. */
function again(
  post: Post,
  type: 'unavailable' | 'lease-ran-out',
  detail: string | undefined,
  { now, delivery, random }: RecordTerms,
): Transition {
  const error = detail === undefined ? {} : { lastError: detail };
  if (post.withdrawal) return move(post, { ...canceled(post, now), change: { lease: undefined } });
  if (post.attempts >= delivery.attempts) {
    const change = { lease: undefined, ...error };
    return move(post, { type, to: 'failed', reason: reason('attempts-spent', detail), at: now, alert: true, change });
  }
  const dueAt = after(now, retryDelayMs(post.attempts, delivery.firstRetryMs, random));
  return move(post, {
    type,
    to: 'retrying',
    reason: reason(type, detail),
    at: now,
    change: { lease: undefined, dueAt, ...error },
  });
}
