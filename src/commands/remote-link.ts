import { parseLink } from '../domain/link.ts';
import type { PlatformId } from '../domain/platform.ts';
import type { Post } from '../domain/post.ts';

/** A post on a platform, as its address names it. */
export interface RemoteAddress {
  readonly url: string;
  readonly remoteId: string;
}

const ADDRESSES = { twitter: onX } satisfies Record<PlatformId, (link: string) => RemoteAddress | undefined>;

/** What a person found as this post: the address of a post on its platform, or undefined where it is none. */
export function remoteAddress(
  link: string,
  { sandbox, account, platform }: Pick<Post, 'sandbox' | 'account' | 'platform'>,
): RemoteAddress | undefined {
  return sandbox ? inSandbox(link, account) : ADDRESSES[platform](link);
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
