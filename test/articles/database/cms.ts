import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import mysql from 'mysql2/promise';
import pg from 'pg';
import type { Database } from '../../../src/articles/database/database.ts';
import { mysqlDatabase } from '../../../src/articles/database/mysql.ts';
import { postgresDatabase } from '../../../src/articles/database/postgres.ts';
import type { Dialect } from '../../../src/articles/database/queries.ts';
import { databaseSource } from '../../../src/articles/database/source.ts';
import { sqliteDatabase } from '../../../src/articles/database/sqlite.ts';
import type { ArticleSource } from '../../../src/domain/source.ts';
import { type DatabaseServer, startMariaDb, startPostgres } from '../../support/database-servers.ts';

export const NOW = Temporal.Instant.from('2026-03-01T12:00:00Z');

/** A newsroom's database that a test may write, whatever its kind. */
export interface Cms {
  readonly dialect: Dialect;
  /** Of a server. */
  readonly server?: DatabaseServer;
  readonly database: Database;
  /** For `CMS_DATABASE_URL`. */
  readonly address: string;
  /** Runs statements as the CMS does; `?` stands for a value. */
  run(sql: string, ...values: readonly (string | number | bigint | null)[]): Promise<void>;
  /** An empty table `articles`, as each kind likes it. */
  empty(): Promise<void>;
  close(): Promise<void>;
}

const TABLE = (id: string, text: string, time: string) => `create table articles (
  id ${id} primary key, headline ${text}, body ${text}, tags ${text}, state ${text}, deleted_at ${time}, published_at ${time},
  updated_at ${time})`;

export async function postgresCms(): Promise<Cms> {
  const server = await startPostgres();
  const client = new pg.Client(server.url);
  await client.connect();
  client.on('error', () => undefined);
  const run = async (sql: string, ...values: readonly unknown[]) => {
    let number = 0;
    await client.query(
      sql.replaceAll('?', () => `$${++number}`),
      [...values],
    );
  };
  return {
    dialect: 'postgres',
    server,
    database: postgresDatabase(server.url),
    address: server.url,
    run,
    async empty() {
      await run('drop table if exists articles cascade');
      await run(TABLE('varchar(100)', 'text', 'timestamptz'));
    },
    async close() {
      await client.end().catch(() => undefined);
      await server.remove();
    },
  };
}

export async function mariaDbCms(): Promise<Cms> {
  const server = await startMariaDb();
  const connection = await mysql.createConnection({ uri: server.url });
  connection.on('error', () => undefined);
  await connection.query("set time_zone = '+00:00'");
  const run = async (sql: string, ...values: readonly (string | number | bigint | null)[]) => {
    await connection.execute(
      sql,
      values.map((value) => (typeof value === 'string' ? value.replace(/(?<=:\d\d(?:\.\d+)?)Z$/, '') : value)),
    );
  };
  return {
    dialect: 'mysql',
    server,
    database: mysqlDatabase(server.url),
    address: server.url,
    run,
    async empty() {
      await run('drop table if exists articles');
      await run(TABLE('varchar(100)', 'text', 'timestamp(6) null'));
    },
    async close() {
      connection.destroy();
      await server.remove();
    },
  };
}

export async function sqliteCms(): Promise<Cms> {
  const folder = mkdtempSync(join(tmpdir(), 'crier-sqlite-'));
  const path = join(folder, 'cms.db');
  const raw = new DatabaseSync(path);
  raw.exec('pragma synchronous = off');
  const run = async (sql: string, ...values: readonly (string | number | bigint | null)[]) => {
    raw.prepare(sql).run(...values);
  };
  return {
    dialect: 'sqlite',
    database: sqliteDatabase(path),
    address: `sqlite:${path}`,
    run,
    async empty() {
      await run('drop table if exists articles');
      await run(TABLE('text', 'text', 'text'));
    },
    async close() {
      raw.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const COLUMNS = {
  id: 'id',
  title: 'headline',
  body: 'body',
  tags: 'tags',
  status: 'state',
  deleted: 'deleted_at',
  publishedAt: 'published_at',
  updatedAt: 'updated_at',
};

type Options = Parameters<typeof databaseSource>[0];

/** The table `articles` of the CMS as a source. */
export function sourceOf(
  { dialect, database }: Pick<Cms, 'dialect' | 'database'>,
  options: Partial<Options> = {},
): ArticleSource {
  return databaseSource({
    id: 'cms',
    database,
    dialect,
    selection: { table: 'articles', columns: COLUMNS },
    statuses: { usable: ['published'], canceled: ['killed'] },
    overlapMs: 600_000,
    link: 'https://news.example/{id}',
    language: 'en',
    timezone: 'Europe/Kyiv',
    now: () => NOW,
    redact: (text) => text,
    ...options,
  });
}

export interface Story {
  readonly id: string;
  readonly headline?: string | null;
  readonly state?: string;
  readonly tags?: string;
  readonly publishedAt?: string | null;
  /** UTC; on NOW's day where only a clock time is given. */
  readonly at: string | null;
}

/** Writes stories into `articles`, at once. */
export async function insert(cms: Cms, ...stories: readonly Story[]): Promise<void> {
  for (let from = 0; from < stories.length; from += 500) {
    const some = stories.slice(from, from + 500);
    await cms.run(
      `insert into articles (id, headline, body, tags, state, published_at, updated_at)
      values ${some.map(() => '(?, ?, ?, ?, ?, ?, ?)').join(', ')}`,
      ...some.flatMap(valuesOf),
    );
  }
}

function valuesOf(story: Story): readonly (string | null)[] {
  const { id, headline = `Story ${id}`, state = 'published', tags = 'a, b', publishedAt = '09:00:00' } = story;
  return [id, headline, `The body of ${id}.`, tags, state, utc(publishedAt), utc(story.at)];
}

/** A time as every kind takes it. */
export function utc(at: string | null): string | null {
  return at === null || at.includes('-') ? at : `2026-03-01 ${at}Z`;
}
