import { CLOCKS_DIFFER_BY_MS, horizonAt, redated } from '../domain/clocks.ts';
import { isDue, MINUTE_MS, msBetween } from '../domain/time.ts';
import { lookAround } from './look.ts';
import { consult, type Newsroom } from './newsroom.ts';

/** A process whose clock turned out to be wrong asks again only this often. */
const ASK_EVERY_MS = MINUTE_MS;

/** Sets right what was written by a clock that ran ahead of ours, so that nothing waits until it gets there. */
export async function redate(room: Newsroom): Promise<void> {
  const { store, delivery, log } = room;
  const horizon = horizonAt(room.now(), delivery);
  const posts = await store.ahead(horizon);
  const limits = await limitsOf(room);
  const isLimitAhead = limits.some((until) => !isDue(until, horizon.limits));
  if ((posts.length === 0 && !isLimitAhead) || !(await isOurClockRight(room))) return;
  for (const post of posts) {
    const answer = await consult(room, post, (s) => ({ transition: redated(s.post, room.now(), delivery) }));
    if (answer?.transition) log.warn('was dated by a clock ahead', { post: post.id, at: String(post.updatedAt) });
  }
  if (isLimitAhead) await store.liftLimits(horizon.limits);
}

async function limitsOf({ store, channels }: Newsroom) {
  const accounts = await Promise.all([...new Set(channels.map(({ account }) => account))].map(store.account));
  return accounts.flatMap((account) => account?.limitedUntil ?? []);
}

/**
 * Which of two clocks is wrong only a third one can tell: that of a platform. A process that runs behind must not cut short
 * what others have in hand. Where no platform can be asked, ours is the only clock there is.
 */
async function isOurClockRight(room: Newsroom): Promise<boolean> {
  let asked = false;
  for (const account of new Set(room.channels.map((channel) => channel.account))) {
    const platform = await room.platformOf(account);
    if (!platform || platform.repeatable) continue;
    asked = true;
    const known = room.clocks.get(account);
    const wasAsked = known && Math.abs(msBetween(known.at, room.now())) < ASK_EVERY_MS;
    if (!wasAsked && !(await isLimited(room, account))) {
      room.clocks.set(account, { at: room.now() });
      await lookAround(room, platform, account);
    }
    const aheadMs = room.clocks.get(account)?.aheadMs;
    if (aheadMs !== undefined && Math.abs(aheadMs) < CLOCKS_DIFFER_BY_MS) return true;
  }
  return !asked;
}

/** By a limit that can be; one that cannot is what the clocks are asked about. */
async function isLimited({ store, now, delivery }: Newsroom, account: string): Promise<boolean> {
  const limitedUntil = (await store.account(account))?.limitedUntil;
  return (
    limitedUntil !== undefined && !isDue(limitedUntil, now()) && isDue(limitedUntil, horizonAt(now(), delivery).limits)
  );
}
