import type { ArticleSource, PollResult } from '../../domain/source.ts';
import type { Instant } from '../../domain/time.ts';
import { fingerprint } from '../../lib/fingerprint.ts';
import { hourThatComesTwiceMs } from '../moment.ts';
import type { SourceSettings } from '../source-settings.ts';
import { type Database, DatabaseTrouble } from './database.ts';
import { look } from './look.ts';
import { readCursor, writeCursor } from './memory.ts';
import { type Dialect, queriesOf, type Selection } from './queries.ts';
import { articleFromRow, instantOf, type StatusWords } from './row-article.ts';

/** Raised when rows are to be read again because they are understood differently. */
const FORMAT = 1;

/**
 * Watches a table or query of a newsroom's database, read-only. A poll goes on where the cursor ends, at most 200 rows,
 * and otherwise looks back: over the overlap for rows that came late or changed unseen, and for the newest 1,000 rows
 * whether they are still there. A row marked as deleted, or one that is gone, has vanished. An abort rejects.
 */
export function databaseSource(options: {
  readonly id: string;
  readonly database: Database;
  readonly dialect: Dialect;
  readonly selection: Selection;
  readonly statuses: StatusWords;
  readonly overlapMs: number;
  /** Link pattern with `{id}`, for rows without url. */
  readonly link?: string;
  /** The outlet's own lines that are no part of a story. */
  readonly drop?: readonly string[];
  readonly language: string;
  /** Of times without an offset. */
  readonly timezone: string;
  readonly now: () => Instant;
  readonly redact: (text: string) => string;
  /** Where the database can say that something changed. */
  readonly changed?: (signal: AbortSignal) => Promise<void>;
}): ArticleSource {
  const { id, database, dialect, selection, statuses, overlapMs, link, language, timezone, now, redact } = options;
  const { changed, drop } = options;
  const settings: SourceSettings = {
    source: id,
    language,
    timezone,
    ...(link !== undefined && { link }),
    ...(drop && { drop }),
  };
  const reading = fingerprint([
    JSON.stringify([FORMAT, selection, statuses, link ?? null, language, timezone, drop ?? null]),
  ]);
  const queries = queriesOf(selection, dialect);
  return {
    id,
    async poll(cursor, signal): Promise<PollResult> {
      signal.throwIfAborted();
      const memory = readCursor(cursor, reading);
      const terms = {
        source: id,
        queries,
        understand: (row: Parameters<typeof articleFromRow>[0]) => articleFromRow(row, statuses, settings),
        instantOf: (at: unknown) => instantOf(at, timezone),
        now: now(),
        overlapMs: overlapMs + hourThatComesTwiceMs(timezone, now()),
      };
      try {
        const sight = await database.read((ask) => look(ask, memory, terms), signal);
        return { type: 'polled', ...sight, cursor: writeCursor(memory, reading) };
      } catch (error) {
        if (!(error instanceof DatabaseTrouble)) throw error;
        return { type: 'unreachable', detail: redact(error.message), ...(error.passing && { passing: true }) };
      }
    },
    ...(changed && { changed }),
  };
}
