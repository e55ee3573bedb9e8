import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { storyId } from '../../../src/platforms/google-news/identity.ts';
import { aPost } from '../../support/posts.ts';
import { armed, holdsTheContract } from '../contract.ts';
import { ADDRESS, anEntry, openDesk } from './news-desk.ts';

const signal = new AbortController().signal;

describe('Google News', () => {
  holdsTheContract(
    async () => {
      const desk = await openDesk();
      return {
        platform: desk.platform,
        pass: (ms) => {
          desk.now = desk.now.add({ milliseconds: ms });
        },
      };
    },
    { repeatable: true },
  );

  test('tells its hubs to whoever pings them', async () => {
    expect((await openDesk({ hubs: ['https://hub.example/'] })).platform.hubs).toEqual(['https://hub.example/']);
  });
});

describe('publishing a story', () => {
  test('needs nothing that is armed, writes nothing, and answers the address that readers follow', async () => {
    const desk = await openDesk();
    const post = aPost({ link: 'https://news.example/a1?utm_source=feed' });
    expect(await desk.platform.publish(post, signal)).toEqual({
      type: 'published',
      remoteId: 'tag:news.example,2026:desk/a1',
      url: 'https://news.example/a1?utm_source=feed',
    });
    await expect(desk.names()).rejects.toThrow('ENOENT');
  });

  test('keeps the id it has', async () => {
    const { platform } = await openDesk();
    const outcome = await platform.publish(aPost({ remoteId: 'tag:old.example,2026:desk/a1' }), signal);
    expect(outcome).toMatchObject({ type: 'published', remoteId: 'tag:old.example,2026:desk/a1' });
  });

  test('is tried again where the directory cannot be written, and says what to do', async () => {
    const desk = await openDesk();
    await writeFile(desk.directory, 'a file');
    const outcome = await desk.platform.publish(armed('Flood', 'https://news.example/flood'), signal);
    expect(outcome).toEqual({
      type: 'unavailable',
      detail: `${desk.directory} cannot be written (ENOTDIR): a file stands where a directory should be; move it away`,
    });
  });

  // Root may write everywhere.
  test.skipIf(process.getuid?.() === 0)('is tried again where the directory is read-only', async () => {
    const desk = await openDesk();
    await mkdir(desk.directory, { mode: 0o555 });
    const outcome = await desk.platform.publish(aPost(), signal);
    expect(outcome).toMatchObject({ type: 'unavailable', detail: expect.stringContaining('(EACCES)') });
    expect(await desk.flush()).toMatchObject({ type: 'failed', detail: expect.stringContaining('(EACCES)') });
    await chmod(desk.directory, 0o755);
  });

  test('is refused where no reader could follow the link: no feed would show it', async () => {
    const { platform } = await openDesk();
    const outcome = await platform.publish(aPost({ link: 'javascript:alert(1)' }), signal);
    expect(outcome).toMatchObject({ type: 'refused', detail: expect.stringContaining('javascript:alert(1)') });
  });
});

describe('the identity of a story', () => {
  const id = (source: string, article: string, url = 'https://News.Example:8443/en/') =>
    storyId(url, { source, id: article });

  test('is a tag URI of the outlet’s host, the source and the article', () => {
    expect(id('desk', 'a1')).toBe('tag:news.example,2026:desk/a1');
    expect(id('desk', 'a1', 'https://новини.example/')).toBe('tag:xn--b1amarcd.example,2026:desk/a1');
  });

  test('tells any two stories apart', () => {
    const keys: readonly [string, string][] = [
      ['a', 'b/c'],
      ['a/b', 'c'],
      ['a', 'b%2Fc'],
      ['a', 'B/c'],
      ['', 'a/b/c'],
    ];
    expect(new Set(keys.map(([source, article]) => id(source, article))).size).toBe(keys.length);
  });

  test('holds only what a tag URI may, whatever source and article are called', () => {
    const hostile = `<&>"' !()*/é\u{1F600}\uD800`;
    expect(id(hostile, hostile)).toMatch(/^tag:news\.example,2026:(?:[\w.~-]|%[\dA-F]{2})+\/(?:[\w.~-]|%[\dA-F]{2})+$/);
  });
});

describe('taking a story back', () => {
  test('is done when no feed shows it any more', async () => {
    const desk = await openDesk();
    await desk.flush(anEntry(), anEntry({ id: 'a10' }));
    const a1 = 'tag:news.example,2026:desk/a1';
    expect(await desk.platform.retract(a1, signal)).toEqual({
      type: 'unavailable',
      detail: 'it is still in rss.xml, atom.xml, feed.json; the next flush takes it out',
    });
    await desk.flush(anEntry({ id: 'a10' }));
    expect(await desk.platform.retract(a1, signal)).toEqual({ type: 'gone' });
    expect(await desk.read('news-sitemap.xml')).not.toContain('/a1<');
    expect(await desk.platform.retract('tag:news.example,2026:desk/a10', signal)).toMatchObject({
      type: 'unavailable',
    });
  });

  test('is not done in one feed alone', async () => {
    const desk = await openDesk();
    await desk.flush(anEntry());
    const shown = await desk.read('atom.xml');
    await desk.flush();
    await writeFile(join(desk.directory, 'atom.xml'), shown);
    const outcome = await desk.platform.retract('tag:news.example,2026:desk/a1', signal);
    expect(outcome).toMatchObject({ type: 'unavailable', detail: expect.stringContaining('atom.xml') });
  });

  test('is not done where the files could not be replaced: a sitemap may still show it', async () => {
    const desk = await openDesk();
    await mkdir(join(desk.directory, 'news-sitemap.xml'), { recursive: true });
    await desk.flush();
    const outcome = await desk.platform.retract('tag:news.example,2026:desk/a1', signal);
    expect(outcome).toMatchObject({ type: 'unavailable', detail: expect.stringContaining('(EISDIR)') });
  });
});

describe('whom it posts as', () => {
  test('is the public address, with the line that robots.txt needs', async () => {
    const { platform } = await openDesk();
    expect(await platform.whoami(signal)).toEqual({
      type: 'known',
      name: ADDRESS,
      mayWrite: true,
      detail: `name ${ADDRESS}news-sitemap.xml in robots.txt; with more than 1,000 stories in two days, ${ADDRESS}news-sitemap-index.xml`,
    });
  });

  test('says where it may not write, and makes nothing', async () => {
    const desk = await openDesk();
    await writeFile(desk.directory, 'a file');
    const below = await openDesk({ directory: join(desk.directory, 'a/b') });
    expect(await below.platform.whoami(signal)).toMatchObject({
      type: 'known',
      mayWrite: false,
      detail: expect.stringContaining('(ENOTDIR)'),
    });
    await (await openDesk()).platform.whoami(signal);
    await expect((await openDesk()).names()).rejects.toThrow('ENOENT');
  });
});
