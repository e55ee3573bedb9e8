import type { Kysely, Transaction } from 'kysely';
import { showsArticles } from '../domain/platform.ts';
import type { Post, PostEvent } from '../domain/post.ts';
import type { AccountChange, Pause, Transition } from '../domain/store.ts';
import type { Instant } from '../domain/time.ts';
import { eventRow, millis, postRow } from './rows.ts';
import type { Database } from './schema.ts';
import { isTaken } from './unreachable.ts';

/** The one way a post changes: false, and nothing written, where the row's version is not the one before. */
export async function writeTransition(tx: Transaction<Database>, transition: Transition): Promise<boolean> {
  const { post, event, account, appLimitedUntil, pause } = transition;
  const { id, ...columns } = postRow(post);
  const { numUpdatedRows } = await tx
    .updateTable('posts')
    .set(columns)
    .where('id', '=', id)
    .where('version', '=', post.version - 1)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return false;
  await tx.insertInto('events').values(eventRow(post, event)).execute();
  if (showsArticles(post.platform)) await countChange(tx, post);
  await writeLedger(tx, transition);
  if (account) await writeAccount(tx, post.account, account);
  if (appLimitedUntil) await limitAppOf(tx, post.account, appLimitedUntil);
  if (pause) await writePause(tx, pause);
  return true;
}

/** A new post with its first event. */
export async function writeOpened(tx: Transaction<Database>, post: Post, event: PostEvent): Promise<void> {
  await tx.insertInto('posts').values(postRow(post)).execute();
  await tx.insertInto('events').values(eventRow(post, event)).execute();
}

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

/** Patches the account's row, which must be there. */
export async function writeAccount(tx: Transaction<Database>, id: string, change: AccountChange): Promise<void> {
  const { limitedUntil, lookedAt, newestSeen, clockAheadMs, blindSince, blindTold } = change;
  const columns = {
    ...(blindSince && { blind_since: millis(blindSince) }),
    ...(blindTold && { blind_told: 1 }),
    ...(lookedAt && { looked_at: millis(lookedAt), blind_since: null, blind_told: 0 }),
    ...(newestSeen !== undefined && { newest_seen: newestSeen }),
    ...(clockAheadMs !== undefined && { clock_ahead_ms: clockAheadMs }),
  };
  if (Object.keys(columns).length > 0) await tx.updateTable('accounts').set(columns).where('id', '=', id).execute();
  if (limitedUntil) await limiting(tx, limitedUntil).where('id', '=', id).execute();
}

/** Closes the gates of every account of the app; one that is closed for longer stays so. */
export async function writeAppLimit(tx: Transaction<Database>, app: string, until: Instant): Promise<void> {
  await limiting(tx, until).where('app', '=', app).execute();
}

/** Through an account without a named app, an app-wide limit closes at least that account. */
async function limitAppOf(tx: Transaction<Database>, account: string, until: Instant): Promise<void> {
  const row = await tx.selectFrom('accounts').select('app').where('id', '=', account).executeTakeFirst();
  if (row && row.app !== null) await writeAppLimit(tx, row.app, until);
  else await limiting(tx, until).where('id', '=', account).execute();
}

/** A limit only ever moves later: two answers that cross must not open a gate early. */
function limiting(tx: Transaction<Database>, until: Instant) {
  return tx
    .updateTable('accounts')
    .set({ limited_until: millis(until) })
    .where((row) => row.or([row('limited_until', 'is', null), row('limited_until', '<', millis(until))]));
}

async function writeLedger(tx: Transaction<Database>, { post, ledger }: Transition): Promise<void> {
  if (!ledger) return;
  if (ledger.type === 'enter') {
    const { account, id, version, breaking } = post;
    const line = { account, post_id: id, version, at: millis(ledger.at), usd: ledger.usd, breaking: Number(breaking) };
    await tx.insertInto('ledger').values(line).execute();
    return;
  }
  const lines = tx.selectFrom('ledger').where('post_id', '=', post.id);
  const newest = lines.select((line) => line.fn.max('version').as('version'));
  if (ledger.type === 'sent') {
    const dated = tx.updateTable('ledger').set({ at: millis(ledger.at) });
    await dated.where('post_id', '=', post.id).where('version', '=', newest).execute();
  } else {
    await tx.deleteFrom('ledger').where('post_id', '=', post.id).where('version', '=', newest).execute();
  }
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
