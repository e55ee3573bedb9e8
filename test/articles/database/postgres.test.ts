import { readFileSync } from 'node:fs';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { postgresBell } from '../../../src/articles/database/listen.ts';
import { postgresDatabase } from '../../../src/articles/database/postgres.ts';
import { hasPostgres, PASSWORD } from '../../support/database-servers.ts';
import { ids, poll } from '../article-folder.ts';
import { type Cms, COLUMNS, insert, postgresCms, sourceOf } from './cms.ts';
import { databaseContract } from './contract.ts';

databaseContract('PostgreSQL', hasPostgres, postgresCms);

describe.skipIf(!hasPostgres)('PostgreSQL by itself', () => {
  let cms: Cms;
  let url: string;
  beforeAll(async () => {
    cms = await postgresCms();
    url = cms.server?.url ?? '';
  }, 120_000);
  afterAll(() => cms?.close());
  beforeEach(() => cms.empty());

  async function connected(): Promise<pg.Client> {
    const client = new pg.Client(url);
    client.on('error', () => undefined);
    await client.connect();
    onTestFinished(() => client.end());
    return client;
  }

  test('misses no row of a transaction that began before others and ended after them', async () => {
    const [slow, quick] = [await connected(), await connected()];
    const write = (id: string) =>
      `insert into articles (id, headline, body, state, published_at, updated_at) values ('${id}', 'A', 'B', 'published', now(), now())`;
    const now = () => Temporal.Now.instant();
    await slow.query('begin');
    await slow.query(write('slow'));
    await quick.query(write('quick'));
    const first = await poll(sourceOf(cms, { now }));
    expect(ids(first)).toEqual(['quick']);
    await slow.query('commit');
    expect(ids(await poll(sourceOf(cms, { now }), first.cursor))).toEqual(['slow']);
  });

  test('only ever reads, even where the query would write', async () => {
    await insert(cms, { id: 'a', at: '11:00:00' });
    await cms.run('create sequence if not exists counter');
    const query = "select articles.*, nextval('counter') from articles";
    const source = sourceOf(cms, { selection: { query, columns: { ...COLUMNS, section: 'nextval' } } });
    const result = await source.poll(undefined, new AbortController().signal);
    expect(result).toMatchObject({ type: 'unreachable', detail: expect.stringContaining('read-only') });
  });

  test('limits each statement on the server', async () => {
    const compiled = { sql: 'select current_setting($1) as value', parameters: ['statement_timeout'] };
    const [row] = await postgresDatabase(url).read(
      (ask) =>
        ask({ ...compiled, query: { kind: 'RawNode', sqlFragments: [], parameters: [] }, queryId: { queryId: '' } }),
      new AbortController().signal,
    );
    expect(row).toEqual({ value: '10s' });
  });

  test('connects again after the server went away, and says meanwhile that this may pass', async () => {
    await insert(cms, { id: 'a', at: '11:00:00' });
    const source = sourceOf(cms);
    const { cursor } = await poll(source);
    await cms.server?.kill();
    const down = await source.poll(cursor, new AbortController().signal);
    expect(down).toMatchObject({ type: 'unreachable', passing: true });
    const bell = postgresBell({
      url,
      channel: 'articles',
      delay: async () => {
        await cms.server?.start();
      },
    });
    await bell(new AbortController().signal);
    expect(await poll(source, cursor)).toMatchObject({ articles: [], cursor });
    // The CMS of the other tests needs a connection that lives.
    await cms.close();
    cms = await postgresCms();
    url = cms.server?.url ?? '';
  }, 120_000);

  test('a wrong password is told at once, without the right one', async () => {
    const wrong = postgresDatabase(url.replace(encodeURIComponent(PASSWORD), 'nonsense'));
    const answer = await sourceOf({ ...cms, database: wrong }).poll(undefined, new AbortController().signal);
    expect(answer).toMatchObject({ type: 'unreachable', detail: expect.stringContaining('password') });
    expect(answer).not.toHaveProperty('passing');
    expect(JSON.stringify(answer)).not.toContain('nonsense');
  });

  test('hears NOTIFY, also what was said between two calls', async () => {
    const channel = 'articles "changed"';
    const writer = await connected();
    const signal = new AbortController().signal;
    const bell = postgresBell({ url, channel, delay: async () => undefined });
    await bell(signal);
    const heard = bell(signal);
    await writer.query(`notify ${pg.escapeIdentifier(channel)}`);
    await heard;
    await writer.query(`notify ${pg.escapeIdentifier(channel)}`);
    await bell(signal);
    const stop = new AbortController();
    const waiting = bell(stop.signal);
    stop.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    const again = bell(signal);
    await writer.query(`notify ${pg.escapeIdentifier(channel)}`);
    await again;
  });

  test('the trigger that the documentation shows rings', async () => {
    const text = readFileSync(new URL('../../../docs/sources.md', import.meta.url), 'utf8');
    const [, trigger = ''] = /```sql\n(create function[^`]*)```/.exec(text) ?? [];
    await cms.run(trigger);
    const signal = new AbortController().signal;
    const bell = postgresBell({ url, channel: 'articles', delay: async () => undefined });
    await bell(signal);
    const heard = bell(signal);
    await insert(cms, { id: 'a', at: '11:00:00' });
    await heard;
  });

  test('rings once when the listening connection was cut, and listens on a new one', async () => {
    const signal = new AbortController().signal;
    const writer = await connected();
    const bell = postgresBell({ url, channel: 'cut', delay: async () => undefined });
    await bell(signal);
    const cut = bell(signal);
    await writer.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'crier, listening'",
    );
    await cut;
    await bell(signal);
    const heard = bell(signal);
    await writer.query('notify cut');
    await heard;
  });
});
