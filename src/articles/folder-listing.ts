import type { FileNote } from '../domain/file-notes.ts';
import type { Instant } from '../domain/time.ts';
import type { FolderCursor } from './folder-cursor.ts';
import { type FolderMemory, forget } from './folder-memory.ts';
import { digesting, keyOf, shelfOf } from './folder-shelves.ts';
import type { Place, Sweep, SweptFile } from './folder-sweep.ts';

/** A file that changed less than this ago may still be written: text always, JSON where it cannot be read. */
export const SETTLES_AFTER_MS = 1000;
/** A date further ahead than a clock can be wrong is not the time of writing. */
const CLOCKS_DIFFER_BY_MS = 60_000;
/** So many changed files at most are known ahead, so that a hundred thousand take no more memory than these. */
const LISTED_AHEAD = 2000;
/** Files whose notes are asked for at once. */
const NOTES_AT_ONCE = 200;
/** After so many files other work of the process has its turn. */
const FILES_IN_A_TURN = 1000;

type Walk = Generator<SweptFile, Sweep>;
type Unreachable = Extract<Sweep, { type: 'unreachable' }>;

/** What changed in a folder since a cursor; found as it is read, which may take many polls. */
export interface FolderListing {
  readonly listedAt: Instant;
  /** Stands for how the files are understood. */
  readonly reading: string;
  /** The digest of each shelf. */
  readonly digests: readonly string[];
  /** The shelves on which something changed. */
  readonly moved: ReadonlySet<number>;
  /** Changed files, not yet read, the oldest last: each is let go of as it is read. */
  readonly ready: Ready[];
  /** Where the others are found; undefined: all were. */
  walk: SecondWalk | undefined;
  /** Files that are remembered and were not found yet. */
  readonly unseen: Set<string>;
  /** Shelves that have something left to do even when all that is ready was read. */
  readonly restless: Set<number>;
  /** Whether files were left out that may still be written. */
  anyUnready: boolean;
}

/**
 * Looks a second time at the shelves on which something changed. A folder that is taken away meanwhile, or has an empty
 * one in its place, shows by what the two walks do not agree on.
 */
interface SecondWalk {
  readonly files: Walk;
  /** What is found by now. */
  readonly sketch: ReturnType<typeof digesting>;
  /** What the first walk found gone, though its folder had named it. */
  readonly fleeting: readonly string[];
}

/** A file to be read, and what is remembered of it. */
export interface Ready {
  readonly file: SweptFile;
  readonly known: FileNote | undefined;
}

/** How a folder is looked through; `reading` stands for how its files are understood. */
export interface Looking {
  readonly walk: (isWanted?: (path: string) => boolean) => Walk;
  /** Told the folders that were looked into. */
  readonly looked: (folders: readonly Place[]) => void;
  readonly reading: string;
}

/** Looks through the whole folder for what moved since the cursor. */
export async function list(
  { walk, looked, reading }: Looking,
  { shelves }: FolderCursor,
  { stored }: FolderMemory,
  now: Instant,
  signal: AbortSignal,
): Promise<FolderListing | Unreachable> {
  const sketch = digesting();
  const files = walk();
  let next = files.next();
  for (let seen = 1; !next.done; seen += 1, next = files.next()) {
    sketch.add(next.value.path, keyOf(next.value, reading));
    if (seen % FILES_IN_A_TURN === 0) await turn(signal);
  }
  const sweep = next.value;
  looked(sweep.type === 'swept' ? sweep.folders : []);
  if (sweep.type === 'unreachable') return sweep;
  const digests = sketch.digests();
  const moved = new Set(digests.keys().filter((shelf) => digests[shelf] !== shelves[shelf]));
  const unseen = new Set<string>();
  for (const shelf of moved) for (const { path } of await stored.onShelf(shelf)) unseen.add(path);
  const isMoved = (path: string) => moved.has(shelfOf(path));
  const fleeting = sweep.fleeting.filter((path) => path.endsWith('/') || isMoved(path));
  const second = moved.size > 0 ? { files: walk(isMoved), sketch: digesting(), fleeting } : undefined;
  const found = { ready: [], walk: second, unseen, restless: new Set<number>(), anyUnready: false };
  return { listedAt: now, reading, digests, moved, ...found };
}

