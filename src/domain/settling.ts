import type { PublishTerms } from './attempt.ts';
import { onOurClock } from './clocks.ts';
import { limitUntil } from './gate.ts';
import { gateChange } from './hearing.ts';
import { byAge, candidates, isOurText } from './matching.ts';
import { move } from './move.ts';
import type { PublishOutcome, RecentResult, RetractOutcome } from './ports.ts';
import type { Post } from './post.ts';
import { type Reason, reason } from './reason.ts';
import { live, SECOND_LOOK_AFTER_MS } from './recording.ts';
import { BLIND_LOOKS_BEFORE_ALERT, blindLookDelayMs, lookDelayMs } from './retry.ts';
import type { Transition } from './store.ts';
import { after, type Instant, isDue } from './time.ts';

type SettleTerms = Pick<PublishTerms, 'now' | 'delivery'>;

/** Reserves a look or a deletion, so that two processes do not do the same at once; `forMs` later it is free again. */
export function reserve(post: Post, now: Instant, forMs: number): Transition {
  const { state, reason: why } = post;
  return move(post, { type: 'looking', to: state, reason: why, at: now, change: { nextLookAt: after(now, forMs) } });
}

/** What a look at the account says about an unconfirmed post. */
export function looked(
  post: Post,
  result: RecentResult,
  recordedFor: ReadonlyMap<string, string>,
  terms: SettleTerms,
): Transition | undefined {
  if (post.state !== 'unconfirmed') return undefined;
  if (result.type !== 'read') return blind(post, result, terms);
  const found = candidates(post, result.posts, recordedFor);
  const ours = found.filter((remote) => isOurText(post, remote)).sort(byAge);
  const match = ours[0] ?? found.toSorted(byAge)[0];
  if (match) {
    const settled = live(post, { ...match, type: ours[0] ? 'found' : 'found-other-text' }, terms.now);
    const twins = ours.slice(1).map((remote) => remote.remoteId);
    return twins.length === 0 ? settled : withTwins(settled, twins, terms.now);
  }
  return result.complete
    ? absent(post, result.clockAheadMs, terms)
    : blind(post, { type: 'unknown', detail: 'not all was read' }, terms);
}

/**
 * The look a quarter of an hour after a post that was ever unconfirmed went live: of two of ours the later is deleted.
 */
export function lookedAgain(
  post: Post,
  result: RecentResult,
  recordedFor: ReadonlyMap<string, string>,
  terms: SettleTerms,
): Transition | undefined {
  if (post.state !== 'published' && post.state !== 'pulled') return undefined;
  if (result.type !== 'read' || !result.complete) {
    return blind(post, result.type === 'read' ? { type: 'unknown', detail: 'not all was read' } : result, terms);
  }
  const ours = candidates(post, result.posts, recordedFor)
    .filter((remote) => isOurText(post, remote))
    .sort(byAge);
  // Of a pulled post nothing may stay.
  const first = post.state === 'pulled' ? undefined : ours[0];
  const later = ours.slice(first ? 1 : 0);
  const clear = { nextLookAt: undefined, blindLooks: 0 };
  if (later.length === 0 || post.foreign) {
    return move(post, { type: 'looked-again', to: post.state, reason: post.reason, at: terms.now, change: clear });
  }
  const kept = move(post, {
    type: 'twin-found',
    to: post.state,
    reason: post.reason,
    at: terms.now,
    alert: true,
    change: first ? { ...clear, remoteId: first.remoteId, remoteUrl: first.url } : clear,
  });
  return withTwins(
    kept,
    later.map((remote) => remote.remoteId),
    terms.now,
  );
}

/**
 * An answer that came after its claim was lost is never dropped: an id beats every state but pulled, and a second id of
 * one post is a twin to delete.
 */
export function answeredLate(post: Post, outcome: PublishOutcome, now: Instant): Transition | undefined {
  if (outcome.type !== 'published' || post.remoteId === outcome.remoteId) return undefined;
  if (post.twins.includes(outcome.remoteId)) return undefined;
  if (post.remoteId === undefined && post.state !== 'pulled') {
    return {
      ...live({ ...post, everUnconfirmed: true }, { ...outcome, type: 'late-answer' }, now),
      ...gateChange(post.account, 'speak', outcome, now),
    };
  }
  const same = move(post, { type: 'twin-found', to: post.state, reason: post.reason, at: now, alert: true });
  return withTwins(same, [outcome.remoteId], now);
}

/** What the platform said to deleting the post, or one of its twins. */
export function retracted(
  post: Post,
  remoteId: string,
  outcome: RetractOutcome,
  terms: SettleTerms,
): Transition | undefined {
  const twin = post.twins.includes(remoteId);
  if (!twin && (post.state !== 'retracting' || post.remoteId !== remoteId)) return undefined;
  if (outcome.type === 'gone') return twin ? twinGone(post, remoteId, terms.now) : pulled(post, terms.now);
  if (outcome.type === 'refused') {
    const why = twin ? post.reason : reason('delete-by-hand', outcome.detail);
    const twins = post.twins.filter((id) => id !== remoteId);
    const more = twin && (twins.length > 0 || post.state === 'retracting');
    const change = { nextLookAt: more ? terms.now : undefined, lastError: outcome.detail, twins };
    return move(post, { type: 'delete-by-hand', to: post.state, reason: why, at: terms.now, alert: true, change });
  }
  return blind(post, outcome, terms);
}

