import type { Kysely } from 'kysely';
import type { Database } from './schema.ts';

/** A cursor, and how often that of its source had changed when it was written. */
interface Kept {
  readonly changes: number;
  readonly cursor: string | undefined;
}

/** More pieces than this are put together again. */
const MOST_PIECES = 1000;

/**
 * The cursors of the sources as this process last read or wrote them. One of a large folder has megabytes, and grows with
 * every batch: only what was added to it is written, and it is read again only where another process changed it.
 */
export function cursorPieces() {
  const kept = new Map<string, Kept>();

  return {
    /** The cursor of a source, that had changed so often; to be asked before a transaction writes one. */
    async read(db: Kysely<Database>, source: string, changes: number): Promise<string | undefined> {
      const last = kept.get(source);
      if (last?.changes === changes) return last.cursor;
      const pieces = await db
        .selectFrom('cursors')
        .select('piece')
        .where('source', '=', source)
        .orderBy('place')
        .execute();
      const cursor = pieces.length === 0 ? undefined : pieces.map(({ piece }) => piece).join('');
      kept.set(source, { changes, cursor });
      return cursor;
    },

    /**
     * Puts one cursor in place of another, `added` being what it has more where that is known; to be followed by `keep`
     * once it is committed.
     */
    async write(
      tx: Kysely<Database>,
      source: string,
      before: string | undefined,
      cursor: string | undefined,
      added = addedTo(before, cursor),
    ): Promise<void> {
      const pieces = tx.selectFrom('cursors').where('source', '=', source);
      const { places } = await pieces
        .select((row) => row.fn.count<number>('place').as('places'))
        .executeTakeFirstOrThrow();
      const next =
        added !== undefined && places > 0 && places < MOST_PIECES ? { place: places, piece: added } : undefined;
      if (!next) await tx.deleteFrom('cursors').where('source', '=', source).execute();
      if (cursor === undefined) return;
      await tx
        .insertInto('cursors')
        .values({ source, ...(next ?? { place: 0, piece: cursor }) })
        .execute();
    },

    /** Remembers what was committed. */
    keep(source: string, changes: number, cursor: string | undefined): void {
      kept.set(source, { changes, cursor });
    },
  };
}

/** What is behind the old cursor in the new one; undefined: it is another one. */
function addedTo(before: string | undefined, cursor: string | undefined): string | undefined {
  return before !== undefined && cursor?.startsWith(before) ? cursor.slice(before.length) : undefined;
}

export type CursorPieces = ReturnType<typeof cursorPieces>;
