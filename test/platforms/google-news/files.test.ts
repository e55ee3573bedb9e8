import { mkdir, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Entry } from '../../../src/domain/ports.ts';
import { at } from '../../support/posts.ts';
import { anEntry, type NewsDesk, openDesk } from './news-desk.ts';

const FEEDS = ['rss.xml', 'atom.xml', 'feed.json'];
const ALL = ['news-sitemap.xml', ...FEEDS];
const LEFT_BEHIND = '.rss.xml.11111111-2222-3333-4444-555555555555.tmp';

async function inodes({ directory }: NewsDesk): Promise<readonly number[]> {
  return Promise.all(ALL.map(async (name) => (await stat(join(directory, name))).ino));
}

describe('replacing the files', () => {
  test('makes the directory, and leaves nothing but the files in it', async () => {
    const desk = await openDesk();
    expect(await desk.flush(anEntry())).toMatchObject({ type: 'flushed', replaced: ALL });
    expect(await desk.names()).toEqual(ALL.toSorted());
  });

  test('leaves files alone that are as they should be, also at another time and in another process', async () => {
    const desk = await openDesk();
    const first = await desk.flush(anEntry());
    const before = await inodes(desk);
    desk.now = desk.now.add({ hours: 20 });
    const other = await openDesk({ directory: desk.directory });
    for (const again of [await desk.flush(anEntry()), await other.flush(anEntry())]) {
      expect(again).toEqual({ ...first, replaced: [] });
    }
    expect(await inodes(desk)).toEqual(before);
  });

  test('shows a correction in its place: the same id, a later update, the first publication', async () => {
    const desk = await openDesk();
    const first = await desk.flush(anEntry(), anEntry({ id: 'a0' }));
    const corrected = anEntry({ title: 'Harbour bridge reopens on Sunday' }, { updatedAt: at('2026-05-01T09:30Z') });
    const outcome = await desk.flush(corrected, anEntry({ id: 'a0' }));
    expect(outcome).toMatchObject({ type: 'flushed', replaced: ALL });
    expect('digest' in outcome && outcome.digest).not.toBe('digest' in first && first.digest);
    expect(JSON.parse(await desk.read('feed.json')).items).toMatchObject([
      { id: 'tag:news.example,2026:desk/a0', title: 'Harbour bridge reopens' },
      {
        id: 'tag:news.example,2026:desk/a1',
        title: 'Harbour bridge reopens on Sunday',
        date_published: '2026-05-01T08:00:00Z',
        date_modified: '2026-05-01T09:30:00Z',
      },
    ]);
  });

  test('gives another digest exactly where subscribers see something else', async () => {
    const desk = await openDesk();
    const digest = async (...entries: readonly Entry[]) => {
      const outcome = await desk.flush(...entries);
      return outcome.type === 'flushed' ? outcome.digest : outcome.detail;
    };
    const first = await digest(anEntry());
    desk.now = at('2026-05-09T08:00Z');
    expect(await digest(anEntry())).toBe(first);
    expect(await digest(anEntry(), anEntry({ id: 'a2' }))).not.toBe(first);
    expect(await digest(anEntry())).toBe(first);
  });

  test('makes up for what a killed process did not finish, and removes what it left behind', async () => {
    const desk = await openDesk();
    await desk.flush(anEntry());
    await writeFile(join(desk.directory, 'atom.xml'), '<feed torn');
    await writeFile(join(desk.directory, LEFT_BEHIND), 'half a fi');
    const old = Date.now() / 1000 - 3600;
    await utimes(join(desk.directory, LEFT_BEHIND), old, old);
    expect(await desk.flush(anEntry())).toMatchObject({ replaced: ['atom.xml'] });
    expect(await desk.names()).toEqual(ALL.toSorted());
  });

  test('leaves alone what another process is just writing, and all that is not ours', async () => {
    const desk = await openDesk();
    await mkdir(desk.directory);
    const others = ['robots.txt', 'news-sitemap-old.xml', 'news-sitemap-1.xml', '.rss.xml.swp', LEFT_BEHIND];
    for (const name of others) await writeFile(join(desk.directory, name), 'kept');
    const old = Date.now() / 1000 - 3600;
    for (const name of others.slice(0, -1)) await utimes(join(desk.directory, name), old, old);
    await desk.flush(anEntry());
    expect(await desk.names()).toEqual([...ALL, ...others].toSorted());
    for (const name of others) expect(await desk.read(name)).toBe('kept');
  });

  test('many at once leave whole files and nothing else', async () => {
    const desk = await openDesk();
    const others = await Promise.all(Array.from({ length: 8 }, () => openDesk({ directory: desk.directory })));
    const entries = Array.from({ length: 60 }, (_, n) => anEntry({ id: `n${n}` }));
    const written = await Promise.all(others.map((other, n) => other.flush(...entries.slice(n))));
    expect(written.map(({ type }) => type)).toEqual(Array(8).fill('flushed'));
    expect(await desk.names()).toEqual(ALL.toSorted());
    expect(JSON.parse(await desk.read('feed.json')).items.length).toBeGreaterThan(50);
    expect(await desk.read('rss.xml')).toMatch(/<\/rss>\s*$/);
  });

  test('a reader who looks all the while never sees a torn file', async () => {
    const desk = await openDesk();
    await desk.flush(anEntry());
    let isOver = false;
    const flushing = (async () => {
      for (let n = 0; n < 15; n += 1)
        await desk.flush(...Array.from({ length: n }, (_, id) => anEntry({ id: `${id}` })));
      isOver = true;
    })();
    let reads = 0;
    while (!isOver) {
      JSON.parse(await desk.read('feed.json'));
      reads += 1;
    }
    await flushing;
    expect(reads).toBeGreaterThan(10);
  });

  test('replaces a link, not the file that it leads to', async () => {
    const desk = await openDesk();
    await mkdir(desk.directory);
    const outside = join(dirname(desk.directory), 'outside.xml');
    await writeFile(outside, 'kept');
    await symlink(outside, join(desk.directory, 'rss.xml'));
    await desk.flush(anEntry());
    expect(await readFile(outside, 'utf8')).toBe('kept');
    expect(await desk.read('rss.xml')).toContain('<rss');
  });
});

