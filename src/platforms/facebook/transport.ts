import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';
import { ClientRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { createRequire } from 'node:module';
import { answered, type Reply, rejected } from './reply.ts';

/** What one Page is spoken to with; all but the number of the Page is secret, and never shown. */
export interface Credentials {
  readonly pageAccessToken: string;
  readonly appSecret: string;
}

/** As whom requests are made; all of it is secret. */
export interface Speaker {
  /** Undefined: requests carry no token. */
  readonly accessToken?: string;
  readonly appSecret: string;
  /** Further secrets, which requests carry as parameters. */
  readonly carried?: readonly string[];
}

/** One request to the Graph API. Parameters are texts: what `fb` does with other values depends on the value. */
export interface GraphRequest {
  readonly method: 'get' | 'post' | 'delete';
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
}

/** Makes one request and answers what came back, whatever it was. `deadline` ends it wherever it stands. */
export type GraphTransport = (request: GraphRequest, deadline: AbortSignal) => Promise<Reply>;

/** Released on 29 July 2026; `fb` would ask for v2.3, which is dead and answered as whatever is oldest. */
export const GRAPH_VERSION = 'v26.0';

/** What stands in an answer in the place of a secret. */
export const CONCEALED = '[concealed]';

/** The Graph API by the package `fb`, which signs every request that carries a token with appsecret_proof. */
export function openGraph({ accessToken, appSecret, carried = [] }: Speaker): GraphTransport {
  const speaker = { ...(accessToken !== undefined && { accessToken }), appSecret };
  const client = new Facebook({ ...speaker, version: GRAPH_VERSION });
  const conceal = concealing([...Object.values(speaker), ...carried, String(client.options('appSecretProof'))]);

  return async ({ method, path, params }, deadline) => {
    if (deadline.aborted) return { type: 'unsent', detail: 'stopped before anything was sent' };
    const exchange: Exchange = { deadline };
    // The package writes the token into the parameters.
    const asked = exchanges.run(exchange, () => client.api(path, method, { ...params }));
    return Promise.race([
      stopped(deadline),
      asked.then(
        (body) => answered(exchange, body, conceal),
        (error) => {
          if (!(error instanceof FacebookApiException)) throw error;
          return rejected(exchange, error.response, conceal);
        },
      ),
    ]);
  };
}

interface FbClient {
  api(path: string, method: string, params: Record<string, string>): Promise<unknown>;
  options(name: string): unknown;
}
interface Fb {
  readonly Facebook: new (options: Readonly<Record<string, string>>) => FbClient;
  readonly FacebookApiException: new (response: unknown) => Error & { readonly response: unknown };
}
type RequestPackage = { defaults(options: object): RequestPackage };

const { Facebook, FacebookApiException } = loadFb();

/** Loads `fb` by require, since it is CommonJS that no two loaders import alike, and so that it is never bundled. */
function loadFb(): Fb {
  const require = createRequire(import.meta.url);
  const own = createRequire(require.resolve('fb'));
  const request: RequestPackage = own('request');
  const loaded = require.cache[own.resolve('request')];
  if (!loaded) throw new Error('the transport of fb is not where fb looks for it');
  // The package lets nobody set these. Without them a proxy named in the environment is used, a redirect is followed
  // with the token in its referer, and a kept connection may be closed just as the next post goes out.
  loaded.exports = request.defaults({ proxy: null, followRedirect: false, headers: { connection: 'close' } });
  return require('fb');
}

/** What is seen of one request on the wire, where `fb` shows only the body. */
interface Exchange {
  readonly deadline: AbortSignal;
  status?: number;
  headers?: IncomingHttpHeaders;
}

const exchanges = new AsyncLocalStorage<Exchange>();

subscribe('http.client.request.created', (message) => {
  const exchange = exchanges.getStore();
  if (!exchange || !hasRequest(message)) return;
  const { request } = message;
  const stop = () => request.destroy(new Error('stopped'));
  exchange.deadline.addEventListener('abort', stop, { once: true });
  request.once('close', () => exchange.deadline.removeEventListener('abort', stop));
  request.once('response', ({ statusCode, headers }: IncomingMessage) => {
    exchange.headers = headers;
    if (statusCode !== undefined) exchange.status = statusCode;
  });
  if (exchange.deadline.aborted) stop();
});

function hasRequest(message: unknown): message is { readonly request: ClientRequest } {
  return (
    typeof message === 'object' && message !== null && 'request' in message && message.request instanceof ClientRequest
  );
}

/** The package's own timeout starts anew with every byte. */
function stopped(deadline: AbortSignal): Promise<Reply> {
  const { promise, resolve } = Promise.withResolvers<Reply>();
  const stop = () => resolve({ type: 'lost', detail: 'no answer within the deadline' });
  deadline.addEventListener('abort', stop, { once: true });
  return promise;
}

/** Real tokens and secrets have 32 characters and more; something shorter is a placeholder, and might be part of a word. */
const SHORTEST_SECRET = 8;

function concealing(values: readonly string[]): (text: string) => string {
  const secrets = values
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .flatMap((secret) => [secret, encodeURIComponent(secret)]);
  return (text) => secrets.reduce((shown, secret) => shown.replaceAll(secret, CONCEALED), text);
}
