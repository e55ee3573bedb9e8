import { horizonAt, redated } from '../domain/redating.ts';
import { isDue } from '../domain/time.ts';
import { consult, type Newsroom } from './newsroom.ts';

/** Sets right what was written by a clock that ran ahead of ours, so that nothing waits until it gets there. */
export async function redate(room: Newsroom): Promise<void> {
  const { store, delivery } = room;
  const horizon = horizonAt(room.now(), delivery);
  for (const post of await store.ahead(horizon)) {
    room.log.warn('written by a clock that ran ahead', { post: post.id, at: String(post.updatedAt) });
    await consult(room, post, (s) => ({ transition: redated(s.post, room.now(), delivery) }));
  }
  for (const id of new Set(room.channels.map(({ account }) => account))) {
    const limitedUntil = (await store.account(id))?.limitedUntil;
    if (limitedUntil && !isDue(limitedUntil, horizon.limits)) await store.liftLimits(horizon.limits);
  }
}
