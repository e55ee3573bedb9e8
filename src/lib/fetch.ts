import type { IncomingMessage } from 'node:http';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { readBody } from './body.ts';
import { type Destination, resolveDestination } from './destination.ts';

const MOST_REDIRECTS = 3;
const REDIRECTS = [301, 302, 303, 307, 308];
const FOR_GOOD = [301, 308];

/** What came of one fetch: an answer of any status, an address that is not fetched, or no usable answer in time. */
export type FetchResult =
  | {
      readonly type: 'answered';
      readonly status: number;
      /** Names in lower case. */
      readonly headers: Readonly<Record<string, string>>;
      readonly body: Uint8Array;
      /** The address that answered, after redirects. */
      readonly url: string;
      /** Where it is to be found from now on, if redirects for good (301, 308) led there and only these came before. */
      readonly movedTo?: string;
    }
  /** It will not get better by itself: not http(s), a private address, too many redirects, too long an answer. */
  | { readonly type: 'refused'; readonly detail: string }
  /** It may work another time: no such host now, no connection, no answer before the deadline, a broken answer. */
  | { readonly type: 'unavailable'; readonly detail: string };

export interface FetchOptions {
  /** GET by default; redirects are followed for GET and HEAD only, at most 3. */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent along; for methods whose redirects are not followed. */
  readonly body?: string;
  /** For everything together: names, redirects, the whole answer. */
  readonly deadlineMs: number;
  /** The longest body after decompression; with 0 the body is not read at all. */
  readonly maxBytes: number;
  /** What becomes of a longer body: it is refused, or only its beginning is read; refused where not given. */
  readonly longer?: 'refuse' | 'cut';
  /** `host:port` that may be private: staging and tests. */
  readonly allow: readonly string[];
  readonly signal: AbortSignal;
}

/**
 * The one fetch for addresses that others wrote (articles, media, hubs). Only http and https without credentials; the
 * name is resolved once, every address it has must be public, and the connection goes to just these; the same again at
 * each redirect. Never throws for what the other side does.
 */
export async function safeFetch(url: string, options: FetchOptions): Promise<FetchResult> {
  const deadline = AbortSignal.timeout(options.deadlineMs);
  const signal = AbortSignal.any([deadline, options.signal]);
  try {
    return await follow(url, options, signal);
  } catch (error) {
    if (options.signal.aborted) return { type: 'unavailable', detail: 'stopped before it answered' };
    if (deadline.aborted) return { type: 'unavailable', detail: `no answer within ${options.deadlineMs / 1000} s` };
    if (!isNetworkError(error)) throw error;
    return { type: 'unavailable', detail: `the connection failed (${error.code})` };
  }
}

async function follow(first: string, options: FetchOptions, signal: AbortSignal): Promise<FetchResult> {
  const { method = 'GET', body: sent, maxBytes, longer = 'refuse', allow } = options;
  let headers = { 'user-agent': 'crier', 'accept-encoding': 'gzip, br, deflate', ...lowerCased(options.headers ?? {}) };
  let url = first;
  let moved: { movedTo: string } | undefined;
  let isForGood = true;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
    const destination = await resolveDestination(url, allow, signal);
    if (destination.type !== 'resolved') return destination;
    const response = await send(destination, method, headers, sent, signal);
    const next = redirectOf(response, method, destination.url);
    if (!next) {
      const body = await readBody(response, method === 'HEAD' ? 0 : maxBytes, longer, signal);
      if (body.type !== 'read') return body;
      const status = response.statusCode ?? 0;
      return {
        type: 'answered',
        status,
        headers: flat(response),
        body: body.bytes,
        url: destination.url.href,
        ...moved,
      };
    }
    response.destroy();
    isForGood &&= FOR_GOOD.includes(response.statusCode ?? 0);
    if (isForGood) moved = { movedTo: next.href };
    if (next.origin !== destination.url.origin) headers = withoutCredentials(headers);
    url = next.href;
  }
  return { type: 'refused', detail: `more than ${MOST_REDIRECTS} redirects` };
}

function send(
  { url, addresses }: Destination,
  method: string,
  headers: Readonly<Record<string, string>>,
  body: string | undefined,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  // Pinned: the name is not asked a second time, so it cannot answer differently than when it was checked.
  const lookup = (
    _hostname: string,
    { all }: { all?: boolean | undefined },
    callback: (error: null, address: string | typeof addresses, family?: number) => void,
  ) => (all ? callback(null, addresses) : callback(null, addresses[0].address, addresses[0].family));
  request(url, { method, headers, agent: false, lookup, signal })
    .on('response', resolve)
    .on('error', reject)
    // An answer that changes the protocol ends the connection without a response or an error.
    .on('close', () => reject(Object.assign(new Error('closed'), { code: 'ECONNRESET' })))
    .end(body);
  return promise;
}

function redirectOf(response: IncomingMessage, method: string, from: URL): URL | undefined {
  const { statusCode = 0, headers } = response;
  if (!REDIRECTS.includes(statusCode) || (method !== 'GET' && method !== 'HEAD')) return undefined;
  return headers.location === undefined ? undefined : (URL.parse(headers.location, from.href) ?? undefined);
}

function withoutCredentials<Headers extends Record<string, string>>(headers: Headers): Headers {
  const kept = { ...headers };
  delete kept.authorization;
  delete kept.cookie;
  return kept;
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function flat(response: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(response.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}

function isNetworkError(error: unknown): error is Error & { code: string } {
  // Node also gives its TypeErrors a code, and those are our own bugs.
  return error instanceof Error && !(error instanceof TypeError) && 'code' in error && typeof error.code === 'string';
}
