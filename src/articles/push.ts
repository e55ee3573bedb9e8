import type { ArticleSource } from '../domain/ports.ts';
import type { Store } from '../domain/store.ts';

/** How often the inbox is looked at: another process may have received something. */
const LOOK_EVERY_MS = 100;

/** Reads what newsroom systems pushed into the inbox, in this process or in another one. */
export function pushSource(options: {
  readonly id: string;
  readonly inbox: Pick<Store, 'received' | 'newestReceived'>;
  readonly delay: (ms: number, signal: AbortSignal) => Promise<unknown>;
}): ArticleSource {
  const { id, inbox, delay } = options;
  let seen: number | undefined;
  return {
    id,
    async poll(cursor, signal) {
      signal.throwIfAborted();
      const { articles, ...place } = await inbox.received(id, cursor);
      return { type: 'polled', articles, vanished: [], unreadable: [], readable: [], ...place };
    },
    async changed(signal) {
      for (;;) {
        signal.throwIfAborted();
        const newest = await inbox.newestReceived(id);
        if (newest !== seen) {
          seen = newest;
          return;
        }
        await delay(LOOK_EVERY_MS, signal);
      }
    },
  };
}
