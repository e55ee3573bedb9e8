import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely, type SqliteDatabase, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SharedCommits, SharedConnection } from '../../src/store/commits.ts';

interface Tables {
  lines: { line: string };
}

const folder = mkdtempSync(join(tmpdir(), 'crier-commits-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;

describe('transactions that come up together', () => {
  let raw: DatabaseSync;
  let another: DatabaseSync;
  let db: Kysely<Tables>;
  let run: string[];
  let failing: string | undefined;
  let lost: string | undefined;

  beforeEach(() => {
    const path = join(folder, `${++files}.db`);
    raw = new DatabaseSync(path);
    raw.exec('pragma journal_mode = wal; create table lines (line text not null primary key)');
    another = new DatabaseSync(path);
    run = [];
    failing = undefined;
    lost = undefined;
    const database: SqliteDatabase = {
      prepare(sql) {
        run.push(sql);
        if (sql === lost) raw.exec('rollback');
        if (sql === failing || sql === lost) throw new Error(`${sql} failed`);
        const statement = raw.prepare(sql);
        return {
          reader: statement.columns().length > 0,
          all: (parameters) => statement.all(...parameters.map(String)),
          run: (parameters) => statement.run(...parameters.map(String)),
          iterate: () => [].values(),
        };
      },
      close: () => raw.close(),
    };
    db = new Kysely<Tables>({
      dialect: {
        createDriver: () => new SharedCommits(raw, database),
        createQueryCompiler: () => new SqliteQueryCompiler(),
        createAdapter: () => new SharedConnection(),
        createIntrospector: (one) => new SqliteIntrospector(one),
      },
    });
  });
  afterEach(async () => {
    await db.destroy();
    another.close();
  });

  const write = (line: string, then: () => void = () => undefined) =>
    db.transaction().execute(async (tx) => {
      await tx.insertInto('lines').values({ line }).execute();
      then();
      return line;
    });
  const onDisk = () =>
    another
      .prepare('select line from lines order by line')
      .all()
      .map(({ line }) => line);
  const commits = () => run.filter((sql) => sql === 'commit').length;

  it('are committed once, and nobody hears of it before all is on the disk', async () => {
    const seen = await Promise.all(['a', 'b', 'c'].map((line) => write(line).then(onDisk)));
    expect(seen).toEqual([
      ['a', 'b', 'c'],
      ['a', 'b', 'c'],
      ['a', 'b', 'c'],
    ]);
    expect(commits()).toBe(1);
  });

  it('are committed each by itself where one comes after the other', async () => {
    await write('a');
    expect(onDisk()).toEqual(['a']);
    await write('b');
    expect(commits()).toBe(2);
  });

  it('are undone alone', async () => {
    const fails = () => {
      throw new Error('changed its mind');
    };
    const ends = await Promise.allSettled([write('a', fails), write('b'), write('b'), write('c', fails), write('d')]);
    expect(ends.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected', 'rejected', 'fulfilled']);
    expect(onDisk()).toEqual(['b', 'd']);
    expect(commits()).toBe(1);
  });

  it('see what those before them wrote', async () => {
    const counting = () =>
      db.transaction().execute(async (tx) => (await tx.selectFrom('lines').selectAll().execute()).length);
    expect(await Promise.all([write('a'), counting(), write('b'), counting()])).toEqual(['a', 1, 'b', 2]);
  });

  it('show nothing to a query, nor to a reader, before they are on the disk', async () => {
    const writing = write('a');
    const reading = [
      db.selectFrom('lines').selectAll().execute(),
      db
        .transaction()
        .setAccessMode('read only')
        .execute((tx) => tx.selectFrom('lines').selectAll().execute()),
    ];
    const seen = await Promise.all(reading.map(async (rows) => [(await rows).length, onDisk().length]));
    for (const [shown, written] of seen) expect(shown).toBe(written);
    await writing;
    expect(onDisk()).toEqual(['a']);
  });

  it('all fail where the commit fails, and leave nothing; the next one is none of theirs', async () => {
    failing = 'commit';
    const ends = await Promise.allSettled([write('a'), write('b')]);
    expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    failing = undefined;
    expect(onDisk()).toEqual([]);
    await write('c');
    expect(onDisk()).toEqual(['c']);
  });

  it('all fail where SQLite gives the transaction up, as on a full disk', async () => {
    const first = write('a');
    const second = write('b', () => {
      lost = 'release part';
    });
    const third = write('c').finally(() => {
      lost = undefined;
    });
    const ends = await Promise.allSettled([first, second, third]);
    const failed = { reason: { message: 'release part failed' } };
    expect(ends).toMatchObject([failed, failed, failed]);
    expect(onDisk()).toEqual([]);
    await write('d');
    expect(onDisk()).toEqual(['d']);
  });

  it('are written before the database is closed', async () => {
    let closing: Promise<void> | undefined;
    await write('a', () => {
      closing = db.destroy();
    });
    await closing;
    expect(raw.isOpen).toBe(false);
    expect(onDisk()).toEqual(['a']);
  });
});
