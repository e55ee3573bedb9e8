import { type FetchResult, safeFetch } from './fetch.ts';

/** Whether readers who follow a link find the page; the detail is for a person. */
export type Readiness = { readonly type: 'ready' } | { readonly type: 'not-ready'; readonly detail: string };

/**
 * A check that a link answers 200 after at most 3 redirects; the page itself is not read. `allow` holds the `host:port`
 * that may be private, `deadlineMs` bounds one check.
 */
export function createLinkCheck(options: {
  readonly allow: readonly string[];
  readonly deadlineMs: number;
}): (link: string, signal: AbortSignal) => Promise<Readiness> {
  return async (link, signal) => readiness(await safeFetch(link, { ...options, maxBytes: 0, signal }));
}

function readiness(result: FetchResult): Readiness {
  if (result.type === 'refused') return { type: 'not-ready', detail: `the link is not followed: ${result.detail}` };
  if (result.type === 'unavailable') return { type: 'not-ready', detail: `the link does not answer: ${result.detail}` };
  if (result.status === 200) return { type: 'ready' };
  return { type: 'not-ready', detail: `the link answers ${result.status}` };
}