/** A post that must be taken back but was not written by crier: a person deletes it. */
export function leftToAPerson(post: Post, now: Instant): Transition {
  const why = reason('delete-by-hand', post.remoteUrl);
  const change = { nextLookAt: undefined };
  return move(post, { type: 'delete-by-hand', to: post.state, reason: why, at: now, alert: true, change });
}

function absent(seen: Post, clockAheadMs: number, { now, delivery }: SettleTerms): Transition {
  const { confirmAfterMs } = delivery;
  const sending = seen.sending && onOurClock(seen.sending, clockAheadMs, now, delivery);
  const post = sending ? { ...seen, sending } : seen;
  const dueMs = lookDelayMs(post.looks, confirmAfterMs) ?? 0;
  const countsFrom = sending && after(sending.deadline, dueMs);
  if (countsFrom && !isDue(countsFrom, now)) {
    // Another clock had called for it: it came too early to say anything.
    const change = { blindLooks: 0, nextLookAt: countsFrom };
    return move(post, { type: 'not-found', to: 'unconfirmed', reason: post.reason, at: now, change });
  }
  const looks = post.looks + 1;
  const delayMs = lookDelayMs(looks, confirmAfterMs);
  if (delayMs !== undefined) {
    const planned = after(sending?.deadline ?? now, delayMs);
    // After a jump of the clock all would be due at once, and say nothing of what comes late.
    const nextLookAt = isDue(planned, now) ? after(now, delayMs - dueMs) : planned;
    const change = { looks, blindLooks: 0, nextLookAt };
    return move(post, { type: 'not-found', to: 'unconfirmed', reason: post.reason, at: now, change });
  }
  if (post.duplicateAnswer) {
    const change = { looks, nextLookAt: undefined };
    const why = reason('live-address-unknown');
    return move(post, { type: 'gave-up', to: 'unconfirmed', reason: why, at: now, alert: true, change });
  }
  const stale = post.freshUntil && isDue(post.freshUntil, now);
  if (!post.withdrawal && !stale && post.attempts >= delivery.attempts) {
    const change = { nextLookAt: undefined, looks: 0, blindLooks: 0 };
    const why = reason('attempts-spent', post.lastError);
    const spent = move(post, { type: 'surely-absent', to: 'failed', reason: why, at: now, alert: true, change });
    return { ...spent, ledger: { type: 'strike' } };
  }
  return surelyAbsent(post, now);
}

/** A post that surely is not on the account: canceled where it was withdrawn, expired where it is stale, else tried again. */
export function surelyAbsent(post: Post, now: Instant, by?: string): Transition {
  const stale = post.freshUntil && isDue(post.freshUntil, now);
  const why: Reason = post.withdrawal ? reason(post.withdrawal) : stale ? reason('stale') : reason('surely-absent');
  const transition = move(post, {
    type: 'surely-absent',
    to: post.withdrawal ? 'canceled' : stale ? 'expired' : 'retrying',
    reason: why,
    at: now,
    ...(by === undefined ? {} : { by }),
    change: { nextLookAt: undefined, looks: 0, blindLooks: 0, dueAt: now },
  });
  return { ...transition, ledger: { type: 'strike' } };
}

type Unseen = Exclude<RecentResult, { type: 'read' }> | Exclude<RetractOutcome, { type: 'gone' | 'refused' }>;

function blind(post: Post, result: Unseen, { now, delivery }: SettleTerms): Transition {
  if (result.type === 'no-credits') return held(post, result.detail, now);
  const blindLooks = post.blindLooks + 1;
  const limited = result.type === 'rate-limited' ? limitUntil(result.retryAt, now) : undefined;
  const nextLookAt = limited ?? after(now, blindLookDelayMs(blindLooks, delivery.confirmAfterMs));
  const alert = blindLooks === BLIND_LOOKS_BEFORE_ALERT;
  const settling = post.state === 'unconfirmed' && blindLooks >= BLIND_LOOKS_BEFORE_ALERT;
  return move(post, {
    type: 'cannot-look',
    to: post.state,
    reason: settling ? reason('cannot-look', result.detail) : post.reason,
    at: now,
    alert,
    change: { blindLooks, nextLookAt, lastError: result.detail },
  });
}

/** Stays due behind its account's gate, of which a person is told already: it goes on as soon as that opens. */
function held(post: Post, detail: string, now: Instant): Transition {
  const change = { nextLookAt: now, lastError: detail };
  return move(post, { type: 'no-credits', to: post.state, reason: post.reason, at: now, change });
}

function withTwins(transition: Transition, twins: readonly string[], now: Instant): Transition {
  const { post, event } = transition;
  const all = [...new Set([...post.twins, ...twins])].filter((id) => id !== post.remoteId);
  return { ...transition, post: { ...post, twins: all, nextLookAt: now }, event: { ...event, alert: true } };
}

function twinGone(post: Post, remoteId: string, now: Instant): Transition {
  const twins = post.twins.filter((id) => id !== remoteId);
  const more = twins.length > 0 || post.state === 'retracting';
  const again = post.everUnconfirmed ? after(now, SECOND_LOOK_AFTER_MS) : undefined;
  const change = { twins, nextLookAt: more ? now : again, blindLooks: 0 };
  return move(post, { type: 'twin-deleted', to: post.state, reason: post.reason, at: now, change });
}

function pulled(post: Post, now: Instant): Transition {
  const nextLookAt = post.everUnconfirmed ? after(now, SECOND_LOOK_AFTER_MS) : undefined;
  const change = { nextLookAt, blindLooks: 0, lastError: undefined };
  return move(post, { type: 'deleted', to: 'pulled', reason: reason('deleted', post.reason.type), at: now, change });
}
