import { type Answer, json } from '../lookalike/answer.ts';
import type { StoredPost } from '../lookalike/wall.ts';
import { invalidParameter, noSuchObject } from './answer.ts';
import type { Work } from './endpoints.ts';
import { askedFields } from './parameters.ts';

/** `GET /{page}/published_posts`: one page of a Page's own posts, newest first. */
export function publishedPosts({ route, wall, parameters, at, timelineLagMs }: Work): Answer {
  const fault = faultOf(parameters);
  if (fault) return fault;
  const size = Number(parameters.get('limit') ?? 25);
  const since = Number(parameters.get('since') ?? 0);
  const asked = wall.posts
    .filter(({ id, account, createdAt }) => account === route.id && createdAt + timelineLagMs(id) <= at)
    .filter(({ createdAt }) => Math.floor(createdAt / 1000) >= since)
    .toReversed();
  const after = parameters.get('after');
  const start = after === null ? 0 : asked.findIndex(({ id }) => id === idOf(after)) + 1;
  const page = asked.slice(start, start + size);
  const fields = askedFields(parameters) ?? DEFAULT_FIELDS;
  const [newest, oldest] = [page.at(0), page.at(-1)];
  if (!newest || !oldest) return json(200, { data: [] });
  const cursors = { before: cursorOf(newest), after: cursorOf(oldest) };
  const next = start + size < asked.length ? { next: nextOf(route, parameters, cursors.after) } : {};
  // As on the real one, what was deleted leaves its page shorter than asked, or empty.
  const data = page.filter(({ deletedAt }) => deletedAt === undefined).map((post) => shown(post, fields));
  return json(200, { data, paging: { cursors, ...next } });
}

/** `GET /{post}`: one live post of the Page that asks. */
export function onePost({ method, route, page, wall, parameters }: Work): Answer {
  const post = wall.live(page.id).find(({ id }) => id === route.id);
  if (!post) return noSuchObject(method, route.id);
  return faultOf(parameters) ?? json(200, shown(post, askedFields(parameters) ?? DEFAULT_FIELDS));
}

/** A post's address on the web. */
export function permalinkOf(id: string): string {
  return `https://www.facebook.com/${id.replace('_', '/posts/')}`;
}

/** The addresses written out in a message. */
export function linksOf(message: string): readonly string[] {
  return message.match(/https?:\/\/[^\s<>"]*[^\s<>".,;:!?)]/g) ?? [];
}

const DEFAULT_FIELDS: ReadonlyMap<string, string> = new Map(
  ['created_time', 'message', 'id'].map((field) => [field, '']),
);

const FIELDS: ReadonlySet<string> = new Set(['id', 'message', 'permalink_url', 'created_time', 'attachments']);

function faultOf(parameters: URLSearchParams): Answer | undefined {
  const unknown = [...(askedFields(parameters)?.keys() ?? [])].find((field) => !FIELDS.has(field));
  if (unknown !== undefined)
    return invalidParameter(`Tried accessing nonexisting field (${unknown}) on node type (Post)`);
  const limit = parameters.get('limit') ?? '25';
  if (!/^\d+$/.test(limit) || Number(limit) < 1 || Number(limit) > 100) {
    return invalidParameter('Param limit must be a number between 1 and 100');
  }
  if (!/^\d+$/.test(parameters.get('since') ?? '0')) return invalidParameter('Param since must be a valid timestamp');
  const after = parameters.get('after');
  return after === null || /^\d+_\d+$/.test(idOf(after)) ? undefined : invalidParameter('Invalid cursor');
}

/** A post with a photo shows that, and no card of a link in its words. */
function shown(post: StoredPost, fields: ReadonlyMap<string, string>): unknown {
  const { id, text, links, media, createdAt } = post;
  const [link] = media ? [`https://www.facebook.com/photo.php?fbid=${media[0]?.id}`] : links;
  const inner = fields.get('attachments')?.split(',') ?? [];
  return {
    ...(fields.has('created_time')
      ? { created_time: new Date(createdAt).toISOString().replace(/\.\d+Z$/, '+0000') }
      : {}),
    ...(fields.has('message') && text !== '' ? { message: text } : {}),
    ...(fields.has('permalink_url') ? { permalink_url: permalinkOf(id) } : {}),
    ...(fields.has('attachments') && link !== undefined ? { attachments: { data: [attachment(link, inner)] } } : {}),
    id,
  };
}

function attachment(link: string, fields: readonly string[]): unknown {
  const wrapped = `https://l.facebook.com/l.php?u=${encodeURIComponent(link)}&h=AT0`;
  const all = { unshimmed_url: link, url: wrapped, type: 'share' };
  return Object.fromEntries(Object.entries(all).filter(([name]) => fields.includes(name)));
}

/** The address of the next page, the token in it as Graph does. */
function nextOf({ version, id }: Work['route'], parameters: URLSearchParams, after: string): string {
  const query = new URLSearchParams(parameters);
  query.delete('appsecret_proof');
  query.set('after', after);
  return `https://graph.facebook.com/${version}/${id}/published_posts?${query}`;
}

function cursorOf({ id }: StoredPost): string {
  return Buffer.from(id).toString('base64url');
}

function idOf(cursor: string): string {
  return Buffer.from(cursor, 'base64url').toString();
}
