import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { schemaOf } from './mark.ts';
import type { Sqlite } from './sqlite.ts';
import { explained, StoreUnreachable } from './unreachable.ts';
import { whyNotWritten } from './unwritable.ts';

export interface CopyOptions {
  /** Whether a file that stands there already is replaced, once the copy is whole. */
  readonly replace: boolean;
  /** Aborting leaves nothing behind. */
  readonly signal?: AbortSignal;
  /** How much is copied, from 0 to 1; told while more than a few megabytes are on their way. */
  readonly onProgress?: (share: number) => void;
}

/** What came of it. `schema` is that of the copy; `taken`: something stands there already; each detail says what to do. */
export type Copied =
  | { readonly type: 'made'; readonly bytes: number; readonly schema: number }
  | { readonly type: 'taken' | 'not-written' | 'stopped'; readonly detail: string };

const STOPPED: Copied = { type: 'stopped', detail: 'stopped before the copy was whole; nothing was kept' };
type Progress = (state: { readonly totalPages: number; readonly remainingPages: number }) => void;

/** Four megabytes: some milliseconds, after which a stop is heard. */
const PAGES_AT_ONCE = 1000;
const OWNER_ONLY = 0o600;

/**
 * Copies a database as it is at one moment, while others write to it, into one file that is there whole or not at all:
 * written aside, checked, synced, renamed. Only its owner may read it.
 * @throws StoreUnreachable where the database itself is damaged or cannot be read.
 */
export async function copyDatabase(
  source: Pick<Sqlite, 'raw' | 'path'>,
  to: string,
  { replace, signal, onProgress }: CopyOptions,
): Promise<Copied> {
  const aside = `${to}.${randomBytes(4).toString('hex')}.part`;
  try {
    closeSync(openSync(aside, 'wx', OWNER_ONLY));
    const progress: Progress = ({ totalPages, remainingPages }) => {
      // What is thrown here ends the copying.
      signal?.throwIfAborted();
      onProgress?.(1 - remainingPages / totalPages);
    };
    const schema = await copyPages(source, aside, progress);
    check(source.path, aside, schema);
    await sync(aside);
    if (signal?.aborted) return STOPPED;
    if (!replace && existsSync(to))
      return { type: 'taken', detail: `${to} came into being meanwhile; nothing was replaced` };
    renameSync(aside, to);
    await syncFolder(dirname(to));
    return { type: 'made', bytes: statSync(to).size, schema };
  } catch (error) {
    if (signal?.aborted && error === signal.reason) return STOPPED;
    const detail = whyNotWritten(error, to);
    if (detail !== undefined) return { type: 'not-written', detail };
    throw explained(error, source.path);
  } finally {
    for (const tail of ['', '-journal']) rmSync(`${aside}${tail}`, { force: true });
  }
}

/**
 * The read transaction holds the moment. Without it a copy starts over whenever another process commits, and beside a
 * busy one never ends; with it, in WAL mode, nobody waits for anybody.
 */
async function copyPages(
  { raw, path }: Pick<Sqlite, 'raw' | 'path'>,
  aside: string,
  progress: Progress,
): Promise<number> {
  raw.exec('begin');
  try {
    const schema = schemaOf(raw, path);
    await backup(raw, aside, { rate: PAGES_AT_ONCE, progress });
    return schema;
  } finally {
    if (raw.isTransaction) raw.exec('rollback');
  }
}

function check(path: string, aside: string, schema: number): void {
  const copy = new DatabaseSync(aside);
  try {
    // All of it is in this one file then, which can be read where nothing may be written.
    copy.exec('pragma journal_mode = delete');
    const finding = copy.prepare('pragma integrity_check(1)').get()?.integrity_check;
    if (finding === 'ok' && schemaOf(copy, aside) === schema) return;
    throw new StoreUnreachable(`the database ${path} is damaged, its copy was not kept; restore a backup (${finding})`);
  } finally {
    copy.close();
  }
}

async function sync(path: string): Promise<void> {
  const file = await open(path, 'r');
  await file.sync().finally(() => file.close());
}

/** Makes the new name last. */
async function syncFolder(path: string): Promise<void> {
  try {
    await sync(path);
  } catch (error) {
    // Not every file system can, and a folder may be writable without being readable.
    if (!(error instanceof Error && 'code' in error && ['EACCES', 'EINVAL', 'EPERM'].includes(`${error.code}`))) {
      throw error;
    }
  }
}
