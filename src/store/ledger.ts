import type { Kysely, Transaction } from 'kysely';
import type { Spoken, Transition, Windows } from '../domain/store.ts';
import { DAY_MS } from '../domain/time.ts';
import { insertRows } from './insert.ts';
import { dayOf, instantOrNull, millis, present } from './rows.ts';
import type { Database, LedgerRow, Millis } from './schema.ts';
import { type Bound, writtenOnce } from './written.ts';

/** What the account's ledger adds up to in these windows, in one statement: line by line today, by days before. */
export async function readSpoken(db: Kysely<Database>, account: string, windows: Windows): Promise<Spoken> {
  const hourAgo = millis(windows.hourAgo);
  const dayStart = millis(windows.dayStart);
  const monthStart = millis(windows.monthStart);
  const firstDay = dayOf(monthStart + DAY_MS - 1);
  const since = { earliest: Math.min(hourAgo, dayStart), hourAgo, dayStart, monthStart };
  const sums = await spokenSince(db, { account, ...since, firstDay, firstDayStart: firstDay * DAY_MS });
  const [line] = sums.rows;
  if (!line) throw new Error('sums are one line');
  const { lastHour, breakingLastHour, today, todayUsd, daysUsd, beforeThemUsd, lastAt } = line;
  const monthUsd = money((daysUsd ?? 0) + (beforeThemUsd ?? 0));
  const counted = { lastHour, breakingLastHour, today, todayUsd: money(todayUsd), monthUsd };
  return { ...counted, ...present({ lastAt: instantOrNull(lastAt) }) };
}

/** The starts of the windows a ledger is added up over; `firstDay` counts in days. */
type SpokenSince = Readonly<
  Record<'earliest' | 'hourAgo' | 'dayStart' | 'monthStart' | 'firstDayStart', Millis> & {
    account: string;
    firstDay: number;
  }
>;

const spokenSince = writtenOnce((db, bound: Bound<SpokenSince>) => {
  const lines = db.selectFrom('ledger').where('account', '=', bound('account'));
  const days = db
    .selectFrom('ledger_days')
    .where('account', '=', bound('account'))
    .where('day', '>=', bound('firstDay'));
  const beforeThem = lines.where('at', '>=', bound('monthStart')).where('at', '<', bound('firstDayStart'));
  return lines
    .where('at', '>=', bound('earliest'))
    .select(({ fn }) => [
      fn.countAll<number>().filterWhere('at', '>', bound('hourAgo')).as('lastHour'),
      fn
        .countAll<number>()
        .filterWhere('at', '>', bound('hourAgo'))
        .filterWhere('breaking', '=', 1)
        .as('breakingLastHour'),
      fn.countAll<number>().filterWhere('at', '>=', bound('dayStart')).as('today'),
      fn.sum<number | null>('usd').filterWhere('at', '>=', bound('dayStart')).as('todayUsd'),
      days.select((day) => day.fn.sum<number | null>('usd').as('usd')).as('daysUsd'),
      beforeThem.select((line) => line.fn.sum<number | null>('usd').as('usd')).as('beforeThemUsd'),
      lines.select((line) => line.fn.max('at').as('at')).as('lastAt'),
    ]);
});

/** To a millionth of a dollar, so that a sum of cents reads as cents. */
function money(usd: number | null): number {
  return Math.round((usd ?? 0) * 1e6) / 1e6;
}

/** Enters, dates anew or strikes a post's line, and keeps what the lines add up to. */
export async function writeLedger(tx: Transaction<Database>, { post, ledger }: Transition): Promise<void> {
  if (!ledger) return;
  if (ledger.type === 'enter') {
    const { account, id, version, breaking } = post;
    const line = { account, post_id: id, version, at: millis(ledger.at), usd: ledger.usd, breaking: Number(breaking) };
    await insertRows(tx, 'ledger', [line], (rows) => tx.insertInto('ledger').values(rows));
    await addToDay(tx, line, line.usd);
    return;
  }
  const [line] = (await lastLine(tx, { post: post.id })).rows;
  if (!line) return;
  if (ledger.type === 'strike') {
    await tx.deleteFrom('ledger').where('post_id', '=', post.id).where('version', '=', line.version).execute();
    await addToDay(tx, line, -line.usd);
    return;
  }
  const dated = { ...line, at: millis(ledger.at) };
  await dateLine(tx, { at: dated.at, post: post.id, version: line.version });
  if (dayOf(dated.at) === dayOf(line.at)) return;
  await addToDay(tx, line, -line.usd);
  await addToDay(tx, dated, line.usd);
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

async function addToDay(tx: Transaction<Database>, { account, at }: Pick<LedgerRow, 'account' | 'at'>, usd: number) {
  if (usd === 0) return;
  await addToSum(tx, { account, day: dayOf(at), usd });
}

const addToSum = writtenOnce((db, bound: Bound<{ account: string; day: number; usd: number }>) =>
  db
    .insertInto('ledger_days')
    .values({ account: bound('account'), day: bound('day'), usd: bound('usd') })
    .onConflict((conflict) =>
      conflict
        .columns(['account', 'day'])
        .doUpdateSet((row) => ({ usd: row('ledger_days.usd', '+', row.ref('excluded.usd')) })),
    ),
);
