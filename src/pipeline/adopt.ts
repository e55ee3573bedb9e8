import { alreadyLive, takenForLive } from '../domain/by-hand.ts';
import { linkKey } from '../domain/link.ts';
import type { RemotePost } from '../domain/ports.ts';
import { isWaiting, type Post } from '../domain/post.ts';
import type { AccountChange } from '../domain/store.ts';
import { after, DAY_MS } from '../domain/time.ts';
import { channelsOf, commit, consult, type Newsroom } from './newsroom.ts';

/** How long a post that was seen waits for its story. */
const REMEMBERED_FOR_MS = 3 * DAY_MS;

/**
 * Keeps what an account was seen to speak that no post is recorded for. `looked`: what else the look says of the account.
 * It is kept before anything is made of it, since a story may not have come in yet, and its post may change meanwhile.
 */
export async function remember(
  room: Newsroom,
  account: string,
  seen: readonly RemotePost[],
  looked: AccountChange,
): Promise<void> {
  const fresh = await unrecorded(room, account, seen);
  const keyed = fresh.map((remote) => ({ ...remote, links: keysOf(room, account, remote.links) }));
  await room.store.rememberSeen(account, keyed, after(room.now(), -REMEMBERED_FOR_MS), looked);
}

/**
 * Stories that an account speaks already become published: no second post of them. Of those that must not be live, crier
 * deletes what it knows to have sent; of the rest a person is told. A colleague did not know, or an old store was put back
 * that knows nothing of our own post.
 */
export async function adoptSeen(room: Newsroom): Promise<void> {
  for (const account of new Set(room.channels.map((channel) => channel.account))) {
    const { waiting, takenBack } = await room.store.spokenUnasked(account);
    for (const post of waiting) await adopt(room, post);
    for (const { post, remote } of takenBack) {
      if ((await unrecorded(room, account, [remote])).length > 0) await takeBack(room, post, remote);
    }
  }
}

async function adopt(room: Newsroom, post: Post): Promise<void> {
  await consult(room, post, (s) => {
    const there = isWaiting(s.post) ? alreadyLive(s) : undefined;
    return { transition: there && takenForLive(s.post, there, room.now()) };
  });
}

/** Where the post has changed meanwhile, the next look takes it back. */
function takeBack(room: Newsroom, post: Post, remote: RemotePost): Promise<boolean> {
  const withdrawal = post.withdrawal === 'pulled-by-person' ? post.withdrawal : 'withdrawn';
  return commit(room, takenForLive({ ...post, withdrawal }, remote, room.now()));
}

async function unrecorded(
  room: Newsroom,
  account: string,
  seen: readonly RemotePost[],
): Promise<readonly RemotePost[]> {
  if (seen.length === 0) return [];
  const ids = seen.map(({ remoteId }) => remoteId);
  const recorded = await room.store.recorded(account, ids);
  return seen.filter(({ remoteId }) => !recorded.has(remoteId));
}

/** A link's identity with and without the tags of each of the account's channels. */
function keysOf(room: Newsroom, account: string, links: readonly string[]): readonly string[] {
  const tagged = channelsOf(room, account).map(({ linkTags }) => Object.keys(linkTags));
  return [...new Set(links.flatMap((link) => [linkKey(link), ...tagged.map((names) => linkKey(link, names))]))];
}
