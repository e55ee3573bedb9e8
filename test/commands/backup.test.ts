import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { shapes } from '../../scripts/schemas.ts';
import { backup } from '../../src/commands/backup.ts';
import { MIGRATIONS } from '../../src/store/steps.ts';
import { anOldDatabase, found, signalWhileCopying } from '../store/old-database.ts';
import { runCrier } from '../support/crier.ts';
import { ending, runNode } from '../support/node.ts';
import { aDesk } from './desk.ts';

const NEWEST = MIGRATIONS.length;
const MAIN = fileURLToPath(new URL('../../dist/main.cjs', import.meta.url));

/** A desk, and the folder where its backups go. */
function aHouse() {
  const desk = aDesk();
  const copies = join(desk.folder, 'copies');
  mkdirSync(copies);
  const database = join(desk.folder, 'data', 'crier.db');
  return { desk, database, copies, copied: () => readdirSync(copies) };
}

/** Runs crier where no file may grow beyond so many kilobytes: to SQLite a disk that takes no more. */
function crierWithin(kilobytes: number, args: readonly string[], env: Readonly<Record<string, string>>) {
  const script = `ulimit -f ${kilobytes * 2}; exec "$0" "$@"`;
  return ending(
    spawn('/bin/sh', ['-c', script, process.execPath, MAIN, ...args], { env: { PATH: process.env.PATH, ...env } }),
  );
}

describe('backup', () => {
  it('says where the copy is and what moment it shows, to people and to programs', async () => {
    const { desk, copies, copied } = aHouse();
    await desk.crier('run');
    const answer = await desk.json(shapes.backup, 'backup', copies);
    const name = /^crier-demo-20260501T0900\d\dZ\.db$/;
    expect(copied()).toEqual([expect.stringMatching(name)]);
    const file = join(copies, copied()[0] ?? '');
    expect(answer).toMatchObject({ file, bytes: statSync(file).size, schema: NEWEST });
    const told = await desk.crier('backup', join(copies, 'b.db'));
    expect(told).toMatchObject({ code: 0, stderr: '' });
    expect(told.stdout).toMatch(/^\/.*\/b\.db holds the database as of 2026-05-01T09:00:\d\dZ: 0\.\d MB, checked\n$/);
  });

  it('needs no config, but a DATABASE_URL that is one', async () => {
    const { desk, copies } = aHouse();
    await desk.crier('run');
    desk.configure({ channel: 'reviews: none' });
    expect(await desk.crier('backup', copies)).toMatchObject({ code: 0 });
    const env = { ...desk.env, DATABASE_URL: 'postgres://crier:secret@db/crier' };
    const ran = await runCrier(['backup', copies], { env });
    expect(ran).toMatchObject({ code: 78, stdout: '', stderr: expect.stringContaining('DATABASE_URL') });
    expect(ran.stderr).not.toContain('secret');
  });

  it('asks for another call where FILE is there already, or its folder is not', async () => {
    const { desk, copies, copied } = aHouse();
    await desk.crier('run');
    const to = join(copies, 'b.db');
    await desk.crier('backup', to);
    const before = statSync(to).ino;
    for (const [args, advice] of [
      [[to], '--replace'],
      [[join(copies, 'none', 'b.db')], 'make it first'],
      [[join(desk.folder, 'data', 'crier.db'), '--replace'], 'belongs to the database itself'],
      [[], 'expected where the copy goes'],
    ] as const) {
      const ran = await desk.crier('backup', ...args);
      expect({ args, ...ran }).toMatchObject({ args, code: 64, stdout: '', stderr: expect.stringContaining(advice) });
    }
    expect(statSync(to).ino).toBe(before);
    expect(await desk.crier('backup', to, '--replace')).toMatchObject({ code: 0 });
    expect(statSync(to).ino).not.toBe(before);
    expect(copied()).toEqual(['b.db']);
  });

  it('ends with 75 where there is no database', async () => {
    const { desk, copies, copied } = aHouse();
    expect(await desk.crier('backup', copies)).toMatchObject({
      code: 75,
      stdout: '',
      stderr: expect.stringMatching(/^there is no database .*crier\.db; check DATABASE_URL\n$/),
    });
    expect(copied()).toEqual([]);
  });

  it('leaves nothing behind on a disk that takes no more, and asks a person', async () => {
    const { desk, database, copies, copied } = aHouse();
    anOldDatabase(database, NEWEST, 5);
    const ran = await crierWithin(2000, ['backup', join(copies, 'b.db')], desk.env);
    expect(ran).toMatchObject({ code: 1, stdout: '' });
    expect(ran.stderr).toMatch(/b\.db could not be written by the disk; look whether it is full/);
    expect(copied()).toEqual([]);
  });

  it('leaves nothing behind at Ctrl-C', async () => {
    const { desk, database, copies, copied } = aHouse();
    anOldDatabase(database, NEWEST, 30);
    const ran = await runNode([signalWhileCopying('SIGINT', copies), MAIN, 'backup', copies], { env: desk.env });
    expect(ran).toMatchObject({ code: 75, stdout: '', stderr: expect.stringContaining('nothing was kept') });
    expect(copied()).toEqual([]);
  });

  it('shows on a terminal how far it is, and clears that line', async () => {
    const { desk, database, copies } = aHouse();
    anOldDatabase(database, NEWEST, 20);
    const said: string[] = [];
    const io = {
      root: desk.folder,
      env: desk.env,
      stdin: process.stdin,
      out: (text: string) => said.push(text),
      err: (text: string) => expect.unreachable(text),
      isTerminal: true,
      progress() {},
      signal: new AbortController().signal,
    };
    expect(await backup.run({ values: {}, positionals: [join(copies, 'b.db')] }, io)).toBe(0);
    const shown = said.slice(0, -2);
    expect(shown.length).toBeGreaterThan(2);
    expect(shown.map((text) => /^\rcopying \d+ %$/.test(text))).not.toContain(false);
    expect(said.at(-2)).toMatch(/^\r +\r$/);
    expect(said.at(-1)).toContain('holds the database as of');
    said.length = 0;
    await backup.run({ values: { json: true }, positionals: [join(copies, 'c.db')] }, io);
    expect(said).toHaveLength(1);
  });
});

describe('the first command after an upgrade', () => {
  it('keeps the database as it was, says so once, and the next ones say nothing', async () => {
    const { desk, database } = aHouse();
    anOldDatabase(database, 1);
    const first = await desk.crier('status');
    expect(first.code).toBe(0);
    expect(first.stderr).toMatch(/ info the database was brought up to date.* copy=\S+\.before-schema-\d+\n$/);
    expect(await desk.crier('run')).toMatchObject({ code: 0, stderr: '' });
    expect(found(`${database}.before-schema-${NEWEST}`, 'pragma user_version')).toBe(1);
  });

  it('changes nothing where the copy finds no room, and ends with 75', async () => {
    const { desk, database } = aHouse();
    anOldDatabase(database, 1, 5);
    const ran = await crierWithin(2000, ['run'], desk.env);
    expect(ran).toMatchObject({ code: 75, stdout: '' });
    expect(ran.stderr).toMatch(
      /^the database .*crier\.db must be brought up to date, and was left as it is, for .* full or failing/,
    );
    expect(readdirSync(join(desk.folder, 'data')).filter((name) => name.includes('before'))).toEqual([]);
    expect(found(database, 'pragma user_version')).toBe(1);
    expect(await desk.crier('run')).toMatchObject({ code: 0 });
  });
});
