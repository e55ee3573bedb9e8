import { type Kysely, sql } from 'kysely';
import type { RemotePost } from '../domain/ports.ts';
import type { Store } from '../domain/store.ts';
import { instant, millis, postOf } from './rows.ts';
import type { Database } from './schema.ts';
import { postById } from './write.ts';
import { type Bound, writtenOnce } from './written.ts';

/** What people posted by hand, kept until its story comes in. */
export function handPostBooks(db: Kysely<Database>): Pick<Store, 'rememberByHand' | 'postedByHand' | 'takenBack'> {
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
      return rows.map(handPostOf);
    },

    async takenBack(account) {
      // Nearly always nothing is remembered, and to ask for more takes longer to write than that to find out.
      const any = await sql`select 1 from hand_posts where account = ${account} limit 1`.execute(db);
      if (any.rows.length === 0) return [];
      const hands = (await handPostsTakenBack(db, { account })).rows;
      const posts = [];
      for (const { post_id, ...hand } of hands) {
        const [row] = (await postById(db, { id: post_id })).rows;
        if (row) posts.push({ post: postOf(row), remote: handPostOf(hand) });
      }
      return posts;
    },
  };
}

/** Few are remembered, and an index finds the story of each. */
const handPostsTakenBack = writtenOnce((db, bound: Bound<{ account: string }>) =>
  db
    .selectFrom('hand_posts')
    .innerJoin('articles', 'articles.link_key', 'hand_posts.link_key')
    .innerJoin('posts', (join) =>
      join.onRef('posts.source', '=', 'articles.source').onRef('posts.article_id', '=', 'articles.id'),
    )
    .selectAll('hand_posts')
    .select('posts.id as post_id')
    .where('hand_posts.account', '=', bound('account'))
    .where('articles.withdrawal', 'in', ['withdrawn', 'pulled-by-person'])
    .where('posts.account', '=', bound('account'))
    .where('posts.occasion', '=', 'first')
    .where('posts.state', 'in', ['canceled', 'skipped'])
    .orderBy('hand_posts.created_at'),
);

function handPostOf({ remote_id, url, text, link_key, created_at }: Database['hand_posts']): RemotePost {
  return { remoteId: remote_id, url, text, links: [link_key], createdAt: instant(created_at) };
}
