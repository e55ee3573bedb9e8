import { z } from 'zod';
import { SHOWS_LATE_MS } from '../../domain/platform.ts';
import type { RecentQuery, RecentResult, RemotePost } from '../../domain/ports.ts';
import { type Instant, SECOND_MS } from '../../domain/time.ts';
import type { Request } from './call.ts';
import { failureOf, says, told } from './failure.ts';
import { postUrl, unknownUnlessClosed } from './outcome.ts';
import type { Reply } from './reply.ts';
import { clockAheadMs, isUsedUp } from './windows.ts';

/** X serves the newest 3,200 posts of an account, at most 100 a page. */
const MOST_PAGES = 32;

/** An id of X is the milliseconds since this one, shifted by so many bits. */
const IDS_FROM_MS = 1_288_834_974_657n;
const ID_SHIFT = 22n;

/**
 * Reads an account's own posts back, page by page. One page that fails or cannot be read makes the whole unknown: half
 * a timeline would prove the absence of what it does not show.
 */
export async function readTimeline(
  ask: (request: Request) => Promise<Reply>,
  userId: string,
  query: RecentQuery,
  now: () => Instant,
): Promise<RecentResult> {
  const found = new Map<string, RemotePost>();
  let next: string | undefined;
  let ended = false;
  let aheadMs = 0;
  let faulty = false;
  for (let pages = 0; pages < MOST_PAGES && !ended && found.size < query.atMost; pages++) {
    const reply = await ask(pageRequest(userId, query, query.atMost - found.size, next));
    if (reply.type !== 'answered') return unknownUnlessClosed(failureOf(reply, now()));
    const page = PAGE.safeParse(reply.body).data;
    if (!page || (!page.data && (page.errors || page.meta.result_count !== 0))) {
      return {
        type: 'unknown',
        detail: told("X's list of posts could not be read; it is asked again.", says(reply.body)),
      };
    }
    const tweets = page.data ?? [];
    for (const tweet of tweets) if (isWanted(tweet, query)) found.set(tweet.id, remotePost(tweet));
    next = page.meta.next_token;
    const oldest = tweets.at(-1);
    // X answers newest first.
    ended = next === undefined || (oldest !== undefined && !isWanted(oldest, query));
    faulty ||= page.errors !== undefined;
    aheadMs = clockAheadMs(reply.headers, now());
    if (isUsedUp(reply.headers, now())) break;
  }
  const posts = [...found.values()].sort(newestFirst).slice(0, query.atMost);
  const complete = ended && !faulty && posts.length === found.size;
  const seenUpTo = posts[0] && shownInFull(posts[0].remoteId, query, now().epochMilliseconds + aheadMs);
  return { type: 'read', posts, complete, clockAheadMs: aheadMs, ...(seenUpTo !== undefined && { seenUpTo }) };
}

function pageRequest(userId: string, query: RecentQuery, missing: number, next: string | undefined): Request {
  const { since, notBefore } = query;
  const start = notBefore?.round({ smallestUnit: 'second', roundingMode: 'floor' }).toString();
  return {
    method: 'get',
    path: `users/${userId}/tweets`,
    query: {
      // Every post read is billed; X takes 5 to 100.
      max_results: Math.min(Math.max(missing, 5), 100),
      exclude: 'retweets',
      'tweet.fields': 'created_at,entities,note_tweet',
      ...(since !== undefined ? { since_id: since } : start !== undefined ? { start_time: start } : {}),
      ...(next !== undefined ? { pagination_token: next } : {}),
    },
  };
}

function isWanted(tweet: Tweet, { since, notBefore }: RecentQuery): boolean {
  if (since !== undefined && BigInt(tweet.id) <= BigInt(since)) return false;
  // X dates posts to the second only.
  return !notBefore || tweet.created_at.epochMilliseconds > notBefore.epochMilliseconds - SECOND_MS;
}

/** Up to which id all is shown that ever will be, at X's time `atMs`. */
function shownInFull(newest: string, { since = '0' }: RecentQuery, atMs: number): string {
  const settled = (BigInt(atMs - SHOWS_LATE_MS) - IDS_FROM_MS) << ID_SHIFT;
  if (settled >= BigInt(newest)) return newest;
  return settled > BigInt(since) ? String(settled) : since;
}

function newestFirst(a: RemotePost, b: RemotePost): number {
  return BigInt(a.remoteId) < BigInt(b.remoteId) ? 1 : -1;
}

function remotePost({ id, text, created_at, entities, note_tweet }: Tweet): RemotePost {
  const urls = [...(note_tweet?.entities?.urls ?? []), ...(entities?.urls ?? [])];
  const expanded = new Map(urls.map((url) => [url.url, url.expanded_url ?? url.url]));
  const shown = unescapeHtml(note_tweet?.text ?? text);
  const links = urls
    .flatMap(({ expanded_url, unwound_url }) => [expanded_url, unwound_url])
    .filter((link) => link !== undefined)
    .flatMap((link) => [link, unescapeHtml(link)]);
  return {
    remoteId: id,
    url: postUrl(id),
    text: shown.replace(/https?:\/\/t\.co\/\w+/g, (short) => unescapeHtml(expanded.get(short) ?? short)),
    links: [...new Set(links)],
    createdAt: created_at,
  };
}

const NAMED: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

function unescapeHtml(text: string): string {
  return text.replace(/&(?:amp|lt|gt);/g, (name) => NAMED[name] ?? name);
}

const ENTITIES = z
  .object({
    urls: z
      .array(z.object({ url: z.string(), expanded_url: z.string().optional(), unwound_url: z.string().optional() }))
      .optional(),
  })
  .optional();
const TWEET = z.object({
  id: z.string().regex(/^\d{1,20}$/),
  text: z.string(),
  created_at: z.iso.datetime().transform((date) => Temporal.Instant.from(date)),
  entities: ENTITIES,
  note_tweet: z.object({ text: z.string(), entities: ENTITIES }).optional(),
});
type Tweet = z.infer<typeof TWEET>;
const PAGE = z.object({
  data: z.array(TWEET).optional(),
  meta: z.object({ result_count: z.number().optional(), next_token: z.string().optional() }),
  errors: z.array(z.unknown()).optional(),
});
