import { rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { World } from '../world.ts';

/** No database grows for up to a minute or two of the newsroom's time (test/support/preload/disk.ts). */
export async function fillDisk({ fullDisk }: World, random: () => number): Promise<void> {
  writeFileSync(fullDisk, '');
  await sleep(100 + random() * 900);
  rmSync(fullDisk, { force: true });
}