/**
 * Finds the next files to read, where none is left of those found before. Once all were found, those that are gone lose
 * their article: the answer is their paths.
 */
export async function findMore(
  listing: FolderListing,
  memory: FolderMemory,
  now: Instant,
): Promise<readonly string[] | Unreachable> {
  const { reading, ready, unseen, restless, walk } = listing;
  if (!walk || ready.length > 0) return [];
  while (ready.length < LISTED_AHEAD) {
    const { files, ended } = take(walk.files, NOTES_AT_ONCE);
    const notes = new Map((await memory.stored.of(files.map(({ path }) => path))).map((note) => [note.path, note]));
    for (const file of files) {
      unseen.delete(file.path);
      const known = notes.get(file.path);
      const key = keyOf(file, reading);
      walk.sketch.add(file.path, key);
      if (known?.key === key) continue;
      if (!isStillWritten(file, now)) ready.push({ file, known });
      else {
        restless.add(shelfOf(file.path));
        listing.anyUnready = true;
      }
    }
    if (!ended) continue;
    listing.walk = undefined;
    ready.sort(oldestLast);
    if (ended.type !== 'swept') return ended;
    const unsteady = unsteadyShelves(listing, walk, ended.fleeting);
    for (const shelf of unsteady) restless.add(shelf);
    return forgetUnseen(unseen, memory, (path) => unsteady.has(shelfOf(path)) || isIn(ended.closed, path));
  }
  ready.sort(oldestLast);
  return [];
}

/** Whether another poll would go on with the same listing. */
export function isLeftOver({ ready, walk }: FolderListing): boolean {
  return ready.length > 0 || walk !== undefined;
}

/** The digests of the shelves on which everything was read. */
export function settledShelves(listing: FolderListing): readonly string[] {
  const { digests, moved, restless } = listing;
  const isUnsettled = isLeftOver(listing)
    ? (shelf: number) => moved.has(shelf)
    : (shelf: number) => restless.has(shelf);
  return digests.map((digest, shelf) => (isUnsettled(shelf) ? '' : digest));
}

/** Whether a file changed so lately that it may still be written. */
export function isYoung({ modifiedMs, fault }: SweptFile, now: Instant): boolean {
  const ageMs = now.epochMilliseconds - modifiedMs;
  return fault === undefined && ageMs < SETTLES_AFTER_MS && ageMs > -CLOCKS_DIFFER_BY_MS;
}

/** Whether a file may still be written: JSON shows by itself whether it is whole, of text nobody can tell. */
export function isStillWritten(file: SweptFile, now: Instant): boolean {
  return isYoung(file, now) && !/\.json$/i.test(file.path);
}

/** The shelves on which the two walks found something else: another look has to tell what is there. */
function unsteadyShelves(
  { moved, digests }: FolderListing,
  { sketch, fleeting }: SecondWalk,
  fleetingNow: readonly string[],
): ReadonlySet<number> {
  // What a disk names and never has is gone both times; else the folder itself is on the move.
  if (fleeting.join('\0') !== fleetingNow.join('\0')) return moved;
  const found = sketch.digests();
  return new Set([...moved].filter((shelf) => found[shelf] !== digests[shelf]));
}

function isIn(folders: readonly string[], path: string): boolean {
  return folders.some((folder) => path.startsWith(`${folder}/`));
}

/** Files that are no longer there lose their article, unless that cannot be known of them. */
async function forgetUnseen(
  unseen: ReadonlySet<string>,
  memory: FolderMemory,
  isUnknown: (path: string) => boolean,
): Promise<readonly string[]> {
  const gone = [...unseen].filter((path) => !isUnknown(path));
  for (const note of await memory.stored.of(gone)) forget(memory, note);
  return gone;
}

function take(walk: Walk, atMost: number): { readonly files: readonly SweptFile[]; readonly ended?: Sweep } {
  const files: SweptFile[] = [];
  while (files.length < atMost) {
    const next = walk.next();
    if (next.done) return { files, ended: next.value };
    files.push(next.value);
  }
  return { files };
}

async function turn(signal: AbortSignal): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  signal.throwIfAborted();
}

function oldestLast({ file: a }: Ready, { file: b }: Ready): number {
  return b.modifiedMs - a.modifiedMs || (a.path < b.path ? 1 : -1);
}
