import type { Kysely } from 'kysely';
import type { Post } from '../domain/post.ts';
import type { Account, NoCreditsLeft, Pause, PauseScope, Slowed, Store } from '../domain/store.ts';
import { readSpoken } from './ledger.ts';
import { instant, instantOrNull, millis, present } from './rows.ts';
import type { AccountRow, Database } from './schema.ts';
import { writeAccount, writePause } from './write.ts';
import { type Bound, writtenOnce } from './written.ts';

type AccountBooks = Pick<
  Store,
  'openAccount' | 'account' | 'changeAccount' | 'tryCredits' | 'liftLimits' | 'spoken' | 'pauses' | 'pause' | 'lift'
>;

/** Accounts: their gates, what they have spoken, and who stopped them. */
export function accountBooks(db: Kysely<Database>): AccountBooks {
  return {
    async openAccount({ id, platform, app }) {
      const stored = await readAccount(db, id);
      if (stored && stored.platform === platform && stored.app === app) return stored;
      const columns = { platform, app: app ?? null };
      const row = await db
        .insertInto('accounts')
        .values({
          id,
          ...columns,
          clock_ahead_ms: 0,
          blind_told: 0,
        })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(columns))
        .returningAll()
        .executeTakeFirstOrThrow();
      return accountOf(row);
    },

    account: (id) => readAccount(db, id),
    changeAccount: (id, change) =>
      db.transaction().execute(async (tx) => {
        const before = await readAccount(tx, id);
        await writeAccount(tx, id, change);
        return before;
      }),

    async tryCredits(account, process, now, nextTryAt) {
      const { numUpdatedRows } = await db
        .updateTable('accounts')
        .set({ credits_tried_by: process, credits_try_at: millis(nextTryAt) })
        .where('id', '=', account)
        .where('credits_try_at', '<=', millis(now))
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },

    async liftLimits(beyond) {
      for (const column of ['limited_until', 'looks_limited_until', 'erases_limited_until'] as const) {
        const lifted = db.updateTable('accounts').set({ [column]: null });
        await lifted.where(column, '>', millis(beyond)).execute();
      }
    },

    spoken: (account, windows) => readSpoken(db, account, windows),
    pauses: async () => (await allPauses(db, {})).rows.map(pauseOf),
    pause: (pause) => writePause(db, pause),

    async lift(scope) {
      const row = await db.deleteFrom('pauses').where('scope', '=', scope).returningAll().executeTakeFirst();
      return row && pauseOf(row);
    },
  };
}

/** The account's row; undefined where it was never opened. */
export async function readAccount(db: Kysely<Database>, id: string): Promise<Account | undefined> {
  const [row] = (await accountById(db, { id })).rows;
  return row && accountOf(row);
}

const accountById = writtenOnce((db, bound: Bound<{ id: string }>) =>
  db.selectFrom('accounts').selectAll().where('id', '=', bound('id')),
);

/** The pauses that hold up a post of this channel and account, the oldest first. */
export async function readPausesOf(
  db: Kysely<Database>,
  { channel, account }: Pick<Post, 'channel' | 'account'>,
): Promise<readonly Pause[]> {
  const { rows } = await pausesOf(db, { channel: `channel:${channel}`, account: `account:${account}` });
  return rows.map(pauseOf);
}

const pausesOf = writtenOnce((db, bound: Bound<{ channel: PauseScope; account: PauseScope }>) =>
  db
    .selectFrom('pauses')
    .selectAll()
    .where('scope', 'in', ['all', bound('channel'), bound('account')])
    .orderBy('at')
    .orderBy('scope'),
);

const allPauses = writtenOnce((db) => db.selectFrom('pauses').selectAll().orderBy('at').orderBy('scope'));

function accountOf(row: AccountRow): Account {
  return {
    id: row.id,
    platform: row.platform,
    clockAheadMs: row.clock_ahead_ms,
    blindTold: row.blind_told === 1,
    ...present({
      app: row.app,
      limitedUntil: instantOrNull(row.limited_until),
      looksLimitedUntil: instantOrNull(row.looks_limited_until),
      erasesLimitedUntil: instantOrNull(row.erases_limited_until),
      slowed: slowedIn(row),
      noCredits: noCreditsIn(row),
      lookedAt: instantOrNull(row.looked_at),
      seenUpTo: row.newest_seen,
      blindSince: instantOrNull(row.blind_since),
    }),
  };
}

function slowedIn({ slow_gap_ms: gapMs, slowed_until }: AccountRow): Slowed | null {
  return gapMs === null || slowed_until === null ? null : { gapMs, until: instant(slowed_until) };
}

function noCreditsIn({ no_credits_since, credits_try_at, credits_tried_by }: AccountRow): NoCreditsLeft | null {
  if (no_credits_since === null || credits_try_at === null) return null;
  const times = { since: instant(no_credits_since), nextTryAt: instant(credits_try_at) };
  return { ...times, ...present({ triedBy: credits_tried_by }) };
}

function pauseOf({ scope, at, by_whom, reason }: Database['pauses']): Pause {
  return { scope, at: instant(at), by: by_whom, reason };
}
