import { z } from 'zod';
import type { NoCredits, RateLimited, Unauthorized } from '../../domain/ports.ts';
import type { Instant } from '../../domain/time.ts';
import type { Reply } from './reply.ts';
import { opening } from './windows.ts';

/** Why X did not do what it was asked; the same for every request. */
export type Failure =
  | RateLimited
  | NoCredits
  | Unauthorized
  /** X said no and did nothing. `missing`: what was asked for is not there. */
  | { readonly type: 'refused'; readonly said: string; readonly duplicate: boolean; readonly missing: boolean }
  /** Surely not sent. */
  | { readonly type: 'unsent'; readonly said: string }
  /** Nobody knows whether it was done. */
  | { readonly type: 'lost'; readonly said: string };

/** Sorts a reply by its status and the type or title of its body; by its text only where nothing else tells. */
export function failureOf(reply: Exclude<Reply, { type: 'answered' }>, now: Instant): Failure {
  return reply.type === 'turned-down' ? turnedDown(reply, now) : { type: reply.type, said: reply.detail };
}

/** What to do about an app that X lets read but not write. */
export const MAY_ONLY_READ =
  'The app may only read: set its permissions to "Read and write" in the developer console of X, then make a new ' +
  'access token and secret, since those made before still only read.';

/** What a person can do next, then what X said about it: one line, at most 300 characters. */
export function told(advice: string, said: string): string {
  const line = said ? `${advice} (${said})` : advice;
  const shown = line.replace(/[\p{C}\s]+/gu, ' ').trim();
  return shown.length <= 300 ? shown : `${shown.slice(0, 299).toWellFormed()}…`;
}

/** What X itself says in the body of an answer; empty where it says nothing. */
export function says(body: unknown): string {
  const { title, detail, errors } = problemIn(body);
  const first = errors?.[0];
  const parts = [title ?? first?.title, detail ?? first?.detail ?? first?.message];
  return [...new Set(parts)].filter(Boolean).join(': ');
}

function turnedDown(reply: Extract<Reply, { type: 'turned-down' }>, now: Instant): Failure {
  const { status, headers, body } = reply;
  const said = `${status} ${says(body)}`.trim();
  if (status >= 500 || status === 408 || status === 425) return { type: 'lost', said };
  if (status === 402 || isKind(body, NO_MONEY)) return { type: 'no-credits', detail: told(BUY_CREDITS, said) };
  const needsPerson = adviceFor(status, body);
  if (needsPerson) return { type: 'unauthorized', detail: told(needsPerson, said) };
  if (status === 429 || status === 420) {
    const { retryAt, scope } = opening(headers, now);
    return {
      type: 'rate-limited',
      retryAt,
      scope,
      detail: told(`Nothing to do: X lets the ${scope} go on at ${retryAt}.`, said),
    };
  }
  // A page of something between X and us: the status is not about what was asked.
  if (body === undefined && !reply.empty) return { type: 'lost', said: `${said}, not in X's own form` };
  const duplicate = status === 403 && /duplicate/i.test(says(body));
  return { type: 'refused', said, duplicate, missing: status === 404 };
}

const TEXT = z.string().optional().catch(undefined);
const PROBLEM = z.object({
  type: TEXT,
  title: TEXT,
  detail: TEXT,
  errors: z
    .array(z.object({ title: TEXT, detail: TEXT, message: TEXT }))
    .optional()
    .catch(undefined),
});

function problemIn(body: unknown): z.infer<typeof PROBLEM> {
  return PROBLEM.safeParse(body).data ?? {};
}

const BUY_CREDITS =
  'Buy credits for the app at X, or raise its spending limit: crier finds out within the hour, and at once after "crier resume".';
const NO_MONEY = ['credits', 'CreditsDepleted', 'SpendCapReached'];
const CAPPED = ['usage-capped', 'UsageCapExceeded'];
const READ_ONLY = ['oauth1-permissions', 'unsupported-authentication'];
const BLOCKED = ['client-forbidden', 'user-suspended', 'account-suspended'];
// These come as `about:blank`, so that only the text tells.
const BLOCKED_TEXT =
  /not permitted to access this feature|user-suspended|account (?:is|has been)[a-z ]* (?:suspended|locked)/i;

/** What a person must do before the account can speak again; undefined where nothing says that one must. */
function adviceFor(status: number, body: unknown): string | undefined {
  if (isKind(body, CAPPED))
    return 'The monthly usage of the app at X is used up: raise its cap or wait for the next month.';
  if (status === 401) return "X does not know the account's keys: make new ones, and check this machine's clock.";
  if (status !== 403) return undefined;
  if (isKind(body, READ_ONLY)) return MAY_ONLY_READ;
  if (isKind(body, BLOCKED) || BLOCKED_TEXT.test(says(body))) {
    return 'X does not let this account or app post: log in at x.com and look at the developer console.';
  }
  return undefined;
}

/** X names its kinds by type, under api.x.com and api.twitter.com alike, or by title. */
function isKind(body: unknown, names: readonly string[]): boolean {
  const { type, title } = problemIn(body);
  return names.some((name) => name === type?.split('/').at(-1) || name === title);
}
