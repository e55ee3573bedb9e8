import { imageToAttach } from '../../domain/image-tries.ts';
import type { Beside, Limits, Platform, RecentResult } from '../../domain/ports.ts';
import type { Instant } from '../../domain/time.ts';
import { whileUnsent } from '../../lib/unsent.ts';
import { type Credentials, call, type Request } from './call.ts';
import { failureOf, says, told } from './failure.ts';
import { twitterFormat } from './format.ts';
import { prepareMedia } from './media.ts';
import { identityOf, publishOutcome, retractOutcome, unknownUnlessClosed, userIdIn } from './outcome.ts';
import type { Reply } from './reply.ts';
import { readTimeline } from './timeline.ts';
import { clockAheadMs, limitsOf } from './windows.ts';

export interface TwitterOptions extends Credentials {
  readonly now: () => Instant;
  /** The longest that one request, and all of one publish, may take. */
  readonly deadlineMs: number;
  /** `host:port` that may be fetched although it is private: staging and tests. */
  readonly fetchAllow: readonly string[];
  /** Before a request that surely was not sent is made again; doubled the second time. */
  readonly retryDelayMs?: number;
}

/** One X account, spoken to by twitter-api-v2 with OAuth 1.0a. X has no idempotency key: nothing sent is sent again. */
export function twitterPlatform(options: TwitterOptions): Platform {
  const { now, deadlineMs, fetchAllow, retryDelayMs = 500 } = options;
  const { appKey, appSecret, accessToken, accessSecret } = options;
  const credentials = { appKey, appSecret, accessToken, accessSecret };
  const within = (signal: AbortSignal) => AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]);
  const telling = <Outcome extends object>(work: (ask: Ask) => Promise<Outcome>) =>
    withLimits((request, deadline) => call(credentials, request, deadline), now, work);
  const me = (ask: Ask, signal: AbortSignal) => ask({ method: 'get', path: 'users/me' }, within(signal));
  let userId = /^(\d+)-/.exec(accessToken)?.[1];

  return {
    repeatable: false,

    async prepare(post, signal) {
      const deadline = within(signal);
      return telling((ask) =>
        prepareMedia(post, { ask: (request) => ask(request, deadline), now, deadlineMs, fetchAllow }, deadline),
      );
    },

    isPrepared: (post) => imageToAttach(post) === undefined,

    async publish(post, signal) {
      const { sending } = post;
      if (!sending) throw new Error(`post ${post.id} is not armed`);
      const text = twitterFormat.render(sending.text, sending.link);
      const body = { text, ...(sending.media && { media: { media_ids: [sending.media.id] } }) };
      const deadline = within(signal);
      const request: Request = { method: 'post', path: 'tweets', body };
      return telling(async (ask) => {
        const reply = await whileUnsent(() => ask(request, deadline), { deadline, delayMs: retryDelayMs });
        return publishOutcome(reply, now());
      });
    },

    async recent(query, signal) {
      return telling(async (ask) => {
        if (userId === undefined) {
          const reply = await me(ask, signal);
          userId = userIdIn(reply);
          if (userId === undefined) return nobody(reply, now());
        }
        return readTimeline((request) => ask(request, within(signal)), userId, query, now);
      });
    },

    async retract(remoteId, signal) {
      const path = `tweets/${encodeURIComponent(remoteId)}`;
      return telling(async (ask) => retractOutcome(await ask({ method: 'delete', path }, within(signal)), now()));
    },

    async whoami(signal) {
      const reply = await call(credentials, { method: 'get', path: 'users/me' }, within(signal));
      return identityOf(reply, now());
    },
  };
}

type Ask = (request: Request, deadline: AbortSignal) => Promise<Reply>;

/** What came of a piece of work, with what the headers of all its answers say of the windows. */
async function withLimits<Outcome extends object>(
  ask: Ask,
  now: () => Instant,
  work: (ask: Ask) => Promise<Outcome>,
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

function nobody(reply: Reply, now: Instant): RecentResult {
  if (reply.type !== 'answered') return unknownUnlessClosed(failureOf(reply, now));
  return { type: 'unknown', detail: told('X did not say whose posts to read.', says(reply.body)) };
}
