import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { backup, DatabaseSync } from 'node:sqlite';
import type { World } from '../world.ts';

/** Copies the store while it is in use; false where there is none yet. */
export async function copyStore({ database }: World): Promise<boolean> {
  if (!existsSync(database)) return false;
  const open = new DatabaseSync(database, { timeout: 5000 });
  await backup(open, `${database}.old`);
  open.close();
  return true;
}

/** Puts the old copy back; nobody may be at work. */
export function putOldStoreBack({ database }: World): void {
  for (const tail of ['', '-wal', '-shm']) rmSync(`${database}${tail}`, { force: true });
  copyFileSync(`${database}.old`, database);
}
