import { type Compilable, CompiledQuery, type Transaction } from 'kysely';
import type { Database } from './schema.ts';

/** A longer statement would gain nothing more. */
const ROWS_AT_ONCE = 20;

/** SQL by what is inserted and how many rows of it. */
const written = new Map<string, string>();

/**
 * Inserts rows that all have the same columns in the same order, many in one statement. The query builder writes each
 * statement once, which takes longer than running it; `insert` may bind nothing but its rows, and `name` says which it is.
 */
export async function insertRows<Row extends object>(
  tx: Transaction<Database>,
  name: string,
  rows: readonly Row[],
  insert: (rows: readonly Row[]) => Compilable,
): Promise<void> {
  for (let at = 0; at < rows.length; ) {
    const some = rows.slice(at, at + (rows.length - at < ROWS_AT_ONCE ? 1 : ROWS_AT_ONCE));
    const key = `${some.length} ${name}`;
    const sql = written.get(key) ?? insert(some).compile().sql;
    written.set(key, sql);
    await tx.executeQuery(CompiledQuery.raw(sql, some.flatMap(Object.values)));
    at += some.length;
  }
}
