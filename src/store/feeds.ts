import type { Kysely } from 'kysely';
import type { FeedRecord, HubRecord, Store } from '../domain/store.ts';
import { knownOf } from './articles.ts';
import { instant, instantOrNull, millis, millisOrNull, postOf, present } from './rows.ts';
import type { ArticleRow, Database, FeedRow, HubRow, PostRow } from './schema.ts';

type FeedBooks = Pick<Store, 'feed' | 'claimFeed' | 'releaseFeed' | 'shown' | 'hubs' | 'keepHubs' | 'saveHub'>;

/** Feeds: what their files were last made of, what they show, and which hubs were told. */
export function feedBooks(db: Kysely<Database>): FeedBooks {
  return {
    feed: (channel) => readFeed(db, channel),

    claimFeed: (channel, token, now, until) =>
      db.transaction().execute(async (tx) => {
        const lease = { lease_token: token, lease_until: millis(until) };
        const { numInsertedOrUpdatedRows } = await tx
          .insertInto('feeds')
          .values({ channel, ...lease })
          .onConflict((conflict) =>
            conflict
              .column('channel')
              .doUpdateSet(lease)
              .where((row) =>
                row.or([
                  row('feeds.lease_until', 'is', null),
                  row('feeds.lease_until', '<=', millis(now)),
                  // All claims are equally long: this one was made by a clock ahead of ours.
                  row('feeds.lease_until', '>', millis(until)),
                ]),
              ),
          )
          .executeTakeFirst();
        return numInsertedOrUpdatedRows === 1n ? readFeed(tx, channel) : undefined;
      }),

    releaseFeed: (channel, token, change) =>
      db.transaction().execute(async (tx) => {
        const row = tx.updateTable('feeds').where('channel', '=', channel);
        const free = { lease_token: null, lease_until: null };
        const columns =
          'flushed' in change
            ? {
                flushed_changes: change.flushed.changes,
                digest: change.flushed.digest,
                next_at: millis(change.flushed.nextAt),
                fault: null,
                fault_since: null,
              }
            : {
                flushed_changes: null,
                next_at: millis(change.fault.nextAt),
                fault: change.fault.detail,
                fault_since: millis(change.fault.since),
              };
        const { numUpdatedRows } = await row
          .set({ ...columns, ...free })
          .where('lease_token', '=', token)
          .executeTakeFirst();
        // What this process wrote may lie over what another one wrote since: the files are made again.
        if (numUpdatedRows === 0n) await row.set({ flushed_changes: null, next_at: null }).execute();
      }),

    shown: (channel, since, newest) =>
      db
        .transaction()
        .setAccessMode('read only')
        .execute(async (tx) => {
          const published = tx
            .selectFrom('posts')
            .innerJoin('articles', (join) =>
              join.onRef('articles.source', '=', 'posts.source').onRef('articles.id', '=', 'posts.article_id'),
            )
            .selectAll('posts')
            .select((row) => [
              row.ref('articles.revision').as('revision'),
              row.ref('articles.first_seen_at').as('first_seen_at'),
              row.ref('articles.revised_at').as('revised_at'),
              row.ref('articles.withdrawal').as('article_withdrawal'),
              row.ref('articles.content').as('content'),
            ])
            .where('posts.channel', '=', channel)
            .where('posts.state', '=', 'published')
            .orderBy('posts.news_at', 'desc')
            .orderBy('posts.id');
          const inWindow = await published.where('posts.news_at', '>=', millis(since)).execute();
          const rows = inWindow.length >= newest ? inWindow : await published.limit(newest).execute();
          return rows.map((row) => ({ post: postOf(row), known: knownIn(row) }));
        }),

    hubs: (channel) => readHubs(db, channel),

    keepHubs: (channel, hubs) =>
      db.transaction().execute(async (tx) => {
        const stored = await readHubs(tx, channel);
        const gone = stored.filter(({ hub }) => !hubs.includes(hub)).map(({ hub }) => hub);
        if (gone.length > 0)
          await tx.deleteFrom('hubs').where('channel', '=', channel).where('hub', 'in', gone).execute();
        const fresh = hubs.filter((hub) => !stored.some((record) => record.hub === hub));
        for (const hub of fresh) await tx.insertInto('hubs').values({ channel, hub, attempts: 0 }).execute();
        return gone.length + fresh.length === 0 ? stored : readHubs(tx, channel);
      }),

    async saveHub({ channel, hub, told, toldAt, attempts, nextAt, lastError }) {
      const columns = {
        told: told ?? null,
        told_at: millisOrNull(toldAt),
        attempts,
        next_at: millisOrNull(nextAt),
        last_error: lastError ?? null,
      };
      await db.updateTable('hubs').set(columns).where('channel', '=', channel).where('hub', '=', hub).execute();
    },
  };
}

async function readFeed(db: Kysely<Database>, channel: string): Promise<FeedRecord> {
  const row = await db
    .selectFrom('channels')
    .leftJoin('feeds', 'feeds.channel', 'channels.id')
    .selectAll('feeds')
    .select('channels.changes')
    .where('channels.id', '=', channel)
    .executeTakeFirst();
  return { channel, changes: row?.changes ?? 0, ...(row && feedOf(row)) };
}

function feedOf(row: { [Column in keyof FeedRow]: FeedRow[Column] | null }): Partial<FeedRecord> {
  const { flushed_changes, digest, next_at, fault, fault_since } = row;
  if (next_at === null) return {};
  const nextAt = instant(next_at);
  if (fault !== null && fault_since !== null) return { fault: { since: instant(fault_since), detail: fault, nextAt } };
  return flushed_changes === null || digest === null ? {} : { flushed: { changes: flushed_changes, digest, nextAt } };
}

function knownIn(
  row: PostRow &
    Pick<ArticleRow, 'revision' | 'first_seen_at' | 'revised_at' | 'content'> & {
      article_withdrawal: ArticleRow['withdrawal'];
    },
) {
  return knownOf({ ...row, withdrawal: row.article_withdrawal });
}

async function readHubs(db: Kysely<Database>, channel: string): Promise<readonly HubRecord[]> {
  const rows = await db.selectFrom('hubs').selectAll().where('channel', '=', channel).orderBy('hub').execute();
  return rows.map(hubOf);
}

function hubOf({ channel, hub, told, told_at, attempts, next_at, last_error }: HubRow): HubRecord {
  return {
    channel,
    hub,
    attempts,
    ...present({ told, toldAt: instantOrNull(told_at), nextAt: instantOrNull(next_at), lastError: last_error }),
  };
}
