import type { Compilable, CompiledQuery, Kysely, QueryResult } from 'kysely';
import type { Database } from './schema.ts';

/** What can be bound. */
export type Value = string | number | null;

/** Stands for the value at its place while a statement is written. */
class Place {
  readonly at: number;

  constructor(at: number) {
    this.at = at;
  }
}

/**
 * A query that is written once, at its first use: the builder takes longer for that than SQLite to run it. `build` may do
 * nothing with its values but hand them to the builder, to be bound.
 */
export function writtenOnce<Values extends readonly Value[], Row>(
  build: (db: Kysely<Database>, ...values: Values) => Compilable<Row>,
): (db: Kysely<Database>, ...values: Values) => Promise<QueryResult<Row>> {
  let written: CompiledQuery<Row> | undefined;
  return (db, ...values) => {
    if (!written) {
      // The builder takes anything for a value, and nobody else looks at these.
      const places = values.map((_, at) => new Place(at)) as unknown as Values;
      written = build(db, ...places).compile();
    }
    const parameters = written.parameters.map((bound) => (bound instanceof Place ? values[bound.at] : bound));
    return db.executeQuery({ ...written, parameters });
  };
}
