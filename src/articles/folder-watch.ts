import { type FSWatcher, statSync, watch } from 'node:fs';
import { basename } from 'node:path';
import { isArticleFile } from './article-file.ts';
import { diskErrorOf } from './disk-error.ts';
import { isHidden } from './folder-sweep.ts';

/** A watch over folders. Only ever a hint: a network mount tells nothing of what others write, so a poll still looks. */
export interface FolderWatch {
  /** From now on these, by their real paths, and no others. One that is new here may have changed before: that counts. */
  follow(folders: readonly string[]): void;
  /** Resolves at a change since it last resolved; rejects where the system does not watch, and then lets everything go. */
  changed(): Promise<void>;
}

/** Has the system tell of changes until the signal aborts; then nothing of it is left, and `changed` rejects. */
export function watchFolders(signal: AbortSignal): FolderWatch {
  const watched = new Map<string, { readonly key: string; readonly watcher: FSWatcher }>();
  // What came before the watch was not seen.
  let isNews = true;
  let failure: unknown;
  let waiting: PromiseWithResolvers<void> | undefined;

  const answer = () => {
    if (!waiting || (failure === undefined && !isNews)) return;
    if (failure === undefined) waiting.resolve();
    else waiting.reject(failure);
    isNews = false;
    waiting = undefined;
  };
  const tell = () => {
    isNews = true;
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
    answer();
  };
  const begin = (folder: string, key: string) => {
    const watcher = watch(folder, { persistent: false }, (event, name) => {
      // Its own name: the folder itself was moved or deleted, and another one may soon be in its place.
      const isItself = name === basename(folder);
      if (isItself) leave(folder);
      if (isItself || mayMatter(event, name)) tell();
    });
    watcher.on('error', () => {
      leave(folder);
      tell();
    });
    watched.set(folder, { key, watcher });
    isNews = true;
  };

  signal.addEventListener('abort', () => fail(signal.reason), { once: true });
  if (signal.aborted) fail(signal.reason);
  return {
    follow(folders) {
      if (failure !== undefined) return;
      const there = new Set(folders);
      for (const folder of watched.keys()) if (!there.has(folder)) leave(folder);
      try {
        for (const folder of there) {
          const key = identityOf(folder);
          if (watched.get(folder)?.key === key) continue;
          leave(folder);
          if (key !== undefined) begin(folder, key);
        }
      } catch (error) {
        const { code, isGone } = diskErrorOf(error);
        // It went while we looked; whatever comes in its place is news.
        if (isGone) isNews = true;
        else return fail(new Error(whyNot(code), { cause: error }));
      }
      answer();
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
function mayMatter(event: string, name: string | null): boolean {
  return name === null || (!isHidden(name) && (event === 'rename' || isArticleFile(name)));
}

function whyNot(code: string): string {
  const limits: Readonly<Record<string, string>> = {
    ENOSPC: 'the system watches no more folders (ENOSPC): raise fs.inotify.max_user_watches',
    EMFILE: 'the system has no more watches for this user (EMFILE): raise fs.inotify.max_user_instances',
  };
  return limits[code] ?? `the system does not watch the folder (${code})`;
}
