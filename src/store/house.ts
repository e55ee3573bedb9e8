import type { Kysely } from 'kysely';
import type { Store } from '../domain/store.ts';
import { instant, present } from './rows.ts';
import type { Database } from './schema.ts';
import { writeLogbook } from './write.ts';

/** What is true of the whole store: whose it is, and when a pass last ended. */
export function houseBooks(
  db: Kysely<Database>,
): Pick<Store, 'claimOutlet' | 'lastPass' | 'markPass' | 'enter' | 'logbook'> {
  return {
    async claimOutlet(id) {
      const owner = await read(db, 'outlet');
      if (owner !== undefined) return owner;
      await db
        .insertInto('meta')
        .values({ key: 'outlet', value: id })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      return (await read(db, 'outlet')) ?? id;
    },

    enter: (entry) => writeLogbook(db, entry),

    async logbook(limit) {
      const rows = await db.selectFrom('logbook').selectAll().orderBy('id', 'desc').limit(limit).execute();
      return rows.map(({ at, what, by_whom, reason }) => ({
        at: instant(at),
        what,
        by: by_whom,
        ...present({ reason }),
      }));
    },

    async lastPass() {
      const at = await read(db, 'last-pass');
      return at === undefined ? undefined : Temporal.Instant.from(at);
    },

    async markPass(at) {
      const value = at.toString();
      await db
        .insertInto('meta')
        .values({ key: 'last-pass', value })
        .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
        .execute();
    },
  };
}

async function read(db: Kysely<Database>, key: Database['meta']['key']): Promise<string | undefined> {
  const row = await db.selectFrom('meta').select('value').where('key', '=', key).executeTakeFirst();
  return row?.value;
}
