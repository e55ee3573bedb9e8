/** The store cannot be used now, through no fault of the code: locked, not writable, full, damaged, too new. The message says what to do. */
export class StoreUnreachable extends Error {
  override readonly name = 'StoreUnreachable';
}

/** What a person can do about SQLite's primary result codes (https://sqlite.org/rescode.html) that are no bug of ours. */
const ADVICE: Readonly<Record<number, string>> = {
  3: 'may not be opened; check who owns the file and its folder',
  5: 'is locked by another process; try again later, and look for one that hangs',
  6: 'is locked by another process; try again later, and look for one that hangs',
  8: 'cannot be written; check who owns the file and its folder',
  10: 'could not be read or written by the disk; check the disk',
  11: 'is damaged; restore a backup',
  13: 'does not fit on the disk; make room',
  14: 'cannot be opened; check that its folder exists and may be written',
  23: 'may not be opened; check who owns the file and its folder',
  26: 'is not a database; check the path',
};

/** The error as what it means for the store at `path`: a StoreUnreachable where a person can help, itself where it is a bug. */
export function explained(error: unknown, path: string): unknown {
  const advice = ADVICE[sqliteCode(error) & 0xff];
  return advice === undefined ? error : new StoreUnreachable(`the database ${path} ${advice}`, { cause: error });
}

/** Whether a unique constraint or a primary key refused the row: SQLITE_CONSTRAINT_UNIQUE and _PRIMARYKEY. */
export function isTaken(error: unknown): boolean {
  return [2067, 1555].includes(sqliteCode(error));
}

/** Whether another connection holds the lock: SQLITE_BUSY. */
export function isBusy(error: unknown): boolean {
  return (sqliteCode(error) & 0xff) === 5;
}

/** The extended result code, or 0 where the error is not SQLite's. */
export function sqliteCode(error: unknown): number {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode : 0;
}
