import { fingerprint, gathering, placeOf } from '../lib/fingerprint.ts';
import type { SweptFile } from './folder-sweep.ts';
import type { SourceSettings } from './source-settings.ts';

/**
 * A folder's files stand on shelves, always the same ones on each, whatever their sub-folders: a change of one concerns
 * only what stands beside it. So many that few notes are on one, even of a hundred thousand, and that their digests make
 * a short cursor.
 */
export const SHELVES = 128;
/** Raised when files are to be read again because they are understood differently. */
const FORMAT = 2;
/** The number of the shelf that a file stands on. */
export function shelfOf(path: string): number {
  return placeOf(path, SHELVES);
}

/** Takes files and their keys in any order, and tells a digest of each shelf. */
export function digesting() {
  const shelves = Array.from({ length: SHELVES }, () => gathering());
  return {
    add(path: string, key: string): void {
      shelves[shelfOf(path)]?.add([path, key]);
    },
    digests: (): readonly string[] => shelves.map((shelf) => shelf.name()),
  };
}

/** The digest of a shelf once a file on it was read under another key; empty stays empty. */
export function digestAfter(digest: string, path: string, before: string | undefined, key: string): string {
  if (digest === '') return '';
  const shelf = gathering(digest);
  if (before !== undefined) shelf.takeOut([path, before]);
  shelf.add([path, key]);
  return shelf.name();
}

/** What is remembered of a file that was read: another key means other content, or another way to read it; never empty. */
export function keyOf(file: SweptFile, reading: string): string {
  return fingerprint([reading, ...signsOf(file)]);
}

/** What decides, besides the files, what they say: a new link pattern may mend what was unreadable. */
export function readingOf({ link, language, timezone, drop }: SourceSettings): string {
  return fingerprint([FORMAT, link ?? '', Number(link === undefined), language, timezone, ...(drop ?? [])]);
}

function signsOf({ sizeBytes, modifiedMs, inode, fault }: SweptFile): readonly (string | number)[] {
  return [sizeBytes, modifiedMs, inode, fault ?? ''];
}
