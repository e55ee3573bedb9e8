import { readdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Copied, copyDatabase } from './copy.ts';
import { WAIT_FOR_LOCK_MS } from './sqlite.ts';
import { StoreUnreachable } from './unreachable.ts';
import { whyRefused } from './unwritable.ts';

const KEPT_COPIES = 3;

/**
 * Copies the database beside itself as it is before it goes to `schema`, and keeps the newest three such copies; answers
 * where it is. Who calls holds the write lock, so the copy is the last word, and nobody else makes one.
 * @throws StoreUnreachable where it cannot be copied.
 */
export async function keepCopy(path: string, schema: number): Promise<string> {
  const to = `${path}.before-schema-${schema}`;
  try {
    for (const file of copiesOf(path, LEFT_BY_A_KILL)) rmSync(file, { force: true });
    // One of this name is of a start that was killed before it migrated, or an older database was put back since.
    const copied = await copyAside(path, to);
    if (copied.type !== 'made') throw notCopied(path, copied.detail);
    letGoOfOld(path);
    return to;
  } catch (error) {
    const why = whyRefused(error, to);
    throw why === undefined ? error : notCopied(path, why);
  }
}

/** By a connection of its own: the one that holds the write lock cannot be copied from. */
async function copyAside(path: string, to: string): Promise<Copied> {
  const raw = new DatabaseSync(path, { readOnly: true, timeout: WAIT_FOR_LOCK_MS });
  try {
    return await copyDatabase({ raw, path }, to, { replace: true });
  } finally {
    raw.close();
  }
}

function notCopied(path: string, why: string): StoreUnreachable {
  return new StoreUnreachable(
    `the database ${path} must be brought up to date, and was left as it is, for it could not be copied first: ${why}`,
  );
}

/** What ends the names of whole copies, and of what a kill left of one. */
const WHOLE = /^\d+$/;
const LEFT_BY_A_KILL = /^\d+\.[0-9a-f]{8}\.part(-journal)?$/;

function copiesOf(path: string, ending: RegExp): readonly string[] {
  const start = `${basename(path)}.before-schema-`;
  const folder = dirname(path);
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.startsWith(start) && ending.test(entry.name.slice(start.length)))
    .map(({ name }) => join(folder, name));
}

function letGoOfOld(path: string): void {
  const newestFirst = copiesOf(path, WHOLE)
    .map((file) => ({ file, at: statSync(file).mtimeMs }))
    .toSorted((one, other) => other.at - one.at);
  for (const { file } of newestFirst.slice(KEPT_COPIES)) rmSync(file, { force: true });
}
