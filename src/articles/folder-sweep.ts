import { type Dirent, lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, relative, sep } from 'node:path';
import { isArticleFile } from './article-file.ts';
import { diskErrorOf } from './disk-error.ts';

/** One article file as it lies in the folder, unread. */
export interface SweptFile {
  /** Relative to the folder, with `/`. */
  readonly path: string;
  /** The real path of the folder that it lies in, one string for all that do. */
  readonly folder: string;
  /** The real path of what a link leads to. */
  readonly target?: string;
  readonly sizeBytes: number;
  /** Epoch milliseconds; to less than a microsecond. */
  readonly modifiedMs: number;
  readonly inode: number;
  /** Why it cannot be read, where that shows from outside. */
  readonly fault?: string;
}

/** How looking through a folder ended. */
export type Sweep =
  | {
      readonly type: 'swept';
      /** Every folder that was looked into. */
      readonly folders: readonly Place[];
      /** Sub-folders that could not be looked into: nothing is known about what they hold. */
      readonly closed: readonly string[];
      /** What was gone when it was looked at, though its folder had just named it; a folder ends with `/`. */
      readonly fleeting: readonly string[];
    }
  | { readonly type: 'unreachable'; readonly detail: string };

/** Where to read a file: no symbolic link. */
export function fileOf({ path, folder, target }: SweptFile): string {
  return target ?? `${folder}${sep}${path.slice(path.lastIndexOf('/') + 1)}`;
}

/** A file or folder: where it really is, and what it is called: relative to the watched folder, with `/`. */
export interface Place {
  readonly real: string;
  readonly path: string;
}

/**
 * Finds every article file under `root` without opening one, folder by folder and by name; hidden and temporary names are
 * left out. What is not wanted, by its path, is passed over without being looked at.
 */
export function* sweep(root: string, isWanted: (path: string) => boolean = () => true): Generator<SweptFile, Sweep> {
  const folders: Place[] = [];
  const closed: string[] = [];
  const links: Place[] = [];
  const fleeting: string[] = [];
  // Every folder, and every file that was reached by a link; of the others their folder tells.
  const taken = new Set<string>();
  const isTaken = (real: string) =>
    taken.has(real) || (taken.has(dirname(real)) && isArticleFile(real) && !isHidden(basename(real)));

  function* list({ real, path }: Place): Generator<SweptFile> {
    taken.add(real);
    const entries = readdirSync(real, { withFileTypes: true }).sort(byName);
    folders.push({ real, path });
    for (const entry of entries) {
      if (isLeftOut(entry)) continue;
      const inside = placeIn({ real, path }, entry.name);
      if (entry.isDirectory()) yield* look(inside);
      else if (entry.isSymbolicLink()) links.push(inside);
      else yield* find(inside, { folder: real });
    }
  }
  function* look(folder: Place): Generator<SweptFile> {
    try {
      yield* list(folder);
    } catch (error) {
      const { isGone, detail } = diskErrorOf(error);
      if (isGone && !isMangled(folder)) {
        fleeting.push(`${folder.path}/`);
        return;
      }
      closed.push(folder.path);
      if (isWanted(folder.path)) yield faulty(folder.path, isGone ? NOT_UTF8 : detail);
    }
  }
  function* find(place: Place, where: Pick<SweptFile, 'folder' | 'target'>): Generator<SweptFile> {
    if (!isWanted(place.path)) return;
    const file = fileAt(place, where);
    if (file) yield file;
    else fleeting.push(place.path);
  }

  try {
    const home = realpathSync(root);
    yield* list({ real: home, path: '' });
    // Links come last: what is reached without one is known by its own place, and only once.
    while (links.length > 0) {
      for (const link of links.splice(0).sort(byPath)) {
        const target = targetOf(link, home);
        if (target.type === 'fault') {
          closed.push(link.path);
          if (isWanted(link.path)) yield faulty(link.path, target.detail);
        } else if (target.type === 'nothing' || isTaken(target.real)) continue;
        else if (target.type === 'folder') yield* look({ real: target.real, path: link.path });
        else {
          taken.add(target.real);
          yield* find({ real: target.real, path: link.path }, { folder: '', target: target.real });
        }
      }
    }
  } catch (error) {
    const { code, isGone, detail } = diskErrorOf(error);
    const what = code === 'ENOTDIR' ? 'is not a folder' : isGone ? 'is not there' : detail;
    return { type: 'unreachable', detail: `${root} ${what}` };
  }
  return { type: 'swept', folders, closed, fleeting };
}

const NOT_UTF8 = 'has a name that is not UTF-8';

/** Bytes that are not UTF-8 arrive as replacement characters, and the name they make leads nowhere. */
function isMangled({ path }: Place): boolean {
  return path.includes('\uFFFD');
}

/** Whether a file or folder of this name is hidden or temporary. */
export function isHidden(name: string): boolean {
  return name.startsWith('.') || name.endsWith('~') || name.endsWith('.tmp');
}

function isLeftOut(entry: Dirent): boolean {
  const { name } = entry;
  if (isHidden(name)) return true;
  return entry.isDirectory() || entry.isSymbolicLink() ? false : !entry.isFile() || !isArticleFile(name);
}

type Target = { readonly type: 'folder' | 'file'; readonly real: string } | { readonly type: 'nothing' } | TargetFault;
type TargetFault = { readonly type: 'fault'; readonly detail: string };

function targetOf({ real: link, path }: Place, home: string): Target {
  try {
    const real = realpathSync(link);
    const isFolder = statSync(real).isDirectory();
    if (!isFolder && !isArticleFile(path)) return { type: 'nothing' };
    const way = relative(home, real);
    const isOutside = way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way);
    if (isOutside) return { type: 'fault', detail: 'is a link that leads out of the folder' };
    return { type: isFolder ? 'folder' : 'file', real };
  } catch (error) {
    const { isGone, detail } = diskErrorOf(error);
    if (!isArticleFile(path)) return { type: 'nothing' };
    return { type: 'fault', detail: isGone ? 'is a link that leads nowhere' : detail };
  }
}

/** The place of what a folder has under this name. */
export function placeIn({ real, path }: Place, name: string): Place {
  return { real: `${real}${sep}${name}`, path: path === '' ? name : `${path}/${name}` };
}

/** An article file that lies in its folder itself; undefined: it is gone, or a link, or no file at all. */
export function plainFile(place: Place): SweptFile | undefined {
  const isPlain = lstatSync(place.real, { throwIfNoEntry: false })?.isFile();
  return isPlain ? fileAt(place, { folder: dirname(place.real) }) : undefined;
}

/** The file in this place; undefined: it is gone by now. */
function fileAt({ real, path }: Place, where: Pick<SweptFile, 'folder' | 'target'>): SweptFile | undefined {
  try {
    const about = statSync(real, { throwIfNoEntry: false });
    if (about) return { path, ...where, sizeBytes: about.size, modifiedMs: about.mtimeMs, inode: about.ino };
    return isMangled({ real, path }) ? faulty(path, NOT_UTF8) : undefined;
  } catch (error) {
    return faulty(path, diskErrorOf(error).detail);
  }
}

function faulty(path: string, fault: string): SweptFile {
  return { path, folder: '', sizeBytes: 0, modifiedMs: 0, inode: 0, fault };
}

function byName(a: Dirent, b: Dirent): number {
  return a.name < b.name ? -1 : 1;
}

function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}
