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
  /** Changed by `remember` and `forget` only. */
  readonly files: Map<string, FileMemory>;
  /** The files that hold each article, those that cannot be read left out: nearly always one, and then no list. */
  readonly holders: Map<string, string | readonly string[]>;
  /** Articles that their file no longer holds, not yet reported: an unread file may hold them now. */
  readonly lost: Set<string>;
  /** Articles whose holders changed since twins were last settled. */
  readonly stirred: Set<string>;
  /** Files of which something else is remembered than the cursor has. */
  readonly unwritten: Set<string>;
  /** The cursor that has all the rest; undefined: it has to be written whole. */
  written?: Written;
}

interface Written {
  readonly cursor: string;
  /** Characters of its first line. */
  readonly began: number;
  readonly status: string;
  readonly lost: string;
}

/** Raised when files are to be read again because they are understood differently. */
const FORMAT = 1;
const STATES = ['read', 'unreadable', 'twin'] as const;
/** In place of the digest: there is something left to do even if the folder stays as it is. */
const UNFINISHED = 'unfinished';
/** Characters; a cursor grows by as much, or by half of what it began with, before it is written whole again. */
const GROWS_BY = 16_384;

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
  return cursor?.startsWith(`${digest} `, cursor.lastIndexOf('\n') + 1) ?? false;
}

/** Remembers something of a file. */
export function remember(memory: FolderMemory, path: string, file: FileMemory): void {
  const { files, holders, stirred, unwritten } = memory;
  const before = files.get(path);
  if (before && before.key === file.key && before.id === file.id && before.state === file.state) return;
  files.set(path, file);
  unwritten.add(path);
  if (before) letGo(memory, path, before);
  if (file.id === undefined || file.state === 'unreadable') return;
  const others = holders.get(file.id);
  holders.set(file.id, others === undefined ? path : [others, path].flat());
  stirred.add(file.id);
}

/** Forgets a file, and that it held an article. */
export function forget(memory: FolderMemory, path: string): void {
  const before = memory.files.get(path);
  if (!before) return;
  memory.files.delete(path);
  memory.unwritten.add(path);
  letGo(memory, path, before);
}

/** The files that hold an article. */
export function holdersOf({ holders }: FolderMemory, id: string): readonly string[] {
  return [holders.get(id) ?? []].flat();
}

function letGo(memory: FolderMemory, path: string, { id, state }: FileMemory): void {
  if (id === undefined || state === 'unreadable') return;
  const { holders, stirred } = memory;
  const rest = holdersOf(memory, id).filter((other) => other !== path);
  if (rest.length > 0) holders.set(id, rest);
  else holders.delete(id);
  stirred.add(id);
}

/**
 * The memory as a cursor; without a digest the next poll goes on. It is the cursor it was read from and a line of what is
 * new, or all of it in one line. The same memory again makes the same cursor.
 */
export function writeCursor(
  memory: FolderMemory,
  digest: string | undefined,
  settings: SourceSettings,
): { readonly cursor: string; readonly added?: string } {
  const { files, unwritten, written } = memory;
  const status = digest ?? UNFINISHED;
  const lost = JSON.stringify([...memory.lost].sort());
  if (written && unwritten.size === 0 && status === written.status && lost === written.lost) {
    return { cursor: written.cursor };
  }
  const gone = [...unwritten].filter((path) => !files.has(path));
  const line = lineOf(status, settings, { files: entriesOf(files, unwritten), gone, lost });
  memory.unwritten.clear();
  if (written && mayGrow(written, line)) {
    const added = `\n${line}`;
    const cursor = written.cursor + added;
    memory.written = { ...written, cursor, status, lost };
    return { cursor, added };
  }
  const cursor = lineOf(status, settings, { files: entriesOf(files, [...files.keys()].sort()), lost });
  memory.written = { cursor, began: cursor.length, status, lost };
  return { cursor };
}

function lineOf(
  status: string,
  settings: SourceSettings,
  { files, gone, lost }: { files: readonly unknown[]; gone?: readonly string[]; lost: string },
): string {
  const reading = JSON.stringify(readingOf(settings));
  const without = gone && gone.length > 0 ? `,"gone":${JSON.stringify(gone)}` : '';
  return `${status} {"reading":${reading},"files":${JSON.stringify(files)}${without},"lost":${lost}}`;
}

function entriesOf(files: ReadonlyMap<string, FileMemory>, paths: Iterable<string>): readonly unknown[] {
  const entries = [];
  for (const path of paths) {
    const file = files.get(path);
    if (!file) continue;
    const { key, id, state } = file;
    entries.push(id === undefined ? [path, key, STATES.indexOf(state)] : [path, key, STATES.indexOf(state), id]);
  }
  return entries;
}

function mayGrow({ cursor, began }: Written, line: string): boolean {
  return cursor.length - began + line.length < Math.max(GROWS_BY, began / 2);
}

/**
 * The memory in a cursor, empty where the cursor is none of ours. After a change of settings every file counts as
 * unread, while the articles they held stay known.
 */
export function readCursor(cursor: string | undefined, settings: SourceSettings): FolderMemory {
  const memory: FolderMemory = {
    files: new Map(),
    holders: new Map(),
    lost: new Set(),
    stirred: new Set(),
    unwritten: new Set(),
  };
  const lines = cursor?.split('\n').map(parse) ?? [];
  for (const line of lines) if (line) take(memory, line, settings);
  memory.stirred.clear();
  memory.unwritten.clear();
  const isOurs = lines.every((line) => line?.status !== undefined && line.kept.reading === readingOf(settings));
  const status = lines.at(-1)?.status;
  if (cursor !== undefined && status !== undefined && isOurs) {
    const began = `${cursor}\n`.indexOf('\n');
    memory.written = { cursor, began, status, lost: JSON.stringify([...memory.lost].sort()) };
  }
  return memory;
}

interface Line {
  /** Undefined: as an earlier crier wrote it, on a line of its own. */
  readonly status: string | undefined;
  readonly kept: Partial<Record<string, unknown>>;
}

function take(memory: FolderMemory, { kept }: Line, settings: SourceSettings): void {
  if (!Array.isArray(kept.files) || !Array.isArray(kept.lost)) return;
  const isSameReading = kept.reading === readingOf(settings);
  for (const entry of kept.files) {
    if (!Array.isArray(entry)) continue;
    const [path, key, stateNumber, id] = entry;
    const state = STATES.find((_, number) => number === stateNumber);
    if (typeof path !== 'string' || typeof key !== 'string' || !state) continue;
    const known = typeof id === 'string' ? { id } : {};
    remember(memory, path, { key: isSameReading ? key : '', state, ...known });
  }
  for (const path of Array.isArray(kept.gone) ? kept.gone : []) forget(memory, String(path));
  memory.lost.clear();
  for (const id of kept.lost) if (typeof id === 'string') memory.lost.add(id);
}

/** What decides, besides the files, what they say: a new link pattern may mend what was unreadable. */
function readingOf({ link, language, timezone, drop }: SourceSettings): string {
  return JSON.stringify([FORMAT, link ?? null, language, timezone, ...(drop ?? [])]);
}

function parse(line: string): Line | undefined {
  const space = line.startsWith('{') ? -1 : line.indexOf(' ');
  try {
    const value: unknown = JSON.parse(line.slice(space + 1));
    if (typeof value !== 'object' || value === null) return undefined;
    return { status: space < 0 ? undefined : line.slice(0, space), kept: { ...value } };
  } catch {
    return undefined;
  }
}
