import { HOUR_MS } from '../domain/time.ts';
import type { Newsroom } from './newsroom.ts';
import { completed } from './steps.ts';

/** So often at most, whichever of the processes comes first. */
const EVERY_MS = HOUR_MS;
/** A newsroom that was upgraded has years to go through, and no hurry. */
const STEPS_AT_MOST = 25;

/** Lets go of what is long past, in small transactions, so that nobody else waits for long. */
export async function compactPast({ store, now }: Newsroom, mayGoOn: () => boolean): Promise<void> {
  if (!(await store.claimCompaction(now(), EVERY_MS))) return;
  for (let steps = 0; steps < STEPS_AT_MOST && mayGoOn(); steps += 1) {
    if ((await store.compact(now())) === 0) return;
    completed('compact');
  }
}