describe('a disk that does not take the files', () => {
  test('is a failure that says what to do, and leaves the other files whole', async () => {
    const desk = await openDesk();
    await mkdir(join(desk.directory, 'rss.xml'), { recursive: true });
    const outcome = await desk.flush(anEntry());
    expect(outcome).toEqual({
      type: 'failed',
      detail: `${desk.directory} cannot be written (EISDIR): a directory stands where a file should be; move it away`,
    });
    expect(await readdir(desk.directory)).toEqual(['news-sitemap.xml', 'rss.xml']);
  });

  test('is a failure where a file stands in the way of the directory', async () => {
    const desk = await openDesk();
    await writeFile(desk.directory, 'a file');
    expect(await desk.flush()).toMatchObject({ type: 'failed', detail: expect.stringContaining('move it away') });
    const below = await openDesk({ directory: join(desk.directory, 'feeds') });
    expect(await below.flush()).toMatchObject({ type: 'failed', detail: expect.stringContaining('(ENOTDIR)') });
  });

  test('does not matter to the next flush once it takes them', async () => {
    const desk = await openDesk();
    await writeFile(desk.directory, 'a file');
    await desk.flush(anEntry());
    await rm(desk.directory);
    expect(await desk.flush(anEntry())).toMatchObject({ type: 'flushed', replaced: ALL });
  });

  test('a flush that is stopped says so, and the next one goes on', async () => {
    const desk = await openDesk();
    expect(await desk.platform.flush?.([anEntry()], AbortSignal.abort())).toEqual({
      type: 'failed',
      detail: 'stopped before all files were replaced; the next flush replaces the others',
    });
    expect(await desk.flush(anEntry())).toMatchObject({ type: 'flushed', replaced: ALL });
  });
});
