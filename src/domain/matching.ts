import { linkKey } from './link.ts';
import type { RemotePost } from './ports.ts';
import type { Post } from './post.ts';

/** The account's posts that may be this one: newer than its first attempt, with its link, recorded for no other post. */
export function candidates(
  post: Post,
  seen: readonly RemotePost[],
  recordedFor: ReadonlyMap<string, string>,
): readonly RemotePost[] {
  const keys = [linkKey(post.sending?.link ?? post.link), post.linkClaim];
  return seen.filter((remote) => {
    const owner = recordedFor.get(remote.remoteId);
    return (owner === undefined || owner === post.id) && remote.links.some((link) => keys.includes(linkKey(link)));
  });
}

/** Whether a remote post says what we sent: same words, whatever the platform did to links and white space. */
export function isOurText(post: Post, remote: RemotePost): boolean {
  const own = post.sending?.text ?? post.text;
  return own !== undefined && words(remote.text) === words(own);
}

function words(text: string): string {
  // Platforms rewrite all that looks like an address, `example.com` in a sentence too: those words do not count.
  return text
    .normalize('NFC')
    .split(/\s+/)
    .filter((word) => !/\S\.\S/.test(word))
    .join(' ')
    .trim();
}

/** Oldest first. */
export function byAge(a: RemotePost, b: RemotePost): number {
  return Temporal.Instant.compare(a.createdAt, b.createdAt) || (a.remoteId < b.remoteId ? -1 : 1);
}
