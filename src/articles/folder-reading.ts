import type { Article, Fault } from '../domain/article.ts';
import type { PollResult } from '../domain/ports.ts';
import type { Instant } from '../domain/time.ts';
import { articleIn } from './article-file.ts';
import { type Content, contentOf, LARGEST_FILE } from './file-content.ts';
import { writeCursor } from './folder-cursor.ts';
import { type FolderListing, findMore, isLeftOver, isYoung, settledShelves } from './folder-listing.ts';
import { changesOf, type FolderMemory, remember, takeLost } from './folder-memory.ts';
import { keyOf, shelfOf } from './folder-shelves.ts';
import { fileOf, type SweptFile } from './folder-sweep.ts';
import type { SourceSettings } from './source-settings.ts';
import { settleTwins } from './twins.ts';

/** Per poll: the store takes 200 articles in one transaction. */
const MOST_FILES = 200;
const MOST_BYTES = 20_000_000;
/** As many as keep the system's threads at work, and hardly any memory. */
const FILES_AHEAD = 32;

/** How far a listing was read; it may take many polls. */
export interface FolderReading {
  readonly listing: FolderListing;
  /** Whether files that may still be written are to be waited for. */
  readonly isPatient: boolean;
  /** Whether there may be more than was read: then no article is known to be gone. */
  mayHaveMissed: boolean;
  anyToReadAgain: boolean;
}

/** Reads as many files as one poll may. `isRestless`: what may still be written is to be waited for, and all listed anew. */
export async function readOn(
  reading: FolderReading,
  cursor: string | undefined,
  memory: FolderMemory,
  settings: SourceSettings,
  now: Instant,
  signal: AbortSignal,
): Promise<{ readonly result: PollResult; readonly isRestless: boolean }> {
  const { listing, isPatient } = reading;
  const gone = await findMore(listing, memory, now);
  if ('type' in gone) return { result: gone, isRestless: false };
  const { fresh, faults, anyYoungFault } = await readSome(reading, memory, settings, now, signal);
  const twins = await settleTwins(memory, fresh);
  for (const shelf of twins.toReadAgain) listing.restless.add(shelf);
  reading.anyToReadAgain ||= twins.toReadAgain.size > 0;

  const isCutShort = isLeftOver(listing);
  const isAllRead = !listing.anyUnready && !reading.mayHaveMissed && !isCutShort;
  const vanished = isAllRead ? await takeLost(memory) : [];
  const files = changesOf(memory);
  const next = { shelves: settledShelves(listing), lost: [...memory.lost] };
  const result: PollResult = {
    type: 'polled',
    articles: [...fresh.values()],
    vanished: vanished.map((id) => ({ source: settings.source, id })),
    unreadable: [...faults, ...twins.faults],
    readable: [...fresh.keys(), ...gone],
    cursor: writeCursor(cursor, next, files.noted.length + files.forgotten.length > 0),
    files,
    more: isCutShort || reading.anyToReadAgain,
  };
  return { result, isRestless: isPatient && (listing.anyUnready || anyYoungFault) };
}

/** Reads the next files and enters them in the memory. */
async function readSome(
  reading: FolderReading,
  memory: FolderMemory,
  settings: SourceSettings,
  now: Instant,
  signal: AbortSignal,
) {
  const { ready, restless, reading: understanding } = reading.listing;
  const fresh = new Map<string, Article>();
  const faults: Fault[] = [];
  const contentOfNext = readAhead(
    ready
      .slice(-MOST_FILES)
      .reverse()
      .map(({ file }) => file),
  );
  let [taken, bytes, anyYoungFault] = [0, 0, false];
  for (let next = ready.at(-1); next; next = ready.at(-1)) {
    signal.throwIfAborted();
    const { file, known } = next;
    const toRead = bytesToRead(file);
    if (taken >= MOST_FILES || (taken > 0 && bytes + toRead > MOST_BYTES)) break;
    ready.pop();
    const { path } = file;
    const [shelf, key] = [shelfOf(path), keyOf(file, understanding)];
    const found = await articleIn(await contentOfNext(file), path, settings);
    if (found.type === 'gone') {
      reading.mayHaveMissed = true;
      restless.add(shelf);
      continue;
    }
    if (found.type === 'article') {
      const { article } = found;
      if (known?.article !== undefined && known.article !== article.id) memory.lost.add(known.article);
      remember(memory, { path, shelf, key, article: article.id, state: 'read' }, known);
      fresh.set(path, article);
    } else {
      // What the disk is to blame for is tried again at every listing, so it takes no share of what a poll may read.
      const isOutOfReach = found.type === 'out-of-reach';
      if (isOutOfReach) restless.add(shelf);
      const held = known?.article === undefined ? {} : { article: known.article };
      remember(memory, { path, shelf, key: isOutOfReach ? '' : key, ...held, state: 'unreadable' }, known);
      faults.push(found.fault);
      anyYoungFault ||= isYoung(file, now);
      if (isOutOfReach) continue;
    }
    taken += 1;
    bytes += toRead;
  }
  return { fresh, faults, anyYoungFault };
}

/**
 * Reads files before their turn, some at a time: while one is made an article, the system fetches others. They are to be
 * asked for in this order; one that is not among them is read when it is asked for.
 */
function readAhead(files: readonly SweptFile[]): (swept: SweptFile) => Promise<Content> {
  const ahead: Promise<Content>[] = [];
  let [begun, bytes] = [0, 0];
  return async (asked) => {
    for (let next = files[begun]; next && ahead.length < FILES_AHEAD; next = files[begun]) {
      // The first is what was asked for; of the others only what this poll will come to.
      if (ahead.length > 0 && bytes + bytesToRead(next) > MOST_BYTES) break;
      ahead.push(foundIn(next));
      bytes += bytesToRead(next);
      begun += 1;
    }
    return ahead.shift() ?? foundIn(asked);
  };
}

async function foundIn(swept: SweptFile): Promise<Content> {
  return swept.fault === undefined ? contentOf(fileOf(swept)) : { type: 'unreadable', detail: swept.fault };
}

function bytesToRead({ sizeBytes, fault }: SweptFile): number {
  return fault !== undefined || sizeBytes > LARGEST_FILE ? 0 : sizeBytes;
}
