import type { FileChanges, FileNote, FileNotes } from '../domain/file-notes.ts';

/** What one poll knows of its folder: the notes as they are stored, and what it found out since. */
export interface FolderMemory {
  readonly stored: FileNotes;
  /** The notes that are to be; undefined: the file is gone. Changed by `remember` and `forget` only. */
  readonly changes: Map<string, FileNote | undefined>;
  /** Articles that their file no longer holds, not yet reported: an unread file may hold them now. */
  readonly lost: Set<string>;
  /** Articles whose holders changed since twins were last settled. */
  readonly stirred: Set<string>;
}

/** What a poll begins with. */
export function memoryOf(stored: FileNotes, lost: readonly string[]): FolderMemory {
  return { stored, changes: new Map(), lost: new Set(lost), stirred: new Set() };
}

/** Remembers something else of a file than `before`. */
export function remember({ changes, stirred }: FolderMemory, note: FileNote, before: FileNote | undefined): void {
  if (before && before.key === note.key && before.article === note.article && before.state === note.state) return;
  changes.set(note.path, note);
  for (const one of [before, note]) if (one && isHolding(one) && isReadable(one)) stirred.add(one.article);
}

/** Forgets a file, and that it held an article. */
export function forget({ changes, stirred, lost }: FolderMemory, note: FileNote): void {
  changes.set(note.path, undefined);
  if (!isHolding(note)) return;
  lost.add(note.article);
  if (isReadable(note)) stirred.add(note.article);
}

/** By article, the notes on the files that it was last read from, as things are now. */
export async function holdersOf(
  { stored, changes }: FolderMemory,
  articles: ReadonlySet<string>,
): Promise<ReadonlyMap<string, readonly Holding[]>> {
  if (articles.size === 0) return new Map();
  const before = (await stored.holding([...articles])).filter(({ path }) => !changes.has(path));
  const notes = [...before, ...changes.values()].filter((note) => note !== undefined).filter(isHolding);
  return Map.groupBy(
    notes.filter(({ article }) => articles.has(article)),
    ({ article }) => article,
  );
}

/** The lost articles that no file holds by now; they are lost no more than once. */
export async function takeLost(memory: FolderMemory): Promise<readonly string[]> {
  const { lost } = memory;
  if (lost.size === 0) return [];
  const held = await holdersOf(memory, lost);
  const vanished = [...lost].filter((id) => !held.has(id));
  lost.clear();
  return vanished;
}

/** What is to be stored of it. */
export function changesOf({ changes }: FolderMemory): FileChanges {
  const noted: FileNote[] = [];
  const forgotten: string[] = [];
  for (const [path, note] of changes) {
    if (note) noted.push(note);
    else forgotten.push(path);
  }
  return { noted, forgotten };
}

/** Whether what the file holds can be read: another one with the same article is its twin. */
export function isReadable({ state }: FileNote): boolean {
  return state !== 'unreadable';
}

/** A note on a file that an article was read from. */
type Holding = FileNote & { readonly article: string };

function isHolding(note: FileNote): note is Holding {
  return note.article !== undefined;
}
