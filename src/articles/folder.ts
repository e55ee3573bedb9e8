import type { ArticleSource, PollResult } from '../domain/ports.ts';
import type { Instant } from '../domain/time.ts';
import { digestOf, type FolderMemory, isSettled, readCursor } from './folder-memory.ts';
import { beginReading, type FolderReading, isLeftOver, readOn, SETTLES_AFTER_MS } from './folder-reading.ts';
import { sweepFolder } from './folder-sweep.ts';
import type { FolderWatch } from './folder-watch.ts';
import type { SourceSettings } from './source-settings.ts';

/** For how long one listing serves the polls that follow upon each other: a story may be withdrawn meanwhile. */
const LISTING_HOLDS_MS = 30_000;

/**
 * Watches a folder of article files (JSON and plain text, sub-folders included). A poll depends on the files, the
 * cursor and the clock only; it opens only files that changed, at most 200 of them or about 20 MB. Where a file may
 * still be written it waits up to a second, once. A file that turns unreadable keeps its article; a file that is gone
 * loses it, unless another file has it. An abort rejects. Once asked for changes it has the system watch the folders that
 * the last poll saw.
 */
export function folderSource(options: {
  readonly id: string;
  readonly path: string;
  /** Link pattern with `{id}`, for files without url. */
  readonly link?: string;
  readonly language: string;
  readonly timezone: string;
  /** The outlet's own lines that are no part of a story. */
  readonly drop?: readonly string[];
  readonly now: () => Instant;
  readonly delay: (ms: number, signal: AbortSignal) => Promise<unknown>;
}): ArticleSource {
  const { id, path, link, language, timezone, drop, now, delay } = options;
  const settings: SourceSettings = {
    source: id,
    language,
    timezone,
    ...(link !== undefined && { link }),
    ...(drop && { drop }),
  };
  // One poll of many leaves its listing and memory to the next, which would otherwise make the same from the cursor.
  let left: { readonly cursor: string; readonly reading: FolderReading } | undefined;

  const takeLeft = (cursor: string | undefined): FolderReading | undefined => {
    const taken = left;
    left = undefined;
    return taken && taken.cursor === cursor ? taken.reading : undefined;
  };
  let watch: FolderWatch | undefined;
  const look = () => {
    const sweep = sweepFolder(path);
    watch?.follow(sweep.type === 'swept' ? sweep.folders : []);
    return sweep;
  };
  const begin = (cursor: string | undefined, isPatient: boolean, memory?: FolderMemory): FolderReading | PollResult => {
    const sweep = look();
    if (sweep.type === 'unreachable') return sweep;
    const digest = digestOf(sweep.files, settings);
    return isSettled(cursor, digest)
      ? { type: 'polled', articles: [], vanished: [], unreadable: [], readable: [], cursor, more: false }
      : beginReading(sweep, digest, memory ?? readCursor(cursor, settings), now(), isPatient);
  };

  return {
    id,
    async poll(cursor, signal) {
      signal.throwIfAborted();
      const taken = takeLeft(cursor);
      // After a while all is listed anew, while what is remembered is still what the cursor says.
      let reading = taken && isRecent(taken, now()) ? taken : begin(cursor, true, taken?.memory);
      if ('type' in reading) return reading;
      let { result, isRestless } = await readOn(reading, settings, now(), signal);
      if (isRestless) {
        await delay(SETTLES_AFTER_MS, signal);
        reading = begin(cursor, false);
        if ('type' in reading) return reading;
        ({ result } = await readOn(reading, settings, now(), signal));
      }
      if (result.type === 'polled' && isLeftOver(reading)) left = { cursor: result.cursor, reading };
      return result;
    },
    async changed(signal) {
      watch ??= (await import('./folder-watch.ts')).watchFolders(signal);
      await watch.changed();
    },
  };
}

function isRecent({ listedAt }: FolderReading, now: Instant): boolean {
  return Math.abs(now.epochMilliseconds - listedAt.epochMilliseconds) < LISTING_HOLDS_MS;
}
