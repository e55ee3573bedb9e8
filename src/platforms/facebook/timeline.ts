import { z } from 'zod';
import { parseLink } from '../../domain/link.ts';
import { SHOWS_LATE_MS } from '../../domain/platform.ts';
import type { RecentQuery, RecentResult, RemotePost } from '../../domain/ports.ts';
import { type Instant, SECOND_MS } from '../../domain/time.ts';
import { failureOf, says, told } from './failure.ts';
import { PERMALINK, POST_ID, postUrl, unknownUnlessClosed } from './outcome.ts';
import type { Reply } from './reply.ts';
import type { GraphRequest } from './transport.ts';
import { clockAheadMs, isUsedUp } from './usage.ts';

/** Facebook shows at most 100 posts a page, and sometimes fewer than there are. */
const PAGE_POSTS = 100;
const MOST_PAGES = 40;
const FIELDS = 'id,message,permalink_url,created_time,attachments{unshimmed_url,url}';

/**
 * Reads the Page's own posts back, page by page. One page that fails or cannot be read makes the whole unknown: half a
 * timeline would prove the absence of what it does not show. Facebook's ids have no order, so `seenUpTo` is a time: the
 * second in which the newest post was made, or the latest of which no post is shown late any more.
 */
export async function readTimeline(
  ask: (request: GraphRequest) => Promise<Reply>,
  pageId: string,
  query: RecentQuery,
  now: () => Instant,
): Promise<RecentResult> {
  const from = startOf(query);
  const found = new Map<string, RemotePost>();
  let next: string | undefined;
  let ended = false;
  let aheadMs = 0;
  for (let pages = 0; pages < MOST_PAGES && !ended && found.size < query.atMost; pages++) {
    const reply = await ask(pageRequest(pageId, from, query.atMost - found.size, next));
    if (reply.type !== 'answered') return unknownUnlessClosed(failureOf(reply, now()));
    const page = PAGE.safeParse(reply.body).data;
    if (!page) {
      return {
        type: 'unknown',
        detail: told("Facebook's list of posts could not be read; it is asked again.", says(reply.body)),
      };
    }
    const posts = page.data.map(remotePost);
    const wanted = posts.filter(({ createdAt }) => from === undefined || createdAt.epochMilliseconds >= from);
    for (const post of wanted) found.set(post.remoteId, post);
    const more = page.paging?.next !== undefined;
    // Newest first: beyond a post that is too old all are.
    ended = !more || wanted.length < posts.length;
    aheadMs = clockAheadMs(reply.headers, now());
    const after = page.paging?.cursors?.after;
    // The same page again, or none named: nothing tells what lies beyond.
    if (!ended && (after === undefined || after === next)) break;
    if (isUsedUp(reply.headers, now())) break;
    next = after;
  }
  const posts = [...found.values()].sort(newestFirst).slice(0, query.atMost);
  const complete = ended && posts.length === found.size;
  const seenUpTo = posts[0] && String(shownInFull(posts[0].createdAt, now().epochMilliseconds + aheadMs, from));
  return { type: 'read', posts, complete, clockAheadMs: aheadMs, ...(seenUpTo !== undefined && { seenUpTo }) };
}

/** From when on posts are wanted, in milliseconds. Facebook dates to the second, and two posts may share one. */
function startOf({ since, notBefore }: RecentQuery): number | undefined {
  const starts = [
    ...(since === undefined ? [] : [Number(since) * SECOND_MS]),
    ...(notBefore === undefined ? [] : [secondOf(notBefore) * SECOND_MS]),
  ].filter((start) => Number.isSafeInteger(start));
  return starts.length === 0 ? undefined : Math.max(...starts);
}

/** Up to which second all is shown that ever will be, at Facebook's time `atMs`. */
function shownInFull(newest: Instant, atMs: number, fromMs = 0): number {
  const settled = Math.floor((atMs - SHOWS_LATE_MS) / SECOND_MS);
  return Math.max(Math.min(secondOf(newest), settled), fromMs / SECOND_MS);
}

function secondOf(at: Instant): number {
  return Math.floor(at.epochMilliseconds / SECOND_MS);
}

function pageRequest(
  pageId: string,
  from: number | undefined,
  missing: number,
  next: string | undefined,
): GraphRequest {
  return {
    method: 'get',
    path: `${encodeURIComponent(pageId)}/published_posts`,
    params: {
      fields: FIELDS,
      limit: String(Math.min(Math.max(missing, 1), PAGE_POSTS)),
      // Nobody says whether the second itself is in.
      ...(from === undefined ? {} : { since: String(from / SECOND_MS - 1) }),
      ...(next === undefined ? {} : { after: next }),
    },
  };
}

function newestFirst(a: RemotePost, b: RemotePost): number {
  return Temporal.Instant.compare(b.createdAt, a.createdAt);
}

function remotePost({ id, message = '', permalink_url, created_time, attachments }: ShownPost): RemotePost {
  const attached = attachments?.data.flatMap(({ unshimmed_url, url }) => [unshimmed_url, url]) ?? [];
  const inWords = message.match(/https?:\/\/[^\s<>"]+/g) ?? [];
  // What ends a sentence may also end an address: both are looked for.
  const links = [...attached, ...inWords.flatMap((link) => [link, link.replace(/[.,;:!?)\]'»”]+$/, '')])]
    .filter((link) => link !== undefined)
    .map(unwrapped);
  return {
    remoteId: id,
    url: postUrl(id, permalink_url),
    text: message,
    links: [...new Set(links)],
    createdAt: created_time,
  };
}

/** Facebook leads clicks over `l.facebook.com/l.php?u=`, and keeps the address in it. */
function unwrapped(link: string): string {
  const url = parseLink(link);
  const wraps = url && /^lm?\.facebook\.com$/.test(url.host) && url.pathname === '/l.php';
  return (wraps && url.searchParams.get('u')) || link;
}

// `2026-11-23T10:00:00+0000`, an offset without its colon.
const TIME = z
  .string()
  .transform((time) => time.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'))
  .pipe(z.iso.datetime({ offset: true }))
  .transform((time) => Temporal.Instant.from(time));
const LINK = z.string().optional().catch(undefined);
const POST = z.object({
  id: POST_ID,
  message: z.string().optional(),
  permalink_url: PERMALINK,
  created_time: TIME,
  attachments: z.object({ data: z.array(z.object({ unshimmed_url: LINK, url: LINK })) }).optional(),
});
type ShownPost = z.infer<typeof POST>;
const PAGE = z.object({
  data: z.array(POST),
  paging: z
    .object({ next: z.string().optional(), cursors: z.object({ after: z.string().optional() }).optional() })
    .optional(),
});
