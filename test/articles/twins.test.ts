import { describe, expect, test } from 'vitest';
import { articleFolder, poll, said } from './article-folder.ts';

describe('two files with the same article', () => {
  const copies = { 'a.json': { title: 'From a' }, 'b.json': { title: 'From b' } };

  test('leave it to the first by name, whichever came first', async () => {
    for (const order of [
      ['a.json', 'b.json'],
      ['b.json', 'a.json'],
    ] as const) {
      const folder = articleFolder();
      folder.json(order[0], copies[order[0]]);
      const first = await poll(folder.source());
      expect(first.unreadable).toEqual([]);
      folder.json(order[1], copies[order[1]]);
      const second = await poll(folder.source(), first.cursor);
      expect(said(second)).toEqual(['b.json: same id as a.json: "a1"']);
      expect([...first.articles, ...second.articles].findLast(({ id }) => id === 'a1')?.title).toBe('From a');
      expect(second).toMatchObject({ vanished: [], more: false });
      expect(await poll(folder.source(), second.cursor)).toMatchObject({ cursor: second.cursor, unreadable: [] });
    }
  });

  test('bring it once when they come together', async () => {
    const folder = articleFolder();
    folder.json('b.json', copies['b.json'], '2026-03-01T10:00:00Z');
    folder.json('a.json', copies['a.json']);
    const result = await poll(folder.source());
    expect(result.articles).toMatchObject([{ id: 'a1', title: 'From a' }]);
    expect(result).toMatchObject({ unreadable: [{ item: 'b.json' }], readable: ['a.json'] });
  });

  test('leave it to the second when the first goes or speaks of something else', async () => {
    for (const change of ['remove', 'rewrite']) {
      const folder = articleFolder();
      folder.json('a.json', copies['a.json']);
      folder.json('b.json', copies['b.json']);
      const first = await poll(folder.source());
      if (change === 'remove') folder.remove('a.json');
      else folder.json('a.json', { id: 'other' });
      const second = await poll(folder.source(), first.cursor);
      expect(second).toMatchObject({ vanished: [], more: true });
      const third = await poll(folder.source(), second.cursor);
      expect(third).toMatchObject({
        articles: [{ id: 'a1', title: 'From b' }],
        readable: ['b.json'],
        more: false,
        vanished: [],
      });
    }
  });
});
