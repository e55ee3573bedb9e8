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

    /** Puts one cursor in place of another; to be followed by `keep` once it is committed. */
    async write(
      tx: Kysely<Database>,
      source: string,
      before: string | undefined,
      cursor: string | undefined,
    ): Promise<void> {
      const pieces = tx.selectFrom('cursors').where('source', '=', source);
      const { places } = await pieces
        .select((row) => row.fn.count<number>('place').as('places'))
        .executeTakeFirstOrThrow();
      const grows = before !== undefined && cursor?.startsWith(before) && places < MOST_PIECES;
      if (!grows) await tx.deleteFrom('cursors').where('source', '=', source).execute();
      if (cursor === undefined) return;
      const added = grows ? { place: places, piece: cursor.slice(before.length) } : { place: 0, piece: cursor };
      await tx
        .insertInto('cursors')
        .values({ source, ...added })
        .execute();
    },

    /** Remembers what was committed. */
    keep(source: string, changes: number, cursor: string | undefined): void {
      kept.set(source, { changes, cursor });
    },
  };
}

export type CursorPieces = ReturnType<typeof cursorPieces>;
