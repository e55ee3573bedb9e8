import { parseLink } from '../domain/link.ts';
import type { PlatformId } from '../domain/platform.ts';
import type { Post } from '../domain/post.ts';

/** A post on a platform, as its address names it. */
export interface RemoteAddress {
  readonly url: string;
  /** Where the address holds it; what has none, crier never deletes. */
  readonly remoteId?: string;
}

type Reader = (link: string, account: string) => RemoteAddress | undefined;
const ADDRESSES = { twitter: onX, facebook: onFacebook, 'google-news': () => undefined } satisfies Record<
  PlatformId,
  Reader
>;

/** What a person found as this post: the address of a post on its platform, or undefined where it is none. */
export function remoteAddress(
  link: string,
  { sandbox, account, platform }: Pick<Post, 'sandbox' | 'account' | 'platform'>,
): RemoteAddress | undefined {
  return sandbox ? inSandbox(link, account) : ADDRESSES[platform](link, account);
}

function inSandbox(url: string, account: string): RemoteAddress | undefined {
  const prefix = `sandbox:${account}/`;
  const remoteId = url.startsWith(prefix) ? url.slice(prefix.length) : '';
  return /^\d{1,25}$/.test(remoteId) ? { url, remoteId } : undefined;
}

/** `https://x.com/<user>/status/<id>`, the older host and the form without a user (`/i/web/status/<id>`). */
function onX(link: string): RemoteAddress | undefined {
  const url = parseLink(link);
  if (!url || !/^(?:(?:www|mobile)\.)?(?:x|twitter)\.com$/.test(url.host)) return undefined;
  const path = /^\/(?:\w{1,20}|i\/web)\/status\/(\d{1,25})(?=\/|$)/.exec(url.pathname);
  return path?.[1] ? { url: `https://x.com${path[0]}`, remoteId: path[1] } : undefined;
}

/**
 * The forms in which Facebook shows a post of a Page. Only the one made of the numbers of Page and post
 * (`/<page>_<post>`) holds the id: the number in `/posts/` may be another, and deleting by a wrong one looks like gone.
 */
function onFacebook(link: string, account: string): RemoteAddress | undefined {
  const url = parseLink(link);
  if (!url || !/^(?:(?:www|m|web|mbasic)\.)?facebook\.com$/.test(url.host)) return undefined;
  const shown = (path: string) => `https://www.facebook.com${path}`;
  const [whole, pageId] = /^\/(\d{1,25})_\d{1,25}(?=\/?$)/.exec(url.pathname) ?? [];
  if (whole) return account === `facebook:${pageId}` ? { url: shown(whole), remoteId: whole.slice(1) } : undefined;
  if (/^\/(?:[\w.-]+\/posts\/(?:[^/]+\/)?(?:pfbid\w+|\d+)|share\/p\/\w+)\/?$/.test(url.pathname)) {
    return { url: shown(url.pathname) };
  }
  const [story = '', page = ''] = ['story_fbid', 'id'].map((name) => url.searchParams.get(name) ?? '');
  const isStory = /^\/(?:permalink|story)\.php$/.test(url.pathname) && /^(?:pfbid\w+|\d+)$/.test(story);
  if (!isStory || !/^\d{1,25}$/.test(page)) return undefined;
  return { url: shown(`/permalink.php?story_fbid=${story}&id=${page}`) };
}
