import type { Platform } from '../../domain/ports.ts';
import type { Sending } from '../../domain/post.ts';
import { DAY_MS, type Instant, msBetween } from '../../domain/time.ts';
import { whileUnsent } from '../../lib/unsent.ts';
import { facebookFormat } from './format.ts';
import { identityOf } from './identity.ts';
import { missingOutcome, prepareOutcome, publishOutcome, retractOutcome } from './outcome.ts';
import { preparePhoto } from './photo.ts';
import { readTimeline } from './timeline.ts';
import { type Credentials, type GraphRequest, openGraph } from './transport.ts';

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
  const ask = openGraph({ accessToken: pageAccessToken, appSecret });
  const page = encodeURIComponent(pageId);
  const within = (signal: AbortSignal) => AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]);

  return {
    repeatable: false,

    async prepare(post, signal) {
      const deadline = within(signal);
      if (msBetween(post.newsAt, now()) < FRESH_MS) {
        // Else the card may show nothing, or the "not found" of a minute before the article was out.
        const params = { id: post.link, scrape: 'true' };
        const scraped = prepareOutcome(await ask({ method: 'post', path: '/', params }, deadline), now());
        if (scraped.type !== 'ready') return scraped;
      }
      return preparePhoto(post, (request) => ask(request, deadline), page, now);
    },

    async publish(post, signal) {
      const { sending } = post;
      if (!sending) throw new Error(`post ${post.id} is not armed`);
      const request: GraphRequest = { method: 'post', path: `${page}/feed`, params: feedParams(sending) };
      const deadline = within(signal);
      const reply = await whileUnsent(() => ask(request, deadline), { deadline, delayMs: retryDelayMs });
      return publishOutcome(reply, now(), sending.media !== undefined);
    },

    async recent(query, signal) {
      return readTimeline((request) => ask(request, within(signal)), pageId, query, now);
    },

    async retract(remoteId, signal) {
      const path = encodeURIComponent(remoteId);
      const outcome = retractOutcome(await ask({ method: 'delete', path, params: {} }, within(signal)), now());
      if (outcome.type !== 'missing') return outcome;
      return missingOutcome(await ask({ method: 'get', path, params: { fields: 'id' } }, within(signal)), now());
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

/** A post with a photo shows no card, so its link stands in the words, where readers and crier find it. */
function feedParams({ text, link, media }: Sending): GraphRequest['params'] {
  const content: GraphRequest['params'] = media
    ? { message: facebookFormat.render(text, link), attached_media: JSON.stringify([{ media_fbid: media.id }]) }
    : { ...(text && { message: text }), ...(link && { link }) };
  return { ...content, fields: 'permalink_url' };
}
