import { z } from 'zod';
import type { LookalikeX } from './lookalike.ts';

/** Calls to a look-alike as bare HTTP, for tests that look at bodies and headers. */
export interface XCalls {
  call(method: string, path: string, more?: { readonly send?: unknown; readonly as?: string }): Promise<XAnswer>;
  tweet(text: string, as?: string): Promise<XAnswer>;
  /** Creates a post and answers its id. */
  idOf(text: string): Promise<string>;
  /** One page of account 1001, `query` with its question mark. */
  pageOf(query?: string): Promise<z.infer<typeof page>>;
}

export interface XAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** Calls as account 1001, or the one named. `running` is asked at each call. */
export function callsTo(running: () => LookalikeX): XCalls {
  const call: XCalls['call'] = async (method, path, { send, as = '1001' } = {}) => {
    const authorization =
      `OAuth oauth_consumer_key="k",oauth_nonce="n",oauth_signature="s%3D",oauth_signature_method="HMAC-SHA1",` +
      `oauth_timestamp="1",oauth_token="${as}-token",oauth_version="1.0"`;
    const init = send === undefined ? {} : { body: JSON.stringify(send) };
    const response = await fetch(new URL(path, running().prefix), { method, headers: { authorization }, ...init });
    return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.json() };
  };
  const tweet: XCalls['tweet'] = (text, as = '1001') => call('POST', 'tweets', { send: { text }, as });
  return {
    call,
    tweet,
    idOf: async (text) => created.parse((await tweet(text)).body).data.id,
    pageOf: async (query = '') => page.parse((await call('GET', `users/1001/tweets${query}`)).body),
  };
}

const created = z.object({ data: z.object({ id: z.string() }) });

const page = z.object({
  data: z.array(z.looseObject({ id: z.string(), text: z.string() })).default([]),
  meta: z.object({ result_count: z.number(), next_token: z.string().optional() }),
});
