import { type Kysely, sql } from 'kysely';
import type { PostState } from '../domain/post.ts';
import type { Store } from '../domain/store.ts';
import { instant, millis, postOf } from './rows.ts';
import type { Database, Millis } from './schema.ts';

// Written out, not bound: an index over some states is used only where the query names the same ones.
const waiting = named('pending_review', 'scheduled', 'retrying');
/** Those that go out once they are due. */
export const queued = named('scheduled', 'retrying');

const DUE_AT_MOST = 20;
const UNSETTLED_AT_MOST = 100;
const STALE_AT_MOST = 200;

/** What is to be done, and when; the time each query takes depends on what waits, never on the past. */
export function dueBooks(
  db: Kysely<Database>,
): Pick<Store, 'nextDue' | 'unsettled' | 'ahead' | 'stale' | 'longestDue' | 'nextAt'> {
  return {
    async nextDue(channel, now, kinds) {
      let query = db
        .selectFrom('posts')
        .selectAll()
        .where('channel', '=', channel)
        .where('state', 'in', queued)
        .where('due_at', '<=', millis(now));
      if (!kinds.includes('breaking')) query = query.where('breaking', '=', 0);
      if (!kinds.includes('timed'))
        query = query.where((post) => post.or([post('breaking', '=', 1), post('timed_by_person', '=', 0)]));
      if (!kinds.includes('ordinary'))
        query = query.where((post) => post.or([post('breaking', '=', 1), post('timed_by_person', '=', 1)]));
      const inTurn = query.orderBy('precedence').orderBy('news_at', 'desc').orderBy('id');
      const rows = await inTurn.limit(DUE_AT_MOST).execute();
      return rows.map(postOf);
    },

    async unsettled(now, accounts) {
      const posts = db.selectFrom('posts').selectAll().limit(UNSETTLED_AT_MOST);
      const leases = await posts
        .where('state', '=', 'publishing')
        .where('lease_until', '<=', millis(now))
        .orderBy('lease_until')
        .execute();
      const looks = await posts
        .where('next_look_at', '<=', millis(now))
        .where('account', 'in', accounts)
        .orderBy('next_look_at')
        .execute();
      const both = new Map([...leases, ...looks].map((row) => [row.id, row]));
      return [...both.values()].slice(0, UNSETTLED_AT_MOST).map(postOf);
    },

    async ahead({ leases, changes }) {
      const posts = db.selectFrom('posts').selectAll().limit(UNSETTLED_AT_MOST);
      const later = millis(changes);
      const held = posts.where('state', '=', 'publishing').where('lease_until', '>', millis(leases));
      const looks = posts.where('next_look_at', '>', later).where('updated_at', '>', later);
      const due = posts
        .where('state', 'in', queued)
        .where('due_at', '>', later)
        .where('updated_at', '>', later)
        .where('timed_by_person', '=', 0);
      const rows = [...(await held.execute()), ...(await looks.execute()), ...(await due.execute())];
      return [...new Map(rows.map((row) => [row.id, row])).values()].slice(0, UNSETTLED_AT_MOST).map(postOf);
    },

    async stale(now, channels) {
      const rows = await db
        .selectFrom('posts')
        .selectAll()
        .where('channel', 'in', channels)
        .where('state', 'in', waiting)
        .where('fresh_until', '<=', millis(now))
        .limit(STALE_AT_MOST)
        .execute();
      return rows.map(postOf);
    },

    async longestDue(now) {
      // Channel by channel an index has all that is asked; of a hundred thousand posts no row is read but one.
      const first = db
        .selectFrom('posts')
        .select('id')
        .where('channel', 'in', (any) => any.selectFrom('channels').select('id'))
        .where('state', 'in', waiting)
        .where('due_at', '<=', millis(now))
        .orderBy('due_at')
        .limit(1);
      const row = await db.selectFrom('posts').selectAll().where('id', '=', first).executeTakeFirst();
      return row && postOf(row);
    },

    async nextAt(channels, since) {
      const later = millis(since);
      const times = await Promise.all([
        ...channels.map((channel) => nextOf(db, channel, later)),
        nextUnsettled(db, channels, later),
      ]);
      const known = times.filter((at) => at !== null);
      return known.length === 0 ? undefined : instant(Math.min(...known));
    },
  };
}

/** When a waiting post of the channel is due, or stops being news. */
async function nextOf(db: Kysely<Database>, channel: string, later: Millis): Promise<Millis | null> {
  const posts = db.selectFrom('posts').where('channel', '=', channel).limit(1);
  const due = await posts
    .select((post) => post.fn.min('due_at').as('at'))
    .where('state', 'in', queued)
    .where('due_at', '>', later)
    .executeTakeFirst();
  const stale = await posts
    .select('fresh_until as at')
    .where('state', 'in', waiting)
    .where('fresh_until', '>', later)
    .orderBy('fresh_until')
    .executeTakeFirst();
  return earlier(due?.at ?? null, stale?.at ?? null);
}

/** When a lease runs out or a look is due; few posts ever are in that state, so they are read for all channels at once. */
async function nextUnsettled(db: Kysely<Database>, channels: readonly string[], later: Millis): Promise<Millis | null> {
  const leases = await db
    .selectFrom('posts')
    .select(['channel', 'lease_until as at'])
    .where('state', '=', 'publishing')
    .execute();
  const looks = await db
    .selectFrom('posts')
    .select(['channel', 'next_look_at as at'])
    .where('next_look_at', 'is not', null)
    .execute();
  return [...leases, ...looks]
    .filter(({ channel, at }) => channels.includes(channel) && at !== null && at > later)
    .reduce<Millis | null>((first, { at }) => earlier(first, at), null);
}

function earlier(one: Millis | null, other: Millis | null): Millis | null {
  if (one === null || other === null) return one ?? other;
  return Math.min(one, other);
}

function named(...states: readonly PostState[]) {
  return states.map((state) => sql.lit(state));
}
