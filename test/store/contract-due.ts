import { describe, expect, it } from 'vitest';
import type { Post } from '../../src/domain/post.ts';
import { POST_KINDS } from '../../src/domain/post.ts';
import type { Store } from '../../src/domain/store.ts';
import { after, HOUR_MS, type Instant } from '../../src/domain/time.ts';
import { aPost } from '../support/posts.ts';
import { MORNING, moved, opened } from './taking-in.ts';

const LATER = after(MORNING, HOUR_MS);
const EARLIER = after(MORNING, -HOUR_MS);
const EARLIEST = after(EARLIER, -HOUR_MS);

export function describeDue(store: () => Store): void {
  const ids = (posts: readonly Post[]) => posts.map(({ article }) => article.id);

  describe('what is due', () => {
    it('comes in turn: retries after a lost answer, breaking, the freshest', async () => {
      const lost = { state: 'retrying', everUnconfirmed: true } as const;
      await opened(
        store(),
        post('older', { newsAt: EARLIER }),
        post('newer', {}),
        post('retry', { state: 'retrying' }),
        post('breaking', { breaking: true, newsAt: EARLIER }),
        post('lost', { ...lost, newsAt: EARLIER }),
        post('lost-breaking', { ...lost, breaking: true, newsAt: EARLIER }),
        post('not-yet', { dueAt: LATER }),
        post('review', { state: 'pending_review' }),
        post('elsewhere', { channel: 'y', account: 'twitter:2' }),
      );
      const due = await store().nextDue('x', MORNING, POST_KINDS);
      expect(ids(due)).toEqual(['lost-breaking', 'lost', 'breaking', 'newer', 'retry', 'older']);
    });

    it('is breaking or timed by a person where only the urgent may go', async () => {
      await opened(
        store(),
        post('plain', {}),
        post('timed', { timedByPerson: true }),
        post('breaking', { breaking: true }),
      );
      expect(ids(await store().nextDue('x', MORNING, ['breaking', 'timed']))).toEqual(['breaking', 'timed']);
    });

    it('is shown twenty at a time', async () => {
      await opened(store(), ...Array.from({ length: 21 }, (_, index) => post(`a${index}`, {})));
      expect(await store().nextDue('x', MORNING, POST_KINDS)).toHaveLength(20);
    });
  });

  describe('what has been due for the longest', () => {
    it('is found among all that waits', async () => {
      await store().saveChannel({ id: 'x', account: 'twitter:1', sandbox: false });
      await opened(
        store(),
        post('due', {}),
        post('review', { state: 'pending_review', dueAt: EARLIER }),
        post('done', { state: 'published', dueAt: EARLIEST }),
        post('not-yet', { dueAt: LATER }),
      );
      expect((await store().longestDue(MORNING))?.article.id).toBe('review');
      expect(await store().longestDue(EARLIEST)).toBeUndefined();
    });
  });

  describe('what wants settling', () => {
    it('is leases run out and looks due, on any channel', async () => {
      const lease = { token: 't', until: MORNING, armed: false };
      await opened(
        store(),
        post('ran-out', { state: 'publishing', lease }),
        post('at-work', { state: 'publishing', lease: { ...lease, until: LATER }, account: 'twitter:2', channel: 'y' }),
        post('look', { state: 'unconfirmed', nextLookAt: MORNING }),
        post('second-look', { state: 'published', nextLookAt: EARLIER }),
        post('look-later', { state: 'unconfirmed', nextLookAt: LATER }),
        post('quiet', {}),
      );
      expect(ids(await store().unsettled(MORNING, ['twitter:1']))).toEqual(['ran-out', 'second-look', 'look']);
    });
  });

  describe('what a clock ahead of ours wrote', () => {
    it('is leases that end too late, and what waits since a change that is still to come', async () => {
      const lease = { token: 't', until: LATER, armed: false };
      const changed = { updatedAt: LATER };
      await opened(
        store(),
        post('held', { state: 'publishing', lease: { ...lease, until: after(LATER, 1) } }),
        post('at-work', { state: 'publishing', lease, channel: 'y', account: 'twitter:2' }),
        post('look', { ...changed, state: 'unconfirmed', nextLookAt: LATER }),
        post('look-planned', { state: 'unconfirmed', nextLookAt: LATER }),
        post('due', { ...changed, dueAt: LATER }),
        post('due-now', changed),
        post('due-by-person', { ...changed, dueAt: LATER, timedByPerson: true }),
        post('review', { ...changed, dueAt: LATER, state: 'pending_review' }),
        post('planned', { dueAt: LATER }),
      );
      expect(ids(await store().ahead({ leases: LATER, changes: MORNING }))).toEqual(['held', 'look', 'due']);
    });
  });

  describe('what is stale', () => {
    it('is waiting posts of these channels that are no longer news', async () => {
      await opened(
        store(),
        post('stale', { freshUntil: MORNING }),
        post('unread', { freshUntil: MORNING, state: 'pending_review' }),
        post('fresh', { freshUntil: LATER }),
        post('timeless', {}),
        post('out', { freshUntil: MORNING, state: 'published' }),
        post('held', { freshUntil: MORNING, channel: 'gone' }),
      );
      expect(ids(await store().stale(MORNING, ['x', 'y'])).sort()).toEqual(['stale', 'unread']);
    });
  });

  describe('the next time anything is wanted', () => {
    const lease = { token: 't', until: LATER, armed: false };
    const much = after(LATER, HOUR_MS);
    it.each([
      ['a due time', { dueAt: LATER }],
      ['the end of freshness', { dueAt: much, freshUntil: LATER }],
      ['the end of freshness of an unread post', { state: 'pending_review', freshUntil: LATER }],
      ['a lease', { state: 'publishing', lease }],
      ['a look', { state: 'published', nextLookAt: LATER }],
    ] as const)('is %s', async (_, fields) => {
      await opened(store(), post('wanted', fields), post('much-later', { dueAt: much }));
      const next = async (channels: string[], since: Instant) => String(await store().nextAt(channels, since));
      expect(await next(['x', 'y'], MORNING)).toBe(String(LATER));
      expect(await next(['x'], LATER)).toBe(String(much));
      expect(await next(['y'], MORNING)).toBe('undefined');
    });
  });

  describe('the end of a gap', () => {
    const aside = { state: 'pending_review', reason: { type: 'catch-up' } } as const;

    it('lets the newest of what it left over go, once', async () => {
      await store().saveChannel({ id: 'x', account: 'twitter:1', sandbox: false, activeAt: EARLIER });
      await opened(
        store(),
        post('older', { newsAt: EARLIER }),
        post('newest', { ...aside, newsAt: LATER }),
        post('aside', aside),
        post('ahead', { dueAt: LATER }),
        post('review', { state: 'pending_review', reason: { type: 'review-required' } }),
      );
      const seen: string[] = [];
      const choose = (left: readonly Post[]) => {
        seen.push(...ids(left));
        return left.slice(1).map((kept) => moved(kept, 'pending_review', { reason: { type: 'held-after-gap' } }));
      };
      expect(await store().endGap('x', EARLIER, MORNING, choose)).toMatchObject({ isOver: true });
      expect(await store().endGap('x', EARLIER, MORNING, choose)).toBeUndefined();
      expect(seen).toEqual(['newest', 'aside', 'older']);
      expect(await store().channels()).toEqual([{ id: 'x', account: 'twitter:1', sandbox: false, activeAt: MORNING }]);
      expect(await store().post('older-x')).toMatchObject({ state: 'pending_review', version: 2 });
    });

    it('comes in steps of 200 posts, the oldest first, and is over only with the last', async () => {
      await store().saveChannel({ id: 'x', account: 'twitter:1', sandbox: false, activeAt: EARLIER });
      const names = Array.from({ length: 250 }, (_, n) => `n${String(n).padStart(3, '0')}`);
      await opened(store(), ...names.map((id) => post(id, { state: 'scheduled' })));
      const seen: (string | undefined)[][] = [];
      const choose = (left: readonly Post[]) => {
        seen.push([left.at(0)?.id, left.at(-1)?.id]);
        return left.slice(5).map((kept) => moved(kept, 'pending_review', { reason: { type: 'held-after-gap' } }));
      };
      const first = await store().endGap('x', EARLIER, MORNING, choose);
      expect([first?.moved.length, first?.isOver]).toEqual([200, false]);
      expect(String((await store().channels())[0]?.activeAt)).toBe(String(EARLIER));
      const second = await store().endGap('x', EARLIER, MORNING, choose);
      expect([second?.moved.length, second?.isOver]).toEqual([45, true]);
      expect(seen).toEqual([
        ['n000-x', 'n249-x'],
        ['n000-x', 'n049-x'],
      ]);
      expect(String((await store().channels())[0]?.activeAt)).toBe(String(MORNING));
    });

    it('is also that of a channel that never ran', async () => {
      await store().saveChannel({ id: 'x', account: 'twitter:1', sandbox: true });
      expect(await store().endGap('x', undefined, MORNING, () => [])).toEqual({ moved: [], isOver: true });
      expect(await store().channels()).toEqual([{ id: 'x', account: 'twitter:1', sandbox: true, activeAt: MORNING }]);
    });
  });
}

function post(id: string, fields: Partial<Post>): Post {
  return aPost({ article: { source: 'desk', id }, ...fields });
}
