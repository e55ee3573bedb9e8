import type { ArticleSource } from '../../domain/ports.ts';
import { after, SECOND_MS } from '../../domain/time.ts';
import { identify } from './identity.ts';
import { askAgainAt } from './interval.ts';
import { addressIn, type FeedMemory, readCursor, readingOf, rememberAll, writeCursor } from './memory.ts';
import { lookForMissing } from './missing.ts';
import type { FeedOptions } from './options.ts';
import { requestFeed } from './request.ts';

/** How soon a page that could not be read is tried again. */
const HELD_FOR_MS = 30 * SECOND_MS;

/**
 * Watches an RSS, Atom or JSON feed. A poll asks once, conditionally, and takes in every item that is new or was
 * changed, at most 200 articles and 15 pages; what falls out at its end stays as it was. An abort rejects.
 */
export function feedSource(options: FeedOptions): ArticleSource {
  const { id, url, fullText, link, ownLanguage, language, timezone, drop = [], fetchAllow, now } = options;
  const reading = readingOf(url, [link, ownLanguage, language, timezone, String(fullText), ...drop]);
  const keysOf = (ids: readonly string[]) => ids.map((one) => ({ source: id, id: one }));
  return {
    id,
    async poll(cursor, signal) {
      signal.throwIfAborted();
      const memory = readCursor(cursor, reading);
      const answer = await requestFeed(memory, options, signal);
      if (answer.type === 'unreachable') return answer;
      if (answer.type === 'unchanged') {
        const { withdrawn, remembered } = await lookForMissing(memory.items, undefined, fetchAllow, signal);
        const items = [...memory.items].map(([key, item]) => [key, remembered.get(key) ?? item] as const);
        return {
          type: 'polled',
          articles: [],
          vanished: keysOf(withdrawn),
          unreadable: [],
          readable: [],
          cursor: writeCursor({ ...memory, items: new Map(items) }, reading),
          more: false,
          againAt: askAgainAt(memory.newestMs, answer.headers, now()),
        };
      }
      const { newestIn, takeIn } = await import('./taking-in.ts');
      const items = identify(answer.items, memory.items);
      const taken = await takeIn(answer.items, items, memory, options, signal);
      const listed = new Set(taken.present.keys());
      const { withdrawn, remembered } = await lookForMissing(memory.items, listed, fetchAllow, signal);
      const newestMs = newestIn(items, options, now());
      const isWhole = !taken.isCutShort && !taken.isHeld;
      const next: FeedMemory = {
        // What was not taken in yet must not be answered with "unchanged".
        ...(isWhole ? answer.found : addressIn(answer.found)),
        ...(newestMs !== undefined && { newestMs }),
        isKnown: memory.isKnown || !taken.isCutShort,
        items: rememberAll(memory.items, remembered, taken.present),
        faults: taken.faulty,
      };
      return {
        type: 'polled',
        articles: taken.articles,
        vanished: keysOf(withdrawn),
        unreadable: taken.faults,
        readable: memory.faults.filter((item) => !taken.faulty.includes(item)),
        cursor: writeCursor(next, reading),
        // A site that does not show its stories now is not asked again at once.
        more: taken.isCutShort && !taken.isHeld,
        againAt: taken.isHeld ? after(now(), HELD_FOR_MS) : askAgainAt(newestMs, answer.headers, now()),
      };
    },
  };
}
