import { closeSync, constants, fstatSync, open, read, type Stats } from 'node:fs';
import { diskErrorOf } from './disk-error.ts';

/** Bytes; a larger file is never read. */
export const LARGEST_FILE = 5_000_000;

/** What lies in a file, not yet understood. */
export type Content =
  | {
      readonly type: 'content';
      readonly bytes: Buffer;
      /** Epoch milliseconds. */
      readonly modifiedMs: number;
    }
  /** It is no file that can hold an article: it stays unreadable until it changes. */
  | { readonly type: 'unreadable'; readonly detail: string }
  /** The disk is at fault: it may be readable the next time without having changed. */
  | { readonly type: 'out-of-reach'; readonly detail: string }
  | { readonly type: 'gone' };

/**
 * The bytes of a file that is no symbolic link. What may wait for a disk, the opening and the reading, is left to the
 * system's threads; the rest is asked of what is open already, where it takes less time than a thread to ask it.
 */
export async function contentOf(file: string): Promise<Content> {
  let handle: number | undefined;
  try {
    handle = await opened(file);
    const about = fstatSync(handle);
    if (!about.isFile()) return { type: 'unreadable', detail: 'is not a file' };
    if (about.size > LARGEST_FILE) return { type: 'unreadable', detail: tooLarge(about) };
    return { type: 'content', bytes: await bytesOf(handle, about.size), modifiedMs: about.mtimeMs };
  } catch (error) {
    const { isGone, detail } = diskErrorOf(error);
    return isGone ? { type: 'gone' } : { type: 'out-of-reach', detail };
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

/** No link is followed that was put in the file's place after it was listed; a pipe does not block. */
function opened(file: string): Promise<number> {
  return new Promise((resolve, reject) => {
    open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK, (error, handle) => {
      if (error) reject(error);
      else resolve(handle);
    });
  });
}

async function bytesOf(handle: number, sizeBytes: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(sizeBytes);
  let filled = 0;
  while (filled < sizeBytes) {
    const added = await readInto(bytes, handle, filled);
    if (added === 0) break;
    filled += added;
  }
  return bytes.subarray(0, filled);
}

function readInto(bytes: Buffer, handle: number, from: number): Promise<number> {
  return new Promise((resolve, reject) => {
    read(handle, bytes, from, bytes.length - from, from, (error, added) => {
      if (error) reject(error);
      else resolve(added);
    });
  });
}

function tooLarge({ size }: Stats): string {
  return `has ${(size / 1e6).toFixed(1)} MB; the limit is ${LARGEST_FILE / 1e6} MB`;
}
