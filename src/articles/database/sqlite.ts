import { existsSync } from 'node:fs';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { type Ask, codeOf, type Database, DatabaseTrouble, type Row } from './database.ts';

/** node:sqlite waits for a lock without letting anything else run. */
const WAIT_FOR_LOCK_MS = 500;
/** https://www.sqlite.org/rescode.html: busy, locked. */
const PASSING = [5, 6];

/**
 * An SQLite file, opened for reading only. It has no statement timeout, and other work waits while it reads: it is for
 * a CMS on the same machine, with an index over (updatedAt, id).
 */
export function sqliteDatabase(path: string): Database {
  return {
    async read(work, signal) {
      signal.throwIfAborted();
      if (!existsSync(path)) throw new DatabaseTrouble(`SQLite: there is no file ${path}`, false);
      let opened: DatabaseSync | undefined;
      try {
        // Opened anew each time: a CMS may put another file in its place.
        const database = new DatabaseSync(path, { readOnly: true, timeout: WAIT_FOR_LOCK_MS });
        opened = database;
        database.exec('pragma query_only = on; begin');
        const ask: Ask = async ({ sql, parameters }) => {
          const statement = database.prepare(sql);
          statement.setReadBigInts(true);
          return statement.all(...parameters.map(bound)).map(inNumbers);
        };
        const result = await work(ask);
        database.exec('commit');
        return result;
      } catch (error) {
        throw troubleOf(error, path);
      } finally {
        opened?.close();
      }
    },
  };
}

function bound(value: unknown): SQLInputValue {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') return value;
  throw new TypeError('not a value for SQL');
}

/** Whole numbers come as bigint, or those beyond what a number keeps would throw. */
function inNumbers(row: Row): Row {
  const small = (value: unknown) =>
    typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : value;
  return Object.fromEntries(Object.entries(row).map(([field, value]) => [field, small(value)]));
}

function troubleOf(error: unknown, path: string): unknown {
  const code = codeOf(error);
  if (code === undefined || error instanceof DatabaseTrouble || !(error instanceof Error)) return error;
  const number = 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : 0;
  return new DatabaseTrouble(`SQLite: ${path}: ${error.message}`, PASSING.includes(number), { cause: error });
}
