import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import {
  type Compilable,
  type Dialect,
  type SqliteDatabase,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type SqliteStatement,
} from 'kysely';
import { SharedCommits, SharedConnection } from './commits.ts';
import { explained, isBusy, StoreUnreachable } from './unreachable.ts';

/** A file (or ':memory:') opened for crier: one connection that waits `busyMs` for a lock. */
export interface Sqlite {
  readonly path: string;
  readonly raw: DatabaseSync;
  readonly dialect: Dialect;
  /** Whether the query finds a row, answered at once; inside a transaction it sees what was written so far. */
  finds(query: Compilable): boolean;
}

/** How long a process waits for another one's lock. */
export const WAIT_FOR_LOCK_MS = 5000;
const CACHED_STATEMENTS = 500;
/** What a process keeps of the database at the most: a long first run writes all over its indexes, and 2 MB would not hold them. */
const CACHE_KIB = 32_768;
/** 16 MB: a batch of a first run writes a quarter of that, and the same pages as the next one; copying them each time costs as much again. */
const WAL_PAGES = 4000;
const WAL_TRIES = 20;

/** Opens the database, and makes its folder; throws StoreUnreachable. Writes nothing where the file is there already. */
export function openSqlite(path: string, busyMs: number): Sqlite {
  const raw = connect(path, busyMs);
  const database = cachedStatements(raw, path);
  const dialect: Dialect = {
    createDriver: () => new SharedCommits(raw, database),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createAdapter: () => new SharedConnection(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  };
  const finds = (query: Compilable) => {
    const { sql, parameters } = query.compile();
    return database.prepare(sql).all(parameters).length > 0;
  };
  return { path, raw, dialect, finds };
}

function connect(path: string, busyMs: number): DatabaseSync {
  if (path !== ':memory:') makeFolder(path);
  let raw: DatabaseSync | undefined;
  try {
    raw = new DatabaseSync(path, { timeout: busyMs, enableForeignKeyConstraints: true });
    useWal(raw);
    raw.exec(`pragma synchronous = full; pragma cache_size = -${CACHE_KIB}; pragma wal_autocheckpoint = ${WAL_PAGES}`);
    // SQLite opens a file it may not write for reading only, and would say so no earlier than the first write.
    if (path !== ':memory:') accessSync(path, constants.W_OK);
    return raw;
  } catch (error) {
    raw?.close();
    throw isSystemError(error) ? cannotWrite(path, error) : explained(error, path);
  }
}

function makeFolder(path: string): void {
  try {
    makeFolders(dirname(path));
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

/** Not by `recursive`, which never ends where a file system takes no folders (as below /proc). */
function makeFolders(folder: string): void {
  if (existsSync(folder)) return;
  makeFolders(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
}

function cannotWrite(path: string, cause: unknown): StoreUnreachable {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new StoreUnreachable(`the database ${path} cannot be written; check its folder (${why})`, { cause });
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

/**
 * Two processes that turn a new file to WAL at once would wait for each other, so SQLite refuses one of them without
 * waiting. Taking the write lock does wait; then it is this one's turn, or the other has done it.
 */
function useWal(raw: DatabaseSync): void {
  for (let tries = 1; ; tries += 1) {
    try {
      raw.exec('pragma journal_mode = wal');
      return;
    } catch (error) {
      if (!isBusy(error) || tries === WAL_TRIES) throw error;
      raw.exec('begin immediate; commit');
    }
  }
}

function cachedStatements(raw: DatabaseSync, path: string): SqliteDatabase {
  const cache = new Map<string, SqliteStatement>();
  const explaining = <Result>(work: () => Result): Result => {
    try {
      return work();
    } catch (error) {
      throw explained(error, path);
    }
  };
  return {
    prepare(sql) {
      const cached = cache.get(sql);
      if (cached) return cached;
      const statement = wrap(
        explaining(() => raw.prepare(sql)),
        explaining,
      );
      if (cache.size < CACHED_STATEMENTS) cache.set(sql, statement);
      return statement;
    },
    close() {
      cache.clear();
      raw.close();
    },
  };
}

function wrap(statement: StatementSync, explaining: <Result>(work: () => Result) => Result): SqliteStatement {
  const all = (parameters: readonly unknown[]) => explaining(() => statement.all(...parameters.map(bind)));
  return {
    reader: statement.columns().length > 0,
    all,
    run: (parameters) => explaining(() => statement.run(...parameters.map(bind))),
    // A cached statement must not be run again while it is read row by row.
    iterate: (parameters) => all(parameters).values(),
  };
}

/** node:sqlite takes a plain object or a date as a list of names and binds nothing at all: refuse what is no SQL value. */
function bind(value: unknown): SQLInputValue {
  if (value === undefined || value === null) return null;
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') return value;
  throw new TypeError(`not a value for SQL: ${Object.prototype.toString.call(value)}`);
}
