import { isGap } from '../domain/catching-up.ts';
import type { Channel } from '../domain/channel.ts';
import { asIfTrying, gateFor } from '../domain/gate.ts';
import { POST_KINDS, type Post, type PostKind } from '../domain/post.ts';
import { onlooker } from './hear.ts';
import { channelsOf, gateFacts, type Newsroom } from './newsroom.ts';

/** A post that could go out now, and the channel it goes through. */
export interface Candidate {
  readonly post: Post;
  readonly channel: Channel;
}

/**
 * What the account could say now, in order: a retry after a lost answer, then breaking, then the freshest. A channel in a
 * gap, such as one that was resumed just now, says nothing until the next intake has chosen what goes out by itself.
 */
export async function candidatesOf(room: Newsroom, account: string): Promise<readonly Candidate[]> {
  const candidates: Candidate[] = [];
  for (const channel of channelsOf(room, account)) {
    const due = await room.store.nextDue(channel.id, room.now(), POST_KINDS);
    if (due.length === 0 || (await isInGap(room, channel))) continue;
    const kinds = await openKinds(room, channel);
    const may = kinds.length === POST_KINDS.length ? due : await room.store.nextDue(channel.id, room.now(), kinds);
    candidates.push(...may.map((post) => ({ post, channel })));
  }
  return candidates.sort(
    (a, b) => rank(b.post) - rank(a.post) || Temporal.Instant.compare(b.post.newsAt, a.post.newsAt),
  );
}

async function isInGap({ store, now }: Newsroom, { id }: Channel): Promise<boolean> {
  const record = (await store.channels()).find((one) => one.id === id);
  return isGap(record?.activeAt, now());
}

/** For which kinds of posts a channel's gate is open. */
async function openKinds(room: Newsroom, channel: Channel): Promise<readonly PostKind[]> {
  const stored = await gateFacts(room, channel);
  const facts = { ...stored, account: asIfTrying(onlooker(room, channel.account), stored.account, room.now()) };
  return POST_KINDS.filter((kind) => {
    const said = { breaking: kind === 'breaking', timedByPerson: kind === 'timed', costUsd: 0 };
    return gateFor(channel, said, facts, room.now(), room.outlet.timezone).type === 'open';
  });
}

function rank(post: Post): number {
  return (post.everUnconfirmed ? 2 : 0) + (post.breaking ? 1 : 0);
}
