import { type Kysely, sql, type Transaction } from 'kysely';
import type { Post } from '../domain/post.ts';
import type { Store } from '../domain/store.ts';
import type { Instant } from '../domain/time.ts';
import { queued } from './due.ts';
import { instantOrNull, millis, millisOrNull, newestFirst, postOf, present } from './rows.ts';
import type { Database } from './schema.ts';
import { writeTransition } from './write.ts';

/** SQLite's writes block all else, so no transaction moves more posts than this. */
const MOST_MOVES = 200;

/** Channels as they ran: sandbox or real, when they could last speak, and what a gap left over. */
export function channelBooks(db: Kysely<Database>): Pick<Store, 'channels' | 'saveChannel' | 'endGap'> {
  return {
    async channels() {
      const rows = await db.selectFrom('channels').selectAll().orderBy('id').execute();
      return rows.map(({ id, sandbox, account, real_since, active_at }) => ({
        id,
        account,
        sandbox: sandbox === 1,
        ...present({ realSince: instantOrNull(real_since), activeAt: instantOrNull(active_at) }),
      }));
    },

    async saveChannel({ id, sandbox, account, realSince, activeAt }) {
      const columns = {
        account,
        sandbox: Number(sandbox),
        real_since: millisOrNull(realSince),
        active_at: millisOrNull(activeAt),
      };
      await db
        .insertInto('channels')
        .values({ id, ...columns })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(columns))
        .execute();
    },

    endGap: (channel, seen, now, choose) =>
      db.transaction().execute(async (tx) => {
        const row = await tx.selectFrom('channels').select('active_at').where('id', '=', channel).executeTakeFirst();
        if (!row) throw new Error(`channel ${channel} has no record; save it first`);
        if (row.active_at !== millisOrNull(seen)) return undefined;
        const chosen = choose(await readLeftOver(tx, channel, now));
        const moved = chosen.slice(-MOST_MOVES);
        for (const transition of moved) {
          if (await writeTransition(tx, transition)) continue;
          throw new Error(`chose on another version than that of post ${transition.post.id}`);
        }
        const isOver = moved.length === chosen.length;
        // In its gap a channel says nothing: the newest are chosen again once the others are out of the way.
        const active = tx.updateTable('channels').set({ active_at: millis(now) });
        if (isOver) await active.where('id', '=', channel).execute();
        return { moved, isOver };
      }),
  };
}

/** Posts that came due in the gap, and those that ingest put aside in it: two queries, as no index has both. */
async function readLeftOver(tx: Transaction<Database>, channel: string, now: Instant): Promise<readonly Post[]> {
  const posts = tx.selectFrom('posts').selectAll().where('channel', '=', channel);
  const due = await posts.where('state', 'in', queued).where('due_at', '<=', millis(now)).execute();
  // Written out, not bound: see the index.
  const aside = posts.where('state', '=', sql.lit('pending_review')).where('reason_type', '=', sql.lit('catch-up'));
  return newestFirst([...due, ...(await aside.execute())]).map(postOf);
}
