import { showableFrom } from './article.ts';
import { canceled, givenBack, held, type PublishTerms } from './attempt.ts';
import { alreadyLive, takenForLive } from './by-hand.ts';
import { createDeadlineMs } from './channel.ts';
import { type Gate, gateFor, pausedOrLimited } from './gate.ts';
import { imageTried } from './image-tries.ts';
import { type Move, move } from './move.ts';
import type { Ready } from './ports.ts';
import { isApproved, type Post } from './post.ts';
import { reason } from './reason.ts';
import type { Situation, Transition } from './store.ts';
import { after, type Instant, isDue, latest } from './time.ts';

export type ClaimAnswer =
  | { readonly type: 'claimed'; readonly transition: Transition }
  /** Nothing was claimed, but the post moved on (it expired, for one). */
  | { readonly type: 'moved'; readonly transition: Transition; readonly why: string; readonly until?: undefined }
  /** It waits no more: whoever has it from a list wants a new one. */
  | { readonly type: 'gone'; readonly why: string; readonly until?: undefined; readonly transition?: undefined }
  | { readonly type: 'closed'; readonly why: string; readonly until?: Instant; readonly transition?: undefined };

/**
 * Takes a due post for publishing: over its own row and its account's, so that an account speaks one post at a time,
 * within pace and cap, its cost reserved. `token` names the claim; only its holder may arm. `lookHoldsMs`: how long the
 * last look at the account counts.
 */
export function claim(
  s: Situation,
  terms: PublishTerms & { token: string; costUsd: number; lookHoldsMs: number },
): ClaimAnswer {
  const { post } = s;
  const { channel, now, token, costUsd, lookHoldsMs } = terms;
  if (post.state !== 'scheduled' && post.state !== 'retrying') return { type: 'gone', why: `is ${post.state} by now` };
  if (!isDue(post.dueAt, now)) return no('is not due', post.dueAt);
  if (post.sandbox !== channel.sandbox || post.account !== channel.account) return no('belongs to another account');
  const there = alreadyLive(s);
  if (there) return { type: 'moved', transition: takenForLive(post, there, now), why: 'is live already' };
  const objection = objectionTo(s, now);
  if (objection) return { type: 'moved', transition: move(post, objection), why: objection.reason.type };
  const gate = gateFor(channel, { ...post, costUsd }, s, now, terms.outlet.timezone);
  if (gate.type === 'closed') return no(gate.detail, gate.until);
  if (lookIsNeeded(s.account.lookedAt, now, lookHoldsMs)) return no('the account must be looked at first');
  const transition = move(post, {
    type: 'claimed',
    to: 'publishing',
    reason: reason('claimed'),
    at: now,
    change: {
      lease: { token, until: after(now, terms.delivery.leaseForMs), armed: false },
      attempts: post.attempts + 1,
    },
  });
  return { type: 'claimed', transition: { ...transition, ledger: { type: 'enter', at: now, usd: costUsd } } };
}

/** Whether an account has not been looked at for longer than `holdsMs`; a look that lies ahead was dated by another clock. */
export function lookIsNeeded(lookedAt: Instant | undefined, now: Instant, holdsMs: number): boolean {
  return !lookedAt || !isDue(lookedAt, now) || isDue(after(lookedAt, holdsMs), now);
}

export type ArmAnswer =
  | { readonly type: 'armed'; readonly transition: Transition }
  | { readonly type: 'held-back'; readonly transition: Transition }
  /** The claim is no longer ours: leave the post alone. */
  | { readonly type: 'lost'; readonly transition?: undefined };

/**
 * The last look at everything before the create: pause, gate, approval, withdrawal, embargo, freshness. Stores exactly
 * what will be sent, with the image that was got ready for it. After a lost answer the same bytes go out again, looked
 * for since the first attempt. `clockAheadMs`: how far the platform is ahead of this process's clock; others' may differ.
 */
