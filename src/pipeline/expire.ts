import { move } from '../domain/move.ts';
import { reason } from '../domain/reason.ts';
import { commit, type Newsroom } from './newsroom.ts';

/** Old news is not news: what waits and is no longer fresh expires. Posts of channels no longer configured are held. */
export async function expireStale(room: Newsroom, mayGoOn: () => boolean): Promise<void> {
  const channels = room.channels.map(({ id }) => id);
  while (mayGoOn()) {
    const stale = await room.store.stale(room.now(), channels);
    let moved = 0;
    for (const post of stale) {
      const why = reason('stale');
      if (await commit(room, move(post, { type: 'expired', to: 'expired', reason: why, at: room.now() }))) moved += 1;
    }
    if (moved === 0) return;
  }
}
