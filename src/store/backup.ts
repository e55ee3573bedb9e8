import { existsSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { Instant } from '../domain/time.ts';
import { type Copied, type CopyOptions, copyDatabase } from './copy.ts';
import { schemaOf } from './mark.ts';
import { openSqlite, WAIT_FOR_LOCK_MS } from './sqlite.ts';
import { explained, StoreUnreachable } from './unreachable.ts';
import { whyRefused } from './unwritable.ts';

export interface BackupOrder extends CopyOptions {
  /** The database, absolute; it is copied as it is, of whatever schema. */
  readonly database: string;
  /** A file, or a folder that is there: the copy gets a name of its own in it. */
  readonly to: string;
  readonly now: () => Instant;
}

type Made = Extract<Copied, { type: 'made' }>;
export type BackedUp =
  | (Made & { readonly file: string; readonly takenAt: Instant })
  | Exclude<Copied, { type: 'made' }>;

/**
 * Copies the database into a file while crier runs (see `copyDatabase`).
 * @throws StoreUnreachable where the database cannot be reached, is damaged or is none of ours.
 */
export async function backUp({ database, to, now, ...options }: BackupOrder): Promise<BackedUp> {
  // Opening it would make one.
  if (!existsSync(database)) throw new StoreUnreachable(`there is no database ${database}; check DATABASE_URL`);
  const { raw } = openSqlite(database, WAIT_FOR_LOCK_MS);
  try {
    if (schemaOf(raw, database) === 0) throw new StoreUnreachable(`the database ${database} holds nothing yet`);
    const takenAt = now();
    const file = fileFor(to, raw, takenAt);
    const obstacle = obstacleAt(file, database, options);
    if (obstacle !== undefined) return { type: 'taken', detail: obstacle };
    const copied = await copyDatabase({ raw, path: database }, file, options);
    return copied.type === 'made' ? { ...copied, file, takenAt } : copied;
  } catch (error) {
    const detail = whyRefused(error, to);
    if (detail !== undefined) return { type: 'not-written', detail };
    throw explained(error, database);
  } finally {
    raw.close();
  }
}

/** Through a link, where it leads. */
function fileFor(to: string, raw: DatabaseSync, takenAt: Instant): string {
  const path = existsSync(to) ? realpathSync(to) : resolve(to);
  if (/[\\/]$/.test(to) || isFolder(path)) return join(path, `${nameOf(raw, takenAt)}.db`);
  return path;
}

/** `crier-demo-20260501T090000Z`: sorts by time, and says whose it is. */
function nameOf(raw: DatabaseSync, takenAt: Instant): string {
  const outlet = raw.prepare(`select value from meta where key = 'outlet'`).get()?.value;
  const time = takenAt.toString({ smallestUnit: 'second' }).replace(/[-:]/g, '');
  return ['crier', ...(typeof outlet === 'string' && /^[a-z0-9-]+$/.test(outlet) ? [outlet] : []), time].join('-');
}

/** What is in the way, so that the call must be another one. */
function obstacleAt(file: string, database: string, { replace }: CopyOptions): string | undefined {
  const folder = dirname(file);
  if (!isFolder(folder)) return `there is no folder ${folder}; make it first`;
  const place = join(realpathSync(folder), basename(file));
  if (OWN_FILES.some((tail) => [resolve(database), realpathSync(database)].some((own) => place === own + tail)))
    return `${file} belongs to the database itself; name another file`;
  if (!existsSync(file)) return undefined;
  if (!statSync(file).isFile()) return `${file} is no file; name another one`;
  return replace ? undefined : `${file} is there already; name another file, or replace it with --replace`;
}

const OWN_FILES = ['', '-wal', '-shm', '-journal'];

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
