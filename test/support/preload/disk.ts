import { existsSync } from 'node:fs';
import sqlite, { type DatabaseSyncOptions } from 'node:sqlite';

const LOOK_EVERY_MS = 20;
/** SQLite's own most. */
const ANY_SIZE = 4_294_967_294;

/** How the databases of a process differ. */
export interface Disk {
  /** While this file is there, no database grows: SQLite itself says that the disk is full. */
  readonly fullWhile?: string;
  /** How long, in real milliseconds, SQLite waits for a lock, whatever the program asked for. */
  readonly busyMs?: number;
}

/** Opens every database of the process on such a disk, where `require` loads SQLite: Node does not sync this module's named imports. */
export function storeOn({ fullWhile, busyMs }: Disk): void {
  const { DatabaseSync } = sqlite;
  const open = new Set<InstanceType<typeof DatabaseSync>>();
  let isFull = false;
  class OnThisDisk extends DatabaseSync {
    constructor(path: string, options: DatabaseSyncOptions = {}) {
      super(path, busyMs === undefined ? options : { ...options, timeout: busyMs });
      open.add(this);
      if (isFull) limit(this, true);
    }
    override close(): void {
      open.delete(this);
      super.close();
    }
  }
  Object.assign(sqlite, { DatabaseSync: OnThisDisk });
  if (fullWhile === undefined) return;
  isFull = existsSync(fullWhile);
  const look = () => {
    const wasFull = isFull;
    isFull = existsSync(fullWhile);
    if (isFull !== wasFull) for (const one of open) limit(one, isFull);
  };
  setInterval(look, LOOK_EVERY_MS).unref();
}

/** A limit below its size lets a database use what it has. */
function limit(database: InstanceType<typeof sqlite.DatabaseSync>, isFull: boolean): void {
  database.exec(`pragma max_page_count = ${isFull ? 1 : ANY_SIZE}`);
}
