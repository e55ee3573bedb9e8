import type { Kysely, Transaction } from 'kysely';
import type { Spoken, Transition, Windows } from '../domain/store.ts';
import { DAY_MS, QUARTER_MS } from '../domain/time.ts';
import { insertRows } from './insert.ts';
import { dayOf, instantOrNull, millis, present, quarterOf } from './rows.ts';
import type { Database, LedgerRow, Millis } from './schema.ts';
import { type Bound, writtenOnce } from './written.ts';

/**
 * What the account's ledger adds up to in these windows, in one statement that takes no longer where more was spoken: by
 * quarters of an hour, by days where these are whole, and line by line only in the quarter that the hour begins in.
 */
export async function readSpoken(db: Kysely<Database>, account: string, windows: Windows): Promise<Spoken> {
  const hourAgo = millis(windows.hourAgo);
  const monthStart = millis(windows.monthStart);
  const hourQuarter = quarterOf(hourAgo) + 1;
  const dayQuarter = quarterOf(millis(windows.dayStart));
  const firstDay = dayOf(monthStart + DAY_MS - 1);
  const sums = await spokenSince(db, {
    account,
    earliest: Math.min(hourQuarter, dayQuarter),
    hourAgo,
    hourQuarter,
    hourQuarterStart: hourQuarter * QUARTER_MS,
    dayQuarter,
    monthQuarter: quarterOf(monthStart),
    firstDay,
    firstDayQuarter: quarterOf(firstDay * DAY_MS),
  });
  const [sum] = sums.rows;
  if (!sum) throw new Error('sums are one line');
  return {
    lastHour: (sum.lastHour ?? 0) + (sum.beforeIt ?? 0),
    breakingLastHour: (sum.breakingLastHour ?? 0) + (sum.breakingBeforeIt ?? 0),
    today: sum.today ?? 0,
    todayUsd: money(sum.todayUsd),
    monthUsd: money((sum.daysUsd ?? 0) + (sum.beforeThemUsd ?? 0)),
    ...present({ lastAt: instantOrNull(sum.lastAt) }),
  };
}

/** Where the windows a ledger is added up over begin, in milliseconds, quarters and days since 1970. */
type SpokenSince = Readonly<
  Record<'hourAgo' | 'hourQuarterStart', Millis> &
    Record<'earliest' | 'hourQuarter' | 'dayQuarter' | 'monthQuarter' | 'firstDayQuarter' | 'firstDay', number> & {
      account: string;
    }
>;

const spokenSince = writtenOnce((db, bound: Bound<SpokenSince>) => {
  const lines = db.selectFrom('ledger').where('account', '=', bound('account'));
  const quarters = db.selectFrom('ledger_quarters').where('account', '=', bound('account'));
  const days = db
    .selectFrom('ledger_days')
    .where('account', '=', bound('account'))
    .where('day', '>=', bound('firstDay'));
  const beforeThem = quarters
    .where('quarter', '>=', bound('monthQuarter'))
    .where('quarter', '<', bound('firstDayQuarter'));
  const beforeHour = lines.where('at', '>', bound('hourAgo')).where('at', '<', bound('hourQuarterStart'));
  return quarters
    .where('quarter', '>=', bound('earliest'))
    .select(({ fn }) => [
      fn.sum<number | null>('posts').filterWhere('quarter', '>=', bound('hourQuarter')).as('lastHour'),
      fn.sum<number | null>('breaking').filterWhere('quarter', '>=', bound('hourQuarter')).as('breakingLastHour'),
      fn.sum<number | null>('posts').filterWhere('quarter', '>=', bound('dayQuarter')).as('today'),
      fn.sum<number | null>('usd').filterWhere('quarter', '>=', bound('dayQuarter')).as('todayUsd'),
      beforeHour.select((line) => line.fn.countAll<number>().as('posts')).as('beforeIt'),
      beforeHour.select((line) => line.fn.sum<number | null>('breaking').as('breaking')).as('breakingBeforeIt'),
      days.select((day) => day.fn.sum<number | null>('usd').as('usd')).as('daysUsd'),
      beforeThem.select((quarter) => quarter.fn.sum<number | null>('usd').as('usd')).as('beforeThemUsd'),
      lines.select((line) => line.fn.max('at').as('at')).as('lastAt'),
    ]);
});

