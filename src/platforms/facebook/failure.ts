import { z } from 'zod';
import type { RateLimited, Unauthorized } from '../../domain/ports.ts';
import { after, HOUR_MS, type Instant } from '../../domain/time.ts';
import type { Reply } from './reply.ts';
import { opening } from './usage.ts';

/** Why Facebook did not do what it was asked; the same for every request. */
export type Failure =
  | RateLimited
  | Unauthorized
  /**
   * Facebook said no and did nothing. `forbidden`: the token may not do this; `missing`: what was asked for is not
   * there, or not for us; `unscraped`: it could not read the link, and may later.
   */
  | Said<'forbidden' | 'missing' | 'duplicate' | 'unscraped' | 'refused'>
  /** `unsent`: surely so; `lost`: nobody knows whether it was done. */
  | Said<'unsent' | 'lost'>;

type Said<Type extends string> = Type extends string ? { readonly type: Type; readonly said: string } : never;

/** Sorts a reply by the code and subcode of its body (Meta's guide to handling errors, 2026). */
export function failureOf(reply: Exclude<Reply, { type: 'answered' }>, now: Instant): Failure {
  return reply.type === 'turned-down' ? turnedDown(reply, now) : { type: reply.type, said: reply.detail };
}

/** What to do about a token that lacks the permission to post. */
export const MAY_NOT_POST =
  'The token may not do this on the Page: give it pages_manage_posts and pages_read_engagement, and its person the Page.';

/** What a person can do next, then what Facebook said about it: one line, at most 300 characters. */
export function told(advice: string, said: string): string {
  const line = said ? `${advice} (${said})` : advice;
  const shown = line.replace(/[\p{C}\s]+/gu, ' ').trim();
  return shown.length <= 300 ? shown : `${shown.slice(0, 299).toWellFormed()}…`;
}

/** What Facebook itself says in the body of an answer, its trace first; empty where it says nothing. */
export function says(body: unknown): string {
  const { code, error_subcode, fbtrace_id, message, error_user_msg } = errorIn(body);
  const number = code === undefined ? '' : `code ${code}${error_subcode === undefined ? '' : `/${error_subcode}`}`;
  const trace = fbtrace_id && `trace ${fbtrace_id}`;
  return [number, trace, message, error_user_msg].filter(Boolean).join(', ');
}

const LOST = [1, 2, 1363047, 1609010];
/** Of these, the whole app shares the first two. */
const LIMITED = [4, 341, 17, 32, 613, 80001];
const APP_LIMITED = [4, 341];
const POSTS_TOO_OFTEN = 1390008;
const POSTS_TOO_OFTEN_WAIT_MS = 6 * HOUR_MS;
const DUPLICATE = [506, 1455006];
const UNSCRAPED = 1609005;
const INVALID = 100;
const CONTENT = [INVALID, 1609008, 1366051, 2061006, 1366046, 1487694];
const NO_SUCH_OBJECT = 33;
/** Larger numbers mean the same as a code and as a subcode; the smaller subcodes belong to their code. */
const OWN_MEANING_FROM = 1_000_000;

function turnedDown(reply: Extract<Reply, { type: 'turned-down' }>, now: Instant): Failure {
  const { status, headers, body } = reply;
  const error = errorIn(body);
  const { code, error_subcode = 0 } = error;
  const said = `${status} ${says(body)}`.trim();
  const is = (numbers: readonly number[]) =>
    (code !== undefined && numbers.includes(code)) ||
    (error_subcode >= OWN_MEANING_FROM && numbers.includes(error_subcode));
  // A code 2 with status 500 was seen to hide a post that went live, seven times in a row (arsduo/koala#699).
  if (status >= 500 || is(LOST)) return { type: 'lost', said };
  if (is([POSTS_TOO_OFTEN])) {
    const retryAt = after(now, POSTS_TOO_OFTEN_WAIT_MS);
    const advice = `Post less often: Facebook stopped the Page, and crier waits until ${retryAt}.`;
    return { type: 'rate-limited', retryAt, scope: 'account', detail: told(advice, said) };
  }
  if (is(LIMITED) || (code === undefined && status === 429)) {
    const { retryAt, scope: seen } = opening(headers, now);
    const scope = is(APP_LIMITED) ? 'app' : seen;
    const advice = `Nothing to do: Facebook lets the ${scope} go on at ${retryAt}.`;
    return { type: 'rate-limited', retryAt, scope, everyUse: true, detail: told(advice, said) };
  }
  if (is(DUPLICATE)) return { type: 'duplicate', said };
  if (is([UNSCRAPED])) return { type: 'unscraped', said };
  const needsPerson = adviceFor(error);
  if (needsPerson) return { type: 'unauthorized', detail: told(needsPerson, said) };
  if (code === INVALID && error_subcode === NO_SUCH_OBJECT) return { type: 'missing', said };
  if (is(CONTENT)) return { type: 'refused', said };
  if (code === 3 || code === 10 || (code !== undefined && code >= 200 && code <= 299))
    return { type: 'forbidden', said };
  // A code nobody told us about, or something between Facebook and us: neither says that nothing was done.
  return { type: 'lost', said };
}

const NEW_TOKEN = 'Make a new Page token ("crier connect facebook")';
/** By subcode of 190, what is known about why the token is dead. */
const TOKEN_ADVICE: Readonly<Record<number, string>> = {
  458: `The person took the app away: log in with it again. ${NEW_TOKEN}.`,
  459: 'Facebook wants its person to log in at facebook.com and pass a check.',
  460: `The password was changed. ${NEW_TOKEN}.`,
  463: `The token has run out. ${NEW_TOKEN}: that one does not run out.`,
  464: 'Facebook wants its person to log in at facebook.com and confirm the account.',
  467: `The token is no longer valid. ${NEW_TOKEN}.`,
  492: `The person has no role on the Page any more: give it back. ${NEW_TOKEN}.`,
};

/** What a person must do before the Page can speak again; undefined where nothing says that one must. */
function adviceFor({ code, error_subcode = 0, message = '' }: GraphError): string | undefined {
  switch (code) {
    case 102:
    case 190:
      return TOKEN_ADVICE[error_subcode] ?? `Facebook does not take the token. ${NEW_TOKEN}.`;
    case 368:
      return 'Facebook blocks the Page for now: log in at facebook.com and see what it asks of the Page.';
    case 2635:
      return 'Facebook no longer speaks the version of its interface that crier asks for: update crier.';
    case INVALID:
      // The code is that of any wrong parameter, so that only the text tells.
      return /appsecret_proof/i.test(message)
        ? 'The secret of the app does not belong to the token: put in the one of the app that made it.'
        : undefined;
    default:
      return undefined;
  }
}

const TEXT = z.string().optional().catch(undefined);
const NUMBER = z.number().int().optional().catch(undefined);
const ERROR = z.object({
  code: NUMBER,
  error_subcode: NUMBER,
  message: TEXT,
  error_user_msg: TEXT,
  fbtrace_id: TEXT,
});
type GraphError = z.infer<typeof ERROR>;

/** The error that a body names, as far as it can be read. */
export function errorIn(body: unknown): GraphError {
  return z.object({ error: ERROR }).safeParse(body).data?.error ?? {};
}
