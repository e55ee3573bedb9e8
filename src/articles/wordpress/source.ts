import type { ArticleSource, PollResult } from '../../domain/source.ts';
import { DAY_MS, type Instant, MINUTE_MS, SECOND_MS } from '../../domain/time.ts';
import { fingerprint } from '../../lib/fingerprint.ts';
import { hourThatComesTwiceMs } from '../moment.ts';
import { inTheirLanguages } from '../own-language.ts';
import type { SourceSettings } from '../source-settings.ts';
import { readCursor, type TypeMemory, trim, writeCursor } from './memory.ts';
import type { Site, Unanswered } from './site.ts';
import { startTaking, visit } from './visit.ts';

/** Raised when posts are to be read again because they are understood differently. */
const FORMAT = 1;
/** Of a site that was never read only this is taken in; what is older is no news, and there may be a hundred thousand. */
const HISTORY_MS = 7 * DAY_MS;
/** Caches in front of a site show a change later. */
const OVERLAP_MS = 10 * MINUTE_MS;
const SHORTEST_WAIT_MS = 30 * SECOND_MS;
const LONGEST_WAIT_MS = 5 * MINUTE_MS;

/**
 * Watches a WordPress site (5.7 or newer) through its REST API: what everybody may read of the configured post types, of
 * the last week at first. Per type a poll reads the posts that changed and those that were published since the last one,
 * a few minutes over, and looks whether the newest 200 are still shown. It asks to be asked again in 30 seconds where
 * something was just published, and in up to 5 minutes otherwise. An abort rejects.
 */
export function wordPressSource(options: {
  readonly id: string;
  readonly site: Site;
  /** REST bases: `posts`. */
  readonly types: readonly string[];
  /** The outlet's own lines that are no part of a story. */
  readonly drop?: readonly string[];
  readonly language: string;
  /** Of times without an offset, where a site gives no others. */
  readonly timezone: string;
  readonly now: () => Instant;
  readonly redact: (text: string) => string;
}): ArticleSource {
  const { id, site, types, drop, language, timezone, now, redact } = options;
  const settings: SourceSettings = { source: id, language, timezone, ...(drop && { drop }) };
  const reading = fingerprint([JSON.stringify([FORMAT, language, timezone, drop ?? null])]);
  return {
    id,
    async poll(cursor, signal): Promise<PollResult> {
      signal.throwIfAborted();
      const nowMs = now().epochMilliseconds;
      const memory = readCursor(cursor, reading, types, nowMs - HISTORY_MS);
      const overlapMs = OVERLAP_MS + hourThatComesTwiceMs(timezone, now());
      const taking = startTaking(settings);
      let more = false;
      for (const [type, known] of memory) {
        const visited = await visit({ site, type, memory: known, nowMs, overlapMs, taking, signal });
        signal.throwIfAborted();
        if (visited.type === 'unanswered') return unreachable(visited, redact);
        more ||= visited.more;
        trim(known);
      }
      const { vanished, unreadable, readable } = taking;
      const articles = await inTheirLanguages(taking.articles);
      const result = { articles, vanished, unreadable, readable, cursor: writeCursor(memory, reading), more };
      return { type: 'polled', ...result, againAt: now().add({ milliseconds: waitMs(memory, nowMs) }) };
    },
  };
}

function unreachable({ detail, passing, againAt }: Unanswered, redact: (text: string) => string): PollResult {
  return {
    type: 'unreachable',
    detail: redact(detail),
    ...(passing && { passing: true }),
    ...(againAt && { againAt }),
  };
}

/** A twentieth of the time since the last change: whoever published ten minutes ago may soon do so again. */
function waitMs(memory: ReadonlyMap<string, TypeMemory>, nowMs: number): number {
  const newest = Math.max(
    ...[...memory.values()].map(({ modified, published }) => Math.max(modified.at, published.at)),
  );
  return Math.round(Math.min(Math.max((nowMs - newest) / 20, SHORTEST_WAIT_MS), LONGEST_WAIT_MS));
}
