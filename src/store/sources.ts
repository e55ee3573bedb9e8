import type { Kysely } from 'kysely';
import type { Reading, SourceRecord, Store } from '../domain/store.ts';
import type { Instant } from '../domain/time.ts';
import { instant, instantOrNull, millis, millisOrNull, present } from './rows.ts';
import type { Database, SourceRow } from './schema.ts';

/** Sources, how far each was read, and what in them could not be read. */
export function sourceBooks(
  db: Kysely<Database>,
): Pick<Store, 'source' | 'saveSource' | 'noteReading' | 'noteFaults' | 'faults'> {
  return {
    source: (id) => readSource(db, id),

    saveSource: (record) => writeSource(db, record),

    noteReading: (source, reading) => db.transaction().execute((tx) => noteReading(tx, source, reading)),

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

/** Writes the record in place of the one before, the same again leaving the file untouched. */
export async function writeSource(db: Kysely<Database>, record: SourceRecord): Promise<void> {
  const { id, cursor, stopped, absenceAccepted } = record;
  await writeColumns(db, id, {
    cursor: cursor ?? null,
    stopped_at: millisOrNull(stopped?.at),
    stopped_detail: stopped?.detail ?? null,
    stopped_vanished: stopped?.vanished ?? null,
    absence_accepted: Number(absenceAccepted),
  });
}

/** Remembers that a source brought an article that was not known. */
export async function noteNewest(tx: Kysely<Database>, id: string, at: Instant): Promise<void> {
  await writeColumns(tx, id, { newest_at: millis(at) });
}

async function noteReading(tx: Kysely<Database>, id: string, { at, nextAt, failing }: Reading): Promise<void> {
  await writeColumns(tx, id, {
    read_at: millis(at),
    read_again_at: millisOrNull(nextAt),
    failing_since: millisOrNull(failing?.since),
    failing_times: failing?.times ?? null,
    failing_detail: failing?.detail ?? null,
  });
}

async function writeColumns(tx: Kysely<Database>, id: string, columns: Partial<SourceRow>): Promise<void> {
  await tx
    .insertInto('sources')
    .values({ ...UNMET, id, ...columns })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(columns))
    .execute();
}

/** A source that was never read. */
const UNMET: Omit<SourceRow, 'id'> = {
  cursor: null,
  stopped_at: null,
  stopped_detail: null,
  stopped_vanished: null,
  absence_accepted: 0,
  newest_at: null,
  read_at: null,
  read_again_at: null,
  failing_since: null,
  failing_times: null,
  failing_detail: null,
};

function recordOf(row: SourceRow): SourceRecord {
  const { id, cursor, stopped_at, stopped_detail, stopped_vanished, absence_accepted, newest_at } = row;
  const stopped = stopped_at !== null && {
    at: instant(stopped_at),
    detail: stopped_detail ?? '',
    vanished: stopped_vanished ?? 0,
  };
  return {
    id,
    absenceAccepted: absence_accepted === 1,
    ...present({ cursor, newestAt: instantOrNull(newest_at), reading: readingOf(row) }),
    ...(stopped && { stopped }),
  };
}

function readingOf({ read_at, read_again_at, failing_since, ...row }: SourceRow): Reading | null {
  if (read_at === null) return null;
  const failing = failing_since !== null && {
    since: instant(failing_since),
    times: row.failing_times ?? 1,
    detail: row.failing_detail ?? '',
  };
  return { at: instant(read_at), ...present({ nextAt: instantOrNull(read_again_at) }), ...(failing && { failing }) };
}
