import type { Channel } from './channel.ts';
import type { Use } from './ports.ts';
import type { InFlight } from './post.ts';
import type { Account, Limited, Pause, Spoken, Windows } from './store.ts';
import { after, calendarStarts, DAY_MS, earliest, endOfSpan, HOUR_MS, type Instant, isDue } from './time.ts';

/** Why an account may not speak now, in the words `status` shows, and until when if that is known. */
export interface Closed {
  readonly type: 'closed';
  readonly why:
    | 'paused'
    | 'no-credits'
    | 'limited'
    | 'in-flight'
    | 'too-soon'
    | 'near-limit'
    | 'hourly-cap'
    | 'quiet-hours'
    | 'budget'
    | 'unseen';
  readonly detail: string;
  /** Since when, where that tells more than the detail. */
  readonly since?: Instant;
  readonly until?: Instant;
}
export type Gate = { readonly type: 'open' } | Closed;

/** What is to be said through the gate. */
export interface Utterance {
  readonly breaking: boolean;
  readonly timedByPerson: boolean;
  readonly costUsd: number;
}

/** What the gate looks at; all of it is stored, so that every process sees the same gate. */
export interface GateFacts {
  readonly account: Account;
  readonly pauses: readonly Pause[];
  readonly spoken: Spoken;
  readonly inFlight?: InFlight | undefined;
}

/** The spans over which an account's creates are added up, at `now` in the outlet's zone. */
export function windowsAt(now: Instant, timezone: string): Windows {
  const { day, month } = calendarStarts(now, timezone);
  return { hourAgo: after(now, -HOUR_MS), dayStart: day, monthStart: month };
}

/** Whether the account may say this now, through this channel; the first reason that says no is the answer. */
export function gateFor(channel: Channel, said: Utterance, facts: GateFacts, now: Instant, timezone: string): Gate {
  return (
    pausedOrLimited(facts, now) ??
    speaking(facts.inFlight, now) ??
    pace(channel, said, facts.spoken, now) ??
    spread(said, facts, now) ??
    quiet(channel, said, now, timezone) ??
    budget(channel, said, facts.spoken, now, timezone) ?? { type: 'open' }
  );
}

/** The part of the gate that no kind of news passes: the kill switch and the platform's own limit. */
export function pausedOrLimited(facts: Pick<GateFacts, 'account' | 'pauses'>, now: Instant): Closed | undefined {
  const pause = facts.pauses[0];
  if (pause) return closed('paused', `${pause.scope} paused by ${pause.by}: ${pause.reason}`);
  return closedFor('speak', facts.account, now);
}

const LIMITED = {
  speak: ['limitedUntil', 'the platform limits the account'],
  look: ['looksLimitedUntil', 'the platform lets the account not be read'],
  erase: ['erasesLimitedUntil', 'the platform lets the account delete nothing'],
} as const satisfies Record<Use, readonly [keyof Limited, string]>;

/**
 * Why the platform takes no calls of this use, as far as is known. Credits that are gone stop all but deletions: a pull
 * is never held up before the platform itself said no to one.
 */
export function closedFor(use: Use, account: Account, now: Instant): Closed | undefined {
  const { noCredits } = account;
  if (noCredits && use !== 'erase') {
    const { since, nextTryAt } = noCredits;
    return { type: 'closed', why: 'no-credits', detail: 'no credits', since, until: nextTryAt };
  }
  const [field, detail] = LIMITED[use];
  const until = account[field];
  return until && !isDue(until, now) ? closed('limited', detail, until) : undefined;
}

/** A process that looks at the gate. */
export interface Onlooker {
  readonly process: string;
  /** How far its clock is plainly wrong (`wrongByMs`). */
  readonly wrongByMs: number;
}

/**
 * The account as this process may use it, in its own time: whoever tries for all others whether there are credits again
 * sees it open.
 */
export function seenBy({ process, wrongByMs }: Onlooker, account: Account): Account {
  const seen = account.noCredits?.triedBy === process ? withCredits(account) : account;
  return wrongByMs === 0 ? seen : { ...seen, ...shifted(seen, -wrongByMs) };
}

/** The same, where the process may become the one that tries. */
export function asIfTrying(onlooker: Onlooker, account: Account, now: Instant): Account {
  const seen = seenBy(onlooker, account);
  return seen.noCredits && isDue(seen.noCredits.nextTryAt, now) ? withCredits(seen) : seen;
}

/** The times of a gate by a clock that runs so far ahead of the one they were told by. */
export function shifted<Times extends GateTimes>(times: Times, ms: number): GateTimes {
  const { limitedUntil, looksLimitedUntil, erasesLimitedUntil, slowed, noCredits } = times;
  return {
    ...(limitedUntil && { limitedUntil: after(limitedUntil, ms) }),
    ...(looksLimitedUntil && { looksLimitedUntil: after(looksLimitedUntil, ms) }),
    ...(erasesLimitedUntil && { erasesLimitedUntil: after(erasesLimitedUntil, ms) }),
    ...(slowed && { slowed: { ...slowed, until: after(slowed.until, ms) } }),
    ...(noCredits && { noCredits: { ...noCredits, nextTryAt: after(noCredits.nextTryAt, ms) } }),
  };
}

