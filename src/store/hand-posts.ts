import type { Kysely } from 'kysely';
import type { Store } from '../domain/store.ts';
import { instant, millis } from './rows.ts';
import type { Database } from './schema.ts';

/** What people posted by hand, kept until its story comes in. */
export function handPostBooks(db: Kysely<Database>): Pick<Store, 'rememberByHand' | 'postedByHand'> {
  return {
    async rememberByHand(account, posts, keepFrom) {
      const rows = posts.flatMap(({ remoteId, url, text, links, createdAt }) =>
        links.map((link_key) => ({
          account,
          remote_id: remoteId,
          link_key,
          url,
          text,
          created_at: millis(createdAt),
        })),
      );
      if (rows.length === 0) return;
      await db.transaction().execute(async (tx) => {
        await tx.deleteFrom('hand_posts').where('created_at', '<', millis(keepFrom)).execute();
        await tx
          .insertInto('hand_posts')
          .values(rows)
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      });
    },

    async postedByHand(account, linkKeys) {
      const rows = await db
        .selectFrom('hand_posts')
        .selectAll()
        .where('account', '=', account)
        .where('link_key', 'in', linkKeys)
        .orderBy('created_at')
        .execute();
      return rows.map(({ remote_id, url, text, link_key, created_at }) => ({
        remoteId: remote_id,
        url,
        text,
        links: [link_key],
        createdAt: instant(created_at),
      }));
    },
  };
}
