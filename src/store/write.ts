import type { Kysely, Transaction } from 'kysely';
import { showsArticles } from '../domain/platform.ts';
import type { Post, PostEvent, PostState } from '../domain/post.ts';
import type { AccountChange, Admission, Limited, LogbookEntry, Pause, Transition } from '../domain/store.ts';
import { insertRows } from './insert.ts';
import { writeLedger } from './ledger.ts';
import { eventRow, millis, postRow } from './rows.ts';
import type { Database, PostRow } from './schema.ts';
import { isTaken } from './unreachable.ts';
import { type Bound, type Value, writtenOnce } from './written.ts';

/**
 * The one way a post changes: false, and nothing written, where the row's version is not the one before. `stored`: its row,
 * where it was read in this transaction.
 */
export async function writeTransition(
  tx: Transaction<Database>,
  transition: Transition,
  stored?: PostRow,
): Promise<boolean> {
  const { post, event, account, pause, logbook } = transition;
  const before = stored ?? (await postById(tx, { id: post.id })).rows[0];
  if (before?.version !== post.version - 1) return false;
  await writeChanges(tx, before, postRow(post));
  await writeEvent(tx, post, event);
  if (event.from !== event.to) await recount(tx, post.channel, event);
  if (showsArticles(post.platform)) await countChange(tx, post);
  await writeLedger(tx, transition);
  if (account) await writeAccount(tx, post.account, account);
  if (pause) await writePause(tx, pause);
  if (logbook) await writeLogbook(tx, logbook);
  return true;
}

/** The row of a post. */
export const postById = writtenOnce((db, bound: Bound<{ id: string }>) =>
  db.selectFrom('posts').selectAll().where('id', '=', bound('id')),
);

const updates = new Map<string, ReturnType<typeof updateOf>>();

/** Only what changed: a column that is written the same again has SQLite write every index that it is part of. */
async function writeChanges(tx: Transaction<Database>, before: PostRow, after: PostRow): Promise<void> {
  const old = new Map<string, Value>(Object.entries(before));
  const changes = Object.entries(after).filter(([column, value]) => old.get(column) !== value);
  const columns = changes.map(([column]) => column);
  const name = columns.join();
  const update = updates.get(name) ?? updateOf(columns);
  updates.set(name, update);
  const { numAffectedRows } = await update(tx, { ...Object.fromEntries(changes), of: after.id, was: before.version });
  if (numAffectedRows !== 1n) throw new Error(`post ${after.id} changed within a transaction`);
}

function updateOf(columns: readonly string[]) {
  return writtenOnce((db, bound: Bound<Record<string, Value> & { of: string; was: number }>) =>
    db
      .updateTable('posts')
      .set(Object.fromEntries(columns.map((column) => [column, bound(column)])))
      .where('id', '=', bound('of'))
      .where('version', '=', bound('was')),
  );
}

async function writeEvent(tx: Transaction<Database>, post: Post, event: PostEvent): Promise<void> {
  const row = eventRow(post, event);
  await insertRows(tx, 'events', [row], (rows) => tx.insertInto('events').values(rows));
}

/** New posts with their first events. */
export async function writeOpened(tx: Transaction<Database>, opened: Admission['opened']): Promise<void> {
  const posts = opened.map(({ post }) => postRow(post));
  const events = opened.map(({ post, event }) => eventRow(post, event));
  await insertRows(tx, 'posts', posts, (rows) => tx.insertInto('posts').values(rows));
  await insertRows(tx, 'events', events, (rows) => tx.insertInto('events').values(rows));
  for (const ofChannel of Map.groupBy(posts, ({ channel }) => channel).values()) {
    for (const [first, ...more] of Map.groupBy(ofChannel, ({ state }) => state).values()) {
      if (first) await recount(tx, first.channel, { to: first.state }, 1 + more.length);
    }
  }
}

/** Counting a million past posts would take a tenth of a second, so their numbers are kept. */
async function recount(
  tx: Transaction<Database>,
  channel: string,
  { from, to }: Pick<PostEvent, 'from' | 'to'>,
  posts = 1,
): Promise<void> {
  await addToCount(tx, { channel, state: to, posts });
  if (from) await addToCount(tx, { channel, state: from, posts: -posts });
}

