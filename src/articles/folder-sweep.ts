import { type Dirent, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { isAbsolute, relative, sep } from 'node:path';
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

export type Sweep =
  | {
      readonly type: 'swept';
      /** In order of path. */
      readonly files: readonly SweptFile[];
      /** Every folder that was looked into, by its real path. */
      readonly folders: readonly string[];
      /** Sub-folders that could not be looked into: nothing is known about what they hold. */
      readonly closed: readonly string[];
    }
  | { readonly type: 'unreachable'; readonly detail: string };

/** Where to read a file: no symbolic link. Made when it is asked for, since a listing may have a hundred thousand files. */
export function fileOf({ path, folder, target }: SweptFile): string {
  return target ?? `${folder}${sep}${path.slice(path.lastIndexOf('/') + 1)}`;
}

/** What is remembered of a file that was read: another key means other content; never empty. */
export function keyOf({ sizeBytes, modifiedMs, inode, fault }: SweptFile): string {
  return fault === undefined ? `${sizeBytes}.${modifiedMs}.${inode}` : `! ${fault}`;
}

/** A file or folder: where it really is, and what it is called. */
interface Place {
  readonly real: string;
  readonly path: string;
}

/** Lists every article file under `root` without opening one; hidden and temporary names are left out. */
export function sweepFolder(root: string): Sweep {
  const files: SweptFile[] = [];
  const folders: string[] = [];
  const closed: string[] = [];
  const links: Place[] = [];
  const taken = new Set<string>();

  const list = ({ real, path }: Place) => {
    taken.add(real);
    const entries = readdirSync(real, { withFileTypes: true });
    folders.push(real);
    for (const entry of entries) {
      if (isLeftOut(entry)) continue;
      const inside = { real: `${real}${sep}${entry.name}`, path: path === '' ? entry.name : `${path}/${entry.name}` };
      if (entry.isDirectory()) look(inside);
      else if (entry.isSymbolicLink()) links.push(inside);
      else add(inside, { folder: real });
    }
  };
  const look = (folder: Place) => {
    try {
      list(folder);
    } catch (error) {
      const { isGone, detail } = diskErrorOf(error);
      if (isGone && !isMangled(folder)) return;
      closed.push(folder.path);
      files.push(faulty(folder.path, isGone ? NOT_UTF8 : detail));
    }
  };
  const add = ({ real, path }: Place, where: Pick<SweptFile, 'folder' | 'target'>) => {
    taken.add(real);
    try {
      const about = statSync(real, { throwIfNoEntry: false });
      if (about) files.push(sweptFile(path, where, about));
      else if (isMangled({ real, path })) files.push(faulty(path, NOT_UTF8));
    } catch (error) {
      files.push(faulty(path, diskErrorOf(error).detail));
    }
  };

  let home: string;
  try {
    home = realpathSync(root);
    list({ real: home, path: '' });
  } catch (error) {
    const { code, isGone, detail } = diskErrorOf(error);
    const what = code === 'ENOTDIR' ? 'is not a folder' : isGone ? 'is not there' : detail;
    return { type: 'unreachable', detail: `${root} ${what}` };
  }
  // Links come last: what is reached without one is known by its own place, and only once.
  while (links.length > 0) {
    for (const link of links.splice(0).sort(byPath)) {
      const target = targetOf(link, home);
      if (target.type === 'fault') {
        closed.push(link.path);
        files.push(faulty(link.path, target.detail));
      } else if (target.type === 'nothing' || taken.has(target.real)) continue;
      else if (target.type === 'folder') look({ real: target.real, path: link.path });
      else add({ real: target.real, path: link.path }, { folder: '', target: target.real });
    }
  }
  return { type: 'swept', files: files.sort(byPath), folders, closed };
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

function sweptFile(
  path: string,
  where: Pick<SweptFile, 'folder' | 'target'>,
  { size, mtimeMs, ino }: Stats,
): SweptFile {
  return { path, ...where, sizeBytes: size, modifiedMs: mtimeMs, inode: ino };
}

function faulty(path: string, fault: string): SweptFile {
  return { path, folder: '', sizeBytes: 0, modifiedMs: 0, inode: 0, fault };
}

function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}
