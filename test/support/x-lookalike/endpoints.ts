import type { IncomingHttpHeaders } from 'node:http';
import { type Answer, json } from '../lookalike/answer.ts';
import type { StoredPost, Wall } from '../lookalike/wall.ts';
import { invalidRequest, problem, problemType } from './answer.ts';
import type { Route } from './endpoint.ts';
import { describe, namedMedia, type UploadedMedia, upload } from './media.ts';
import { cashtagCount, linksOf, shown, weightedLength } from './text.ts';
import { timeline } from './timeline.ts';

/** One account of the look-alike; its access tokens begin with `<id>-`. */
export interface XAccount {
  readonly id: string;
  readonly username: string;
}

/** A request of a known account, as it came in. */
export interface Asked {
  readonly route: Route;
  readonly account: XAccount;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  readonly body: string;
}

/** What X looks at when it carries out a request; `at` is its own clock, epoch milliseconds. */
export interface Work extends Asked {
  readonly accounts: readonly XAccount[];
  readonly wall: Wall;
  /** Everything that was ever uploaded, oldest first. */
  readonly media: UploadedMedia[];
  readonly at: number;
  readonly refusesDuplicates: boolean;
  readonly timelineLagMs: (id: string) => number;
}

/** Carries out a request and gives the true answer; `stored` is the post it made. */
export function carryOut(work: Work): { readonly answer: Answer; readonly stored?: StoredPost } {
  switch (work.route.endpoint) {
    case 'create':
      return create(work);
    case 'delete':
      return { answer: remove(work) };
    case 'timeline':
      return { answer: timeline(work) };
    case 'me':
      return { answer: me(work.account) };
    case 'upload':
      return { answer: upload(work) };
    case 'alt':
      return { answer: describe(work) };
  }
}

const MAX_WEIGHTED_LENGTH = 280;

/** Fields of `CreatePostsRequest`; X admits no others. */
const CREATE_FIELDS: ReadonlySet<string> = new Set([
  'text',
  'card_uri',
  'community_id',
  'direct_message_deep_link',
  'edit_options',
  'for_super_followers_only',
  'geo',
  'made_with_ai',
  'media',
  'nullcast',
  'paid_partnership',
  'poll',
  'quote_tweet_id',
  'reply',
  'reply_settings',
  'share_with_followers',
]);

function create(work: Work): { answer: Answer; stored?: StoredPost } {
  const { account, wall, body, at, refusesDuplicates } = work;
  const fields = parsed(body);
  if (!fields) return { answer: invalidRequest('body', body, 'The body is no JSON object.') };
  const unknown = Object.keys(fields).find((name) => !CREATE_FIELDS.has(name));
  if (unknown !== undefined)
    return { answer: invalidRequest(unknown, '', `$.${unknown}: is not defined in the schema`) };
  const { text } = fields;
  if (typeof text !== 'string' || text.trim() === '')
    return { answer: invalidRequest('text', '', '$.text: is required') };
  if (weightedLength(text) > MAX_WEIGHTED_LENGTH) return { answer: problem(403, TOO_LONG) };
  if (cashtagCount(text) > 1) return { answer: problem(403, 'Posts may contain a maximum of one cashtag.') };
  const ids = fields.media === undefined ? [] : Object(fields.media).media_ids;
  const media = fields.media === undefined ? [] : namedMedia(work, ids);
  if (!media) return { answer: invalidRequest('media.media_ids', String(ids), 'Your media IDs are invalid.') };
  if (refusesDuplicates && wall.says(account.id, text)) {
    return { answer: problem(403, 'You are not allowed to create a Tweet with duplicate content.') };
  }
  const pictures = media.map(({ id, alt }) => ({ id, ...(alt === undefined ? {} : { alt }) }));
  const stored = wall.add({
    account: account.id,
    text,
    links: linksOf(text),
    ...(pictures.length > 0 ? { media: pictures } : {}),
    createdAt: at,
    byHand: false,
  });
  const data = { id: stored.id, text: shown(text).text, edit_history_tweet_ids: [stored.id] };
  return { answer: json(201, { data }), stored };
}

const TOO_LONG =
  'Your Tweet text is too long. For more information on how Twitter determines text length see https://github.com/twitter/twitter-text.';

function parsed(body: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function remove({ route, account, wall, at }: Work): Answer {
  const post = wall.posts.find(({ id, deletedAt }) => id === route.id && deletedAt === undefined);
  if (!post) {
    return problem(404, `Could not find tweet with id: [${route.id}].`, {
      title: 'Not Found Error',
      type: problemType('resource-not-found'),
      resource_type: 'tweet',
      resource_id: route.id,
    });
  }
  if (post.account !== account.id) return problem(403, 'You are not authorized to delete this Tweet.');
  post.deletedAt = at;
  return json(200, { data: { deleted: true } });
}

function me({ id, username }: XAccount): Answer {
  return json(200, { data: { id, name: username, username } });
}
