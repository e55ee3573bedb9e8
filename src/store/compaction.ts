import type { Kysely, Transaction } from 'kysely';
import type { ArticleKey } from '../domain/article.ts';
import { bodyKeptUntil, ENTRIES_KEPT_WHOLE, LEDGER_KEPT_MS } from '../domain/compaction.ts';
import type { Store } from '../domain/store.ts';
import { after, type Instant, msBetween } from '../domain/time.ts';
import { historyKeptUntil, instant, instantOrNull, millis, millisOrNull, present, quarterOf } from './rows.ts';
import type { Database, Json } from './schema.ts';

/** Other processes wait for a transaction, so one looks at no more rows than this. */
const ROWS_AT_ONCE = 200;

/**
 * Lets go of what is long past, a little at a time; what may go is said in `domain/compaction.ts`. The rows themselves
 * say what is left to do, so a kill loses nothing.
 */
export function compactionBooks(db: Kysely<Database>): Pick<Store, 'claimCompaction' | 'compact'> {
  return {
    claimCompaction: (now, everyMs) =>
      db.transaction().execute(async (tx) => {
        const last = await tx
          .selectFrom('meta')
          .select('value')
          .where('key', '=', 'last-compaction')
          .executeTakeFirst();
        if (last && Math.abs(msBetween(Temporal.Instant.from(last.value), now)) < everyMs) return false;
        const value = now.toString();
        await tx
          .insertInto('meta')
          .values({ key: 'last-compaction', value })
          .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
          .execute();
        return true;
      }),

    compact: (now) =>
      db
        .transaction()
        .execute(
          async (tx) =>
            (await compactArticles(tx, now)) || (await compactPosts(tx, now)) || (await compactLedger(tx, now)),
        ),
  };
}

async function compactArticles(tx: Transaction<Database>, now: Instant): Promise<number> {
  const due = tx.selectFrom('articles').selectAll().where('compact_at', '<=', millis(now));
  const rows = await due.orderBy('compact_at').limit(ROWS_AT_ONCE).execute();
  if (rows.length === 0) return 0;
  const oldest = await readOldestEntries(tx);
  for (const row of rows) {
    const { first_seen_at, revised_at, withdrawal } = row;
    const known = {
      firstSeenAt: instant(first_seen_at),
      ...present({ revisedAt: instantOrNull(revised_at), withdrawal }),
    };
    const until = bodyKeptUntil(known, await readStandings(tx, row), (channel) => oldest.get(channel), now);
    await tx
      .updateTable('articles')
      .set({ compact_at: millisOrNull(until), ...(until ? {} : { content: withoutBody(row.content) }) })
      .where('source', '=', row.source)
      .where('id', '=', row.id)
      .execute();
  }
  return rows.length;
}

/** What of an article's posts says whether its body is needed. */
async function readStandings(tx: Transaction<Database>, { source, id }: ArticleKey) {
  const posts = tx.selectFrom('posts').where('source', '=', source).where('article_id', '=', id);
  const rows = await posts.select(['channel', 'platform', 'state', 'news_at', 'updated_at']).execute();
  return rows.map(({ channel, platform, state, news_at, updated_at }) => ({
    channel,
    platform,
    state,
    newsAt: instant(news_at),
    updatedAt: instant(updated_at),
  }));
}

/** By channel of feeds, the news time of the last entry that keeps its body; a channel with fewer entries keeps all. */
async function readOldestEntries(tx: Transaction<Database>): Promise<ReadonlyMap<string, Instant>> {
  const channels = await tx.selectFrom('channels').select('id').execute();
  const oldest = new Map<string, Instant>();
  for (const { id } of channels) {
    const entry = await tx
      .selectFrom('posts')
      .select('news_at')
      .where('channel', '=', id)
      .where('state', '=', 'published')
      .orderBy('news_at', 'desc')
      .orderBy('id')
      .offset(ENTRIES_KEPT_WHOLE - 1)
      .limit(1)
      .executeTakeFirst();
    if (entry) oldest.set(id, instant(entry.news_at));
  }
  return oldest;
}

function withoutBody(content: Json): Json {
  const { body: _, ...rest } = JSON.parse(content);
  return JSON.stringify(rest);
}

/** Of a post of which nothing more comes only its last event stays: it says how, and by whose word, it ended. */
async function compactPosts(tx: Transaction<Database>, now: Instant): Promise<number> {
  const due = tx
    .selectFrom('posts')
    .select(['id', 'version', 'state', 'updated_at'])
    .where('compact_at', '<=', millis(now));
  const rows = await due.orderBy('compact_at').limit(ROWS_AT_ONCE).execute();
  for (const { id, version, state, updated_at } of rows) {
    const until = historyKeptUntil(state, updated_at);
    const mayGo = until !== null && until <= millis(now);
    if (mayGo) await tx.deleteFrom('events').where('post_id', '=', id).where('version', '<', version).execute();
    await tx
      .updateTable('posts')
      .set({ compact_at: mayGo ? null : until })
      .where('id', '=', id)
      .execute();
  }
  return rows.length;
}

/** The newest line of an account stays, however old: the pace counts from it. */
async function compactLedger(tx: Transaction<Database>, now: Instant): Promise<number> {
  const before = millis(after(now, -LEDGER_KEPT_MS));
  const accounts = await tx.selectFrom('accounts').select('id').execute();
  let gone = 0;
  for (const { id } of accounts) {
    const lines = tx.selectFrom('ledger').where('account', '=', id);
    const { newest } = await lines.select((line) => line.fn.max('at').as('newest')).executeTakeFirstOrThrow();
    const kept = Math.min(before, newest ?? before);
    const old = await lines
      .select(['post_id', 'version'])
      .where('at', '<', kept)
      .orderBy('at')
      .limit(ROWS_AT_ONCE - gone)
      .execute();
    for (const { post_id, version } of old) {
      await tx.deleteFrom('ledger').where('post_id', '=', post_id).where('version', '=', version).execute();
    }
    gone += old.length;
    // After its lines, never before: one that is struck yet would be taken off a quarter that is not there.
    const ofAccount = tx.selectFrom('ledger_quarters').where('account', '=', id);
    const quarters = ofAccount.select('quarter').where('quarter', '<', quarterOf(kept));
    const { numDeletedRows } = await tx
      .deleteFrom('ledger_quarters')
      .where('account', '=', id)
      .where('quarter', 'in', quarters.orderBy('quarter').limit(ROWS_AT_ONCE - gone))
      .executeTakeFirst();
    gone += Number(numDeletedRows);
  }
  return gone;
}
