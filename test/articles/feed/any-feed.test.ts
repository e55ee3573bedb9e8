import fc from 'fast-check';
import { expect, test } from 'vitest';
import { feedSite, item, polledOf } from './feed-site.ts';

/** A story as its newsroom knows it, whatever its feed calls it today. */
interface Told {
  readonly story: number;
  guid: string;
  link: string;
  title: string;
}

const step = fc.record({
  does: fc.constantFrom('publish', 'edit', 'rename', 'move', 'drop', 'shuffle', 'poll', 'poll'),
  which: fc.nat({ max: 9 }),
});

test('whatever a newsroom does to its feed, every story is one article, and the latest of it is known', async () => {
  const site = await feedSite();
  const pageAt = (path: string) => {
    site.answer(path, { body: 'A page' });
    return `http://${site.host}${path}`;
  };
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      let feed: Told[] = [];
      let cursor: string | undefined;
      let stories = 0;
      let changes = 0;
      /** An id and a link do not both change between two polls: then nobody could tell. */
      let touched = new Set<number>();
      const articleOf = new Map<number, string>();
      const titleOf = new Map<string, string>();

      const poll = async () => {
        site.feed(...feed.map(({ guid, link, title }) => item(guid, { link, title })));
        const { articles, vanished, ...polled } = polledOf(await site.source.poll(cursor, AbortSignal.timeout(60_000)));
        cursor = polled.cursor;
        touched = new Set();
        expect(vanished).toEqual([]);
        for (const { id, title, url } of articles) {
          titleOf.set(id, title);
          const told = feed.find(({ link }) => link === url);
          if (!told) throw new Error(`${url} is in no feed`);
          expect(articleOf.get(told.story) ?? id).toBe(id);
          articleOf.set(told.story, id);
        }
        for (const { story, title } of feed) expect(titleOf.get(articleOf.get(story) ?? '')).toBe(title);
        expect(new Set(articleOf.values()).size).toBe(articleOf.size);
      };

      for (const { does, which } of steps) {
        const told = feed[which % Math.max(1, feed.length)];
        changes += 1;
        if (does === 'publish') {
          stories += 1;
          const link = pageAt(`/s${stories}`);
          feed.unshift({ story: stories, guid: `g${changes}`, link, title: `Title ${changes}` });
        } else if (does === 'poll') await poll();
        else if (does === 'drop') feed.pop();
        else if (does === 'shuffle') feed = [...feed.slice(which), ...feed.slice(0, which)];
        else if (told && does === 'edit') told.title = `Title ${changes}`;
        else if (told && !touched.has(told.story)) {
          touched.add(told.story);
          if (does === 'rename') told.guid = `g${changes}`;
          else told.link = pageAt(`/m${changes}`);
        }
      }
      await poll();
    }),
    { numRuns: 60 },
  );
});
