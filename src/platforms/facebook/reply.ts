import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';

/** What came back from one request to the Graph API. */
export type Reply =
  /** A status from 200 to 299 and no error in the body, which may still be nonsense: undefined where it is not JSON. */
  | { readonly type: 'answered'; readonly headers: IncomingHttpHeaders; readonly body: unknown }
  /** Any other status, or an error in the body. `body` is undefined where it is not JSON (a page, half an answer). */
  | {
      readonly type: 'turned-down';
      readonly status: number;
      readonly headers: IncomingHttpHeaders;
      readonly body: unknown;
    }
  /** Surely not sent. */
  | { readonly type: 'unsent'; readonly detail: string }
  /** Sent, or perhaps sent, and no whole answer came. */
  | { readonly type: 'lost'; readonly detail: string };

/** Takes out of a text what must never be shown. */
export type Conceal = (text: string) => string;

/** The head of an answer, as it was seen on the wire; nothing where none came. */
export interface Head {
  readonly status?: number;
  readonly headers?: IncomingHttpHeaders;
}

/** Reads what `fb` returned: any JSON without an error, with any status, since it never looks at one. */
export function answered({ status, headers = {} }: Head, body: unknown, conceal: Conceal): Reply {
  if (status === undefined) return { type: 'lost', detail: 'an answer without a status' };
  const shown = concealed(body, conceal);
  if (status < 200 || status > 299) return { type: 'turned-down', status, headers, body: shown };
  return { type: 'answered', headers, body: shown };
}

/** Reads what `fb` threw: the body of the answer, or the failure of the network in its place. */
export function rejected(head: Head, response: unknown, conceal: Conceal): Reply {
  const { status, headers = {} } = head;
  const failed = FAILED.safeParse(response).data;
  if (failed) return unanswered(head, CAUSES.parse(failed.error), conceal);
  if (NOT_JSON.safeParse(response).success) return answered(head, undefined, conceal);
  if (status === undefined) return { type: 'lost', detail: 'an answer without a status' };
  return { type: 'turned-down', status, headers, body: concealed(response, conceal) };
}

/** Texts may hold secrets anywhere: the addresses of further pages hold the token. */
function concealed(body: unknown, conceal: Conceal): unknown {
  return body === undefined ? undefined : JSON.parse(conceal(JSON.stringify(body)));
}

// `fb` has no other word for a body that is not JSON, be it a page or nothing at all.
const NOT_JSON = z.object({ error: z.object({ code: z.literal('JSONPARSE') }) });

const CAUSE = z.object({
  code: z.string().optional().catch(undefined),
  syscall: z.string().optional().catch(undefined),
  message: z.string().catch(''),
});
// Where Node tries several addresses, the failure is the sum of all.
const CAUSES = CAUSE.extend({ errors: z.array(CAUSE).optional().catch(undefined) });
const FAILED = z.object({ error: z.instanceof(Error) });

type Cause = z.infer<typeof CAUSE>;

function unanswered({ status }: Head, cause: z.infer<typeof CAUSES>, conceal: Conceal): Reply {
  const unsent =
    status === undefined && (cause.errors?.length ? cause.errors.every(isSurelyUnsent) : isSurelyUnsent(cause));
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
