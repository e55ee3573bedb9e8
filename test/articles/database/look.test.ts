import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { poll } from '../article-folder.ts';
import { type Cms, insert, NOW, sourceOf, sqliteCms } from './cms.ts';

let cms: Cms;
beforeAll(async () => {
  cms = await sqliteCms();
});
afterAll(() => cms.close());

/** What a CMS does, and how late its transaction ends: less than the overlap of ten minutes. */
const deed = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('write' as const), id: fc.nat(30), lateS: fc.nat(590) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('touch' as const), id: fc.nat(30), lateS: fc.constant(0) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('delete' as const), id: fc.nat(30), lateS: fc.constant(0) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('poll' as const), id: fc.constant(0), lateS: fc.constant(0) }) },
);

test('whatever a CMS does, and however late, what the polls brought is what is there', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { maxLength: 60 }), fc.integer({ min: 0, max: 90 }), async (deeds, stepS) => {
      await cms.empty();
      const there = new Map<string, string>();
      const brought = new Map<string, string>();
      let clock = NOW;
      let cursor: string | undefined;
      const source = sourceOf(cms, { now: () => clock });
      const look = async () => {
        const result = await poll(source, cursor);
        cursor = result.cursor;
        for (const { id } of result.vanished) brought.delete(id);
        for (const { id, title } of result.articles) brought.set(id, title);
        return result.more || result.articles.length > 0;
      };
      for (const [number, { do: what, id: n, lateS }] of deeds.entries()) {
        clock = clock.add({ seconds: stepS });
        const id = `n${n}`;
        const headline = `Version ${number}`;
        // To the second only, so that times are often the same.
        const at = clock.subtract({ seconds: lateS }).round('second').toString().replace('T', ' ');
        if (what === 'poll') await look();
        else if (what === 'delete') {
          await cms.run('delete from articles where id = ?', id);
          there.delete(id);
        } else if (what === 'touch' && there.has(id)) {
          await cms.run('update articles set headline = ?, updated_at = ? where id = ?', headline, at, id);
          there.set(id, headline);
        } else {
          await cms.run('delete from articles where id = ?', id);
          await insert(cms, { id, headline, at });
          there.set(id, headline);
        }
      }
      while (await look());
      expect(brought).toEqual(there);
      expect(await look()).toBe(false);
    }),
    { numRuns: 150 },
  );
}, 120_000);
