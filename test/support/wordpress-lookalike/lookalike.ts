import { createServer, type IncomingMessage } from 'node:http';
import { listOf } from './lists.ts';
import { type WpPost, wholePost } from './posts.ts';

/** A refusal as WordPress makes them: a status, and headers where it has some. */
export interface Refusal {
  readonly status: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A WordPress site on a free port of 127.0.0.1. */
export interface WordPress {
  readonly url: string;
  readonly port: number;
  /** By id; a test may change them as an editor does. */
  readonly posts: Map<number, WpPost>;
  /** The requests so far: path and query. */
  readonly asked: URL[];
  /** What the next requests meet instead of an answer, one each. */
  readonly refusals: Refusal[];
  /** Posts that lists leave out, as an old copy of them in a cache does. */
  readonly unlisted: Set<number>;
  /** Nobody reads without logging in. */
  isClosed: boolean;
  close(): void;
}

/** The only user and their application password. */
export const USER = { username: 'crier', password: 'abcd efgh ijkl mnop' };

/**
 * Answers as WordPress 6 does, as far as reading goes: lists in the site's own time zone with strict bounds, posts that are not
 * public only to whoever may edit them, and 401 or 404 for the others
 * (wp-includes/rest-api/endpoints/class-wp-rest-posts-controller.php).
 */
export async function startWordPress(options: { readonly timezone?: string; readonly types?: readonly string[] } = {}) {
  const { timezone = 'Europe/Kyiv', types = ['posts'] } = options;
  const site: Omit<WordPress, 'url' | 'port' | 'close'> = {
    posts: new Map(),
    asked: [],
    refusals: [],
    unlisted: new Set(),
    isClosed: false,
  };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://site');
    site.asked.push(url);
    const send = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
      response
        .writeHead(status, { 'content-type': 'application/json; charset=UTF-8', ...headers })
        .end(typeof body === 'string' ? body : JSON.stringify(body));
    const refuse = (status: number, code: string) => send(status, { code, message: `No: ${code}.`, data: { status } });
    const refusal = site.refusals.shift();
    if (refusal) return send(refusal.status, refusal.body ?? '', refusal.headers);
    const [, type = '', id] = /^\/wp-json\/wp\/v2\/([\w-]+)(?:\/(\d+))?$/.exec(url.pathname) ?? [];
    if (!types.includes(type)) return refuse(404, 'rest_no_route');
    const user = userOf(request);
    if (user === 'wrong') return refuse(401, 'incorrect_password');
    if (site.isClosed && !user) return refuse(401, 'rest_not_logged_in');
    if (id !== undefined) {
      const post = site.posts.get(Number(id));
      if (post?.type !== type) return refuse(404, 'rest_post_invalid_id');
      if (post.status !== 'publish' && !user) return refuse(401, 'rest_forbidden');
      return send(200, wholePost(post, url.searchParams, timezone));
    }
    const list = listOf(
      [...site.posts.values()].filter((post) => post.type === type && !site.unlisted.has(post.id)),
      url.searchParams,
      timezone,
    );
    if (list.type === 'refused') return refuse(list.status, list.code);
    const headers = { 'X-WP-Total': String(list.total), 'X-WP-TotalPages': String(list.pages) };
    return send(
      200,
      list.posts.map((post) => wholePost(post, url.searchParams, timezone)),
      headers,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return Object.assign(site, { url: `http://127.0.0.1:${port}`, port, close }) satisfies WordPress;
}

function userOf({ headers }: IncomingMessage): 'editor' | 'wrong' | undefined {
  if (headers.authorization === undefined) return undefined;
  const expected = Buffer.from(`${USER.username}:${USER.password}`).toString('base64');
  return headers.authorization === `Basic ${expected}` ? 'editor' : 'wrong';
}
