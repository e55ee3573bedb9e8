import { linkKey } from '../domain/link.ts';
import { isOurText } from '../domain/matching.ts';
import type { RemotePost } from '../domain/ports.ts';
import type { Post } from '../domain/post.ts';
import { live } from '../domain/recording.ts';
import { sentByAnother } from '../domain/siblings.ts';
import { after, DAY_MS } from '../domain/time.ts';
import { channelsOf, commit, type Newsroom } from './newsroom.ts';

/** How long a post made by hand waits for its story. */
const REMEMBERED_FOR_MS = 3 * DAY_MS;

/**
 * Stories the account speaks already become published: no second post of them. What was posted by hand of a story that
 * has not come in yet is remembered.
 */
export async function adopt(room: Newsroom, account: string, seen: readonly RemotePost[]): Promise<void> {
  const fresh = (await unrecorded(room, account, seen)).toReversed();
  const unknown: RemotePost[] = [];
  for (const remote of fresh) {
    const links = keysOf(room, account, remote.links);
    const waiting = await room.store.waitingFor(account, links);
    // Of a story that has more than its first post the words tell which one this is.
    const first = waiting.find(isFirst);
    const isByHand = first && (await notOfAnother(room, first, [remote])).length > 0;
    const mine = waiting.find((post) => isOurText(post, remote)) ?? (isByHand ? first : undefined);
    if (mine) await take(room, mine, remote);
    else unknown.push({ ...remote, links });
  }
  await room.store.rememberByHand(account, unknown, after(room.now(), -REMEMBERED_FOR_MS));
  await adoptTakenBack(room);
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

/** Takes a post for published that someone had made by hand before its story came in; false: nobody had. */
export async function adoptEarlier(room: Newsroom, post: Post): Promise<boolean> {
  if (!isFirst(post) || post.linkClaim === undefined) return false;
  const byHand = await room.store.postedByHand(post.account, [post.linkClaim]);
  const [remote] = await notOfAnother(room, post, await unrecorded(room, post.account, byHand));
  return remote !== undefined && take(room, post, remote);
}

/** Without what another post of the same story sent: that one finds it by itself. */
async function notOfAnother(
  { store }: Newsroom,
  post: Post,
  seen: readonly RemotePost[],
): Promise<readonly RemotePost[]> {
  if (seen.length === 0) return [];
  const others = sentByAnother(post, await store.posts({ article: post.article }), seen);
  return seen.filter(({ remoteId }) => !others.has(remoteId));
}

function take(room: Newsroom, post: Post, remote: RemotePost): Promise<boolean> {
  const ours = post.everUnconfirmed && isOurText(post, remote);
  return commit(room, live(post, { ...remote, type: ours ? 'found' : 'by-hand' }, room.now()));
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

function isFirst({ occasion }: Post): boolean {
  return occasion === 'first';
}
