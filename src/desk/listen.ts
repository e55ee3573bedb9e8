import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';

/** A request has to arrive whole within this, its headers sooner; a person's form is small and comes at once. */
const REQUEST_TIMEOUT_MS = 30_000;
const HEADERS_TIMEOUT_MS = 10_000;
/** Longer than a proxy in front keeps a connection (60 seconds in nginx), so that it never asks on one that just ended. */
const KEEP_ALIVE_MS = 65_000;
/** A connection on which nothing moves for so long is ended: a reader that takes no bytes holds one of few places. */
const SILENCE_MS = 60_000;
const MOST_HEADER_BYTES = 16 * 1024;
const MOST_CONNECTIONS = 512;

/** Answers a request; a thrown error becomes a bare 500. */
export type FetchHandler = (request: Request) => Response | Promise<Response>;

/** A server that listens, or why it does not. */
export type Listening =
  | {
      readonly type: 'listening';
      /** Where it listens, such as `http://127.0.0.1:8080`. */
      readonly url: string;
      /** Takes nothing more, lets requests in hand end for up to `withinMs`, then ends every connection. */
      close(withinMs: number): Promise<void>;
    }
  /** The port is in use, or this address cannot be listened at. */
  | { readonly type: 'taken'; readonly detail: string };

const WHY_TAKEN: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program listens there',
  EACCES: 'this user may not listen there',
  EADDRNOTAVAIL: 'this machine has no such address',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name of the host cannot be looked up now',
};

/** Opens an HTTP server for one handler; port 0 takes any that is free. `onError` is told what a handler throws. */
export async function listen(options: {
  readonly host: string;
  readonly port: number;
  readonly fetch: FetchHandler;
  readonly onError: (error: unknown) => void;
}): Promise<Listening> {
  const { host, port, fetch, onError } = options;
  const errorHandler = (error: unknown) => {
    onError(error);
    return new Response('something went wrong; the log says what\n', { status: 500 });
  };
  // An async handler, so that one that throws at once is caught like one that rejects.
  const answer = getRequestListener(async (request) => fetch(request), { errorHandler, overrideGlobalObjects: false });
  const limits = {
    requestTimeout: REQUEST_TIMEOUT_MS,
    headersTimeout: HEADERS_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    maxHeaderSize: MOST_HEADER_BYTES,
  };
  const server = createServer(limits, (request, response) => {
    // A connection that is kept alive would keep a closing server from ending.
    response.once('finish', () => server.listening || server.closeIdleConnections());
    answer(request, response).catch(onError);
  });
  server.maxConnections = MOST_CONNECTIONS;
  server.setTimeout(SILENCE_MS);
  const failed = await opened(server, host, port);
  if (failed !== undefined) return { type: 'taken', detail: failed };
  return { type: 'listening', url: urlOf(server.address(), host), close: (withinMs) => close(server, withinMs) };
}

/** Why it could not be opened; undefined: it is open. */
async function opened(server: Server, host: string, port: number): Promise<string | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject).listen(port, host, resolve);
  try {
    await promise;
    server.off('error', reject);
    return undefined;
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? WHY_TAKEN[String(error.code)] : undefined;
    if (why === undefined) throw error;
    return why;
  }
}

async function close(server: Server, withinMs: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  const late = setTimeout(() => server.closeAllConnections(), withinMs);
  await promise;
  clearTimeout(late);
}

function urlOf(address: AddressInfo | string | null, host: string): string {
  const port = typeof address === 'object' && address ? address.port : 0;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
