import { describe, expect, it } from 'vitest';
import { BODY_KEPT_MS, ENTRIES_KEPT_WHOLE, HISTORY_KEPT_MS, LEDGER_KEPT_MS } from '../../src/domain/compaction.ts';
import type { Post } from '../../src/domain/post.ts';
import type { Store } from '../../src/domain/store.ts';
import { after, DAY_MS, HOUR_MS, type Instant, QUARTER_MS } from '../../src/domain/time.ts';
import { anArticle, aPost, at } from '../support/posts.ts';
import { admission, MORNING, moved, opened } from './taking-in.ts';

/** So long after everything was taken in. */
const later = (ms: number) => after(MORNING, ms);
const PAST_BODIES = later(BODY_KEPT_MS);
const PAST_HISTORIES = later(HISTORY_KEPT_MS);

export function describeCompaction(store: () => Store): void {
  const compact = async (now: Instant) => {
    const looked = [];
    while (looked.at(-1) !== 0) looked.push(await store().compact(now));
    return looked;
  };
  const bodyOf = async (id: string) => (await store().article({ source: 'desk', id }))?.article.body;
  const withoutBody = (id: string) => ({ ...anArticle({ id }), body: '' });
  const published = (id: string, fields: Partial<Post> = {}) =>
    aPost({ article: { source: 'desk', id }, state: 'published', ...fields });

  describe('the body of an article', () => {
    it('goes ninety days after it was last touched, and all else of it stays', async () => {
      await opened(store(), published('a1'));
      const before = await store().article(anArticle());
      expect(await compact(later(BODY_KEPT_MS - 1))).toEqual([0]);
      expect(await compact(PAST_BODIES)).toEqual([1, 0]);
      expect(await store().article(anArticle())).toEqual({ ...before, article: withoutBody('a1') });
      expect((await store().findArticle('https://news.example/a1'))?.article).toEqual(withoutBody('a1'));
      expect(await store().posts({})).toEqual([published('a1')]);
      expect(await compact(PAST_HISTORIES)).toEqual([1, 0]);
    });

    it('stays as long as a post of it waits, is on its way or wants a person', async () => {
      const states = [
        'pending_review',
        'scheduled',
        'retrying',
        'publishing',
        'unconfirmed',
        'failed',
        'retracting',
      ] as const;
      const posts = states.map((state) => aPost({ article: { source: 'desk', id: state }, state }));
      await opened(store(), ...posts);
      await compact(PAST_BODIES);
      for (const id of states) expect(await bodyOf(id)).not.toBe('');
      for (const post of posts) await store().commit(moved(post, 'canceled'));
      await compact(later(2 * BODY_KEPT_MS));
      for (const id of states) expect(await bodyOf(id)).toBe('');
    });

    it('counts from the latest of its revision, and of its posts and their news', async () => {
      await opened(store(), published('a1'), published('a2'), published('a3', { newsAt: later(DAY_MS) }));
      const nextDay = later(DAY_MS);
      const revised = { ...admission(anArticle()), at: nextDay, revision: 'revision-2' };
      await store().intake('desk', 'c', [anArticle()], () => revised);
      const touched = moved(published('a2'), 'published');
      await store().commit({ ...touched, post: { ...touched.post, updatedAt: nextDay } });
      await compact(later(BODY_KEPT_MS + DAY_MS - 1));
      for (const id of ['a1', 'a2', 'a3']) expect(await bodyOf(id)).not.toBe('');
      await compact(later(BODY_KEPT_MS + DAY_MS));
      for (const id of ['a1', 'a2', 'a3']) expect(await bodyOf(id)).toBe('');
    });

    it('stays while a person holds the story back', async () => {
      const pulled = { ...admission(anArticle()), withdrawal: 'pulled-by-person' as const };
      await store().intake('desk', 'c', [anArticle()], () => pulled);
      await compact(PAST_BODIES);
      expect(await bodyOf('a1')).not.toBe('');
      await store().intake('desk', 'c', [anArticle()], () => ({ ...admission(anArticle()), at: PAST_BODIES }));
      await compact(later(2 * BODY_KEPT_MS));
      expect(await bodyOf('a1')).toBe('');
    });

    it('stays with the newest entries of every channel of feeds, and comes back with the article', async () => {
      await store().openAccount({ id: 'google-news:news', platform: 'google-news' });
      await store().saveChannel({ id: 'news', sandbox: false, account: 'google-news:news' });
      const feed = { channel: 'news', account: 'google-news:news', platform: 'google-news' } as const;
      const ids = Array.from({ length: ENTRIES_KEPT_WHOLE + 1 }, (_, n) => `a${n}`);
      const entries = ids.map((id, n) => published(id, { ...feed, newsAt: later(-n * HOUR_MS) }));
      await opened(store(), ...entries);
      expect(await compact(PAST_BODIES)).toEqual([200, 1, 0]);
      const shown = (await store().shown('news', MORNING, 1000)).map(({ known }) => known.article.body !== '');
      expect(shown).toEqual(ids.map((_, n) => n < ENTRIES_KEPT_WHOLE));
      const last = anArticle({ id: ids.at(-1) ?? '' });
      await store().intake('desk', 'c', [last], () => ({ ...admission(last), at: PAST_BODIES }));
      expect(await bodyOf(last.id)).toBe(last.body);
    });
  });

  describe('the history of a post', () => {
    it('shrinks to its last line four hundred days after it ended', async () => {
      await opened(store(), aPost());
      const done = moved(aPost(), 'published', { remoteId: '77' });
      await store().commit(done);
      await compact(later(HISTORY_KEPT_MS - 1));
      expect(await store().events('a1-x')).toHaveLength(2);
      await compact(PAST_HISTORIES);
      expect((await store().events('a1-x')).map(({ to }) => to)).toEqual(['published']);
      expect(await store().post('a1-x')).toEqual(done.post);
      expect(await store().recorded('twitter:1', ['77'])).toEqual(new Map([['77', 'a1-x']]));
    });

    it('stays whole while something may come of it, and starts anew where it moves again', async () => {
      await opened(store(), aPost(), published('a2'));
      await store().commit(moved(aPost(), 'failed'));
      await compact(PAST_HISTORIES);
      expect(await store().events('a1-x')).toHaveLength(2);
      const again = moved(published('a2'), 'retracting');
      await store().commit({ ...again, post: { ...again.post, updatedAt: PAST_HISTORIES } });
      const pulled = moved(again.post, 'pulled');
      await store().commit({ ...pulled, post: { ...pulled.post, updatedAt: PAST_HISTORIES } });
      await compact(later(2 * HISTORY_KEPT_MS - 1));
      expect(await store().events('a2-x')).toHaveLength(3);
      await compact(later(2 * HISTORY_KEPT_MS));
      expect(await store().events('a2-x')).toHaveLength(1);
    });
  });

  describe('the ledger', () => {
    const entered = async (id: string, time: Instant) => {
      const post = aPost({ article: { source: 'desk', id } });
      await opened(store(), post);
      const transition = moved(post, 'published');
      await store().commit({ ...transition, ledger: { type: 'enter', at: time, usd: 0.2 } });
      return transition.post;
    };
    const windows = { hourAgo: later(-HOUR_MS), dayStart: at('2026-05-01T00:00Z'), monthStart: MORNING };

    it('loses the lines of months that are over, but not the last word of an account', async () => {
      await entered('a1', MORNING);
      const last = await entered('a2', later(QUARTER_MS));
      expect(await store().spoken('twitter:1', windows)).toMatchObject({ lastHour: 2, today: 2, todayUsd: 0.4 });
      expect(await compact(later(LEDGER_KEPT_MS + HOUR_MS))).toEqual([2, 0]);
      const { lastAt, ...kept } = await store().spoken('twitter:1', windows);
      expect(`${lastAt}`).toBe(`${later(QUARTER_MS)}`);
      expect(kept).toMatchObject({ lastHour: 1, today: 1, todayUsd: 0.2 });
      await store().commit({ ...moved(last, 'retrying'), ledger: { type: 'strike' } });
      const { lastAt: none, ...struck } = await store().spoken('twitter:1', windows);
      expect(none).toBeUndefined();
      expect(struck).toMatchObject({ lastHour: 0, today: 0, todayUsd: 0 });
    });

    it('loses two hundred lines and sums at the most, a line before its sum', async () => {
      for (let n = 0; n < 150; n += 1) await entered(`a${n}`, later(n * QUARTER_MS));
      expect(await compact(later(LEDGER_KEPT_MS + 150 * QUARTER_MS))).toEqual([200, 98, 0]);
    });
  });

  describe('compaction', () => {
    it('begins once within its time, whoever comes first, and after a clock was set back', async () => {
      const claim = (ms: number) => store().claimCompaction(later(ms), HOUR_MS);
      expect([await claim(0), await claim(1), await claim(HOUR_MS - 1)]).toEqual([true, false, false]);
      expect([await claim(HOUR_MS), await claim(HOUR_MS)]).toEqual([true, false]);
      expect(await claim(-DAY_MS)).toBe(true);
    });

    it('looks at two hundred rows at the most, and goes on where it stopped', async () => {
      const ids = Array.from({ length: 250 }, (_, n) => `a${n}`);
      await opened(store(), ...ids.map((id) => published(id)));
      expect(await store().compact(PAST_HISTORIES)).toBe(200);
      expect(await compact(PAST_HISTORIES)).toEqual([50, 200, 50, 0]);
    });
  });
}