const addToCount = writtenOnce((db, bound: Bound<{ channel: string; state: PostState; posts: number }>) =>
  db
    .insertInto('post_counts')
    .values({ channel: bound('channel'), state: bound('state'), posts: bound('posts') })
    .onConflict((conflict) =>
      conflict
        .columns(['channel', 'state'])
        .doUpdateSet((row) => ({ posts: row('post_counts.posts', '+', row.ref('excluded.posts')) })),
    ),
);

/** The files of the post's channel are no longer what they were made of. */
async function countChange(tx: Transaction<Database>, { channel }: Post): Promise<void> {
  await tx
    .updateTable('channels')
    .set((row) => ({ changes: row('changes', '+', 1) }))
    .where('id', '=', channel)
    .execute();
}

/** Whether the pause was taken: where the scope is paused already, the first reason stays. */
export async function writePause(tx: Kysely<Database>, { scope, at, by, reason }: Pause): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('pauses')
    .values({ scope, at: millis(at), by_whom: by, reason })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** One more line of the logbook. */
export async function writeLogbook(db: Kysely<Database>, { at, what, by, reason }: LogbookEntry): Promise<void> {
  const row = { at: millis(at), what, by_whom: by, reason: reason ?? null };
  await db.insertInto('logbook').values(row).execute();
}

/** Patches the account's row, which must be there. */
export async function writeAccount(tx: Transaction<Database>, id: string, change: AccountChange): Promise<void> {
  const { lookedAt, mustLook, seenUpTo, clockAheadMs, blindSince, blindTold, slowed } = change;
  const columns = {
    ...(blindSince && { blind_since: millis(blindSince) }),
    ...(blindTold && { blind_told: 1 }),
    ...(lookedAt && { looked_at: millis(lookedAt), blind_since: null, blind_told: 0 }),
    ...(mustLook && { looked_at: null }),
    ...(seenUpTo !== undefined && { newest_seen: seenUpTo }),
    ...(clockAheadMs !== undefined && { clock_ahead_ms: clockAheadMs }),
    ...(slowed && { slowed_until: millis(slowed.until), slow_gap_ms: slowed.gapMs }),
  };
  if (Object.keys(columns).length > 0) await tx.updateTable('accounts').set(columns).where('id', '=', id).execute();
  await writeCredits(tx, id, change);
  await writeLimits(tx, [id], change);
  if (change.app) await writeLimits(tx, await accountsOfApp(tx, id), change.app);
}

async function writeCredits(tx: Transaction<Database>, id: string, change: AccountChange): Promise<void> {
  const { noCredits, hasCredits } = change;
  const account = tx.updateTable('accounts').where('id', '=', id);
  if (noCredits) {
    const again = { credits_try_at: millis(noCredits.nextTryAt), credits_tried_by: null };
    await account.set(again).execute();
    await account
      .set({ no_credits_since: millis(noCredits.since) })
      .where('no_credits_since', 'is', null)
      .execute();
  }
  if (hasCredits) {
    // Deletions were held back for the same reason.
    const gone = { no_credits_since: null, credits_try_at: null, credits_tried_by: null, erases_limited_until: null };
    await account.set(gone).where('no_credits_since', 'is not', null).execute();
  }
}

/** A limit only ever moves later: two answers that cross must not open a gate early. */
async function writeLimits(tx: Transaction<Database>, ids: readonly string[], limited: Limited): Promise<void> {
  const columns = [
    ['limited_until', limited.limitedUntil],
    ['looks_limited_until', limited.looksLimitedUntil],
    ['erases_limited_until', limited.erasesLimitedUntil],
  ] as const;
  for (const [column, until] of columns) {
    if (!until) continue;
    await tx
      .updateTable('accounts')
      .set({ [column]: millis(until) })
      .where('id', 'in', ids)
      .where((row) => row.or([row(column, 'is', null), row(column, '<', millis(until))]))
      .execute();
  }
}

/** An account without a named app stands for itself. */
async function accountsOfApp(tx: Transaction<Database>, id: string): Promise<readonly string[]> {
  const accounts = tx.selectFrom('accounts');
  const app = accounts.select('app').where('id', '=', id);
  const ofApp = await accounts.select('id').where('app', '=', app).execute();
  return [id, ...ofApp.map((row) => row.id)];
}

/** What `work` answers, or `taken` where a unique constraint refused a row: the transaction it ran in has written nothing. */
export async function unlessTaken<Answer, Taken>(work: Promise<Answer>, taken: Taken): Promise<Answer | Taken> {
  try {
    return await work;
  } catch (error) {
    if (isTaken(error)) return taken;
    throw error;
  }
}
