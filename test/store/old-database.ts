import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { APPLICATION_ID } from '../../src/store/mark.ts';
import { MIGRATIONS } from '../../src/store/steps.ts';

/** Makes a database as a crier of this schema left it, closed, with one entry in its logbook, and `megabytes` of articles. */
export function anOldDatabase(path: string, schema: number, megabytes = 0): void {
  mkdirSync(dirname(path), { recursive: true });
  const raw = new DatabaseSync(path);
  raw.exec('pragma journal_mode = wal; begin');
  for (const step of MIGRATIONS.slice(0, schema)) raw.exec(step);
  raw.exec(`pragma application_id = ${APPLICATION_ID}; pragma user_version = ${schema};
    insert into meta (key, value) values ('outlet', 'demo');
    insert into logbook (at, what, by_whom) values (0, 'opened', 'Ada')`);
  const article =
    raw.prepare(`insert into articles (source, id, revision, status, published_at, first_seen_at, link_key, content)
    values ('desk', ?, 'r', 'usable', 0, 0, ?, ?)`);
  const content = JSON.stringify({ body: 'x'.repeat(10_000) });
  for (let n = 0; n < megabytes * 100; n += 1) article.run(`a${n}`, `news.example/a${n}`, content);
  raw.exec('commit');
  raw.close();
}

/** One value that a query finds in a database. */
export function found(path: string, sql: string): unknown {
  const raw = new DatabaseSync(path);
  try {
    return Object.values(raw.prepare(sql).get() ?? {})[0];
  } finally {
    raw.close();
  }
}

/** An option of Node's: the process sends itself this signal as soon as it is writing a copy into the folder. */
export function signalWhileCopying(signal: NodeJS.Signals, folder: string): string {
  const script = `import { readdirSync } from 'node:fs';
const look = () => {
  if (readdirSync(${JSON.stringify(folder)}).some((name) => name.endsWith('.part'))) process.kill(process.pid, '${signal}');
  else setImmediate(look).unref();
};
look();`;
  return `--import=data:text/javascript,${encodeURIComponent(script)}`;
}
