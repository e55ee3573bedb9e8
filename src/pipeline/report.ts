import type { Channel } from '../domain/channel.ts';
import { type Gate, gateFor, windowsAt } from '../domain/gate.ts';
import type { PostState } from '../domain/post.ts';
import type { Spoken } from '../domain/store.ts';
import type { Newsroom } from './newsroom.ts';

/** How a channel stands: whether it may speak, and what waits on it. */
export interface ChannelReport {
  readonly channel: Channel;
  readonly gate: Gate;
  readonly spoken: Spoken;
  readonly posts: Partial<Record<PostState, number>>;
}

/** How every channel stands now. */
export async function reportChannels(room: Newsroom): Promise<readonly ChannelReport[]> {
  const { store, outlet } = room;
  const now = room.now();
  const windows = windowsAt(now, outlet.timezone);
  const [pauses, counts] = [await store.pauses(), await store.counts()];
  return Promise.all(
    room.channels.map(async (channel) => {
      const account = (await store.account(channel.account)) ?? {
        id: channel.account,
        platform: channel.platform,
        clockAheadMs: 0,
      };
      const scopes: readonly string[] = ['all', `channel:${channel.id}`, `account:${channel.account}`];
      const spoken = await store.spoken(channel.account, windows);
      const facts = { account, pauses: pauses.filter(({ scope }) => scopes.includes(scope)), spoken, inFlight: false };
      const gate = gateFor(channel, { breaking: false, timedByPerson: false, costUsd: 0 }, facts, now, outlet.timezone);
      const own = counts.filter((entry) => entry.channel === channel.id);
      return { channel, gate, spoken, posts: Object.fromEntries(own.map(({ state, count }) => [state, count])) };
    }),
  );
}