type GateTimes = Pick<Account, keyof Limited | 'slowed' | 'noCredits'>;

function withCredits({ noCredits: _, ...account }: Account): Account {
  return account;
}

function speaking(inFlight: InFlight | undefined, now: Instant): Closed | undefined {
  if (!inFlight) return undefined;
  const { id, until } = inFlight;
  if (until && !isDue(until, now)) return closed('in-flight', `the account is sending ${id}, which is in hand`, until);
  return closed('in-flight', `the account was sending ${id} when its worker died; the next pass settles it`);
}

function pace(channel: Channel, said: Utterance, spoken: Spoken, now: Instant): Closed | undefined {
  const nextAt = spoken.lastAt && after(spoken.lastAt, channel.minGapMs);
  if (nextAt && !isDue(nextAt, now)) return closed('too-soon', 'too soon after the last post', nextAt);
  if (spoken.lastHour >= channel.maxPerHour) return closed('hourly-cap', `${spoken.lastHour} posts within the hour`);
  const breakingCap = channel.breaking?.maxPerHour;
  if (said.breaking && breakingCap !== undefined && spoken.breakingLastHour >= breakingCap) {
    return closed('hourly-cap', `${spoken.breakingLastHour} breaking posts within the hour`);
  }
  return undefined;
}

/** Near the end of the platform's window ordinary posts keep apart; the rest of it is for what cannot wait. */
function spread(said: Utterance, { account: { slowed }, spoken }: GateFacts, now: Instant): Closed | undefined {
  if (!slowed || !spoken.lastAt || said.breaking || said.timedByPerson || isDue(slowed.until, now)) return undefined;
  const nextAt = earliest(after(spoken.lastAt, slowed.gapMs), slowed.until);
  return isDue(nextAt, now) ? undefined : closed('near-limit', "the platform's limit is near", nextAt);
}

function quiet(channel: Channel, said: Utterance, now: Instant, timezone: string): Closed | undefined {
  if (!channel.quietHours || said.breaking || said.timedByPerson) return undefined;
  const until = endOfSpan(channel.quietHours, now, timezone);
  return until && closed('quiet-hours', `quiet from ${channel.quietHours.from} to ${channel.quietHours.to}`, until);
}

function budget(channel: Channel, said: Utterance, spoken: Spoken, now: Instant, timezone: string): Closed | undefined {
  const { perDayUsd, perMonthUsd, postsPerDay, keepForBreaking } = channel.budget;
  const share = said.breaking ? 1 : 1 - keepForBreaking;
  const over = (spent: number, more: number, limit: number | undefined) =>
    limit !== undefined && spent + more > limit * share + 1e-9;
  const { day, month } = calendarStarts(now, timezone);
  const tomorrow = day.toZonedDateTimeISO(timezone).add({ days: 1 }).toInstant();
  if (over(spoken.monthUsd, said.costUsd, perMonthUsd)) {
    const nextMonth = month.toZonedDateTimeISO(timezone).add({ months: 1 }).toInstant();
    return closed('budget', `$${spoken.monthUsd.toFixed(2)} of $${perMonthUsd} spent this month`, nextMonth);
  }
  if (over(spoken.todayUsd, said.costUsd, perDayUsd)) {
    return closed('budget', `$${spoken.todayUsd.toFixed(2)} of $${perDayUsd} spent today`, tomorrow);
  }
  if (over(spoken.today, 1, postsPerDay)) {
    return closed('budget', `${spoken.today} of ${postsPerDay} posts made today`, tomorrow);
  }
  return undefined;
}

function closed(why: Closed['why'], detail: string, until?: Instant): Closed {
  return until ? { type: 'closed', why, detail, until } : { type: 'closed', why, detail };
}

/** No gate stays shut longer than this on a platform's word alone. */
export const LONGEST_LIMIT_MS = 25 * HOUR_MS;

/** The time a platform named, within reason: never in the past, never more than 25 hours away. */
export function limitUntil(named: Instant, now: Instant): Instant {
  const longest = after(now, LONGEST_LIMIT_MS);
  if (isDue(named, now)) return after(now, 1000);
  return isDue(named, longest) ? named : longest;
}

/** How long an account may speak on what was last seen of it, before it has to look again. */
export const LOOK_HOLDS_MS = 10 * 60 * 1000;
/** An hour without activity is a gap; news then is caught up with care. */
export const GAP_MS = HOUR_MS;
/** Two days: how far back a vanished article counts when a source seems to lose many at once. */
export const ABSENCE_WINDOW_MS = 2 * DAY_MS;
