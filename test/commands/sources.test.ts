import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { shapes } from '../../scripts/schemas.ts';
import { aDesk } from './desk.ts';

describe('sources', () => {
  it('shows one that was never asked', async () => {
    const desk = aDesk();
    expect(await desk.json(shapes.sources, 'sources')).toEqual([
      { id: 'desk', kind: 'folder', state: 'unread', lastPoll: null, lastNew: null, lagSeconds: null, unreadable: [] },
    ]);
    expect((await desk.crier('sources')).stdout).toMatch(/^desk +folder +unread +never +never +every pass$/m);
  });

  it('shows when one was asked, what it brought, and what in it cannot be read', async () => {
    const desk = aDesk();
    desk.article('bridge');
    desk.file('articles/broken.json', '{ "title": ');
    await desk.crier('run');
    desk.at(2);
    const [source] = await desk.json(shapes.sources, 'sources');
    expect(source).toMatchObject({ state: 'open', lastPoll: expect.any(String), lastNew: expect.any(String) });
    expect(source?.lagSeconds).toBeGreaterThanOrEqual(2 * 3600 - 60);
    expect(source?.unreadable).toMatchObject([{ item: 'broken.json' }]);
    const { stdout, code } = await desk.crier('sources');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^desk +folder +open +2026-05-01 12:00 +2026-05-01 12:00 +(2h|1h) +every pass$/m);
    expect(stdout).toContain('desk: unreadable: broken.json: ');
  });

  it('shows one that stopped, since when and why', async () => {
    const desk = aDesk();
    desk.article('bridge');
    await desk.crier('run');
    renameSync(join(desk.folder, 'articles'), join(desk.folder, 'away'));
    desk.at(1);
    await desk.crier('run');
    desk.at(3);
    const [source] = await desk.json(shapes.sources, 'sources');
    expect(source).toMatchObject({ state: 'stopped', stopped: { detail: expect.stringContaining('is not there') } });
    expect((await desk.crier('sources')).stdout).toMatch(/^desk: stopped since 2026-05-01 13:00: .* is not there$/m);
  });

  it('takes no other word', async () => {
    const desk = aDesk();
    expect(await desk.crier('sources', 'list')).toMatchObject({ code: 64, stdout: '' });
    expect(await desk.crier('sources', '--new')).toMatchObject({ code: 64, stdout: '' });
    expect(await desk.crier('sources', 'test')).toMatchObject({ code: 64, stdout: '' });
  });
});

describe('sources test', () => {
  it('prints what it understood, and takes nothing in', async () => {
    const desk = aDesk();
    desk.article('bridge', { summary: 'It is open.', image: { url: 'https://news.example/b.jpg' }, section: 'town' });
    desk.file('articles/broken.json', '{ "title": ');
    const tested = await desk.json(shapes['source-test'], 'sources', 'test', 'desk');
    expect(tested).toMatchObject({
      source: 'desk',
      kind: 'folder',
      state: 'reachable',
      articles: [
        {
          id: 'bridge',
          title: 'Story bridge',
          url: 'https://news.example/bridge',
          publishedAt: '2026-05-01T08:30:00Z',
          words: 15,
          missing: ['authors', 'alt text', 'updatedAt'],
        },
      ],
      unreadable: [{ item: 'broken.json' }],
      more: false,
    });
    const { stdout, code } = await desk.crier('sources', 'test', 'desk');
    expect(code).toBe(0);
    for (const words of [
      'source desk (folder): 1 articles, 1 unreadable\n',
      'Story bridge\n  published 2026-05-01 11:30\n  usable, en, town, 15 words, id bridge\n',
      '  https://news.example/bridge\n  image https://news.example/b.jpg\n',
      '  missing: authors, alt text, updatedAt\n',
      'unreadable: broken.json: ',
    ]) {
      expect(stdout).toContain(words);
    }
    expect(await desk.json(shapes.posts, 'queue', 'list')).toEqual([]);
    expect(await desk.json(shapes.sources, 'sources')).toMatchObject([{ state: 'unread', unreadable: [] }]);
  });

  it('prints with --new only what was not taken in yet', async () => {
    const desk = aDesk();
    desk.article('bridge');
    await desk.crier('run');
    desk.article('ferry');
    const titles = async (...more: readonly string[]) =>
      (await desk.json(shapes['source-test'], 'sources', 'test', 'desk', ...more)).articles.map(({ title }) => title);
    expect(await titles('--new')).toEqual(['Story ferry']);
    expect((await titles()).toSorted()).toEqual(['Story bridge', 'Story ferry']);
  });

  it('ends with 1 where the source cannot be reached, and with 66 where there is none', async () => {
    const desk = aDesk();
    renameSync(join(desk.folder, 'articles'), join(desk.folder, 'away'));
    const gone = await desk.crier('sources', 'test', 'desk');
    expect(gone).toMatchObject({ code: 1 });
    expect(gone.stdout).toMatch(/^source desk \(folder\) cannot be reached: .* is not there\n$/);
    expect(await desk.json(shapes['source-test'], 'sources', 'test', 'desk')).toMatchObject({ state: 'unreachable' });
    expect(await desk.crier('sources', 'test', 'cms')).toMatchObject({ code: 66, stdout: '' });
  });
});
