import { existsSync } from 'node:fs';
import promises, { type FileHandle } from 'node:fs/promises';
import sqlite, { type DatabaseSyncOptions } from 'node:sqlite';

const LOOK_EVERY_MS = 20;
/** SQLite's own most. */
const ANY_SIZE = 4_294_967_294;

/** How the disk of a process differs. */
export interface Disk {
  /**
   * While this file is there, no database grows: SQLite itself says that the disk is full. Of a file that is written as a
   * whole half gets there.
   */
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
  filesOn(() => isFull);
  const look = () => {
    const wasFull = isFull;
    isFull = existsSync(fullWhile);
    if (isFull !== wasFull) for (const one of open) limit(one, isFull);
  };
  setInterval(look, LOOK_EVERY_MS).unref();
}

/** Files that are opened by `node:fs/promises` and written at once. */
function filesOn(isFull: () => boolean): void {
  const { open } = promises;
  Object.assign(promises, {
    async open(...args: Parameters<typeof open>): Promise<FileHandle> {
      const handle = await open(...args);
      const writeFile = handle.writeFile.bind(handle);
      return Object.assign(handle, {
        async writeFile(data: string | Uint8Array) {
          if (!isFull()) return writeFile(data);
          await writeFile(data.slice(0, data.length / 2));
          const message = 'ENOSPC: no space left on device, write';
          throw Object.assign(new Error(message), { code: 'ENOSPC', syscall: 'write' });
        },
      });
    },
  });
}

/** A limit below its size lets a database use what it has. */
function limit(database: InstanceType<typeof sqlite.DatabaseSync>, isFull: boolean): void {
  database.exec(`pragma max_page_count = ${isFull ? 1 : ANY_SIZE}`);
}
