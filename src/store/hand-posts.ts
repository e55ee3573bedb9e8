import { type Kysely, sql } from 'kysely';
import type { RemotePost } from '../domain/ports.ts';
import { type Post, WAITING_STATES } from '../domain/post.ts';
import type { SeenOfStory } from '../domain/siblings.ts';
import type { Store } from '../domain/store.ts';
import { insertRows } from './insert.ts';
import { instant, millis, postOf } from './rows.ts';
import type { Database } from './schema.ts';
import { postById, writeAccount } from './write.ts';
import { type Bound, writtenOnce } from './written.ts';

/** What accounts were seen to speak that no post was recorded for: what people posted by hand, mostly. */
export function handPostBooks(db: Kysely<Database>): Pick<Store, 'rememberSeen' | 'spokenUnasked'> {
  return {
    async rememberSeen(account, posts, keepFrom, change) {
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
      await db.transaction().execute(async (tx) => {
        await writeAccount(tx, account, change);
        if (rows.length === 0) return;
        await tx.deleteFrom('hand_posts').where('created_at', '<', millis(keepFrom)).execute();
        await insertRows(tx, 'hand_posts', rows, (some) =>
          tx
            .insertInto('hand_posts')
            .values(some)
            .onConflict((conflict) => conflict.doNothing()),
        );
      });
    },

    async spokenUnasked(account) {
      // Nearly always nothing is remembered, and to ask for more takes longer to write than that to find out.
      const any = await sql`select 1 from hand_posts where account = ${account} limit 1`.execute(db);
      if (any.rows.length === 0) return { waiting: [], takenBack: [] };
      const waiting = (await waitingToSpeak(db, { account })).rows.map(postOf);
      const takenBack = [];
      for (const { post_id, ...hand } of (await handPostsTakenBack(db, { account })).rows) {
        const [row] = (await postById(db, { id: post_id })).rows;
        if (row) takenBack.push({ post: postOf(row), remote: handPostOf(hand) });
      }
      return { waiting, takenBack };
    },
  };
}

/** What an account was seen to speak of a post's link that is not recorded for any, with the posts of its story. */
export async function readSeen(
  db: Kysely<Database>,
  { account, linkClaim, article }: Post,
): Promise<SeenOfStory | undefined> {
  if (linkClaim === undefined) return undefined;
  const { rows } = await handPostsOfLink(db, { account, link: linkClaim });
  if (rows.length === 0) return undefined;
  const recorded = await readRecorded(
    db,
    account,
    rows.map(({ remote_id }) => remote_id),
  );
  const remotes = rows.map(handPostOf).filter(({ remoteId }) => !recorded.has(remoteId));
  if (remotes.length === 0) return undefined;
  const ofStory = db.selectFrom('posts').selectAll().where('source', '=', article.source);
  const posts = await ofStory.where('article_id', '=', article.id).execute();
  return { remotes, posts: posts.map(postOf) };
}

const handPostsOfLink = writtenOnce((db, bound: Bound<{ account: string; link: string }>) =>
  db
    .selectFrom('hand_posts')
    .selectAll()
    .where('account', '=', bound('account'))
    .where('link_key', '=', bound('link'))
    .orderBy('created_at'),
);

/** Which of these remote posts are recorded, and for which post. */
export async function readRecorded(
  db: Kysely<Database>,
  account: string,
  remoteIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const ofAccount = db.selectFrom('posts').where('account', '=', account);
  const own = await ofAccount.select(['id', 'remote_id']).where('remote_id', 'in', remoteIds).execute();
  // A twin still to be deleted is recorded as well: taken for another post's, that one would be lost with it.
  const twinned = await ofAccount.selectAll().where('twins', '<>', sql.lit('[]')).execute();
  const twins = twinned.map(postOf).flatMap(({ id, twins }) => twins.map((remoteId) => [remoteId, id] as const));
  const found = new Map(twins.filter(([remoteId]) => remoteIds.includes(remoteId)));
  for (const { id, remote_id } of own) if (remote_id !== null) found.set(remote_id, id);
  return found;
}

const waitingToSpeak = writtenOnce((db, bound: Bound<{ account: string }>) =>
  db
    .selectFrom('posts')
    .selectAll()
    .where('account', '=', bound('account'))
    .where('link_claim', 'in', (spoken) =>
      spoken.selectFrom('hand_posts').select('link_key').where('account', '=', bound('account')),
    )
    .where('state', 'in', WAITING_STATES),
);

/**
 * Few are remembered, and an index finds the story of each. SQLite keeps to the order of a cross join; of an inner one it
 * began with all that ever was canceled.
 */
const handPostsTakenBack = writtenOnce((db, bound: Bound<{ account: string }>) =>
  db
    .selectFrom('hand_posts')
    .crossJoin('articles')
    .crossJoin('posts')
    .selectAll('hand_posts')
    .select('posts.id as post_id')
    .where('hand_posts.account', '=', bound('account'))
    .whereRef('articles.link_key', '=', 'hand_posts.link_key')
    .whereRef('posts.source', '=', 'articles.source')
    .whereRef('posts.article_id', '=', 'articles.id')
    .where('articles.withdrawal', 'in', ['withdrawn', 'pulled-by-person'])
    .where('posts.account', '=', bound('account'))
    .where('posts.occasion', '=', 'first')
    .where('posts.state', 'in', ['canceled', 'skipped'])
    .orderBy('hand_posts.created_at'),
);

function handPostOf({ remote_id, url, text, link_key, created_at }: Database['hand_posts']): RemotePost {
  return { remoteId: remote_id, url, text, links: [link_key], createdAt: instant(created_at) };
}
