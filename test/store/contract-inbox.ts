import { describe, expect, it } from 'vitest';
import { receive } from '../../src/domain/inbox.ts';
import type { Store } from '../../src/domain/store.ts';
import { anArticle, at } from '../support/posts.ts';
import { admission } from './taking-in.ts';

const NINE = at('2026-05-01T09:00:00Z');

export function describeInbox(store: () => Store): void {
  const push = (id: string, title = 'Bridge opens', when = NINE) => {
    const article = anArticle({ id, title, updatedAt: when });
    return store().receive(article, (held, known) => receive({ type: 'story', article, at: when }, held, known));
  };
  const strike = (id: string, when = NINE) =>
    store().receive({ source: 'desk', id }, (held, known) =>
      receive({ type: 'deletion', at: when, time: 'sent' }, held, known),
    );

  describe('the inbox', () => {
    it('gives back what came, in its order, and nothing twice', async () => {
      await push('b');
      await push('a');
      const first = await store().received('desk', undefined);
      expect(first.articles.map(({ id }) => id)).toEqual(['b', 'a']);
      expect(first.articles[0]).toEqual(anArticle({ id: 'b', title: 'Bridge opens', updatedAt: NINE }));
      expect(first.more).toBe(false);
      expect(await store().received('desk', first.cursor)).toEqual({ articles: [], cursor: first.cursor, more: false });
      await push('b', 'Bridge is open');
      const second = await store().received('desk', first.cursor);
      expect(second.articles.map(({ id, title }) => `${id} ${title}`)).toEqual(['b Bridge is open']);
    });

    it('holds the last word of each article only', async () => {
      await push('a', 'Bridge opens');
      await push('a', 'Bridge is open');
      expect((await store().received('desk', undefined)).articles.map(({ title }) => title)).toEqual([
        'Bridge is open',
      ]);
    });

    it('says whether something came since', async () => {
      const before = await store().newestReceived('desk');
      expect(await store().newestReceived('desk')).toBe(before);
      expect(await push('a')).toMatchObject({ status: 'accepted' });
      const then = await store().newestReceived('desk');
      expect(then).not.toBe(before);
      expect(await push('a')).toMatchObject({ status: 'unchanged' });
      expect(await store().newestReceived('desk')).toBe(then);
    });

    it('knows sources apart', async () => {
      await push('a');
      expect(await store().received('cms', undefined)).toMatchObject({ articles: [] });
      expect(await store().newestReceived('cms')).toBe(0);
    });

    it('brings fifty at once', async () => {
      for (let n = 0; n < 51; n += 1) await push(`a${n}`);
      const first = await store().received('desk', undefined);
      expect(first).toMatchObject({ more: true });
      expect(first.articles).toHaveLength(50);
      expect(await store().received('desk', first.cursor)).toMatchObject({ articles: [{ id: 'a50' }], more: false });
    });

    it('cancels an article that was taken in long ago, and one that never came leaves only its time', async () => {
      await store().intake('desk', '7', [anArticle()], (article) => admission(article));
      await strike('a1');
      await strike('never');
      const { articles } = await store().received('desk', undefined);
      expect(articles).toMatchObject([{ id: 'a1', status: 'canceled' }]);
      expect(await push('never', 'Bridge opens', at('2026-05-01T08:00:00Z'))).toMatchObject({ status: 'stale' });
    });

    it('lets go of texts that were taken in, but of none that was not, and of no time', async () => {
      for (let n = 0; n < 150; n += 1) await push(`a${n}`);
      await push('b');
      const all = async () => {
        const ids: string[] = [];
        for (let cursor: string | undefined, more = true; more; ) {
          const read = await store().received('desk', cursor);
          ids.push(...read.articles.map(({ id }) => id));
          ({ cursor, more } = read);
        }
        return ids;
      };
      expect(await all()).toHaveLength(151);
      await store().intake('desk', '30', [], () => undefined);
      await push('c');
      expect(await all()).toHaveLength(152 - 30);
      await store().intake('desk', '152', [], () => undefined);
      await push('d');
      expect(await all()).toHaveLength(100);
      expect(await push('a0', 'Bridge opening', at('2026-05-01T08:00:00Z'))).toMatchObject({ status: 'stale' });
    });

    it.each(['x', '', '-1', '1.5', '9'.repeat(20)])('takes the cursor %j for none', async (cursor) => {
      await push('a');
      expect((await store().received('desk', cursor)).articles).toHaveLength(1);
    });
  });
}
