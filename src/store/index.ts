import { Kysely } from 'kysely';
import type { Store } from '../domain/store.ts';
import { accountBooks } from './accounts.ts';
import { articleBooks } from './articles.ts';
import { channelBooks } from './channels.ts';
import { compactionBooks } from './compaction.ts';
import { dueBooks } from './due.ts';
import { feedBooks } from './feeds.ts';
import { fileBooks } from './files.ts';
import { handPostBooks } from './hand-posts.ts';
import { houseBooks } from './house.ts';
import { inboxBooks } from './inbox.ts';
import { intakeBooks } from './intake.ts';
import { migrate } from './migrations.ts';
import { postBooks } from './posts.ts';
import type { Database } from './schema.ts';
import { sourceBooks } from './sources.ts';
import { openSqlite, WAIT_FOR_LOCK_MS } from './sqlite.ts';

export { StoreUnreachable } from './unreachable.ts';

/**
 * Opens crier's store in an SQLite file (an absolute path, or ':memory:' in tests), makes it where there is none, and
 * brings its tables up to date. Every method waits up to `busyMs` (5 seconds by default) for another process's lock.
 * A process opens a file once: of two stores in one thread, one would wait in vain for the other to let go of the lock.
 * @throws StoreUnreachable, from here and from every method, where a person must help; its message says how.
 */
export async function openStore(options: {
  readonly path: string;
  readonly busyMs?: number;
  /** Told where the copy is, when the database was brought up to date and had been copied before. */
  readonly onMigrated?: (copy: string) => void;
}): Promise<Store> {
  const sqlite = openSqlite(options.path, options.busyMs ?? WAIT_FOR_LOCK_MS);
  const copy = await migrate(sqlite);
  if (copy !== undefined) options.onMigrated?.(copy);
  const db = new Kysely<Database>({ dialect: sqlite.dialect });
  return {
    ...postBooks(db),
    ...dueBooks(db),
    ...articleBooks(db),
    ...intakeBooks(db, sqlite),
    ...accountBooks(db),
    ...channelBooks(db),
    ...sourceBooks(db),
    ...fileBooks(db),
    ...inboxBooks(db),
    ...handPostBooks(db),
    ...feedBooks(db),
    ...compactionBooks(db),
    ...houseBooks(db),
    async close() {
      await db.destroy();
      if (sqlite.raw.isOpen) sqlite.raw.close();
    },
  };
}
