import { type Kysely, sql, type Transaction } from 'kysely';
import type { Post } from '../domain/post.ts';
import type { PostFilter, Ruled, Situation, Store, Windows } from '../domain/store.ts';
import { readAccount, readPausesOf } from './accounts.ts';
import { readKnown } from './articles.ts';
import { readRecorded, readSeen } from './hand-posts.ts';
import { readSpoken } from './ledger.ts';
import { eventOf, instantOrNull, newestFirst, postOf, present } from './rows.ts';
import type { Database, PostRow } from './schema.ts';
import { postById, unlessTaken, writeOpened, writeTransition } from './write.ts';
import { type Bound, writtenOnce } from './written.ts';

const LISTED_AT_MOST = 1000;

type PostBooks = Pick<
  Store,
  'commit' | 'consult' | 'consultAll' | 'open' | 'post' | 'posts' | 'events' | 'counts' | 'recorded'
>;

/**
 * Posts and their history. Where a change would record a remote post, a link or an attempt in flight twice, it is as if
 * someone else had been first: `commit` and `open` answer false, `consult` and `consultAll` undefined, and nothing is written.
 */
export function postBooks(db: Kysely<Database>): PostBooks {
  return {
    commit: (transition) =>
      unlessTaken(
        db.transaction().execute((tx) => writeTransition(tx, transition)),
        false,
      ),

    consult(postId, windows, rule) {
      const consulting = db.transaction().execute((tx) => consultOne(tx, postId, windows, rule));
      return unlessTaken(consulting, undefined);
    },

    consultAll(postIds, windows, rule) {
      const consulting = db.transaction().execute(async (tx) => {
        const answers = [];
        for (const postId of postIds) {
          const answer = await consultOne(tx, postId, windows, rule);
          if (answer) answers.push(answer);
        }
        return answers;
      });
      return unlessTaken(consulting, undefined);
    },

    async open(post, event) {
      const opening = db.transaction().execute((tx) => writeOpened(tx, [{ post, event }]));
      return unlessTaken(
        opening.then(() => true),
        false,
      );
    },

    async post(id) {
      const [row] = (await postById(db, { id })).rows;
      return row && postOf(row);
    },

    posts: (filter) =>
      db
        .transaction()
        .setAccessMode('read only')
        .execute((tx) => readFiltered(tx, filter)),

    async events(postId) {
      const rows = await db.selectFrom('events').selectAll().where('post_id', '=', postId).orderBy('version').execute();
      return rows.map(eventOf);
    },

    counts: () =>
      db
        .selectFrom('post_counts')
        .select(['channel', 'state', 'posts as count'])
        .where('posts', '>', 0)
        .orderBy('channel')
        .orderBy('state')
        .execute(),

    recorded: (account, remoteIds) => readRecorded(db, account, remoteIds),
  };
}

async function consultOne<Answer extends Ruled>(
  tx: Transaction<Database>,
  postId: string,
  windows: Windows,
  rule: (situation: Situation) => Answer,
): Promise<Answer | undefined> {
  const [row] = (await postById(tx, { id: postId })).rows;
  if (!row) return undefined;
  const answer = rule(await readSituation(tx, row, windows));
  const { transition, next } = answer;
  const isWritten = !transition || (await writeTransition(tx, transition, row));
  if (!isWritten || (next && !(await writeTransition(tx, next)))) {
    throw new Error(`the rule answered for another version than that of post ${postId}`);
  }
  return answer;
}

async function readFiltered(tx: Kysely<Database>, filter: PostFilter): Promise<readonly Post[]> {
  const { states, channel, article, limit = LISTED_AT_MOST } = filter;
  let query = tx.selectFrom('posts').selectAll().orderBy('news_at', 'desc').orderBy('id').limit(limit);
  if (channel !== undefined) query = query.where('channel', '=', channel);
  if (article) query = query.where('source', '=', article.source).where('article_id', '=', article.id);
  if (!states) return (await query.execute()).map(postOf);
  // State by state an index has them in order; over several, a million past posts would have to be sorted.
  const rows = [];
  for (const state of new Set(states)) rows.push(...(await query.where('state', '=', state).execute()));
  return newestFirst(rows).slice(0, limit).map(postOf);
}

async function readSituation(tx: Transaction<Database>, row: PostRow, windows: Windows): Promise<Situation> {
  const post = postOf(row);
  const account = await readAccount(tx, post.account);
  const known = await readKnown(tx, post.article);
  if (!account || !known)
    throw new Error(`post ${post.id} has no ${known ? 'account' : 'article'}; open the account first`);
  const seen = await readSeen(tx, post);
  const [other] = (await othersInFlight(tx, { account: post.account, id: post.id })).rows;
  return {
    post,
    known,
    account,
    pauses: await readPausesOf(tx, post),
    spoken: await readSpoken(tx, post.account, windows),
    ...(other && { inFlight: { id: other.id, ...present({ until: instantOrNull(other.lease_until) }) } }),
    ...(seen && { seen }),
  };
}

const othersInFlight = writtenOnce((db, bound: Bound<{ account: string; id: string }>) =>
  db
    .selectFrom('posts')
    .select(['id', 'lease_until'])
    .where('account', '=', bound('account'))
    // Written out: the index over posts in flight is used for no bound value, and the account's whole past read instead.
    .where('state', '=', sql.lit('publishing'))
    .where('id', '<>', bound('id')),
);
