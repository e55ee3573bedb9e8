import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { backup, DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import type { World } from '../world.ts';

/** Copies the store while it is in use; false where there is none yet. */
export async function copyStore({ database }: World): Promise<boolean> {
  if (!existsSync(database)) return false;
  const open = new DatabaseSync(database, { timeout: 5000 });
  await backup(open, `${database}.old`);
  open.close();
  return true;
}

/** By then all that was sent is stored and shows on the timelines. */
const ALL_ENDED_AFTER_MS = 2 * 60_000;

/** Puts the old copy back as the documentation says it; nobody may be at work. */
export async function putOldStoreBack({ database, speed, run }: World): Promise<void> {
  await sleep(ALL_ENDED_AFTER_MS / speed);
  for (const tail of ['', '-wal', '-shm']) rmSync(`${database}${tail}`, { force: true });
  copyFileSync(`${database}.old`, database);
  await run(['resume', '--by', 'chaos', '--reason', 'an old copy was put back']);
}
