import { beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../src/domain/store.ts';
import { after, HOUR_MS, MINUTE_MS } from '../../src/domain/time.ts';
import { anArticle, aPost, at } from '../support/posts.ts';
import { admission, MORNING, moved, opened } from './taking-in.ts';

const SOON = after(MORNING, MINUTE_MS);
const LATER = after(SOON, MINUTE_MS);
const hoursBack = (hours: number) => after(MORNING, -hours * HOUR_MS);
const HUBS = ['https://a.example/', 'https://b.example/'];

export function describeFeeds(store: () => Store): void {
  const anEntry = (id: string, fields = {}) =>
    aPost({
      article: { source: 'desk', id },
      channel: 'news',
      account: 'google-news:news',
      platform: 'google-news',
      state: 'published',
      ...fields,
    });
  const flushed = (changes: number) => ({ flushed: { changes, digest: 'd1', nextAt: SOON } });

  describe('the feeds of a channel', () => {
    beforeEach(async () => {
      await store().openAccount({ id: 'google-news:news', platform: 'google-news' });
      await store().saveChannel({ id: 'news', sandbox: false, account: 'google-news:news' });
    });

    it('count every change of their posts, and of no others', async () => {
      await opened(store(), anEntry('a1'), aPost({ article: { source: 'desk', id: 'x1' } }));
      expect(await store().feed('news')).toEqual({ channel: 'news', changes: 0 });
      expect(await store().commit(moved(anEntry('a1'), 'published'))).toBe(true);
      expect(await store().commit(moved(anEntry('a1'), 'published'))).toBe(false);
      await store().saveChannel({ id: 'news', sandbox: false, account: 'google-news:news', activeAt: MORNING });
      expect(await store().feed('news')).toEqual({ channel: 'news', changes: 1 });
    });

    it('are in one hand at a time, until it lets go or its time is over', async () => {
      expect(await store().claimFeed('news', 't1', MORNING, SOON)).toMatchObject({ channel: 'news' });
      expect(await store().claimFeed('news', 't2', MORNING, SOON)).toBeUndefined();
      await store().releaseFeed('news', 't1', flushed(0));
      expect(await store().feed('news')).toMatchObject({ flushed: { changes: 0, digest: 'd1' } });
      expect(await store().claimFeed('news', 't2', MORNING, SOON)).toBeDefined();
      expect(await store().claimFeed('news', 't3', SOON, LATER)).toBeDefined();
    });

    it('are taken out of a hand that would hold them for longer than any may', async () => {
      expect(await store().claimFeed('news', 'ahead', SOON, LATER)).toBeDefined();
      expect(await store().claimFeed('news', 't1', MORNING, SOON)).toBeDefined();
      expect(await store().claimFeed('news', 't2', MORNING, SOON)).toBeUndefined();
    });

    it('are not known any more where a lost hand wrote last', async () => {
      await store().claimFeed('news', 'slow', MORNING, SOON);
      await store().claimFeed('news', 'quick', SOON, LATER);
      await store().releaseFeed('news', 'quick', flushed(0));
      await store().releaseFeed('news', 'slow', flushed(0));
      expect(await store().feed('news')).toEqual({ channel: 'news', changes: 0 });
    });

    it('remember why they could not be written, until they are', async () => {
      const fault = { since: MORNING, detail: 'EACCES', nextAt: SOON };
      await store().claimFeed('news', 't1', MORNING, SOON);
      await store().releaseFeed('news', 't1', { fault });
      expect(JSON.stringify((await store().feed('news')).fault)).toBe(JSON.stringify(fault));
      await store().claimFeed('news', 't2', MORNING, SOON);
      await store().releaseFeed('news', 't2', flushed(0));
      expect(await store().feed('news')).not.toHaveProperty('fault');
    });

    it('show all since a time and the newest in any case, newest first, with their articles', async () => {
      const hoursAgo = (hours: number) => ({ newsAt: hoursBack(hours) });
      await opened(
        store(),
        anEntry('old', hoursAgo(60)),
        anEntry('older', hoursAgo(90)),
        anEntry('fresh', hoursAgo(1)),
        anEntry('waiting', { state: 'scheduled' }),
        aPost({ article: { source: 'desk', id: 'fresh' }, state: 'published' }),
      );
      const ids = async (hours: number, newest: number) =>
        (await store().shown('news', hoursBack(hours), newest)).map(
          ({ post, known }) => `${post.article.id} ${known.article.title}`,
        );
      expect(await ids(48, 1)).toEqual(['fresh Harbour bridge reopens']);
      expect(await ids(48, 2)).toEqual(['fresh Harbour bridge reopens', 'old Harbour bridge reopens']);
      expect(await ids(70, 1)).toHaveLength(2);
    });

    it('say when what readers see of an article last changed', async () => {
      const revised = async () => (await store().article({ source: 'desk', id: 'a1' }))?.revisedAt;
      const take = (revision: string, time: string) =>
        store().intake('desk', undefined, [anArticle()], (article) => ({
          ...admission(article),
          revision,
          at: at(time),
        }));
      await take('r1', '2026-05-01T08:00Z');
      await take('r1', '2026-05-01T09:00Z');
      expect(await revised()).toBeUndefined();
      await take('r2', '2026-05-01T10:00Z');
      await take('r2', '2026-05-01T11:00Z');
      expect(String(await revised())).toBe('2026-05-01T10:00:00Z');
    });

    it('have the hubs they were last given, each with what it was told', async () => {
      expect((await store().keepHubs('news', HUBS)).map(({ hub, attempts }) => [hub, attempts])).toEqual([
        [HUBS[0], 0],
        [HUBS[1], 0],
      ]);
      const told = { channel: 'news', hub: HUBS[1] ?? '', told: 'd1', toldAt: MORNING, attempts: 0 };
      await store().saveHub(told);
      const [kept, ...others] = await store().keepHubs('news', HUBS.slice(1));
      expect([kept?.hub, kept?.told, String(kept?.toldAt), others]).toEqual([HUBS[1], 'd1', String(MORNING), []]);
      expect(await store().hubs('sport')).toEqual([]);
    });
  });
}
