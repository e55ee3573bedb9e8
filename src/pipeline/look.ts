import { limitUntil } from '../domain/gate.ts';
import { linkKey } from '../domain/link.ts';
import type { Platform, RecentResult, RemotePost } from '../domain/ports.ts';
import { live, pauseOf } from '../domain/recording.ts';
import { isOurText } from '../domain/settling.ts';
import { commit, type Newsroom, tellPause } from './newsroom.ts';
import { completed } from './steps.ts';

/** How much of its own timeline an account reads at its first look, and at any later one. */
const FIRST_LOOK_POSTS = 100;
const LOOK_POSTS = 3200;
const LOOK_DEADLINE_MS = 60_000;

/**
 * Looks before speaking: reads the account's own posts since the last look. A story that is there already, by its link,
 * becomes published. `blind`: it could not be read now; `closed`: the account's gate closed over it.
 */
export async function lookAround(
  room: Newsroom,
  platform: Platform,
  accountId: string,
): Promise<'looked' | 'blind' | 'closed'> {
  const account = await room.store.account(accountId);
  const since = account?.newestSeen;
  const query = since === undefined ? { atMost: FIRST_LOOK_POSTS } : { since, atMost: LOOK_POSTS };
  const now = room.now();
  const result = await platform.recent(query, AbortSignal.timeout(LOOK_DEADLINE_MS));
  completed('look');
  if (result.type !== 'read') return notRead(room, accountId, result);
  await adopt(room, accountId, result.posts);
  if (!result.complete && result.posts.length < query.atMost) return 'blind';
  const { newest } = result;
  await room.store.changeAccount(accountId, {
    lookedAt: now,
    clockAheadMs: result.clockAheadMs,
    ...(newest === undefined ? {} : { newestSeen: newest }),
  });
  return 'looked';
}

/** What the platform says about an account that could not be read acts on its gate. */
async function notRead(
  room: Newsroom,
  account: string,
  result: Exclude<RecentResult, { type: 'read' }>,
): Promise<'blind' | 'closed'> {
  room.log.warn('the account could not be looked at', { account, why: result.detail });
  if (result.type === 'rate-limited') {
    await room.store.changeAccount(account, { limitedUntil: limitUntil(result.retryAt, room.now()) });
    return 'closed';
  }
  if (result.type === 'unauthorized') {
    const pause = pauseOf(account, result.detail, room.now());
    if (await room.store.pause(pause)) tellPause(room, pause.scope, pause.reason);
    return 'closed';
  }
  return 'blind';
}

/** Stories the account speaks already become published: no second post of them. */
async function adopt(room: Newsroom, account: string, seen: readonly RemotePost[]): Promise<void> {
  const recorded = await room.store.recorded(
    account,
    seen.map(({ remoteId }) => remoteId),
  );
  const fresh = seen.filter(({ remoteId }) => !recorded.has(remoteId)).toReversed();
  for (const remote of fresh) {
    const waiting = await room.store.waitingFor(
      account,
      remote.links.map((link) => linkKey(link)),
    );
    for (const post of waiting.slice(0, 1)) {
      const ours = post.everUnconfirmed && isOurText(post, remote);
      await commit(room, live(post, { ...remote, type: ours ? 'found' : 'by-hand' }, room.now()));
    }
  }
}