/** To a millionth of a dollar, so that a sum of cents reads as cents; a zero has no sign, whatever struck lines left over. */
function money(usd: number | null): number {
  return Math.round((usd ?? 0) * 1e6) / 1e6 + 0;
}

/** Enters, dates anew or strikes a post's line, and keeps what the lines add up to. */
export async function writeLedger(tx: Transaction<Database>, { post, ledger }: Transition): Promise<void> {
  if (!ledger) return;
  if (ledger.type === 'enter') {
    const { account, id, version, breaking } = post;
    const line = { account, post_id: id, version, at: millis(ledger.at), usd: ledger.usd, breaking: Number(breaking) };
    await insertRows(tx, 'ledger', [line], (rows) => tx.insertInto('ledger').values(rows));
    await addToSums(tx, line, 1);
    return;
  }
  const [line] = (await lastLine(tx, { post: post.id })).rows;
  if (!line) return;
  if (ledger.type === 'strike') {
    await tx.deleteFrom('ledger').where('post_id', '=', post.id).where('version', '=', line.version).execute();
    await addToSums(tx, line, -1);
    return;
  }
  const dated = { ...line, at: millis(ledger.at) };
  await dateLine(tx, { at: dated.at, post: post.id, version: line.version });
  if (quarterOf(dated.at) === quarterOf(line.at)) return;
  await addToQuarter(tx, line, -1);
  await addToQuarter(tx, dated, 1);
  if (dayOf(dated.at) === dayOf(line.at)) return;
  await addToDay(tx, line, -1);
  await addToDay(tx, dated, 1);
}

const lastLine = writtenOnce((db, bound: Bound<{ post: string }>) =>
  db.selectFrom('ledger').selectAll().where('post_id', '=', bound('post')).orderBy('version', 'desc').limit(1),
);

const dateLine = writtenOnce((db, bound: Bound<{ at: Millis; post: string; version: number }>) =>
  db
    .updateTable('ledger')
    .set({ at: bound('at') })
    .where('post_id', '=', bound('post'))
    .where('version', '=', bound('version')),
);

/** What of a line is added up. */
type Sum = Pick<LedgerRow, 'account' | 'at' | 'usd' | 'breaking'>;

async function addToSums(tx: Transaction<Database>, line: Sum, times: 1 | -1): Promise<void> {
  await addToQuarter(tx, line, times);
  await addToDay(tx, line, times);
}

async function addToQuarter(tx: Transaction<Database>, { account, at, usd, breaking }: Sum, times: 1 | -1) {
  const added = { posts: times, breaking: times * breaking, usd: times * usd };
  await addToQuarterSum(tx, { account, quarter: quarterOf(at), ...added });
}

const addToQuarterSum = writtenOnce((db, bound: Bound<Database['ledger_quarters']>) =>
  db
    .insertInto('ledger_quarters')
    .values({
      account: bound('account'),
      quarter: bound('quarter'),
      posts: bound('posts'),
      breaking: bound('breaking'),
      usd: bound('usd'),
    })
    .onConflict((conflict) =>
      conflict.columns(['account', 'quarter']).doUpdateSet((row) => ({
        posts: row('ledger_quarters.posts', '+', row.ref('excluded.posts')),
        breaking: row('ledger_quarters.breaking', '+', row.ref('excluded.breaking')),
        usd: row('ledger_quarters.usd', '+', row.ref('excluded.usd')),
      })),
    ),
);

async function addToDay(tx: Transaction<Database>, { account, at, usd }: Sum, times: 1 | -1) {
  if (usd !== 0) await addToDaySum(tx, { account, day: dayOf(at), usd: times * usd });
}

const addToDaySum = writtenOnce((db, bound: Bound<Database['ledger_days']>) =>
  db
    .insertInto('ledger_days')
    .values({ account: bound('account'), day: bound('day'), usd: bound('usd') })
    .onConflict((conflict) =>
      conflict
        .columns(['account', 'day'])
        .doUpdateSet((row) => ({ usd: row('ledger_days.usd', '+', row.ref('excluded.usd')) })),
    ),
);
