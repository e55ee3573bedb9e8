import { type Answer, json } from '../lookalike/answer.ts';
import type { StoredPost } from '../lookalike/wall.ts';
import { invalidRequest, problemType } from './answer.ts';
import type { Work } from './endpoints.ts';
import { shown } from './text.ts';

/** X shows no more than these, the newest. */
const REACH = 3200;

const FIELDS = ['max_results', 'since_id', 'start_time', 'pagination_token', 'exclude', 'tweet.fields'];

/** `GET /2/users/:id/tweets`: one page of an account's posts, newest first. */
export function timeline({ route, accounts, wall, query, at, timelineLagMs }: Work): Answer {
  const fault = faultOf(query);
  if (fault) return fault;
  if (!accounts.some(({ id }) => id === route.id)) return noSuchUser(route.id);
  const visible = wall
    .live(route.id)
    .filter((post) => post.createdAt + timelineLagMs(post.id) <= at)
    .toReversed()
    .slice(0, REACH)
    .filter(isAsked(query));
  const before = query.get('pagination_token');
  const rest = before === null ? visible : visible.filter(({ id }) => BigInt(id) < BigInt(idOf(before)));
  const size = Number(query.get('max_results') ?? 10);
  return json(200, pageOf(rest.slice(0, size), rest.length > size, fieldsOf(query)));
}

function faultOf(query: URLSearchParams): Answer | undefined {
  const wrong = (name: string, is: (value: string) => boolean) => {
    const value = query.get(name);
    return value === null || is(value)
      ? undefined
      : invalidRequest(name, value, `The query parameter [${name}] is invalid.`);
  };
  const unknown = [...query.keys()].find((name) => !FIELDS.includes(name));
  return (
    (unknown === undefined ? undefined : wrong(unknown, () => false)) ??
    wrong('max_results', (value) => /^\d+$/.test(value) && Number(value) >= 5 && Number(value) <= 100) ??
    wrong('since_id', (value) => /^\d{1,19}$/.test(value)) ??
    wrong('start_time', (value) => START_TIME.test(value) && Date.parse(value) >= EARLIEST_MS) ??
    wrong('pagination_token', (value) => /^\d{1,19}$/.test(idOf(value))) ??
    wrong('exclude', (value) => value.split(',').every((kind) => kind === 'retweets' || kind === 'replies'))
  );
}

const START_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/;
const EARLIEST_MS = Date.parse('2010-11-06T00:00:00Z');

/** `start_time` counts whole seconds and includes its own; `since_id` excludes itself and wins where both are given. */
function isAsked(query: URLSearchParams): (post: StoredPost) => boolean {
  const sinceId = query.get('since_id');
  if (sinceId !== null) return ({ id }) => BigInt(id) > BigInt(sinceId);
  const startTime = query.get('start_time');
  const startAt = startTime === null ? 0 : wholeSecond(Date.parse(startTime));
  return ({ createdAt }) => createdAt >= startAt;
}

function pageOf(posts: readonly StoredPost[], more: boolean, fields: ReadonlySet<string>): unknown {
  const newest = posts.at(0);
  const oldest = posts.at(-1);
  if (!newest || !oldest) return { meta: { result_count: 0 } };
  const meta = {
    result_count: posts.length,
    newest_id: newest.id,
    oldest_id: oldest.id,
    ...(more ? { next_token: Buffer.from(oldest.id).toString('base64url') } : {}),
  };
  return { data: posts.map((post) => tweetOf(post, fields)), meta };
}

/** A post with pictures ends in an address of them that nobody wrote. */
function tweetOf({ id, text, createdAt, account, media }: StoredPost, fields: ReadonlySet<string>): unknown {
  const { text: shownText, urls } = shown(media ? `${text} https://twitter.com/${account}/status/${id}/photo/1` : text);
  return {
    id,
    text: shownText,
    edit_history_tweet_ids: [id],
    ...(fields.has('created_at') ? { created_at: new Date(wholeSecond(createdAt)).toISOString() } : {}),
    ...(fields.has('entities') && urls.length > 0 ? { entities: { urls } } : {}),
  };
}

function noSuchUser(id: string): Answer {
  const error = {
    value: id,
    detail: `Could not find user with id: [${id}].`,
    title: 'Not Found Error',
    resource_type: 'user',
    parameter: 'id',
    resource_id: id,
    type: problemType('resource-not-found'),
  };
  return json(200, { errors: [error] });
}

function fieldsOf(query: URLSearchParams): ReadonlySet<string> {
  return new Set(query.get('tweet.fields')?.split(','));
}

function idOf(token: string): string {
  return Buffer.from(token, 'base64url').toString();
}

function wholeSecond(ms: number): number {
  return Math.floor(ms / 1000) * 1000;
}
