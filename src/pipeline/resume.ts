import type { Channel } from '../domain/channel.ts';
import type { Pause, PauseScope } from '../domain/store.ts';
import type { Newsroom } from './newsroom.ts';

/**
 * Lifts the pause of a scope and enters it in the logbook; a channel's with that of its account, which a channel that
 * shall speak again needs as well. Answers what was lifted: nothing where nothing was paused.
 */
export async function liftPause(
  { store, channels, now }: Newsroom,
  scope: PauseScope,
  by: string,
  reason?: string,
): Promise<readonly Pause[]> {
  const channel = channels.find(({ id }) => scope === `channel:${id}`);
  const scopes: readonly PauseScope[] = channel ? [scope, `account:${channel.account}`] : [scope];
  const lifted: Pause[] = [];
  for (const one of scopes) {
    const pause = await store.lift(one);
    if (!pause) continue;
    lifted.push(pause);
    await store.enter({ at: now(), what: `resumed ${one}`, by, ...(reason === undefined ? {} : { reason }) });
  }
  return lifted;
}

/** Whether a pause of this scope keeps the channel silent. */
export function silences(scope: PauseScope, { id, account }: Pick<Channel, 'id' | 'account'>): boolean {
  return scope === 'all' || scope === `channel:${id}` || scope === `account:${account}`;
}
