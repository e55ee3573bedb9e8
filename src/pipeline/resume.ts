import type { Channel } from '../domain/channel.ts';
import type { NoCreditsLeft, Pause, PauseScope } from '../domain/store.ts';
import type { Newsroom } from './newsroom.ts';

/**
 * Lifts the pause of a scope and enters it in the logbook; a channel's with that of its account, which a channel that
 * shall speak again needs as well. Accounts of it that have no credits may try at once, and each is looked at before it
 * speaks: an old store may have been put back meanwhile. Answers what was lifted: nothing where nothing was paused.
 */
export async function liftPause(
  room: Newsroom,
  scope: PauseScope,
  by: string,
  reason?: string,
): Promise<readonly Pause[]> {
  const { store, channels, now } = room;
  const channel = channels.find(({ id }) => scope === `channel:${id}`);
  const scopes: readonly PauseScope[] = channel ? [scope, `account:${channel.account}`] : [scope];
  const lifted: Pause[] = [];
  for (const one of scopes) {
    const pause = await store.lift(one);
    if (pause) lifted.push(pause);
  }
  for (const account of accountsOf(room, scope)) {
    const before = await store.changeAccount(account, { hasCredits: true, mustLook: true });
    if (before?.noCredits) lifted.push(pauseFor(before.id, before.noCredits));
  }
  for (const one of new Set(lifted.map((pause) => pause.scope))) {
    await store.enter({ at: now(), what: `resumed ${one}`, by, ...(reason === undefined ? {} : { reason }) });
  }
  return lifted;
}

/** What keeps channels silent until somebody acts: the pauses, and accounts without credits as if they were paused. */
export async function standingPauses(room: Newsroom): Promise<readonly Pause[]> {
  const pauses = [...(await room.store.pauses())];
  for (const id of accountsOf(room, 'all')) {
    const { noCredits } = (await room.store.account(id)) ?? {};
    if (noCredits) pauses.push(pauseFor(id, noCredits));
  }
  return pauses;
}

function accountsOf({ channels }: Newsroom, scope: PauseScope): ReadonlySet<string> {
  return new Set(channels.filter((channel) => silences(scope, channel)).map(({ account }) => account));
}

function pauseFor(account: string, { since }: NoCreditsLeft): Pause {
  return { scope: `account:${account}`, at: since, by: 'crier', reason: 'no credits; one post tries each hour' };
}

/** Whether a pause of this scope keeps the channel silent. */
export function silences(scope: PauseScope, { id, account }: Pick<Channel, 'id' | 'account'>): boolean {
  return scope === 'all' || scope === `channel:${id}` || scope === `account:${account}`;
}
