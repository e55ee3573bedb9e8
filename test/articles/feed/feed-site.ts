import type { IncomingMessage } from 'node:http';
import { feedSource } from '../../../src/articles/feed/index.ts';
import type { FeedOptions } from '../../../src/articles/feed/options.ts';
import type { Article } from '../../../src/domain/article.ts';
import type { PollResult } from '../../../src/domain/ports.ts';
import { after } from '../../../src/domain/time.ts';
import { loopback } from '../../lib/loopback.ts';

export const NOW = Temporal.Instant.from('2026-07-06T12:00:00Z');

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** A site on the loopback whose answers the test sets, with a feed source that reads `/feed` there. */
export async function feedSite(options: Partial<FeedOptions> & { readonly path?: string } = {}) {
  const pages = new Map<string, Answer | ((request: IncomingMessage) => Answer)>();
  const asked: { readonly path: string; readonly headers: IncomingMessage['headers'] }[] = [];
  const host = await loopback((request, response) => {
    const path = request.url ?? '';
    asked.push({ path, headers: request.headers });
    const page = pages.get(path);
    const { status = page ? 200 : 404, headers = {}, body } = (typeof page === 'function' ? page(request) : page) ?? {};
    response.writeHead(status, headers).end(body);
  });
  const { path = '/feed', ...rest } = options;
  let now = NOW;
  const source = feedSource({
    id: 'site',
    url: `http://${host}${path}`,
    fullText: false,
    language: 'en',
    timezone: 'Europe/Kyiv',
    fetchAllow: [host],
    now: () => now,
    ...rest,
  });
  let cursor: string | undefined;
  return {
    source,
    host,
    asked,
    answer: (at: string, page: Answer | ((request: IncomingMessage) => Answer)) => pages.set(at, page),
    feed: (...items: readonly string[]) => pages.set('/feed', { body: rss(...items) }),
    wait: (ms: number) => {
      now = after(now, ms);
    },
    async poll(): Promise<PollResult> {
      const polled = await source.poll(cursor, AbortSignal.timeout(60_000));
      if (polled.type === 'polled') cursor = polled.cursor;
      return polled;
    },
    /** What a poll that must succeed brought. */
    async take(): Promise<readonly Article[]> {
      return polledOf(await this.poll()).articles;
    },
  };
}

export function polledOf(polled: PollResult): Extract<PollResult, { type: 'polled' }> {
  if (polled.type !== 'polled') throw new Error(polled.detail);
  return polled;
}

/** An RSS feed of these items. */
export function rss(...items: readonly string[]): string {
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>Demo Daily</title>${items.join('')}</channel></rss>`;
}

/** An RSS item with a link of its own and a date, unless it is told otherwise; undefined leaves a field out. */
export function item(guid: string, fields: Readonly<Record<string, string | undefined>> = {}): string {
  const all = {
    guid,
    title: `Story ${guid}`,
    link: `https://news.example/${guid}`,
    pubDate: 'Mon, 06 Jul 2026 10:00:00 GMT',
    description: 'The river rises.',
    ...fields,
  };
  const written = Object.entries(all).map(([name, value]) =>
    value === undefined ? '' : `<${name}>${value}</${name}>`,
  );
  return `<item>${written.join('')}</item>`;
}
