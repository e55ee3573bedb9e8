import { type FSWatcher, statSync, watch } from 'node:fs';
import { basename } from 'node:path';
import { isArticleFile } from './article-file.ts';
import { diskErrorOf } from './disk-error.ts';
import { isHidden, type Place, placeIn } from './folder-sweep.ts';

/** More files than these are found as fast by looking through the whole folder. */
const NAMED_AT_MOST = 200;

/** What the system told of: these files, or that anything may have changed. */
export type Told = readonly Place[] | 'anything';

/** A watch over folders. Only ever a hint: a network mount tells nothing of what others write, so a poll still looks. */
export interface FolderWatch {
  /** From now on these and no others. One that is new here may have changed before: that counts. */
  follow(folders: readonly Place[]): void;
  /** What changed since this was last asked; anything, as long as the system does not watch. */
  told(): Told;
  /** Resolves at a change since it last resolved; rejects where the system does not watch, and then lets everything go. */
  changed(): Promise<void>;
}

/** Has the system tell of changes until the signal aborts; then nothing of it is left, and `changed` rejects. */
export function watchFolders(signal: AbortSignal): FolderWatch {
  const watched = new Map<string, { readonly key: string; readonly watcher: FSWatcher }>();
  // What came before the watch was not seen.
  let isNews = true;
  let named = new Map<string, Place>();
  let isAnything = true;
  let failure: unknown;
  let waiting: PromiseWithResolvers<void> | undefined;

  const answer = () => {
    if (!waiting || (failure === undefined && !isNews)) return;
    if (failure === undefined) waiting.resolve();
    else waiting.reject(failure);
    isNews = false;
    waiting = undefined;
  };
  const tell = (place?: Place) => {
    isNews = true;
    if (place && named.size < NAMED_AT_MOST) named.set(place.path, place);
    else isAnything = true;
    answer();
  };
  const leave = (folder: string) => {
    watched.get(folder)?.watcher.close();
    watched.delete(folder);
  };
  const fail = (why: unknown) => {
    for (const folder of watched.keys()) leave(folder);
    failure = why;
    isNews = false;
    isAnything = true;
    answer();
  };
  const begin = (folder: Place, key: string) => {
    const { real } = folder;
    const watcher = watch(real, { persistent: false }, (event, name) => {
      // Its own name: the folder itself was moved or deleted, and another one may soon be in its place.
      const isItself = name === basename(real);
      if (isItself) leave(real);
      if (isItself || name === null) tell();
      else if (mayMatter(event, name)) tell(isArticleFile(name) ? placeIn(folder, name) : undefined);
    });
    watcher.on('error', () => {
      leave(real);
      tell();
    });
    watched.set(real, { key, watcher });
    isNews = true;
    isAnything = true;
  };

  signal.addEventListener('abort', () => fail(signal.reason), { once: true });
  if (signal.aborted) fail(signal.reason);
  return {
    follow(folders) {
      if (failure !== undefined) return;
      const there = new Set(folders.map(({ real }) => real));
      for (const folder of watched.keys()) if (!there.has(folder)) leave(folder);
      try {
        for (const folder of folders) {
          const key = identityOf(folder.real);
          if (watched.get(folder.real)?.key === key) continue;
          leave(folder.real);
          if (key !== undefined) begin(folder, key);
        }
      } catch (error) {
        const { code, isGone } = diskErrorOf(error);
        // It went while we looked; whatever comes in its place is news.
        if (isGone) isNews = isAnything = true;
        else return fail(new Error(whyNot(code), { cause: error }));
      }
      answer();
    },
    told() {
      if (failure !== undefined) return 'anything';
      const told = isAnything ? 'anything' : [...named.values()];
      named = new Map();
      isAnything = false;
      return told;
    },
    changed() {
      if (!signal.aborted) failure = undefined;
      waiting = Promise.withResolvers<void>();
      const { promise } = waiting;
      answer();
      return promise;
    },
  };
}

/** Another folder in the same place, as after a mount, is another one. */
function identityOf(folder: string): string | undefined {
  const about = statSync(folder, { throwIfNoEntry: false });
  return about && `${about.dev}:${about.ino}`;
}

/** What is written into any other file than an article's is nothing to us; what comes and goes may be a folder. */
function mayMatter(event: string, name: string): boolean {
  return !isHidden(name) && (event === 'rename' || isArticleFile(name));
}

function whyNot(code: string): string {
  const limits: Readonly<Record<string, string>> = {
    ENOSPC: 'the system watches no more folders (ENOSPC): raise fs.inotify.max_user_watches',
    EMFILE: 'the system has no more watches for this user (EMFILE): raise fs.inotify.max_user_instances',
  };
  return limits[code] ?? `the system does not watch the folder (${code})`;
}
