import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';

const ASK_EVERY_MS = 100;
const SQLITE_BUSY = 5;

/** A lock among processes that ends with its holder, however that ends. */
export interface Lock {
  /** Holds it alone; false: someone else holds it. */
  takeAlone(): boolean;
  /** Holds it beside others who share it; waits while someone holds it alone, until the signal aborts. */
  share(signal: AbortSignal): Promise<void>;
  release(): void;
}

/** SQLite's own lock on a file that never holds anything: the system lets go of it when its process dies. */
export function lockOn(path: string): Lock {
  const file = new DatabaseSync(path, { timeout: 0 });
  const end = () => {
    if (file.isTransaction) file.exec('ROLLBACK');
  };
  const begins = (...statements: readonly string[]) => {
    end();
    try {
      for (const statement of statements) file.exec(statement);
      return true;
    } catch (error) {
      end();
      if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) return false;
      throw error;
    }
  };
  return {
    takeAlone: () => begins('BEGIN EXCLUSIVE'),
    async share(signal) {
      while (!begins('BEGIN', 'SELECT count(*) FROM sqlite_schema') && !signal.aborted) await sleep(ASK_EVERY_MS);
    },
    release: () => file.close(),
  };
}
