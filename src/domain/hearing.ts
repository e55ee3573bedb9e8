import { wrongByMs } from './clocks.ts';
import { limitUntil, shifted } from './gate.ts';
import type { Beside, Limits, NoCredits, RateLimited, Unauthorized, Use } from './ports.ts';
import type { AccountChange, Limited, Pause, Slowed, Transition } from './store.ts';
import { after, HOUR_MS, type Instant, isDue, msBetween } from './time.ts';

/** An answer of a platform, as far as it says something of the account. */
export type Answer = Beside & (RateLimited | NoCredits | Unauthorized | { readonly type: 'published' | Silent });
type Silent =
  | 'read'
  | 'ready'
  | 'gone'
  | 'unknown'
  | 'unavailable'
  | 'refused'
  | 'unconfirmed'
  | 'not-ready'
  | 'image-unavailable';

/** How long the gate of an account without credits stays closed before one post tries again. */
export const CREDITS_TRY_EVERY_MS = HOUR_MS;

/** What an answer to a call of this use does to the account's gate, whoever the post belongs to by now. */
export function gateChange(
  account: string,
  use: Use,
  answer: Answer,
  now: Instant,
): Pick<Transition, 'account' | 'pause'> {
  const limits = answer.limits ?? [];
  const closed = [
    ...limits.filter(({ remaining }) => remaining <= 0),
    ...(answer.type === 'rate-limited' ? [{ ...answer, resetAt: answer.retryAt }] : []),
  ];
  const app = closing(
    use,
    closed.filter(({ scope }) => scope === 'app'),
    now,
  );
  const slowed = use === 'speak' ? slowing(limits, now) : undefined;
  const change: AccountChange = {
    ...closing(
      use,
      closed.filter(({ scope }) => scope !== 'app'),
      now,
    ),
    ...(app && { app }),
    ...(slowed && { slowed }),
    ...(answer.type === 'no-credits' && outOfCredits(use, now)),
  };
  const wrongMs = wrongByMs(answer.clockAheadMs);
  const told = wrongMs === 0 ? change : inTimeOfAll(change, wrongMs);
  return {
    ...(Object.keys(change).length > 0 && { account: told }),
    ...(answer.type === 'unauthorized' && { pause: pauseOf(account, answer.detail, now) }),
  };
}

/** Other processes read these times: where our own clock is wrong they are told by the platform's. */
function inTimeOfAll(change: AccountChange, wrongMs: number): AccountChange {
  return { ...change, ...shifted(change, wrongMs), ...(change.app && { app: shifted(change.app, wrongMs) }) };
}

/** The pause crier makes itself where the platform no longer lets an account post; told once, lifted by a person. */
export function pauseOf(account: string, detail: string, now: Instant): Pause {
  return { scope: `account:${account}`, at: now, by: 'crier', reason: detail };
}

/** With less than this share of a window left, what is left is spread over the rest of its time. */
const NEARLY_USED_UP = 0.1;

/**
 * The pace that keeps ordinary posts within windows that are nearly used up, until these open anew; undefined: there is
 * room. One call of what remains is kept back for what cannot wait.
 */
export function slowing(limits: readonly Limits[], now: Instant): Slowed | undefined {
  const paces = limits
    .filter(({ remaining, limit, resetAt }) => isNearlyUsedUp(remaining, limit) && !isDue(resetAt, now))
    .map(({ remaining, resetAt }) => {
      const until = limitUntil(resetAt, now);
      return { gapMs: Math.ceil(msBetween(now, until) / (remaining + 1)), until };
    });
  return paces.toSorted((a, b) => b.gapMs - a.gapMs)[0];
}

function isNearlyUsedUp(remaining: number, limit: number | undefined): boolean {
  return limit !== undefined && remaining > 0 && remaining < limit * NEARLY_USED_UP;
}

const FIELD = {
  speak: 'limitedUntil',
  look: 'looksLimitedUntil',
  erase: 'erasesLimitedUntil',
} as const satisfies Record<Use, keyof Limited>;

/** Each use whose calls the platform takes no more of, and until when; undefined: none. */
function closing(
  use: Use,
  windows: readonly Pick<Limits, 'resetAt' | 'everyUse'>[],
  now: Instant,
): Limited | undefined {
  const closed: { -readonly [Field in keyof Limited]: Limited[Field] } = {};
  for (const { resetAt, everyUse } of windows) {
    const until = limitUntil(resetAt, now);
    for (const one of everyUse ? everyUseAfter(use) : [use]) {
      const known = closed[FIELD[one]];
      if (!known || isDue(known, until)) closed[FIELD[one]] = until;
    }
  }
  return windows.length === 0 ? undefined : closed;
}

/** A pull is never held up: only its own answer says that deletions are not taken either. */
function everyUseAfter(use: Use): readonly Use[] {
  return use === 'erase' ? ['speak', 'look', 'erase'] : ['speak', 'look'];
}

function outOfCredits(use: Use, now: Instant): AccountChange {
  const nextTryAt = after(now, CREDITS_TRY_EVERY_MS);
  return { noCredits: { since: now, nextTryAt }, ...(use === 'erase' && { erasesLimitedUntil: nextTryAt }) };
}
