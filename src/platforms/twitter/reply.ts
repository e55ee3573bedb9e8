import type { IncomingHttpHeaders } from 'node:http';
import { ApiPartialResponseError, ApiRequestError, ApiResponseError } from 'twitter-api-v2';
import { z } from 'zod';

/** What came back from one request to X. */
export type Reply =
  /** A status below 400, which may still be a redirect or nonsense: only the body tells. */
  | { readonly type: 'answered'; readonly headers: IncomingHttpHeaders; readonly body: unknown }
  /** A status from 400 up. `body` is undefined where it is not JSON (a proxy's page, half an answer). */
  | {
      readonly type: 'turned-down';
      readonly status: number;
      readonly headers: IncomingHttpHeaders;
      readonly body: unknown;
      readonly empty: boolean;
    }
  /** Surely not sent. */
  | { readonly type: 'unsent'; readonly detail: string }
  /** Sent, or perhaps sent, and no whole answer came. */
  | { readonly type: 'lost'; readonly detail: string };

/** Takes out of a text what must never be shown. */
export type Conceal = (text: string) => string;

/** Reads what twitter-api-v2 returned, its body still a text. */
export function answered(
  response: { readonly headers: IncomingHttpHeaders; readonly data: unknown },
  conceal: Conceal,
): Reply {
  return { type: 'answered', headers: response.headers, body: parsed(response.data, conceal) };
}

/**
 * Reads what twitter-api-v2 threw. Its own helpers are of no use: `hasErrorCode` and `isAuthError` never match today's
 * bodies and throw on some, and `requestError` is always undefined. Anything else thrown is our own bug and goes on.
 */
export function thrown(error: unknown, conceal: Conceal): Reply {
  if (error instanceof ApiResponseError) {
    const body = parsed(error.data, conceal);
    return { type: 'turned-down', status: error.code, headers: error.headers, body, empty: !error.data };
  }
  if (error instanceof ApiPartialResponseError) {
    return { type: 'lost', detail: `half an answer, status ${error.response.statusCode ?? 'unknown'}` };
  }
  if (error instanceof ApiRequestError) return unanswered(error, conceal);
  throw error;
}

function parsed(data: unknown, conceal: Conceal): unknown {
  if (typeof data !== 'string') return undefined;
  try {
    return JSON.parse(conceal(data));
  } catch {
    return undefined;
  }
}

const CAUSE = z.object({
  code: z.string().optional().catch(undefined),
  syscall: z.string().optional().catch(undefined),
  message: z.string().catch(''),
});
// Where Node tries several addresses, the failure is the sum of all.
const CAUSES = CAUSE.extend({ errors: z.array(CAUSE).optional().catch(undefined) });
// The only place where the package keeps the cause.
const REQUEST_ERROR = z.object({ _options: z.object({ error: CAUSES }) });

type Cause = z.infer<typeof CAUSE>;

function unanswered(error: ApiRequestError, conceal: Conceal): Reply {
  const read = REQUEST_ERROR.safeParse(error);
  if (!read.success) return { type: 'lost', detail: 'no answer' };
  const cause = read.data._options.error;
  const unsent = cause.errors?.length ? cause.errors.every(isSurelyUnsent) : isSurelyUnsent(cause);
  const detail = [cause.code, cause.message || cause.errors?.[0]?.message].filter(Boolean).join(': ');
  return { type: unsent ? 'unsent' : 'lost', detail: conceal(detail) || 'no answer' };
}

/** No address, nobody there, or a certificate that was refused before the request went out. */
const UNSENT_CODE = new RegExp(
  '^(?:ENOTFOUND|EAI_.+|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL' +
    '|(?:ERR_TLS|CERT|UNABLE_TO|SELF_SIGNED|DEPTH_ZERO)_.+|HOSTNAME_MISMATCH)$',
);

function isSurelyUnsent({ code, syscall }: Cause): boolean {
  if (syscall === 'connect' || syscall === 'getaddrinfo') return true;
  // A route can also vanish under an open connection; then it is reading or writing that fails.
  return code !== undefined && syscall !== 'read' && syscall !== 'write' && UNSENT_CODE.test(code);
}
