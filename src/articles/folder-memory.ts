import { fingerprint } from '../lib/fingerprint.ts';
import type { SweptFile } from './folder-sweep.ts';
import type { SourceSettings } from './source-settings.ts';

/** What is remembered of one file. */
export interface FileMemory {
  /** The key it was read under; empty: it is to be read again. */
  readonly key: string;
  /** The article last read from it. */
  readonly id?: string;
  /** `twin`: readable, but another file has the article. */
  readonly state: 'read' | 'unreadable' | 'twin';
}

/** What is remembered of a folder; it travels in the cursor. */
export interface FolderMemory {
  readonly files: Map<string, FileMemory>;
  /** Articles that their file no longer holds, not yet reported: an unread file may hold them now. */
  readonly lost: Set<string>;
}

/** Raised when files are to be read again because they are understood differently. */
const FORMAT = 1;
const STATES = ['read', 'unreadable', 'twin'] as const;
/** In place of the digest: there is something left to do even if the folder stays as it is. */
const UNFINISHED = 'unfinished';

/** The folder in one line: the same for the same files, read with the same settings. */
export function digestOf(files: readonly SweptFile[], settings: SourceSettings): string {
  const values: (string | number)[] = [readingOf(settings)];
  for (const { path, sizeBytes, modifiedMs, inode, fault } of files) {
    values.push(path, sizeBytes, modifiedMs, inode, fault ?? '');
  }
  return fingerprint(values);
}

/** Whether the cursor was made when the folder was just like this and nothing was left to do. */
export function isSettled(cursor: string | undefined, digest: string): cursor is string {
  return cursor?.startsWith(`${digest}\n`) ?? false;
}

/** The memory as a cursor; without a digest the next poll goes on. */
export function writeCursor(memory: FolderMemory, digest: string | undefined, settings: SourceSettings): string {
  const files = [...memory.files]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, { key, id, state }]) => [path, key, STATES.indexOf(state), ...(id === undefined ? [] : [id])]);
  const lost = [...memory.lost].sort();
  return `${digest ?? UNFINISHED}\n${JSON.stringify({ reading: readingOf(settings), files, lost })}`;
}

/**
 * The memory in a cursor, empty where the cursor is none of ours. After a change of settings every file counts as
 * unread, while the articles they held stay known.
 */
export function readCursor(cursor: string | undefined, settings: SourceSettings): FolderMemory {
  const memory: FolderMemory = { files: new Map(), lost: new Set() };
  const kept = parse(cursor?.slice(cursor.indexOf('\n') + 1));
  if (!kept || !Array.isArray(kept.files) || !Array.isArray(kept.lost)) return memory;
  const isSameReading = kept.reading === readingOf(settings);
  for (const entry of kept.files) {
    if (!Array.isArray(entry)) continue;
    const [path, key, stateNumber, id] = entry;
    const state = STATES.find((_, number) => number === stateNumber);
    if (typeof path !== 'string' || typeof key !== 'string' || !state) continue;
    const known = typeof id === 'string' ? { id } : {};
    memory.files.set(path, { key: isSameReading ? key : '', state, ...known });
  }
  for (const id of kept.lost) if (typeof id === 'string') memory.lost.add(id);
  return memory;
}

/** What decides, besides the files, what they say: a new link pattern may mend what was unreadable. */
function readingOf({ link, language, timezone, drop }: SourceSettings): string {
  return JSON.stringify([FORMAT, link ?? null, language, timezone, ...(drop ?? [])]);
}

function parse(text: string | undefined): Partial<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
