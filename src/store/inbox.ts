import type { Kysely, Transaction } from 'kysely';
import type { ArticleKey } from '../domain/article.ts';
import type { Held } from '../domain/inbox.ts';
import type { Store } from '../domain/store.ts';
import { articleOf, readKnown } from './articles.ts';
import { instant, millis } from './rows.ts';
import type { Database } from './schema.ts';
import { readSource } from './sources.ts';

/** So many of a source are read at once: each may be a megabyte. */
const READ_AT_ONCE = 50;
/** So many of the last ones keep their text after they were taken in, to be looked at. */
const KEPT_WHOLE = 100;

/** What newsroom systems pushed. A source's cursor is the place of the last one it took in; a new word takes a new place. */
export function inboxBooks(db: Kysely<Database>): Pick<Store, 'receive' | 'received' | 'newestReceived'> {
  return {
    receive: (key, rule) =>
      db.transaction().execute(async (tx) => {
        const held = await readHeld(tx, key);
        const known = held?.article ? undefined : (await readKnown(tx, key))?.article;
        const answer = rule(held, known);
        if (answer.hold) await hold(tx, key, answer.hold);
        return answer;
      }),

    async received(source, cursor) {
      const after = placeOf(cursor);
      const rows = await db
        .selectFrom('inbox')
        .select(['place', 'content'])
        .where('source', '=', source)
        .where('place', '>', after)
        .orderBy('place')
        .limit(READ_AT_ONCE)
        .execute();
      return {
        articles: rows.flatMap(({ content }) => (content === null ? [] : [articleOf(content)])),
        cursor: String(rows.at(-1)?.place ?? after),
        more: rows.length === READ_AT_ONCE,
      };
    },

    newestReceived: (source) => newestPlace(db, source),
  };
}

async function readHeld(tx: Transaction<Database>, { source, id }: ArticleKey): Promise<Held | undefined> {
  const inbox = tx.selectFrom('inbox').select(['at', 'canceled', 'content']);
  const row = await inbox.where('source', '=', source).where('id', '=', id).executeTakeFirst();
  if (!row) return undefined;
  const { at, canceled, content } = row;
  return { at: instant(at), isCanceled: canceled === 1, ...(content !== null && { article: articleOf(content) }) };
}

async function hold(tx: Transaction<Database>, { source, id }: ArticleKey, held: Held): Promise<void> {
  const place = (await newestPlace(tx, source)) + 1;
  const row = {
    place,
    at: millis(held.at),
    canceled: Number(held.isCanceled),
    content: held.article ? JSON.stringify(held.article) : null,
  };
  await tx
    .insertInto('inbox')
    .values({ source, id, ...row })
    .onConflict((conflict) => conflict.columns(['source', 'id']).doUpdateSet(row))
    .execute();
  // Its time stays for ever: what is older must not come back.
  const takenIn = placeOf((await readSource(tx, source)).cursor);
  await tx
    .updateTable('inbox')
    .set({ content: null })
    .where('source', '=', source)
    .where('content', 'is not', null)
    .where('place', '<=', Math.min(takenIn, place - KEPT_WHOLE))
    .execute();
}

async function newestPlace(db: Kysely<Database>, source: string): Promise<number> {
  const { newest } = await db
    .selectFrom('inbox')
    .select((row) => row.fn.max('place').as('newest'))
    .where('source', '=', source)
    .executeTakeFirstOrThrow();
  return newest ?? 0;
}

function placeOf(cursor: string | undefined): number {
  return /^\d{1,15}$/.test(cursor ?? '') ? Number(cursor) : 0;
}
