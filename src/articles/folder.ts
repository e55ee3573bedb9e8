import type { Article, Fault } from '../domain/article.ts';
import type { ArticleSource, PollResult } from '../domain/ports.ts';
import type { Instant } from '../domain/time.ts';
import { LARGEST_FILE, readListedFile } from './article-file.ts';
import { digestOf, type FolderMemory, isSettled, readCursor, writeCursor } from './folder-memory.ts';
import { keyOf, type Sweep, type SweptFile, sweepFolder } from './folder-sweep.ts';
import type { SourceSettings } from './source-settings.ts';
import { settleTwins } from './twins.ts';

/** Per poll: the store takes 200 articles in one transaction. */
const MOST_FILES = 200;
const MOST_BYTES = 20_000_000;
/** A file that changed less than a second ago may still be written: text always, JSON where it cannot be read. */
const SETTLES_AFTER_MS = 1000;
/** A date further ahead than a clock can be wrong is not the time of writing. */
const CLOCKS_DIFFER_BY_MS = 60_000;

/**
 * Watches a folder of article files (JSON and plain text, sub-folders included). A poll depends on the files, the
 * cursor and the clock only; it opens only files that changed, at most 200 of them or about 20 MB. Where a file may
 * still be written it waits up to a second, once. A file that turns unreadable keeps its article; a file that is gone
 * loses it, unless another file has it. An abort rejects.
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
  return {
    id,
    async poll(cursor, signal) {
      signal.throwIfAborted();
      const sweep = sweepFolder(path);
      if (sweep.type === 'unreachable') return sweep;
      const digest = digestOf(sweep.files, settings);
      if (isSettled(cursor, digest)) {
        return { type: 'polled', articles: [], vanished: [], unreadable: [], readable: [], cursor, more: false };
      }
      const first = await catchUp(sweep, readCursor(cursor, settings), digest, settings, now(), signal, 'patient');
      if (!first.isRestless) return first.result;
      await delay(SETTLES_AFTER_MS, signal);
      const again = sweepFolder(path);
      if (again.type === 'unreachable') return again;
      const memory = readCursor(cursor, settings);
      const digestNow = digestOf(again.files, settings);
      return (await catchUp(again, memory, digestNow, settings, now(), signal, 'done-waiting')).result;
    },
  };
}

type Patience = 'patient' | 'done-waiting';

type Swept = Extract<Sweep, { type: 'swept' }>;

async function catchUp(
  sweep: Swept,
  memory: FolderMemory,
  digest: string,
  settings: SourceSettings,
  now: Instant,
  signal: AbortSignal,
  patience: Patience,
): Promise<{ readonly result: PollResult; readonly isRestless: boolean }> {
  const missing = forgetMissing(memory, sweep);
  const changed = sweep.files.filter((file) => memory.files.get(file.path)?.key !== keyOf(file));
  const ready = changed.filter((file) => !isStillWritten(file, now)).sort(oldestFirst);
  const { fresh, faults, missed, isCutShort } = await readChanged(ready, memory, settings, signal);
  const isYoungFault = ({ item }: Fault) => ready.some((file) => file.path === item && isYoung(file, now));
  const isRestless = patience === 'patient' && (changed.length > ready.length || faults.some(isYoungFault));
  const twins = settleTwins(memory.files, fresh);

  const isAllRead = changed.length === ready.length && missed === 0 && !isCutShort;
  const vanished = isAllRead ? takeLost(memory) : [];
  const isFinished = isAllRead && [...memory.files.values()].every(({ key }) => key !== '');
  const result: PollResult = {
    type: 'polled',
    articles: [...fresh.values()],
    vanished: vanished.map((id) => ({ source: settings.source, id })),
    unreadable: [...faults, ...twins.faults],
    readable: [...fresh.keys(), ...missing],
    cursor: writeCursor(memory, isFinished ? digest : undefined, settings),
    more: isCutShort || twins.anyToReadAgain,
  };
  return { result, isRestless };
}

/** Files that are no longer there lose their article; what lies in a closed sub-folder is not known to be gone. */
function forgetMissing({ files, lost }: FolderMemory, sweep: Swept): readonly string[] {
  const there = new Set(sweep.files.map(({ path }) => path));
  const missing: string[] = [];
  for (const [path, { id }] of files) {
    if (there.has(path) || sweep.closed.some((folder) => path.startsWith(`${folder}/`))) continue;
    files.delete(path);
    missing.push(path);
    if (id !== undefined) lost.add(id);
  }
  return missing;
}

/** Reads as many files as one poll may and enters them in the memory. */
async function readChanged(
  ready: readonly SweptFile[],
  { files, lost }: FolderMemory,
  settings: SourceSettings,
  signal: AbortSignal,
) {
  const fresh = new Map<string, Article>();
  const faults: Fault[] = [];
  let [taken, bytes, missed, isCutShort] = [0, 0, 0, false];
  for (const swept of ready) {
    signal.throwIfAborted();
    const { path, file, sizeBytes, fault } = swept;
    const key = keyOf(swept);
    const toRead = fault !== undefined || sizeBytes > LARGEST_FILE ? 0 : sizeBytes;
    if (taken >= MOST_FILES || (taken > 0 && bytes + toRead > MOST_BYTES)) {
      isCutShort = true;
      break;
    }
    const known = files.get(path);
    const keptId = known?.id === undefined ? {} : { id: known.id };
    const reading = fault === undefined ? await readListedFile(file, path, settings) : faultOf(path, fault);
    switch (reading.type) {
      case 'article': {
        const { article } = reading;
        if (known?.id !== undefined && known.id !== article.id) lost.add(known.id);
        files.set(path, { key, id: article.id, state: 'read' });
        fresh.set(path, article);
        break;
      }
      case 'unreadable':
        files.set(path, { key, ...keptId, state: 'unreadable' });
        faults.push(reading.fault);
        break;
      case 'out-of-reach':
        // Tried again at every poll, so it takes no share of what a poll may read.
        files.set(path, { key: '', ...keptId, state: 'unreadable' });
        faults.push(reading.fault);
        continue;
      case 'gone':
        missed += 1;
        continue;
    }
    taken += 1;
    bytes += toRead;
  }
  return { fresh, faults, missed, isCutShort };
}

function faultOf(item: string, detail: string): { readonly type: 'unreadable'; readonly fault: Fault } {
  return { type: 'unreadable', fault: { item, detail } };
}

/** The lost articles that no file holds by now; they are lost no more than once. */
function takeLost({ files, lost }: FolderMemory): readonly string[] {
  const held = new Set([...files.values()].map(({ id }) => id));
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

function oldestFirst(a: SweptFile, b: SweptFile): number {
  return a.modifiedMs - b.modifiedMs || (a.path < b.path ? -1 : 1);
}
