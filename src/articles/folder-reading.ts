import type { Article, Fault } from '../domain/article.ts';
import type { PollResult } from '../domain/ports.ts';
import type { Instant } from '../domain/time.ts';
import { articleIn } from './article-file.ts';
import { type Content, contentOf, LARGEST_FILE } from './file-content.ts';
import { type FolderMemory, forget, remember, writeCursor } from './folder-memory.ts';
import { fileOf, keyOf, type Sweep, type SweptFile } from './folder-sweep.ts';
import type { SourceSettings } from './source-settings.ts';
import { settleTwins } from './twins.ts';

/** Per poll: the store takes 200 articles in one transaction. */
const MOST_FILES = 200;
const MOST_BYTES = 20_000_000;
/** As many as keep the system's threads at work, and hardly any memory. */
const FILES_AHEAD = 32;
/** A file that changed less than this ago may still be written: text always, JSON where it cannot be read. */
export const SETTLES_AFTER_MS = 1000;
/** A date further ahead than a clock can be wrong is not the time of writing. */
const CLOCKS_DIFFER_BY_MS = 60_000;

export type Swept = Extract<Sweep, { type: 'swept' }>;

/** How far the files of one listing were read; it may take many polls. */
export interface FolderReading {
  readonly listedAt: Instant;
  readonly digest: string;
  readonly memory: FolderMemory;
  /** Changed files, not yet read, the oldest last: each is let go of as it is read. */
  readonly ready: SweptFile[];
  /** Whether files were left out that may still be written. */
  readonly anyUnready: boolean;
  /** Files that are gone since the last listing, not yet said. */
  missing: readonly string[];
  /** Whether a file was gone before it was read. */
  anyMissed: boolean;
  anyToReadAgain: boolean;
  /** Whether files that may still be written are to be waited for. */
  readonly isPatient: boolean;
}

/** Begins to read what changed in a folder since it was remembered so. */
export function beginReading(
  sweep: Swept,
  digest: string,
  memory: FolderMemory,
  now: Instant,
  isPatient: boolean,
): FolderReading {
  const missing = forgetMissing(memory, sweep);
  const changed = sweep.files.filter((file) => memory.files.get(file.path)?.key !== keyOf(file));
  const ready = changed.filter((file) => !isStillWritten(file, now)).sort(oldestLast);
  const anyUnready = changed.length > ready.length;
  const untouched = { anyMissed: false, anyToReadAgain: false };
  return { listedAt: now, digest, memory, ready, anyUnready, missing, isPatient, ...untouched };
}

/** Reads as many files as one poll may. `isRestless`: what may still be written is to be waited for, and all listed anew. */
export async function readOn(
  reading: FolderReading,
  settings: SourceSettings,
  now: Instant,
  signal: AbortSignal,
): Promise<{ readonly result: PollResult; readonly isRestless: boolean }> {
  const { memory, anyUnready, isPatient, missing } = reading;
  const { fresh, faults, anyYoungFault } = await readSome(reading, settings, now, signal);
  const twins = settleTwins(memory, fresh);
  reading.anyToReadAgain ||= twins.anyToReadAgain;
  reading.missing = [];

  const isCutShort = isLeftOver(reading);
  const isAllRead = !anyUnready && !reading.anyMissed && !isCutShort;
  const vanished = isAllRead ? takeLost(memory) : [];
  const isFinished = isAllRead && memory.files.values().every(({ key }) => key !== '');
  const result: PollResult = {
    type: 'polled',
    articles: [...fresh.values()],
    vanished: vanished.map((id) => ({ source: settings.source, id })),
    unreadable: [...faults, ...twins.faults],
    readable: [...fresh.keys(), ...missing],
    ...writeCursor(memory, isFinished ? reading.digest : undefined, settings),
    more: isCutShort || reading.anyToReadAgain,
  };
  return { result, isRestless: isPatient && (anyUnready || anyYoungFault) };
}

/** Whether another poll would go on with the same listing. */
export function isLeftOver({ ready }: FolderReading): boolean {
  return ready.length > 0;
}

/** Files that are no longer there lose their article; what lies in a closed sub-folder is not known to be gone. */
function forgetMissing(memory: FolderMemory, sweep: Swept): readonly string[] {
  const there = new Set(sweep.files.map(({ path }) => path));
  const missing: string[] = [];
  for (const [path, { id }] of memory.files) {
    if (there.has(path) || sweep.closed.some((folder) => path.startsWith(`${folder}/`))) continue;
    forget(memory, path);
    missing.push(path);
    if (id !== undefined) memory.lost.add(id);
  }
  return missing;
}

/** Reads the next files and enters them in the memory. */
async function readSome(reading: FolderReading, settings: SourceSettings, now: Instant, signal: AbortSignal) {
  const { memory, ready } = reading;
  const fresh = new Map<string, Article>();
  const faults: Fault[] = [];
  const contentOfNext = readAhead(ready.slice(-MOST_FILES).reverse());
  let [taken, bytes, anyYoungFault] = [0, 0, false];
  for (let swept = ready.at(-1); swept; swept = ready.at(-1)) {
    signal.throwIfAborted();
    const { path } = swept;
    const key = keyOf(swept);
    const toRead = bytesToRead(swept);
    if (taken >= MOST_FILES || (taken > 0 && bytes + toRead > MOST_BYTES)) break;
    ready.pop();
    const known = memory.files.get(path);
    const keptId = known?.id === undefined ? {} : { id: known.id };
    const found = await articleIn(await contentOfNext(swept), path, settings);
    if (found.type === 'gone') {
      reading.anyMissed = true;
      continue;
    }
    if (found.type === 'article') {
      const { article } = found;
      if (known?.id !== undefined && known.id !== article.id) memory.lost.add(known.id);
      remember(memory, path, { key, id: article.id, state: 'read' });
      fresh.set(path, article);
    } else {
      // What the disk is to blame for is tried again at every listing, so it takes no share of what a poll may read.
      const isOutOfReach = found.type === 'out-of-reach';
      remember(memory, path, { key: isOutOfReach ? '' : key, ...keptId, state: 'unreadable' });
      faults.push(found.fault);
      anyYoungFault ||= isYoung(swept, now);
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

/** The lost articles that no file holds by now; they are lost no more than once. */
function takeLost({ files, lost }: FolderMemory): readonly string[] {
  if (lost.size === 0) return [];
  const held = new Set(files.values().map(({ id }) => id));
  const vanished = [...lost].filter((id) => !held.has(id));
  lost.clear();
  return vanished;
}

/** JSON shows by itself whether it is whole; of text nobody can tell. */
function isStillWritten(file: SweptFile, now: Instant): boolean {
  return isYoung(file, now) && !/\.json$/i.test(file.path);
}

function isYoung({ modifiedMs, fault }: SweptFile, now: Instant): boolean {
  const ageMs = now.epochMilliseconds - modifiedMs;
  return fault === undefined && ageMs < SETTLES_AFTER_MS && ageMs > -CLOCKS_DIFFER_BY_MS;
}

function oldestLast(a: SweptFile, b: SweptFile): number {
  return b.modifiedMs - a.modifiedMs || (a.path < b.path ? 1 : -1);
}
