import { type Compilable, type CompiledQuery, type Kysely, type QueryResult, type RawBuilder, sql } from 'kysely';
import type { Database } from './schema.ts';

/** What can be bound. */
export type Value = string | number | null;

/** Stands in a statement for the value of this name. */
export type Bound<Values> = <Name extends keyof Values & string>(name: Name) => RawBuilder<Values[Name]>;

/** Where a value belongs, while a statement is written. */
class Place {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** A query that is written once, at its first use: the builder takes longer for that than SQLite to run it. */
export function writtenOnce<Values extends Readonly<Record<string, Value>>, Row>(
  build: (db: Kysely<Database>, bound: Bound<Values>) => Compilable<Row>,
): (db: Kysely<Database>, values: Values) => Promise<QueryResult<Row>> {
  let written: CompiledQuery<Row> | undefined;
  return (db, values) => {
    written ??= build(db, (name) => sql`${new Place(name)}`).compile();
    const parameters = written.parameters.map((bound) => (bound instanceof Place ? values[bound.name] : bound));
    return db.executeQuery({ ...written, parameters });
  };
}
