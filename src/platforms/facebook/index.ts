import type { Beside, Limits, Platform } from '../../domain/ports.ts';
import type { Sending } from '../../domain/post.ts';
import { DAY_MS, type Instant, msBetween } from '../../domain/time.ts';
import { whileUnsent } from '../../lib/unsent.ts';
import { facebookFormat } from './format.ts';
import { identityOf } from './identity.ts';
import { missingOutcome, prepareOutcome, publishOutcome, retractOutcome } from './outcome.ts';
import { preparePhoto } from './photo.ts';
import { readTimeline } from './timeline.ts';
import { type Credentials, type GraphRequest, type GraphTransport, openGraph } from './transport.ts';
import { clockAheadMs, isUsedUp, limitsOf, ofPage } from './usage.ts';

export interface FacebookOptions extends Credentials {
  /** The number of the Page. */
  readonly pageId: string;
  readonly now: () => Instant;
  /** The longest that one request, and all of one publish, may take. */
  readonly deadlineMs: number;
  /** Before a request that surely was not sent is made again; doubled the second time. */
  readonly retryDelayMs?: number;
}

/** An article older than this was read by Facebook before, or shows what it will show. */
const FRESH_MS = DAY_MS;

/** One Facebook Page, spoken to by `fb`. Facebook has no idempotency key: nothing sent is sent again. */
export function facebookPlatform(options: FacebookOptions): Platform {
  const { pageId, pageAccessToken, appSecret, now, deadlineMs, retryDelayMs = 500 } = options;
  const ask = askAs(pageId, openGraph({ accessToken: pageAccessToken, appSecret }));
  const telling = <Outcome extends object>(work: (ask: GraphTransport) => Promise<Outcome>) =>
    withLimits(ask, now, work);
  const page = encodeURIComponent(pageId);
  const within = (signal: AbortSignal) => AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]);

  return {
    repeatable: false,

    async prepare(post, signal) {
      const deadline = within(signal);
      return telling(async (ask) => {
        if (msBetween(post.newsAt, now()) < FRESH_MS) {
          // Else the card may show nothing, or the "not found" of a minute before the article was out.
          const params = { id: post.link, scrape: 'true' };
          const reply = await ask({ method: 'post', path: '/', params }, deadline);
          const scraped = prepareOutcome(reply, now());
          if (scraped.type !== 'ready' || ('headers' in reply && isUsedUp(reply.headers, now()))) return scraped;
        }
        return preparePhoto(post, (request) => ask(request, deadline), page, now);
      });
    },

    async publish(post, signal) {
      const { sending } = post;
      if (!sending) throw new Error(`post ${post.id} is not armed`);
      const request: GraphRequest = { method: 'post', path: `${page}/feed`, params: feedParams(sending) };
      const deadline = within(signal);
      return telling(async (ask) => {
        const reply = await whileUnsent(() => ask(request, deadline), { deadline, delayMs: retryDelayMs });
        return publishOutcome(reply, now(), sending.media !== undefined);
      });
    },

    async recent(query, signal) {
      return telling((ask) => readTimeline((request) => ask(request, within(signal)), pageId, query, now));
    },

    async retract(remoteId, signal) {
      const path = encodeURIComponent(remoteId);
      return telling(async (ask) => {
        const outcome = retractOutcome(await ask({ method: 'delete', path, params: {} }, within(signal)), now());
        if (outcome.type !== 'missing') return outcome;
        return missingOutcome(await ask({ method: 'get', path, params: { fields: 'id' } }, within(signal)), now());
      });
    },

    async whoami(signal) {
      const named = await ask({ method: 'get', path: page, params: { fields: 'name' } }, within(signal));
      if (named.type !== 'answered') return identityOf(named, undefined, pageId, now());
      const params = { input_token: pageAccessToken };
      const token = await ask({ method: 'get', path: 'debug_token', params }, within(signal));
      return identityOf(named, token, pageId, now());
    },
  };
}

/** Asks as this Page, and hears of no other. */
function askAs(pageId: string, ask: GraphTransport): GraphTransport {
  return async (request, deadline) => {
    const reply = await ask(request, deadline);
    return 'headers' in reply ? { ...reply, headers: ofPage(reply.headers, pageId) } : reply;
  };
}

/** What came of a piece of work, with what the headers of all its answers say of the windows. */
async function withLimits<Outcome extends object>(
  ask: GraphTransport,
  now: () => Instant,
  work: (ask: GraphTransport) => Promise<Outcome>,
): Promise<Outcome & Beside> {
  const limits: Limits[] = [];
  let aheadMs: number | undefined;
  const outcome = await work(async (request, deadline) => {
    const reply = await ask(request, deadline);
    if ('headers' in reply) {
      limits.push(...limitsOf(reply.headers, now()));
      if (reply.headers.date !== undefined) aheadMs = clockAheadMs(reply.headers, now());
    }
    return reply;
  });
  return {
    ...outcome,
    ...(limits.length > 0 && { limits }),
    ...(aheadMs !== undefined && { clockAheadMs: aheadMs }),
  };
}

/** A post with a photo shows no card, so its link stands in the words, where readers and crier find it. */
function feedParams({ text, link, media }: Sending): GraphRequest['params'] {
  const content: GraphRequest['params'] = media
    ? { message: facebookFormat.render(text, link), attached_media: JSON.stringify([{ media_fbid: media.id }]) }
    : { ...(text && { message: text }), ...(link && { link }) };
  return { ...content, fields: 'permalink_url' };
}
