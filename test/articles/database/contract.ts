import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ArticleSource } from '../../../src/domain/source.ts';
import { ids, poll, said, vanished } from '../article-folder.ts';
import { type Cms, COLUMNS, insert, NOW, sourceOf, utc } from './cms.ts';

/** What every kind of database must show as a source. */
export function databaseContract(kind: string, isThere: boolean, open: () => Promise<Cms>): void {
  describe.skipIf(!isThere)(`${kind}${isThere ? '' : ' (not installed: skipped)'}`, () => {
    let cms: Cms;
    beforeAll(async () => {
      cms = await open();
    }, 120_000);
    afterAll(() => cms?.close());
    beforeEach(() => cms.empty());

    /** All that polls bring until nothing more comes. */
    async function drain(source: ArticleSource, cursor?: string) {
      const brought: string[] = [];
      for (let polls = 0; polls < 100; polls += 1) {
        const result = await poll(source, cursor);
        expect(result.articles.length).toBeLessThanOrEqual(200);
        brought.push(...ids(result));
        cursor = result.cursor;
        if (!result.more) return { brought, cursor };
      }
      throw new Error('it never ends');
    }

    test('brings every row as an article, the oldest change first, and then nothing', async () => {
      await insert(cms, { id: 'second', at: '11:30:00' });
      await insert(cms, { id: 'first', headline: 'Bridge &amp; <b>tunnel</b>', at: '11:00:00.123456' });
      const source = sourceOf(cms);
      const result = await poll(source);
      expect(ids(result)).toEqual(['first', 'second']);
      expect(result.articles[0]).toEqual({
        source: 'cms',
        id: 'first',
        url: 'https://news.example/first',
        title: 'Bridge & tunnel',
        body: 'The body of first.',
        authors: [],
        tags: ['a', 'b'],
        publishedAt: Temporal.Instant.from('2026-03-01T09:00:00Z'),
        updatedAt: Temporal.Instant.from('2026-03-01T11:00:00.123456Z'),
        language: 'en',
        status: 'usable',
        breaking: false,
      });
      expect(result.readable).toEqual(['row first', 'row second']);
      expect(await poll(source, result.cursor)).toEqual({
        type: 'polled',
        articles: [],
        vanished: [],
        unreadable: [],
        readable: [],
        cursor: result.cursor,
        more: false,
      });
    });

    test('finds out the language of a row that names none', async () => {
      await insert(cms, { id: 'a', at: '11:00:00' }, { id: 'b', at: '11:10:00' });
      const body = 'Міст через гавань знову відкрили в понеділок, і першими його перейшли діти з місцевої школи.';
      await cms.run('update articles set body = ? where id = ?', body, 'a');
      expect((await poll(sourceOf(cms))).articles.map(({ language }) => language)).toEqual(['uk', 'en']);
    });

    test('brings a change as the same article', async () => {
      await insert(cms, { id: 'a', at: '11:00:00' });
      await insert(cms, { id: 'b', at: '11:10:00' });
      const { cursor } = await poll(sourceOf(cms));
      await cms.run('update articles set headline = ?, updated_at = ? where id = ?', 'New', utc('11:20:00'), 'a');
      const changed = await poll(sourceOf(cms), cursor);
      expect(changed.articles).toMatchObject([{ id: 'a', title: 'New' }]);
      expect((await poll(sourceOf(cms), changed.cursor)).articles).toEqual([]);
    });

    test('brings 450 rows of one and the same time, each once', async () => {
      const names = Array.from({ length: 450 }, (_, number) => `n${String(number).padStart(3, '0')}`);
      await insert(cms, ...names.map((id) => ({ id, at: '11:00:00' })));
      const { brought, cursor } = await drain(sourceOf(cms));
      expect(brought).toEqual(names);
      await insert(cms, { id: 'm', at: '11:00:00' });
      expect((await drain(sourceOf(cms), cursor)).brought).toEqual(['m']);
    });

    test('brings a row that comes late, and one that changes without its time moving', async () => {
      await insert(cms, { id: 'old', at: '10:00:00' });
      await insert(cms, { id: 'new', at: '11:30:00' });
      const { cursor } = await poll(sourceOf(cms));
      await insert(cms, { id: 'late', at: '11:21:00' });
      await cms.run('update articles set headline = ? where id = ?', 'Twice in a tick', 'new');
      const result = await poll(sourceOf(cms), cursor);
      expect([...ids(result)].sort()).toEqual(['late', 'new']);
      expect((await poll(sourceOf(cms), result.cursor)).articles).toEqual([]);
    });

    test('brings 1,500 rows that come late at once, behind hundreds that are known', async () => {
      await insert(cms, ...many(600, 'known', '11:51:00'));
      const first = await drain(sourceOf(cms));
      await insert(cms, ...many(1500, 'late', '11:50:00'));
      const { brought, cursor } = await drain(sourceOf(cms), first.cursor);
      expect(new Set(brought).size).toBe(1500);
      expect(brought).toHaveLength(1500);
      expect((await drain(sourceOf(cms), cursor)).brought).toEqual([]);
      expect(cursor.length).toBeLessThan(100_000);
    });

    test('brings rows that come late beside many new ones, though a thousand newer ones are all it remembers', async () => {
      await insert(cms, { id: 'old', at: '11:00:00' }, ...many(990, 'known', '11:51:00'));
      const first = await drain(sourceOf(cms));
      await insert(cms, ...many(150, 'new', '11:52:00'), ...many(400, 'late', '11:50:00'));
      const { brought, cursor } = await drain(sourceOf(cms), first.cursor);
      // What was forgotten for the new ones may come once more; nothing is left out.
      expect(brought.filter((id) => !id.startsWith('known')).toSorted()).toEqual(
        [...many(150, 'new', ''), ...many(400, 'late', '')].map(({ id }) => id).toSorted(),
      );
      expect((await drain(sourceOf(cms), cursor)).brought).toEqual([]);
    });

    test('a row that is gone has vanished, once; one that comes back is an article again', async () => {
      // Far behind the overlap.
      await insert(cms, { id: 'a', at: '09:00:00' }, { id: 'b', at: '11:00:00' }, { id: 'c', at: '11:50:00' });
      const { cursor } = await poll(sourceOf(cms));
      await cms.run('delete from articles where id = ?', 'a');
      const gone = await poll(sourceOf(cms), cursor);
      expect(vanished(gone)).toEqual(['a']);
      const later = await poll(sourceOf(cms), gone.cursor);
      expect(later).toMatchObject({ vanished: [], cursor: gone.cursor });
      await insert(cms, { id: 'a', at: '09:00:00' });
      expect(ids(await poll(sourceOf(cms), later.cursor))).toEqual(['a']);
    });

    test('a row that leaves the query has vanished', async () => {
      const query = "select * from articles where state = 'published' -- what readers see;";
      const source = sourceOf(cms, { selection: { query, columns: COLUMNS } });
      await insert(cms, { id: 'a', at: '11:00:00' });
      const { cursor } = await poll(source);
      await cms.run("update articles set state = 'draft', updated_at = ?", utc('11:30:00'));
      const result = await poll(source, cursor);
      expect(vanished(result)).toEqual(['a']);
      await cms.run("update articles set state = 'published'");
      expect(ids(await poll(source, result.cursor))).toEqual(['a']);
    });

    test('tells drafts, killed and deleted stories apart by the words of the outlet', async () => {
      await insert(cms, { id: 'out', state: 'Published', at: '11:00:00' });
      await insert(cms, { id: 'draft', state: 'draft', at: '11:01:00' });
      await insert(cms, { id: 'killed', headline: null, publishedAt: null, state: 'killed', at: '11:02:00' });
      await insert(cms, { id: 'bare-draft', headline: null, publishedAt: null, state: 'draft', at: '11:03:00' });
      await insert(cms, { id: 'gone', at: '11:04:00' });
      await cms.run("update articles set deleted_at = updated_at where id = 'gone'");
      const result = await poll(sourceOf(cms));
      expect(result.articles.map(({ id, status }) => [id, status])).toEqual([
        ['out', 'usable'],
        ['draft', 'withheld'],
        ['killed', 'canceled'],
      ]);
      expect(vanished(result)).toEqual(['bare-draft', 'gone']);
      expect(result.unreadable).toEqual([]);
    });

    test('a row dated ahead comes at once and hides nothing that comes after it', async () => {
      await insert(cms, { id: 'ahead', at: '2026-03-01 15:00:00Z' });
      const first = await poll(sourceOf(cms));
      expect(ids(first)).toEqual(['ahead']);
      await insert(cms, { id: 'now', at: '11:59:00' });
      const second = await poll(sourceOf(cms), first.cursor);
      expect(ids(second)).toEqual(['now']);
      expect((await poll(sourceOf(cms), second.cursor)).cursor).toBe(second.cursor);
      await insert(cms, { id: 'late', at: '11:55:00' });
      expect(ids(await poll(sourceOf(cms), second.cursor))).toEqual(['late']);
    });

    test('a row that cannot be understood is told by its id, and stops no other', async () => {
      await insert(cms, { id: 'untitled', headline: null, at: '11:00:00' });
      await insert(cms, { id: 'sound', at: '11:01:00' });
      await insert(cms, { id: 'timeless', at: null });
      const result = await poll(sourceOf(cms));
      expect(ids(result)).toEqual(['sound']);
      expect(said(result)).toEqual([
        'row untitled: title: is missing',
        'row timeless: needs an id and an updatedAt to be found by; a query with coalesce(updated_at, created_at) helps',
      ]);
      expect((await poll(sourceOf(cms), result.cursor)).unreadable).toEqual([]);
      await cms.run('update articles set updated_at = ? where id = ?', utc('11:02:00'), 'timeless');
      const mended = await poll(sourceOf(cms), result.cursor);
      expect(mended.readable).toContain('row timeless');
      expect(ids(mended)).toEqual(['timeless']);
    });

    test('a query that gives a row twice is told, and does not run in circles', async () => {
      await insert(cms, { id: 'a', at: '11:00:00' });
      const twice = 'select articles.*, 1 as n from articles union all select articles.*, 2 as n from articles';
      const source = sourceOf(cms, { selection: { query: twice, columns: { ...COLUMNS, section: 'n' } } });
      const result = await poll(source);
      expect(said(result)).toEqual(['row a: comes more than once; the query must give one row for each article']);
      expect(ids(await poll(source, (await poll(source, result.cursor)).cursor))).toEqual([]);
    });

    test('names and values are never read as SQL', async () => {
      const id = "'; drop table articles; -- \\";
      await insert(cms, { id, at: '11:00:00' });
      await insert(cms, { id: 'z', at: '11:00:00' });
      const result = await poll(sourceOf(cms));
      expect(ids(result)).toContain(id);
      expect((await poll(sourceOf(cms), result.cursor)).cursor).toBe(result.cursor);
      const selection = {
        table: 'articles',
        columns: { ...COLUMNS, title: 'headline" `, 1; drop table articles; --' },
      };
      await sourceOf(cms, { selection }).poll(undefined, new AbortController().signal);
      expect(ids(await poll(sourceOf(cms)))).toHaveLength(2);
    });

    test('ids beyond what a number keeps are kept exactly', async () => {
      await cms.run('drop table articles');
      await cms.run('create table articles (id bigint primary key, headline text, updated_at bigint)');
      const [one, other] = [9_007_199_254_740_993n, 9_007_199_254_740_992n];
      // Seconds since 1970.
      for (const id of [one, other, 7]) await cms.run('insert into articles values (?, ?, 1772362800)', id, `N ${id}`);
      const columns = {
        id: 'id',
        title: 'headline',
        body: 'headline',
        publishedAt: 'updated_at',
        updatedAt: 'updated_at',
      };
      const source = sourceOf(cms, { selection: { table: 'articles', columns } });
      const result = await poll(source);
      expect(result.articles.map(({ id, title }) => `${id} ${title}`)).toEqual([
        '7 N 7',
        `${other} N ${other}`,
        `${one} N ${one}`,
      ]);
      expect(result.articles[0]?.updatedAt).toEqual(Temporal.Instant.from('2026-03-01T11:00:00Z'));
      await cms.run('delete from articles where id = ?', one);
      expect(vanished(await poll(source, result.cursor))).toEqual([String(one)]);
    });

    test('reads everything again where the columns are others now', async () => {
      await insert(cms, { id: 'a', at: '11:00:00' });
      const { cursor } = await poll(sourceOf(cms));
      const { tags: _, ...columns } = COLUMNS;
      const other = sourceOf(cms, { selection: { table: 'articles', columns } });
      expect(ids(await poll(other, cursor))).toEqual(['a']);
    });

    test('what is wrong with names is said at once, with the name', async () => {
      const source = (selection: { table: string; columns: typeof COLUMNS }) => sourceOf(cms, { selection });
      const signal = new AbortController().signal;
      const noTable = await source({ table: 'stories', columns: COLUMNS }).poll(undefined, signal);
      expect(noTable).toMatchObject({ type: 'unreachable', detail: expect.stringContaining('stories') });
      expect(noTable).not.toHaveProperty('passing');
      const columns = { ...COLUMNS, title: 'titel' };
      const noColumn = await source({ table: 'articles', columns }).poll(undefined, signal);
      expect(noColumn).toMatchObject({ type: 'unreachable', detail: expect.stringContaining('titel') });
      expect((await poll(sourceOf(cms))).type).toBe('polled');
    });

    test('an abort rejects, and the next poll works', async () => {
      await expect(sourceOf(cms).poll(undefined, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
      const stop = new AbortController();
      const polling = sourceOf(cms).poll(undefined, stop.signal);
      stop.abort(new Error('enough'));
      if (cms.server) await expect(polling).rejects.toThrow('enough');
      else await polling;
      expect((await poll(sourceOf(cms))).type).toBe('polled');
    });

    test('times without an offset are of the zone that was set', async () => {
      const cast = { postgres: 'timestamp', mysql: 'datetime(6)', sqlite: 'text' }[cms.dialect];
      await cms.run('drop table articles');
      await cms.run(`create table articles (id varchar(9), headline text, updated_at ${cast})`);
      await cms.run("insert into articles values ('a', 'A', '2026-03-01 13:00:00')");
      const columns = {
        id: 'id',
        title: 'headline',
        body: 'headline',
        publishedAt: 'updated_at',
        updatedAt: 'updated_at',
      };
      const [article] = (await poll(sourceOf(cms, { selection: { table: 'articles', columns } }))).articles;
      expect(article?.publishedAt).toEqual(Temporal.Instant.from('2026-03-01T11:00:00Z'));
    });

    test('where clocks were put back, the hour that comes twice hides nothing', async () => {
      const cast = { postgres: 'timestamp', mysql: 'datetime(6)', sqlite: 'text' }[cms.dialect];
      await cms.run('drop table articles');
      await cms.run(`create table articles (id varchar(9), headline text, updated_at ${cast})`);
      const columns = {
        id: 'id',
        title: 'headline',
        body: 'headline',
        publishedAt: 'updated_at',
        updatedAt: 'updated_at',
      };
      // In Kyiv 03:00 to 04:00 came twice on 25 October 2026; the second ended at 02:00 UTC.
      const now = () => Temporal.Instant.from('2026-10-25T01:06:00Z');
      const source = sourceOf(cms, { selection: { table: 'articles', columns }, now });
      const write = (id: string, at: string) =>
        cms.run(`insert into articles values ('${id}', 'A', '2026-10-25 ${at}')`);
      await write('older', '02:30:00');
      await write('before', '03:59:00');
      const { cursor } = await poll(source);
      await write('after', '03:05:00');
      expect(ids(await poll(source, cursor))).toEqual(['after']);
    });

    test('never speaks before its time', async () => {
      await insert(cms, { id: 'embargo', publishedAt: '2026-03-02 09:00:00Z', at: '11:00:00' });
      const [article] = (await poll(sourceOf(cms))).articles;
      expect(Temporal.Instant.compare(article?.publishedAt ?? NOW, NOW)).toBe(1);
    });
  });
}

function many(count: number, name: string, at: string) {
  return Array.from({ length: count }, (_, number) => ({ id: `${name}-${number}`, at }));
}
