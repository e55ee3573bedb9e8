import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { afterAll, describe, expect, it } from 'vitest';
import { BODY_KEPT_MS } from '../../src/domain/compaction.ts';
import { windowsAt } from '../../src/domain/gate.ts';
import { openStore, StoreUnreachable } from '../../src/store/index.ts';
import { MIGRATIONS } from '../../src/store/steps.ts';
import { anArticle, aPost, at } from '../support/posts.ts';
import { describeStore } from './contract.ts';
import { anOldDatabase } from './old-database.ts';
import type { Race } from './racer.ts';
import { admission, MORNING, moved, opened, WINDOWS } from './taking-in.ts';

const folder = mkdtempSync(join(tmpdir(), 'crier-store-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const newPath = () => join(folder, `${++files}`, 'crier.db');

describeStore('the SQLite store in a file', () => openStore({ path: newPath() }));

describe('several processes on one file', () => {
  it('bring it up to date at once', async () => {
    expect(await race({ path: newPath(), posts: [] })).toEqual([[], [], []]);
  });

  it('claim each post once, and one post of an account at a time', async () => {
    const path = newPath();
    const posts = Array.from({ length: 40 }, (_, index) =>
      aPost({ article: { source: 'desk', id: `a${index}` }, account: `twitter:${index % 20}` }),
    );
    const store = await openStore({ path });
    for (const { account } of posts) await store.openAccount({ id: account, platform: 'twitter' });
    await opened(store, ...posts);
    const won = (await race({ path, posts: posts.map(({ id }) => id) })).flat();
    const accounts = won.map((id) => posts.find((post) => post.id === id)?.account);
    expect(accounts).toHaveLength(20);
    expect(new Set(accounts).size).toBe(20);
    for (const id of won) expect(await store.events(id)).toHaveLength(2);
    await store.close();
  });

  it('see the cursor as the other one left it', async () => {
    const path = newPath();
    const [one, two] = [await openStore({ path }), await openStore({ path })];
    for (const [place, store] of [one, two, one, one, two, two].entries()) {
      const from = (await store.source('desk')).cursor;
      const other = store === one ? two : one;
      expect(await store.intake('desk', `${place}`, [], () => undefined, { from })).toEqual([]);
      expect(await other.intake('desk', 'late', [], () => undefined, { from })).toBeUndefined();
      expect((await other.source('desk')).cursor).toBe(`${place}`);
    }
    await one.close();
    await two.close();
  });

  it('say so when one holds the lock for too long', async () => {
    const path = newPath();
    const store = await openStore({ path, busyMs: 1 });
    const other = new DatabaseSync(path);
    other.exec('begin immediate');
    await expect(store.markPass(MORNING)).rejects.toThrow(StoreUnreachable);
    await expect(store.consult('p', WINDOWS, () => ({}))).rejects.toThrow('is locked by another process; try again');
    expect(await store.posts({})).toEqual([]);
    expect(await store.known([anArticle()])).toMatchObject([{ posts: [] }]);
    other.exec('rollback');
    await store.markPass(MORNING);
    other.close();
    await store.close();
  });
});

describe('opening', () => {
  it('writes nothing where the schema is current, and neither does an idle pass', async () => {
    const path = newPath();
    const first = await openStore({ path });
    await first.openAccount({ id: 'twitter:1', platform: 'twitter', app: 'key' });
    await opened(first, aPost());
    await first.noteFaults('desk', [], [{ item: 'b.json', detail: 'no title' }], MORNING);
    await first.claimOutlet('demo');
    await first.close();
    const before = readFileSync(path);

    const watcher = new DatabaseSync(path);
    const version = () => watcher.prepare('pragma data_version').get()?.data_version;
    const seen = version();
    const store = await openStore({ path });
    await store.claimOutlet('demo');
    await store.openAccount({ id: 'twitter:1', platform: 'twitter', app: 'key' });
    await store.intake('desk', 'cursor', [anArticle()], () => undefined);
    await store.noteFaults('desk', ['a.json'], [{ item: 'b.json', detail: 'no title' }], MORNING);
    await store.consult('a1-x', WINDOWS, () => ({}));
    expect(version()).toBe(seen);
    await store.close();
    watcher.close();
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it.each(MIGRATIONS.slice(1).map((_, at) => at + 1))('brings a database of schema %i up to date', async (schema) => {
    const path = newPath();
    const today = await openStore({ path });
    await today.openAccount({ id: 'twitter:1', platform: 'twitter' });
    await opened(today, aPost());
    const ledger = { type: 'enter', at: MORNING, usd: 0.2 } as const;
    await today.commit({ ...moved(aPost(), 'published'), ledger });
    const post = await today.post('a1-x');
    await today.close();
    const old = newPath();
    storedWith(schema, old, path);
    const store = await openStore({ path: old });
    expect(post).toMatchObject({ id: 'a1-x' });
    expect(await store.post('a1-x')).toEqual(post);
    expect(await store.spoken('twitter:1', WINDOWS)).toMatchObject({ today: 1, todayUsd: 0.2, monthUsd: 0.2 });
    expect(await store.commit(moved(aPost({ version: 2 }), 'published'))).toBe(true);
    expect(columnsOf(old)).toEqual(columnsOf(path));
    expect(await store.compact(MORNING.add({ milliseconds: BODY_KEPT_MS }))).toBe(1);
    expect((await store.article(anArticle()))?.article.body).toBe('');
    await store.close();
  });

  it('keeps the cursor of a source, but not that of a folder, which an earlier crier had in pieces', async () => {
    const path = newPath();
    anOldDatabase(path, 10);
    const old = new DatabaseSync(path);
    old.exec(`insert into sources (id, absence_accepted) values ('wire', 1), ('push', 0), ('desk', 0);
      insert into cursors (source, place, piece) values ('wire', 0, 'c1'), ('desk', 0, 'd1'), ('desk', 1, 'd2');`);
    old.close();
    const store = await openStore({ path });
    expect(await store.source('wire')).toEqual({ id: 'wire', cursor: 'c1', absenceAccepted: true });
    expect(await store.source('push')).toEqual({ id: 'push', absenceAccepted: false });
    expect(await store.source('desk')).toEqual({ id: 'desk', absenceAccepted: false });
    await store.close();
  });

  it('adds up the lines that an earlier crier entered', async () => {
    const path = newPath();
    anOldDatabase(path, 11);
    const old = new DatabaseSync(path, { enableForeignKeyConstraints: false });
    const enter = old.prepare(
      'insert into ledger (account, post_id, version, at, usd, breaking) values (?, ?, 2, ?, ?, ?)',
    );
    const lines = [
      ['twitter:1', '2026-04-30T18:14:59.999Z', 0.1, 0],
      ['twitter:1', '2026-04-30T18:15Z', 0.2, 1],
      ['twitter:1', '2026-05-01T07:00Z', 0.4, 1],
      ['twitter:1', '2026-05-01T07:00:00.001Z', 0.8, 1],
      ['twitter:1', '2026-05-01T07:15Z', 1.6, 1],
      ['twitter:1', '2026-05-01T07:20Z', 3.2, 0],
      ['twitter:2', '2026-05-01T07:20Z', 6.4, 1],
    ] as const;
    for (const [n, [account, time, usd, breaking]] of lines.entries()) {
      enter.run(account, `a${n}`, at(time).epochMilliseconds, usd, breaking);
    }
    old.exec('insert into ledger_days select account, at / 86400000, sum(usd) from ledger group by 1, 2');
    old.close();
    const store = await openStore({ path });
    expect(await store.spoken('twitter:1', windowsAt(MORNING, 'Asia/Kathmandu'))).toEqual({
      lastHour: 3,
      breakingLastHour: 2,
      today: 5,
      todayUsd: 6.2,
      monthUsd: 6.2,
      lastAt: at('2026-05-01T07:20Z'),
    });
    await store.close();
  });

  it('survives a kill in the middle of the first start', async () => {
    const path = newPath();
    mkdirSync(join(path, '..'));
    const killed = new DatabaseSync(path);
    killed.exec('pragma journal_mode = wal; begin immediate; create table meta (key text)');
    killed.close();
    const store = await openStore({ path });
    expect(await store.claimOutlet('demo')).toBe('demo');
    await store.close();
  });

  it.each([
    ['written by a newer crier', 'pragma application_id = 0x63726965; pragma user_version = 999', 'upgrade crier'],
    ['of another program', 'create table songs (title text)', 'belongs to another program'],
  ])('refuses a database %s', async (_, sql, advice) => {
    const path = newPath();
    mkdirSync(join(path, '..'));
    const other = new DatabaseSync(path);
    other.exec(sql);
    other.close();
    const opening = openStore({ path });
    await expect(opening).rejects.toThrow(StoreUnreachable);
    await expect(opening).rejects.toThrow(advice);
  });

  it('refuses a file that is no database, and a folder that cannot be made', async () => {
    const path = newPath();
    mkdirSync(join(path, '..'));
    writeFileSync(path, 'These are the minutes of the editorial conference.'.repeat(20));
    await expect(openStore({ path })).rejects.toThrow(
      new StoreUnreachable(`the database ${path} is not a database; check the path`),
    );
    await expect(openStore({ path: join(path, 'below.db') })).rejects.toThrow(StoreUnreachable);
  });
});

describe('an admission decided on another version of a post', () => {
  it('is a bug that stores nothing', async () => {
    const store = await openStore({ path: ':memory:' });
    await opened(store, aPost());
    const late = { ...admission(anArticle(), aPost({ id: 'b1', channel: 'y', account: 'twitter:2' })) };
    const changed = [moved(aPost({ version: 7 }), 'failed')];
    await expect(store.intake('desk', 'c', [anArticle()], () => ({ ...late, changed }))).rejects.toThrow('version');
    expect(await store.posts({})).toEqual([aPost()]);
    await store.close();
  });
});

/** Lets three processes go at once; answers which posts each of them claimed. */
async function race({ path, posts }: Pick<Race, 'path' | 'posts'>): Promise<readonly string[][]> {
  const gate = new SharedArrayBuffer(4);
  const racers = 3;
  const finishing = Array.from({ length: racers }, () => {
    const workerData: Race = { path, posts, gate, racers };
    const worker = new Worker(new URL('./racer.ts', import.meta.url), { workerData });
    return new Promise<string[]>((resolve, reject) => worker.once('message', resolve).once('error', reject));
  });
  return Promise.all(finishing);
}

/** Makes a database as an earlier crier left it, with what of `from` it could hold. */
function storedWith(schema: number, path: string, from: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const old = new DatabaseSync(path);
  for (const step of MIGRATIONS.slice(0, schema)) old.exec(step);
  old.exec(`pragma application_id = ${0x63726965}; pragma user_version = ${schema}; attach '${from}' as today`);
  const tables = old.prepare("select name from sqlite_schema where type = 'table'").all();
  for (const { name: table } of tables) {
    const columns = old
      .prepare(
        `select name from pragma_table_info('${table}') intersect select name from pragma_table_info('${table}', 'today')`,
      )
      .all()
      .map(({ name }) => name);
    if (columns.length === 0) continue;
    old.exec(`insert into ${table} (${columns}) select ${columns} from today.${table}`);
  }
  old.close();
}

function columnsOf(path: string): readonly unknown[] {
  const raw = new DatabaseSync(path, { readOnly: true });
  const columns = raw
    .prepare(
      `select m.name || ' ' || c.name as name from sqlite_schema m, pragma_table_info(m.name) c
       where m.type = 'table' order by 1`,
    )
    .all();
  raw.close();
  return columns;
}
