import { takenForLive } from '../domain/by-hand.ts';
import { linkKey } from '../domain/link.ts';
import { isOurText } from '../domain/matching.ts';
import type { RemotePost } from '../domain/ports.ts';
import { isFirst, type Post } from '../domain/post.ts';
import { sentByAnother } from '../domain/siblings.ts';
import type { AccountChange } from '../domain/store.ts';
import { after, DAY_MS } from '../domain/time.ts';
import { channelsOf, commit, type Newsroom } from './newsroom.ts';

/** How long a post that was seen waits for its story. */
const REMEMBERED_FOR_MS = 3 * DAY_MS;

/**
 * Stories the account speaks already become published: no second post of them. `looked`: what else the look says of the
 * account. All that no post is recorded for is remembered with it, since a story may not have come in yet, its post may
 * change under the look, and an old store may be put back: a claim asks what is remembered.
 */
export async function adopt(
  room: Newsroom,
  account: string,
  seen: readonly RemotePost[],
  looked: AccountChange,
): Promise<void> {
  const fresh = await unrecorded(room, account, seen);
  const keyed = fresh.toReversed().map((remote) => ({ ...remote, links: keysOf(room, account, remote.links) }));
  for (const remote of keyed) await adoptOne(room, account, remote);
  await room.store.rememberSeen(account, keyed, after(room.now(), -REMEMBERED_FOR_MS), looked);
  await adoptTakenBack(room);
}

async function adoptOne(room: Newsroom, account: string, remote: RemotePost): Promise<void> {
  const waiting = await room.store.waitingFor(account, remote.links);
  const ours = waiting.find((post) => isOurText(post, remote));
  const first = waiting.find(isFirst);
  // Of a story that has more than its first post the words tell which one this is.
  const mine = ours ?? (first && !(await isOfAnother(room, first, remote)) ? first : undefined);
  if (mine) await take(room, mine, remote);
}

/**
 * A story that must not be live and is, whichever came first: a colleague did not know, or an old store was put back that
 * knows nothing of our own post. What crier knows to have sent it deletes; of the rest a person is told.
 */
export async function adoptTakenBack(room: Newsroom): Promise<void> {
  for (const account of new Set(room.channels.map((channel) => channel.account))) {
    for (const { post, remote } of await room.store.takenBack(account)) {
      if ((await unrecorded(room, account, [remote])).length > 0) await takeBack(room, post, remote);
    }
  }
}

function takeBack(room: Newsroom, post: Post, remote: RemotePost): Promise<boolean> {
  const withdrawal = post.withdrawal === 'pulled-by-person' ? post.withdrawal : 'withdrawn';
  return take(room, { ...post, withdrawal }, remote);
}

/** Whether another post of the same story sent it: that one finds it by itself. */
async function isOfAnother({ store }: Newsroom, post: Post, remote: RemotePost): Promise<boolean> {
  return sentByAnother(post, await store.posts({ article: post.article }), [remote]).size > 0;
}

/** Where the post has changed meanwhile, the next claim or look takes it. */
function take(room: Newsroom, post: Post, remote: RemotePost): Promise<boolean> {
  return commit(room, takenForLive(post, remote, room.now()));
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
