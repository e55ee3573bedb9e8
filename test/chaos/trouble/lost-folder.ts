import { setTimeout as sleep } from 'node:timers/promises';
import type { World } from '../world.ts';

/** The article folder is not mounted for up to two minutes of the newsroom's time; half the time an empty one is in its place. */
export async function loseFolder({ articles }: World, random: () => number): Promise<void> {
  const leaving = random() < 0.5 ? 'nothing' : 'an empty folder';
  const forMs = 50 + random() * 950;
  if (!articles.unmount(leaving)) return;
  await sleep(forMs);
  articles.mount();
}
