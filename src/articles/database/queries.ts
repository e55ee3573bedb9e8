import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  MysqlAdapter,
  MysqlIntrospector,
  MysqlQueryCompiler,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  sql,
} from 'kysely';
import type { Key } from './database.ts';

/** What speaks which SQL; MariaDB speaks MySQL's. */
export type Dialect = 'postgres' | 'mysql' | 'sqlite';

/** Where a row stands: rows are read in this order. */
export interface Place {
  readonly at: Key;
  readonly id: Key;
}

/** From where rows come, and which column is which field. */
export interface Selection {
  /** With its schema, `cms.articles`; or else `query`. */
  readonly table?: string;
  /** One select statement. */
  readonly query?: string;
  /** Column by field, `id` and `updatedAt` among them. */
  readonly columns: Readonly<Record<string, string>>;
}

/** Compiles what is asked of the database; every name is quoted, every value a parameter. */
export interface Queries {
  /** Whole rows that come after this place, in order. */
  after(place: Place | undefined, atMost: number): CompiledQuery;
  /** Whole rows from `from` on (or after it) up to and with `to`, in order. */
  between(range: { readonly from?: Place; readonly after?: Place; readonly to: Place }, atMost: number): CompiledQuery;
  /** Whole rows of these ids. */
  whole(ids: readonly Key[]): CompiledQuery;
  /** Only `id` and `updatedAt` of these ids. */
  places(ids: readonly Key[]): CompiledQuery;
  /** Only `id` of rows that have no place in the order. */
  placeless(atMost: number): CompiledQuery;
}

/** The queries over a selection, in the SQL of the dialect. */
export function queriesOf(selection: Selection, dialect: Dialect): Queries {
  const compiler = compilerOf(dialect);
  const column = (field: string) => sql.id(selection.columns[field] ?? field);
  const [at, id] = [column('updatedAt'), column('id')];
  const list = (fields: readonly string[]) =>
    sql.join(fields.map((field) => sql`${column(field)} as ${sql.id(field)}`));
  const [everything, placeOnly] = [list(Object.keys(selection.columns)), list(['id', 'updatedAt'])];
  const from = fromOf(selection);
  const limit = (atMost: number) => sql`limit ${sql.lit(atMost)}`;
  const inOrder = sql`order by ${at}, ${id}`;
  // Spelt so that an index on the two columns serves it in every database.
  const isAfter = (place: Place) => sql`${at} >= ${place.at} and (${at} > ${place.at} or ${id} > ${place.id})`;
  const isFrom = (place: Place) => sql`${at} >= ${place.at} and (${at} > ${place.at} or ${id} >= ${place.id})`;
  const isUpTo = (place: Place) => sql`${at} <= ${place.at} and (${at} < ${place.at} or ${id} <= ${place.id})`;
  const isOneOf = (ids: readonly Key[]) => sql`${id} in (${sql.join(ids)})`;
  const compiled = (query: RawBuilder<unknown>) => query.compile(compiler);
  return {
    after: (place, atMost) => {
      const condition = place ? isAfter(place) : sql`${at} is not null`;
      return compiled(
        sql`select ${everything} ${from} where ${condition} and ${id} is not null ${inOrder} ${limit(atMost)}`,
      );
    },
    between: ({ from: first, after: last, to }, atMost) => {
      const condition = last ? isAfter(last) : first ? isFrom(first) : sql`${at} is not null`;
      return compiled(
        sql`select ${everything} ${from} where ${condition} and ${isUpTo(to)} and ${id} is not null ${inOrder} ${limit(atMost)}`,
      );
    },
    whole: (ids) => compiled(sql`select ${everything} ${from} where ${isOneOf(ids)}`),
    places: (ids) => compiled(sql`select ${placeOnly} ${from} where ${isOneOf(ids)}`),
    placeless: (atMost) =>
      compiled(sql`select ${list(['id'])} ${from} where ${at} is null or ${id} is null ${limit(atMost)}`),
  };
}

function fromOf({ table, query }: Selection): RawBuilder<unknown> {
  if (query === undefined) return sql`from ${sql.id(...(table ?? '').split('.'))}`;
  // On lines of its own: the query may end in a comment.
  return sql`from (\n${sql.raw(query.trim().replace(/;$/, ''))}\n) as ${sql.id('articles')}`;
}

/** Kysely as a compiler only: it never runs anything. */
function compilerOf(dialect: Dialect): Kysely<Record<string, never>> {
  const createDriver = () => new DummyDriver();
  switch (dialect) {
    case 'postgres':
      return new Kysely({
        dialect: {
          createDriver,
          createAdapter: () => new PostgresAdapter(),
          createIntrospector: (db) => new PostgresIntrospector(db),
          createQueryCompiler: () => new PostgresQueryCompiler(),
        },
      });
    case 'mysql':
      return new Kysely({
        dialect: {
          createDriver,
          createAdapter: () => new MysqlAdapter(),
          createIntrospector: (db) => new MysqlIntrospector(db),
          createQueryCompiler: () => new MysqlQueryCompiler(),
        },
      });
    case 'sqlite':
      return new Kysely({
        dialect: {
          createDriver,
          createAdapter: () => new SqliteAdapter(),
          createIntrospector: (db) => new SqliteIntrospector(db),
          createQueryCompiler: () => new SqliteQueryCompiler(),
        },
      });
  }
}
