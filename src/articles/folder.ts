import type { FileNotes } from '../domain/file-notes.ts';
import type { ArticleSource, PollResult } from '../domain/ports.ts';
import { type Instant, msBetween } from '../domain/time.ts';
import { readCursor } from './folder-cursor.ts';
import { glance } from './folder-glance.ts';
import { isLeftOver, type Looking, list, SETTLES_AFTER_MS } from './folder-listing.ts';
import { type FolderMemory, memoryOf } from './folder-memory.ts';
import { type FolderReading, readOn } from './folder-reading.ts';
import { folderRest } from './folder-rest.ts';
import { readingOf } from './folder-shelves.ts';
import { sweep } from './folder-sweep.ts';
import type { FolderWatch } from './folder-watch.ts';
import type { SourceSettings } from './source-settings.ts';

/** For how long one listing serves the polls that follow upon each other: a story may be withdrawn meanwhile. */
const LISTING_HOLDS_MS = 30_000;

/**
 * Watches a folder of article files (JSON and plain text, sub-folders included). A poll depends on the files, the
 * cursor, the notes that were stored with it, and the clock; it opens only files that changed, at most 200 of them or
 * about 20 MB. Where a file may still be written it waits up to a second, once. A file that turns unreadable keeps its
 * article; a file that is gone loses it, unless another file has it. An abort rejects. Once asked for changes it has the
 * system watch the folders that the last poll saw; then it looks at what the system names, and through the whole folder
 * less often the longer that takes.
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
  /** What is remembered of its files; a poll answers how that changes. */
  readonly notes: FileNotes;
  readonly now: () => Instant;
  readonly delay: (ms: number, signal: AbortSignal) => Promise<unknown>;
}): ArticleSource {
  const { id, path, link, language, timezone, drop, notes, now, delay } = options;
  const settings: SourceSettings = {
    source: id,
    language,
    timezone,
    ...(link !== undefined && { link }),
    ...(drop && { drop }),
  };
  // One poll of many leaves its listing to the next.
  let left: { readonly cursor: string; readonly reading: FolderReading } | undefined;

  const takeLeft = (cursor: string | undefined): FolderReading | undefined => {
    const taken = left;
    left = undefined;
    return taken && taken.cursor === cursor && isRecent(taken.reading, now()) ? taken.reading : undefined;
  };
  let watch: FolderWatch | undefined;
  const looking: Looking = {
    walk: (isWanted) => sweep(path, isWanted),
    looked: (folders) => watch?.follow(folders),
    reading: readingOf(settings),
  };
  const rest = folderRest(now);
  // The last answer; another cursor was written by another process, or what we answered was not taken.
  let answered: string | undefined;

  /** What is new of the files that the system named, where nothing else can have changed. */
  const lookAtNamed = async (cursor: string, memory: FolderMemory): Promise<FolderReading | PollResult | undefined> => {
    const places = watch?.told() ?? 'anything';
    if (places === 'anything' || !rest.isOn(places.length > 0)) return undefined;
    if (places.length === 0) return unchanged(cursor);
    const listing = await glance(places, readCursor(cursor), memory, looking.reading, now());
    return listing && { listing, isPatient: true, mayHaveMissed: true, anyToReadAgain: false };
  };
  const lookThrough = async (
    cursor: string | undefined,
    memory: FolderMemory,
    isPatient: boolean,
    signal: AbortSignal,
  ): Promise<FolderReading | PollResult> => {
    const began = now();
    rest.end();
    watch?.told();
    const listing = await list(looking, readCursor(cursor), memory, began, signal);
    if ('type' in listing) return listing;
    // Files that may still be written are soon looked for again.
    if (isPatient) rest.begin(Math.abs(msBetween(began, now())));
    return { listing, isPatient, mayHaveMissed: false, anyToReadAgain: false };
  };
  const answer = (result: PollResult, reading: FolderReading): PollResult => {
    if (result.type !== 'polled') return result;
    if (isLeftOver(reading.listing)) left = { cursor: result.cursor, reading };
    if (result.more || readCursor(result.cursor).lost.length > 0) rest.end();
    answered = result.cursor;
    return result;
  };
  // From the beginning nothing is remembered, whatever is stored.
  const remembered = (cursor: string | undefined) =>
    memoryOf(cursor === undefined ? NO_NOTES : notes, readCursor(cursor).lost);

  return {
    id,
    async poll(cursor, signal) {
      signal.throwIfAborted();
      const isOurs = answered === cursor;
      answered = undefined;
      let memory = remembered(cursor);
      let reading: FolderReading | PollResult | undefined = takeLeft(cursor);
      if (isOurs && cursor !== undefined) reading ??= await lookAtNamed(cursor, memory);
      for (let isPatient = true; ; isPatient = false) {
        reading ??= await lookThrough(cursor, memory, isPatient, signal);
        if ('type' in reading) {
          answered = cursor;
          return reading;
        }
        const { result, isRestless } = await readOn(reading, cursor, memory, settings, now(), signal);
        if (!isRestless) return answer(result, reading);
        await delay(SETTLES_AFTER_MS, signal);
        [reading, memory] = [undefined, remembered(cursor)];
      }
    },
    async changed(signal) {
      watch ??= (await import('./folder-watch.ts')).watchFolders(signal);
      await watch.changed();
    },
  };
}

const NO_NOTES: FileNotes = { onShelf: async () => [], of: async () => [], holding: async () => [] };

function unchanged(cursor: string): PollResult {
  return { type: 'polled', articles: [], vanished: [], unreadable: [], readable: [], cursor, more: false };
}

function isRecent({ listing: { listedAt } }: FolderReading, now: Instant): boolean {
  return Math.abs(msBetween(listedAt, now)) < LISTING_HOLDS_MS;
}