export function arm(
  s: Situation,
  terms: PublishTerms & { token: string; prepared: Ready; clockAheadMs?: number | undefined },
): ArmAnswer {
  const { post, account } = s;
  const { now, delivery, prepared } = terms;
  const lease = held(post, terms.token);
  if (!lease || lease.armed || post.text === undefined) return { type: 'lost' };
  const deadline = after(now, createDeadlineMs(delivery));
  const objection =
    objectionTo(s, now) ??
    isThere(s, now) ??
    shut(s, now) ??
    (isDue(lease.until, deadline) ? tooLate(post, now) : undefined);
  if (objection) return { type: 'held-back', transition: givenBack(post, objection) };
  const earlier = post.everUnconfirmed ? post.sending : undefined;
  const since = earlier ? earlier.since : account.seenUpTo;
  const { media } = prepared;
  const note = media ? undefined : (prepared.note ?? post.note);
  const transition = move(post, {
    type: 'armed',
    to: 'publishing',
    reason: reason('armed', note),
    at: now,
    change: {
      lease: { ...lease, armed: true },
      sending: {
        text: earlier?.text ?? post.text,
        link: earlier?.link ?? post.link,
        ...(media ? { media } : {}),
        sentAt: earlier?.sentAt ?? now,
        deadline,
        ...(since === undefined ? {} : { since }),
        clockAheadMs: terms.clockAheadMs ?? account.clockAheadMs,
      },
      note,
      imageTries: post.imageTries + (prepared.note === undefined ? 0 : 1),
      linkTries: 0,
      looks: 0,
      blindLooks: 0,
    },
  });
  // The hour and the pace count from the create, however long getting it ready took.
  return { type: 'armed', transition: { ...transition, ledger: { type: 'sent', at: now } } };
}

/** Why a post must not go out whatever the gate says, and where it then belongs. */
export function objectionTo({ post, known }: Situation, now: Instant): Move | undefined {
  const takenBack = post.withdrawal ?? known.withdrawal;
  if (takenBack) return { ...canceled({ ...post, withdrawal: takenBack }, now), change: { withdrawal: takenBack } };
  if (post.freshUntil && isDue(post.freshUntil, now)) {
    return { type: 'expired', to: 'expired', reason: reason('stale'), at: now };
  }
  if (!isApproved(post)) {
    const why = post.text === undefined ? reason('needs-words') : reason('edited');
    return { type: 'held-back', to: 'pending_review', reason: why, at: now };
  }
  const embargo = showableFrom(known.article);
  if (known.article.status !== 'usable' || !isDue(embargo, now)) {
    const detail = known.article.status === 'usable' ? 'embargo' : known.article.status;
    const change = { dueAt: latest(after(now, 60_000), embargo) };
    return { type: 'held-back', to: 'retrying', reason: reason('not-ready', detail), at: now, change };
  }
  return undefined;
}

/** Seen while the post was got ready; the next claim takes it for live. */
function isThere(s: Situation, now: Instant): Move | undefined {
  if (!alreadyLive(s)) return undefined;
  const why = reason('held-back', 'the account says it already');
  return { type: 'held-back', to: 'retrying', reason: why, at: now, change: { dueAt: now } };
}

function shut(s: Situation, now: Instant): Move | undefined {
  const gate: Gate = pausedOrLimited(s, now) ?? { type: 'open' };
  if (gate.type === 'open') return undefined;
  const change = { dueAt: (gate.why === 'limited' && gate.until) || now };
  return { type: 'held-back', to: 'retrying', reason: reason('held-back', gate.detail), at: now, change };
}

function tooLate(post: Post, now: Instant): Move {
  // A slow image must not make the arm come too late for ever.
  const change = { dueAt: post.dueAt, ...imageTried(post, 'getting it ready took too long', true) };
  return { type: 'held-back', to: 'retrying', reason: reason('lease-ran-out'), at: now, change };
}

function no(why: string, until?: Instant): ClaimAnswer {
  return until ? { type: 'closed', why, until } : { type: 'closed', why };
}
