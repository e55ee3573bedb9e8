import { z } from 'zod';
import type { Instant } from '../../domain/time.ts';
import { safeFetch } from '../../lib/fetch.ts';
import { cleanLine } from '../clean.ts';

/** Who asks: a user of WordPress and an application password of theirs. */
export interface WordPressKeys {
  readonly username: string;
  readonly password: string;
}

/** A site's REST API did not answer as it should. */
export interface Unanswered {
  readonly type: 'unanswered';
  readonly detail: string;
  readonly passing: boolean;
  readonly againAt?: Instant;
}

/** One page of a list, and how many pages there are. */
export interface Page {
  readonly type: 'page';
  readonly posts: readonly unknown[];
  readonly pages: number;
}

/** What became of one post: it is shown to everybody, it is not, or nobody can tell now. */
export type Standing = 'shown' | 'gone' | 'unknown';

/** The REST API of one WordPress site. */
export interface Site {
  /** A list of posts of a type, by its REST base. Parameters are WordPress's own. */
  list(
    type: string,
    parameters: Readonly<Record<string, string | number>>,
    signal: AbortSignal,
  ): Promise<Page | Unanswered>;
  standing(type: string, id: string, signal: AbortSignal): Promise<Standing>;
}

const DEADLINE_MS = 20_000;
const MOST_BYTES = 20_000_000;
const LONGEST_WAIT_S = 24 * 3600;

/** Opens the REST API below the site's address; nothing is asked yet. An aborted request is unanswered. */
export function siteAt(options: {
  readonly url: string;
  readonly keys?: WordPressKeys;
  readonly allow: readonly string[];
  readonly now: () => Instant;
}): Site {
  const { url, keys, allow, now } = options;
  const base = `${url.replace(/\/+$/, '')}/wp-json/wp/v2`;
  const headers = { accept: 'application/json', ...(keys && { authorization: basic(keys) }) };
  const get = (path: string, signal: AbortSignal) =>
    safeFetch(`${base}/${path}`, { headers, deadlineMs: DEADLINE_MS, maxBytes: MOST_BYTES, allow, signal });
  return {
    async list(type, parameters, signal) {
      const query = new URLSearchParams(Object.entries(parameters).map(([name, value]) => [name, String(value)]));
      const answer = await get(`${encodeURIComponent(type)}?${query}`, signal);
      if (answer.type === 'refused') return unanswered(`its REST API is not asked: ${answer.detail}`, false);
      if (answer.type === 'unavailable') return unanswered(`its REST API does not answer: ${answer.detail}`, true);
      const said = jsonOf(answer.body);
      // A page that is no longer there: there is less than a moment ago.
      if (errorOf(said)?.code === 'rest_post_invalid_page_number') return { type: 'page', posts: [], pages: 0 };
      if (answer.status !== 200) return turnedDown(answer, said, type, keys !== undefined, now());
      if (!Array.isArray(said))
        return unanswered('its REST API answers with something else than a list of posts', true);
      // https://developer.wordpress.org/rest-api/using-the-rest-api/pagination/
      const pages = Number(answer.headers['x-wp-totalpages'] ?? Number.NaN);
      return { type: 'page', posts: said, pages: Number.isInteger(pages) ? pages : Number.POSITIVE_INFINITY };
    },
    async standing(type, id, signal) {
      const answer = await get(`${encodeURIComponent(type)}/${encodeURIComponent(id)}?_fields=id,status`, signal);
      if (answer.type !== 'answered') return 'unknown';
      // Deleted: 404. In the trash, private or a draft again: 401 for whoever may not see it, 403 where logged in.
      if ([401, 403, 404, 410].includes(answer.status)) return 'gone';
      const post = answer.status === 200 ? WithStatus.safeParse(jsonOf(answer.body)) : undefined;
      if (!post?.success) return 'unknown';
      return post.data.status === 'publish' ? 'shown' : 'gone';
    },
  };
}

const WithStatus = z.object({ status: z.string() });
const ApiError = z.object({ code: z.string(), message: z.string() });

function turnedDown(
  { status, headers }: { readonly status: number; readonly headers: Readonly<Record<string, string>> },
  said: unknown,
  type: string,
  hasKeys: boolean,
  now: Instant,
): Unanswered {
  const error = errorOf(said);
  const why = error ? ` (${error.code}: ${error.message})` : '';
  const detail = `its REST API answers ${status}${why}`;
  if (status === 401 || status === 403) {
    const advice = hasKeys ? 'are user name and application password right?' : 'it may want an account';
    return unanswered(`${detail}; ${advice}`, false);
  }
  if (status === 404) return unanswered(`${detail}; is "${type}" the REST base of a post type there?`, false);
  if (status !== 429 && status < 500) return unanswered(detail, false);
  const againAt = retryAfter(headers['retry-after'], now);
  return { ...unanswered(detail, true), ...(againAt && { againAt }) };
}

function unanswered(detail: string, passing: boolean): Unanswered {
  return { type: 'unanswered', detail, passing };
}

/** Seconds or a date, RFC 9110 section 10.2.3. */
function retryAfter(header: string | undefined, now: Instant): Instant | undefined {
  if (header === undefined) return undefined;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now.epochMilliseconds;
  return ms > 0 ? now.add({ milliseconds: Math.min(ms, LONGEST_WAIT_S * 1000) }) : undefined;
}

/** https://developer.wordpress.org/rest-api/using-the-rest-api/authentication/#basic-authentication-with-application-passwords */
function basic({ username, password }: WordPressKeys): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

function errorOf(said: unknown): { readonly code: string; readonly message: string } | undefined {
  const error = ApiError.safeParse(said);
  if (!error.success) return undefined;
  return { code: cleanLine(error.data.code).slice(0, 60), message: cleanLine(error.data.message).slice(0, 200) };
}

function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}
