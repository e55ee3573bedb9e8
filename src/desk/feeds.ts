import { createHash } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { compress } from 'hono/compress';
import { etag } from 'hono/etag';
import { SECOND_MS } from '../domain/time.ts';
import { feedKind, readWhole } from './feed-file.ts';

/** The feeds of one channel: which files, and under which public address and hubs readers know them. */
export interface FeedSite {
  readonly channel: string;
  /** Where the files are; each is replaced whole. */
  readonly directory: string;
  /** The public address of the directory. */
  readonly address: string;
  readonly hubs: readonly string[];
}

/**
 * The feeds over HTTP: `GET /feeds/<channel>/<file>` with ETag, Last-Modified and compression, for anyone; everything
 * else is a 404. `now` is the machine's clock, epoch milliseconds.
 */
export function feedPages(sites: readonly FeedSite[], now: () => number = Date.now): Hono {
  const app = new Hono();
  app.notFound((c) => c.text('There is no such feed here. Feeds are at /feeds/CHANNEL/rss.xml and so on.\n', 404));
  // `etag` answers 304 for what `compress` made of the feed, so that each encoding keeps a tag of its own.
  app.get('/feeds/:channel/:file', etag(), compress(), async (c) => {
    const { channel, file } = c.req.param();
    const site = sites.find((one) => one.channel === channel);
    return (site && (await feed(c, site, file, now()))) ?? c.notFound();
  });
  return app;
}

async function feed(c: Context, site: FeedSite, name: string, now: number): Promise<Response | undefined> {
  const kind = feedKind(name);
  const file = kind && (await readWhole(site.directory, name));
  if (!file) return undefined;
  c.header('ETag', `"${createHash('sha256').update(file.bytes).digest('base64url')}"`);
  c.header('Last-Modified', new Date(lastModified(file.modifiedAt, now)).toUTCString());
  c.header('Cache-Control', 'public, max-age=60');
  c.header('Vary', 'Accept-Encoding');
  c.header('X-Content-Type-Options', 'nosniff');
  if (kind.subscribed) c.header('Link', links(site, name));
  if (isOlderRequest(c, file.modifiedAt)) return c.body(null, 304);
  c.header('Content-Type', kind.type);
  c.header('Content-Length', String(file.bytes.length));
  return c.body(file.bytes);
}

/** WebSub: where a subscriber asks for pushes, and the feed's own address. */
function links({ address, hubs }: FeedSite, name: string): string {
  const self = new URL(name, address.endsWith('/') ? address : `${address}/`).href;
  return [...hubs.map((hub) => `<${new URL(hub).href}>; rel="hub"`), `<${self}>; rel="self"`].join(', ');
}

/** While its second lasts a file may change again unseen by a date in seconds: until then it is called a second older. */
function lastModified(modifiedAt: number, now: number): number {
  return Math.min(secondOf(modifiedAt), secondOf(now) - SECOND_MS);
}

/** A tag, where the reader sent one, says more than a date (RFC 9110, 13.1.3). */
function isOlderRequest(c: Context, modifiedAt: number): boolean {
  if (c.req.header('If-None-Match') !== undefined) return false;
  return Date.parse(c.req.header('If-Modified-Since') ?? '') >= secondOf(modifiedAt);
}

function secondOf(ms: number): number {
  return Math.floor(ms / SECOND_MS) * SECOND_MS;
}
