import { type FetchResult, safeFetch } from './fetch.ts';
import { isPage, type Page, readPage } from './page.ts';

/** What readers find who follow a link; the detail is for a person. */
export type LinkAnswer =
  /** `url` is the address that answered, after redirects; without `page` it is none, such as a PDF. */
  | { readonly type: 'found'; readonly url: string; readonly page?: Page }
  | { readonly type: 'not-ready'; readonly detail: string };

/** A page says what it is at its beginning. */
const MOST_BYTES = 1_000_000;
const HEADERS = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
/** What sites answer to visitors they take for robots. */
const TURNED_AWAY = [401, 403, 429];

/**
 * Follows a link as a reader would: whether it answers 200 after at most 3 redirects, and what the page says of itself in
 * its first megabyte. `allow` holds the `host:port` that may be private, `deadlineMs` bounds one check.
 */
export function createLinkCheck(options: {
  readonly allow: readonly string[];
  readonly deadlineMs: number;
}): (link: string, signal: AbortSignal) => Promise<LinkAnswer> {
  return async (link, signal) =>
    answerOf(await safeFetch(link, { ...options, headers: HEADERS, maxBytes: MOST_BYTES, longer: 'cut', signal }));
}

function answerOf(result: FetchResult): LinkAnswer {
  if (result.type === 'refused') return notReady(`the link is not followed: ${result.detail}`);
  if (result.type === 'unavailable') return notReady(`the link does not answer: ${result.detail}`);
  const { status, url, body, headers } = result;
  if (TURNED_AWAY.includes(status)) {
    return notReady(`the link answers ${status}: the site may turn crier away; let its user agent "crier" in`);
  }
  if (status !== 200) return notReady(`the link answers ${status}`);
  const contentType = headers['content-type'];
  return { type: 'found', url, ...(isPage(contentType) && { page: readPage(body, url, contentType) }) };
}

function notReady(detail: string): LinkAnswer {
  return { type: 'not-ready', detail };
}
