import { once } from 'node:events';
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type BackupOrder, backUp } from '../../src/store/backup.ts';
import { openStore, StoreUnreachable } from '../../src/store/index.ts';
import { MIGRATIONS } from '../../src/store/steps.ts';
import { ending, type Ran, spawnNode } from '../support/node.ts';
import { anArticle, aPost } from '../support/posts.ts';
import { anOldDatabase, found, signalWhileCopying } from './old-database.ts';
import { MORNING, opened } from './taking-in.ts';

const NEWEST = MIGRATIONS.length;
const ENTRIES = 'select count(*) from logbook';

function aHouse() {
  const folder = mkdtempSync(join(tmpdir(), 'crier-backup-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'data', 'crier.db');
  const copies = join(folder, 'copies');
  mkdirSync(copies);
  return {
    path,
    copies,
    beside: () => readdirSync(join(folder, 'data')).toSorted(),
    copied: () => readdirSync(copies).toSorted(),
    backUp: (order: Partial<BackupOrder> = {}) =>
      backUp({ database: path, to: join(copies, 'copy.db'), replace: false, now: () => MORNING, ...order }),
  };
}

/** Writes over pages in the middle of a database. */
function damage(path: string): void {
  const file = openSync(path, 'r+');
  for (let page = 100; page < 120; page += 1) writeSync(file, Buffer.alloc(4096, 7), 0, 4096, page * 4096);
  closeSync(file);
}

describe('a backup', () => {
  it('shows one moment of 100 MB, while another process goes on writing and never waits', async () => {
    const house = aHouse();
    anOldDatabase(house.path, NEWEST, 100);
    const scribe = spawnNode([fileURLToPath(new URL('./scribe.ts', import.meta.url)), house.path], { preload: false });
    onTestFinished(() => void scribe.kill('SIGKILL'));
    if (scribe.stdout) await once(scribe.stdout, 'data');
    const heard = ending(scribe);
    const before = Number(found(house.path, ENTRIES));
    const seen: number[] = [];
    const made = await house.backUp({ onProgress: () => seen.push(Number(found(house.path, ENTRIES))) });
    scribe.kill('SIGTERM');
    const [first = 0, last = 0] = [seen[0], seen.at(-1)];
    expect(made).toMatchObject({ type: 'made', schema: NEWEST });
    expect(seen.length).toBeGreaterThan(10);
    expect(last - first).toBeGreaterThan(0);
    const copied = Number(found(join(house.copies, 'copy.db'), ENTRIES));
    expect(copied).toBeGreaterThanOrEqual(before);
    expect(copied).toBeLessThanOrEqual(first);
    // The first entry, and two in each transaction.
    expect(copied % 2).toBe(1);
    expect(JSON.parse((await heard).stdout)).toMatchObject({ refused: 0 });
  });

  it('is one file of its owner, from which the store opens as it was', async () => {
    const house = aHouse();
    const store = await openStore({ path: house.path });
    await opened(store, aPost());
    const progress: number[] = [];
    const made = await house.backUp({ onProgress: (share) => progress.push(share) });
    const to = join(house.copies, 'copy.db');
    expect(made).toMatchObject({ type: 'made', file: to, bytes: statSync(to).size, schema: NEWEST });
    expect(made.type === 'made' && `${made.takenAt}`).toBe('2026-05-01T08:00:00Z');
    expect(progress).toEqual([]);
    expect(statSync(to).mode & 0o777).toBe(0o600);
    expect(house.copied()).toEqual(['copy.db']);
    await store.close();
    const copy = await openStore({ path: to });
    expect(await copy.post('a1-x')).toEqual(aPost());
    expect(await copy.known([anArticle()])).toMatchObject([{ posts: [{ id: 'a1-x' }] }]);
    await copy.close();
  });

  it('gets a name in a folder, by outlet and time, and copies an older schema as it is', async () => {
    const house = aHouse();
    anOldDatabase(house.path, 1);
    const name = 'crier-demo-20260501T080000Z.db';
    expect(await house.backUp({ to: house.copies })).toMatchObject({ type: 'made', file: join(house.copies, name) });
    expect(house.copied()).toEqual([name]);
    expect(found(join(house.copies, name), 'pragma user_version')).toBe(1);
    expect(house.beside()).toEqual(['crier.db']);
    expect(await house.backUp({ to: `${house.copies}/` })).toMatchObject({ type: 'taken' });
  });

  it('replaces what stands there only when told to, through a link where it leads', async () => {
    const house = aHouse();
    anOldDatabase(house.path, NEWEST);
    const to = join(house.copies, 'copy.db');
    writeFileSync(to, 'the last one');
    expect(await house.backUp()).toMatchObject({ type: 'taken', detail: expect.stringContaining('--replace') });
    expect(readFileSync(to, 'utf8')).toBe('the last one');
    symlinkSync('copy.db', join(house.copies, 'latest.db'));
    expect(await house.backUp({ to: join(house.copies, 'latest.db'), replace: true })).toMatchObject({ type: 'made' });
    expect(found(to, ENTRIES)).toBe(1);
    expect(house.copied()).toEqual(['copy.db', 'latest.db']);
  });

  it.each([
    ['the database', '../data/crier.db', 'belongs to the database itself'],
    ['its log', '../data/crier.db-wal', 'belongs to the database itself'],
    ['a file without a folder', 'none/copy.db', 'there is no folder'],
    ['a folder that is not there', 'none/', 'there is no folder'],
  ])('never takes the place of %s', async (_, to, detail) => {
    const house = aHouse();
    anOldDatabase(house.path, NEWEST);
    const order = { to: `${house.copies}/${to}`, replace: true };
    expect(await house.backUp(order)).toMatchObject({ type: 'taken', detail: expect.stringContaining(detail) });
    expect(found(house.path, ENTRIES)).toBe(1);
  });

  it('never takes the place of what is no file, nor of the database behind a link', async () => {
    const house = aHouse();
    anOldDatabase(house.path, NEWEST);
    const link = join(house.copies, 'link.db');
    symlinkSync(house.path, link);
    expect(await house.backUp({ to: '/dev/null', replace: true })).toMatchObject({ type: 'taken' });
    expect(await house.backUp({ to: link, replace: true })).toMatchObject({ type: 'taken' });
    expect(await house.backUp({ database: link, to: link, replace: true })).toMatchObject({ type: 'taken' });
    expect(await house.backUp({ database: link, to: house.path, replace: true })).toMatchObject({ type: 'taken' });
  });

  it('leaves alone what came into being while it was made', async () => {
    const house = aHouse();
    anOldDatabase(house.path, NEWEST, 20);
    const to = join(house.copies, 'copy.db');
    const onProgress = () => writeFileSync(to, 'of someone else');
    expect(await house.backUp({ onProgress })).toMatchObject({ type: 'taken' });
    expect(readFileSync(to, 'utf8')).toBe('of someone else');
    expect(house.copied()).toEqual(['copy.db']);
  });

  it('that is stopped goes no further and leaves nothing behind', async () => {
    const house = aHouse();
    anOldDatabase(house.path, NEWEST, 20);
    const stopping = new AbortController();
    const onProgress = vi.fn(() => stopping.abort());
    expect(await house.backUp({ signal: stopping.signal, onProgress })).toMatchObject({ type: 'stopped' });
    expect(onProgress).toHaveBeenCalledOnce();
    expect(house.copied()).toEqual([]);
    expect(house.beside()).toEqual(['crier.db']);
  });

  it('that is stopped after the last page leaves nothing behind', async () => {
    const house = aHouse();
    anOldDatabase(house.path, NEWEST);
    expect(await house.backUp({ signal: AbortSignal.abort() })).toMatchObject({ type: 'stopped' });
    expect(house.copied()).toEqual([]);
  });

  it('of a damaged database is not kept, and the last good one stays', async () => {
    const house = aHouse();
    anOldDatabase(house.path, NEWEST, 2);
    await house.backUp();
    damage(house.path);
    await expect(house.backUp({ replace: true })).rejects.toThrow(/is damaged, its copy was not kept; restore/);
    expect(house.copied()).toEqual(['copy.db']);
    expect(found(join(house.copies, 'copy.db'), 'pragma integrity_check')).toBe('ok');
  });

  it('says where there is nothing to copy', async () => {
    const house = aHouse();
    await expect(house.backUp()).rejects.toThrow(
      new StoreUnreachable(`there is no database ${house.path}; check DATABASE_URL`),
    );
    mkdirSync(join(house.path, '..'));
    writeFileSync(house.path, '');
    await expect(house.backUp()).rejects.toThrow('holds nothing yet');
    const other = new DatabaseSync(house.path);
    other.exec('create table songs (title text)');
    other.close();
    await expect(house.backUp()).rejects.toThrow('belongs to another program');
    expect(house.copied()).toEqual([]);
  });
});

const COPY = `crier.db.before-schema-${NEWEST}`;
/** A process that opens the store, and says whether it made a copy. */
const OPENS = `import { openStore } from '${new URL('../../src/store/index.ts', import.meta.url).href}';
await (await openStore({ path: process.argv[1], onMigrated: () => console.log('copied') })).close();`;

function opening(path: string, ...options: readonly string[]): Promise<Ran> {
  return ending(spawnNode([...options, '--input-type=module', '-e', OPENS, path], { preload: false }));
}

describe('before a migration', () => {
  it('the database is copied beside itself, and then brought up to date', async () => {
    const house = aHouse();
    anOldDatabase(house.path, 1);
    const told: string[] = [];
    const store = await openStore({ path: house.path, onMigrated: (copy) => told.push(copy) });
    expect(await store.logbook(5)).toMatchObject([{ what: 'opened', by: 'Ada' }]);
    await store.close();
    expect(told).toEqual([`${house.path}.before-schema-${NEWEST}`]);
    expect(house.beside()).toEqual(['crier.db', COPY]);
    expect(found(told[0] ?? '', 'pragma user_version')).toBe(1);
    expect(found(told[0] ?? '', ENTRIES)).toBe(1);
    expect(statSync(told[0] ?? '').mode & 0o777).toBe(0o600);
    expect(found(house.path, 'pragma user_version')).toBe(NEWEST);
  });

  it('a new database is not copied, and neither is a current one', async () => {
    const house = aHouse();
    const onMigrated = () => expect.unreachable();
    await (await openStore({ path: house.path, onMigrated })).close();
    await (await openStore({ path: house.path, onMigrated })).close();
    expect(house.beside()).toEqual(['crier.db']);
  });

  it('three processes that start at once make one copy', async () => {
    const house = aHouse();
    anOldDatabase(house.path, 1, 5);
    const ends = await Promise.all([1, 2, 3].map(() => opening(house.path)));
    expect(ends).toMatchObject([1, 2, 3].map(() => ({ code: 0, stderr: '' })));
    expect(ends.map(({ stdout }) => stdout).join('')).toBe('copied\n');
    expect(house.beside()).toEqual(['crier.db', COPY]);
    expect(found(`${house.path}.before-schema-${NEWEST}`, 'pragma user_version')).toBe(1);
  });

  it('a kill in the middle of copying is made good by the next start', async () => {
    const house = aHouse();
    anOldDatabase(house.path, 1, 30);
    const killed = await opening(house.path, signalWhileCopying('SIGKILL', join(house.path, '..')));
    expect(killed).toMatchObject({ signal: 'SIGKILL' });
    expect(house.beside().filter((name) => name.endsWith('.part'))).toHaveLength(1);
    expect(house.beside()).not.toContain(COPY);
    await (await openStore({ path: house.path })).close();
    expect(house.beside()).toEqual(['crier.db', COPY]);
    expect(found(`${house.path}.before-schema-${NEWEST}`, 'select count(*) from articles')).toBe(3000);
    expect(found(house.path, 'pragma user_version')).toBe(NEWEST);
  });

  it('a kill between copying and migrating has the copy made anew, of what was written since', async () => {
    const house = aHouse();
    anOldDatabase(house.path, 1);
    const copy = `${house.path}.before-schema-${NEWEST}`;
    writeFileSync(copy, 'of the start that was killed');
    const old = new DatabaseSync(house.path);
    old.exec(`insert into logbook (at, what, by_whom) values (1, 'went on', 'the old crier')`);
    old.close();
    await (await openStore({ path: house.path })).close();
    expect(found(copy, ENTRIES)).toBe(2);
  });

  it('without a copy nothing is changed, and a later start goes on', async () => {
    const house = aHouse();
    anOldDatabase(house.path, 1);
    const inTheWay = `${house.path}.before-schema-${NEWEST}`;
    mkdirSync(inTheWay);
    const opening = openStore({ path: house.path });
    await expect(opening).rejects.toThrow(StoreUnreachable);
    await expect(opening).rejects.toThrow(`must be brought up to date, and was left as it is`);
    expect(found(house.path, 'pragma user_version')).toBe(1);
    rmSync(inTheWay, { recursive: true });
    await (await openStore({ path: house.path })).close();
    expect(house.beside()).toEqual(['crier.db', COPY]);
  });

  it('a step that fails takes back those before it, so that the older crier can go on', async () => {
    const house = aHouse();
    anOldDatabase(house.path, 1);
    const old = new DatabaseSync(house.path);
    old.exec('alter table posts add column image_url text');
    old.close();
    await expect(openStore({ path: house.path })).rejects.toThrow('duplicate column name: image_url');
    expect(found(house.path, 'pragma user_version')).toBe(1);
    expect(found(`${house.path}.before-schema-${NEWEST}`, 'pragma user_version')).toBe(1);
  });

  it('a damaged database is left as it is', async () => {
    const house = aHouse();
    anOldDatabase(house.path, 1, 2);
    damage(house.path);
    await expect(openStore({ path: house.path })).rejects.toThrow('is damaged');
    expect(house.beside()).toEqual(['crier.db']);
  });

  it('the newest three copies are kept, and nothing else is touched', async () => {
    const house = aHouse();
    anOldDatabase(house.path, 1);
    const others = ['crier.db.before-schema-2-mine', 'other.db.before-schema-1', 'crier.db.before-schema-9.part'];
    const copies = ['1', '2', '90', '91'].map((schema) => `crier.db.before-schema-${schema}`);
    for (const [age, name] of [...copies, ...others].entries()) {
      const file = join(house.path, '..', name);
      writeFileSync(file, name);
      utimesSync(file, 1_000_000 - age, 1_000_000 - age);
    }
    await (await openStore({ path: house.path })).close();
    expect(house.beside()).toEqual(['crier.db', COPY, ...copies.slice(0, 2), ...others].toSorted());
  });
});
