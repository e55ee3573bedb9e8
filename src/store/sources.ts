import type { Kysely } from 'kysely';
import type { SourceRecord, Store } from '../domain/store.ts';
import { instant, millis, millisOrNull, present } from './rows.ts';
import type { Database, SourceRow } from './schema.ts';

/** Sources, how far each was read, and what in them could not be read. */
export function sourceBooks(db: Kysely<Database>): Pick<Store, 'source' | 'saveSource' | 'noteFaults' | 'faults'> {
  return {
    source: (id) => readSource(db, id),
    saveSource: (record) => db.transaction().execute((tx) => writeSource(tx, record)),

    noteFaults: (source, readable, faults, at) =>
      db.transaction().execute(async (tx) => {
        const noted = await tx.selectFrom('faults').select(['item', 'detail']).where('source', '=', source).execute();
        const known = new Map(noted.map(({ item, detail }) => [item, detail]));
        const readAgain = new Set(readable).difference(new Set(faults.map(({ item }) => item)));
        for (const item of readAgain.intersection(known)) {
          await tx.deleteFrom('faults').where('source', '=', source).where('item', '=', item).execute();
        }
        const changed = faults.filter(({ item, detail }) => known.get(item) !== detail);
        for (const { item, detail } of changed) {
          await tx
            .insertInto('faults')
            .values({ source, item, detail, since: millis(at) })
            .onConflict((conflict) => conflict.columns(['source', 'item']).doUpdateSet({ detail }))
            .execute();
        }
        return changed.filter(({ item }) => !known.has(item));
      }),

    async faults() {
      const rows = await db
        .selectFrom('faults')
        .selectAll()
        .orderBy('since')
        .orderBy('source')
        .orderBy('item')
        .execute();
      return rows.map((row) => ({ ...row, since: instant(row.since) }));
    },
  };
}

/** The source's record; a source never met before has an empty one. */
export async function readSource(db: Kysely<Database>, id: string): Promise<SourceRecord> {
  const row = await db.selectFrom('sources').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? recordOf(row) : { id, absenceAccepted: false };
}

/** Writes the record; the same one again leaves the file untouched. */
export async function writeSource(tx: Kysely<Database>, record: SourceRecord): Promise<void> {
  const row = rowOf(record);
  const { id: _, ...columns } = row;
  await tx
    .insertInto('sources')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doUpdateSet(columns))
    .execute();
}

function rowOf({ id, cursor, stopped, absenceAccepted }: SourceRecord): SourceRow {
  return {
    id,
    cursor: cursor ?? null,
    stopped_at: millisOrNull(stopped?.at),
    stopped_detail: stopped?.detail ?? null,
    stopped_vanished: stopped?.vanished ?? null,
    absence_accepted: Number(absenceAccepted),
  };
}

function recordOf(row: SourceRow): SourceRecord {
  const { id, cursor, stopped_at, stopped_detail, stopped_vanished, absence_accepted } = row;
  const stopped = stopped_at !== null && {
    at: instant(stopped_at),
    detail: stopped_detail ?? '',
    vanished: stopped_vanished ?? 0,
  };
  return { id, absenceAccepted: absence_accepted === 1, ...present({ cursor }), ...(stopped && { stopped }) };
}
