import { type Context, Hono, type MiddlewareHandler } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { type Article, type ArticleKey, articleName } from '../domain/article.ts';
import { type Delivery, receive } from '../domain/inbox.ts';
import type { Store } from '../domain/store.ts';
import { after, type Instant, isDue, SECOND_MS } from '../domain/time.ts';
import { understood } from '../domain/understanding.ts';
import { completed } from '../pipeline/steps.ts';
import { type Claim, claimOf, type SenderKeys, WINDOW_MS } from './sender.ts';

/** A story is text; a megabyte is a book. */
const LONGEST_BODY_BYTES = 1_000_000;

/** A source that is sent its articles. */
export interface PushSite {
  readonly id: string;
  readonly keys: SenderKeys;
  /** What to check where a sender is not known; it names keys and no value. */
  readonly advice: string;
  /** The article in the body of a request; `sentAt` dates only a cancellation that has lost its own date. */
  understand(text: string, sentAt: Instant): Promise<Understood>;
  /** What is wrong with an article's id, if anything. */
  idFault(id: string): string | undefined;
}

type Understood =
  | { readonly type: 'article'; readonly article: Article }
  | { readonly type: 'unreadable'; readonly detail: string };

export interface PushOptions {
  readonly sites: readonly PushSite[];
  readonly store: Pick<Store, 'receive'>;
  now(): Instant;
  /** The store cannot be reached now: the sender is to try again. */
  isTrouble(error: unknown): boolean;
  onError(error: unknown): void;
}

type Env = { Variables: { site: PushSite; claim: Claim; now: Instant } };

/**
 * Where newsroom systems send their articles: `POST` and `DELETE` under `/api/sources/<id>/articles`, or `/api/articles`
 * where one source is pushed. What is answered 202 is stored; whoever reads the sources takes it in.
 */
export function pushApi({ sites, store, now, isTrouble, onError }: PushOptions): Hono<Env> {
  const app = new Hono<Env>();
  for (const base of ['/api/articles', '/api/sources/:source/articles']) {
    app.post(base, knownSender(sites, now), takeStory(store));
    app.delete(`${base}/:id`, knownSender(sites, now), takeDeletion(store));
  }
  app.notFound((c) => refuse(c, 404, whereTo(sites)));
  app.onError((error, c) => {
    onError(error);
    if (!isTrouble(error)) return refuse(c, 500, 'something went wrong; the log of crier says what');
    c.header('Retry-After', '30');
    return refuse(c, 503, 'the store cannot be reached now; send it again later');
  });
  return app;
}

/** Turns unknown senders away before a byte of their body is read. */
function knownSender(sites: readonly PushSite[], now: () => Instant): MiddlewareHandler<Env> {
  return async (c, next) => {
    const named = c.req.param('source');
    const site = named === undefined && sites.length === 1 ? sites[0] : sites.find(({ id }) => id === named);
    if (!site) return c.notFound();
    const claim = claimOf(c.req.raw.headers, site.keys, now());
    if (!claim) return turnAway(c, site);
    c.set('site', site);
    c.set('claim', claim);
    c.set('now', now());
    return next();
  };
}

/** `POST …/articles`: a story as it is now. */
function takeStory(store: PushOptions['store']): MiddlewareHandler<Env> {
  return async (c) => {
    const { site, claim, now } = c.var;
    const bytes = await bodyOf(c.req.raw);
    if (!bytes) return refuse(c, 413, `the body is longer than ${LONGEST_BODY_BYTES} bytes`);
    if (claim.type === 'signature' && !claim.covers(bytes)) return turnAway(c, site);
    if (c.req.header('Content-Encoding') !== undefined)
      return refuse(c, 415, 'the body is compressed: send it as it is');
    const text = decoded(bytes);
    if (text === undefined) return refuse(c, 400, 'the body is not UTF-8');
    const sentAt = sentAtOf(claim, now);
    const read = await site.understand(text, sentAt);
    if (read.type === 'unreadable') return refuse(c, 422, read.detail);
    const { article } = read;
    const at = article.updatedAt ?? sentAt;
    if (isAhead(at, now)) return refuse(c, 422, 'updatedAt: lies in the future; check the clock of the sender');
    const status = await deliver(store, article, { type: 'story', article, at });
    return c.json({ article: articleName(article), status, understood: understood(article) }, 202);
  };
}

/** `DELETE …/articles/ID`, with `?updatedAt=` where the sender says when: the story is never to be shown again. */
function takeDeletion(store: PushOptions['store']): MiddlewareHandler<Env> {
  return async (c) => {
    const { site, claim, now } = c.var;
    if (claim.type === 'signature' && !claim.covers(signedPart(c))) return turnAway(c, site);
    const key = { source: site.id, id: c.req.param('id') ?? '' };
    const fault = site.idFault(key.id);
    if (fault !== undefined) return refuse(c, 422, `id: ${fault}`);
    const said = c.req.query('updatedAt');
    const at = said === undefined ? sentAtOf(claim, now) : instantOf(said);
    if (!at)
      return refuse(c, 422, 'updatedAt: is not a date with an offset; expected ISO 8601 such as 2026-05-01T09:00:00Z');
    if (isAhead(at, now)) return refuse(c, 422, 'updatedAt: lies in the future; check the clock of the sender');
    const status = await deliver(store, key, { type: 'deletion', at, time: said === undefined ? 'sent' : 'said' });
    return c.json({ article: articleName(key), status }, 202);
  };
}

async function deliver(store: PushOptions['store'], { source, id }: ArticleKey, delivery: Delivery) {
  const { status } = await store.receive({ source, id }, (held, known) => receive(delivery, held, known));
  completed('receive');
  return status;
}

/** A DELETE has no body: its signature covers what of its address names the article, as it was sent. */
function signedPart(c: Context): Uint8Array {
  const { pathname, search } = new URL(c.req.url);
  return new TextEncoder().encode(`${pathname.slice(pathname.lastIndexOf('/') + 1)}${search}`);
}

function sentAtOf(claim: Claim, now: Instant): Instant {
  return claim.type === 'signature' ? claim.at : now;
}

/** Later than any clock that is right enough to be believed: all that comes after it would be stale. */
function isAhead(at: Instant, now: Instant): boolean {
  return !isDue(at, after(now, WINDOW_MS + SECOND_MS));
}

function instantOf(text: string): Instant | undefined {
  try {
    return Temporal.Instant.from(text);
  } catch {
    return undefined;
  }
}

/** The body as it was sent; undefined: it is too long. Not by hono's bodyLimit, which fails on a body sent in chunks. */
async function bodyOf(request: Request): Promise<Uint8Array | undefined> {
  if (Number(request.headers.get('Content-Length') ?? 0) > LONGEST_BODY_BYTES) return undefined;
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.length;
    if (length > LONGEST_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Never why: whoever guesses learns nothing. */
function turnAway(c: Context, { advice }: PushSite): Response {
  c.header('WWW-Authenticate', 'Bearer realm="crier"');
  return refuse(c, 401, advice);
}

function refuse(c: Context, status: ContentfulStatusCode, error: string): Response {
  return c.json({ error }, status);
}

function whereTo(sites: readonly PushSite[]): string {
  const names = sites.map(({ id }) => id).join(', ');
  return `there is nothing here: POST to /api/sources/SOURCE/articles, DELETE /api/sources/SOURCE/articles/ID; sources: ${names}`;
}
