import { wrongByMs } from '../domain/clocks.ts';
import { closedFor, type Onlooker, seenBy } from '../domain/gate.ts';
import { type Answer, CREDITS_TRY_EVERY_MS, gateChange } from '../domain/hearing.ts';
import type { Beside, Use } from '../domain/ports.ts';
import { after } from '../domain/time.ts';
import { type Newsroom, tellPause } from './newsroom.ts';

/**
 * What an answer says of the account acts on its gate, before anything else is done with it: other processes may be about
 * to call.
 */
export async function hear(room: Newsroom, account: string, use: Use, answer: Answer): Promise<void> {
  hearClock(room, account, answer);
  const { account: change, pause } = gateChange(account, use, answer, room.now());
  const before = change && (await room.store.changeAccount(account, change));
  if (answer.type === 'no-credits' && !before?.noCredits) tellNoCredits(room, account, answer.detail);
  if (pause && (await room.store.pause(pause))) tellPause(room, pause.scope, pause.reason);
}

/** What an answer says of our clock, which may have jumped since the last one. */
export function hearClock({ clocks, now }: Newsroom, account: string, { clockAheadMs }: Beside): void {
  if (clockAheadMs !== undefined) clocks.set(account, { at: now(), aheadMs: clockAheadMs });
}

/** This process as one that looks at the gate of an account. */
export function onlooker({ process, clocks }: Newsroom, account: string): Onlooker {
  return { process, wrongByMs: wrongByMs(clocks.get(account)?.aheadMs) };
}

/** Whether the platform takes a call of this use, as far as anybody knows just before it. */
export async function mayCall(room: Newsroom, account: string, use: Use): Promise<boolean> {
  const stored = await room.store.account(account);
  return !stored || !closedFor(use, seenBy(onlooker(room, account), stored), room.now());
}

/** Makes this process the one that tries for all whether an account has credits again; true where it has not run out. */
export async function mayTry(room: Newsroom, account: string): Promise<boolean> {
  const { store, process } = room;
  const stored = await store.account(account);
  if (!stored?.noCredits || stored.noCredits.triedBy === process) return true;
  const now = after(room.now(), onlooker(room, account).wrongByMs);
  return store.tryCredits(account, process, now, after(now, CREDITS_TRY_EVERY_MS));
}

function tellNoCredits(room: Newsroom, account: string, why: string): void {
  room.tally.alert(`account ${account} has no credits: ${why}`);
  room.log.error('no credits', { account, why });
}
