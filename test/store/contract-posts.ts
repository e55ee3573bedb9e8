import { describe, expect, it } from 'vitest';
import type { InFlight } from '../../src/domain/post.ts';
import type { Situation, Store, Transition } from '../../src/domain/store.ts';
import { anArticle, aPost, at } from '../support/posts.ts';
import { admission, MORNING, moved, opened, WINDOWS } from './taking-in.ts';

type Flight = { inFlight: InFlight | undefined; transition?: Transition };

const first = aPost();
const second = aPost({ article: { source: 'desk', id: 'a2' } });

export function describePosts(store: () => Store): void {
  describe('a change of a post', () => {
    it('is stored with its event', async () => {
      await opened(store(), first);
      const published = moved(first, 'published', { remoteId: '77', remoteUrl: 'https://x.example/77' });
      expect(await store().commit(published)).toBe(true);
      expect(await store().post(first.id)).toEqual(published.post);
      expect(await store().events(first.id)).toEqual([
        { post: first.id, type: 'opened', at: MORNING, to: 'scheduled', reason: { type: 'due' } },
        { ...published.event, post: first.id },
      ]);
    });

    it('is taken from one of two editors who saw the same version', async () => {
      await opened(store(), first);
      const both = [store().commit(moved(first, 'rejected')), store().commit(moved(first, 'canceled'))];
      expect((await Promise.all(both)).sort()).toEqual([false, true]);
      expect(await store().events(first.id)).toHaveLength(2);
    });

    it('that would record a remote post twice is refused whole', async () => {
      await opened(store(), first, second);
      await store().commit(moved(first, 'published', { remoteId: '77' }));
      const twice: Transition = {
        ...moved(second, 'published', { remoteId: '77' }),
        account: { seenUpTo: '77' },
        ledger: { type: 'enter', at: MORNING, usd: 1 },
      };
      expect(await store().commit(twice)).toBe(false);
      expect(await store().post(second.id)).toEqual(second);
      expect(await store().events(second.id)).toHaveLength(1);
      expect(await store().account('twitter:1')).not.toHaveProperty('seenUpTo');
      expect(await store().spoken('twitter:1', WINDOWS)).toMatchObject({ today: 0 });
    });

    it('that would put two posts of an account in flight is refused', async () => {
      await opened(store(), first, second);
      expect(await store().commit(moved(first, 'publishing'))).toBe(true);
      expect(await store().commit(moved(second, 'publishing'))).toBe(false);
    });

    it('takes off what is no longer so', async () => {
      const lease = { token: 't', until: MORNING, armed: true };
      await opened(store(), { ...first, lease, freshUntil: MORNING, lastError: 'timeout' });
      const { post, ...rest } = moved(first, 'failed');
      await store().commit({ post, ...rest });
      expect(await store().post(first.id)).toEqual(post);
    });
  });

  describe('consulting the rules', () => {
    it('shows them everything and commits their answer', async () => {
      await opened(store(), first, second);
      await store().commit(moved(second, 'publishing'));
      const pause = { at: MORNING, by: 'ada', reason: 'storm' };
      await store().pause({ ...pause, scope: 'channel:x' });
      await store().pause({ ...pause, scope: 'channel:other' });
      const answer = await store().consult(first.id, WINDOWS, (situation) => ({
        situation,
        transition: moved(situation.post, 'canceled'),
      }));
      expect(answer?.situation).toEqual({
        post: first,
        known: { article: anArticle(), revision: 'revision-1', firstSeenAt: MORNING },
        account: { id: 'twitter:1', platform: 'twitter', clockAheadMs: 0, blindTold: false },
        pauses: [{ ...pause, scope: 'channel:x' }],
        spoken: { lastHour: 0, breakingLastHour: 0, today: 0, todayUsd: 0, monthUsd: 0 },
        inFlight: { id: second.id },
      });
      expect(await store().post(first.id)).toMatchObject({ state: 'canceled', version: 2 });
    });

    it('does not count the post itself as another in flight', async () => {
      await opened(store(), first);
      await store().commit(moved(first, 'publishing'));
      const answer = await store().consult(first.id, WINDOWS, ({ inFlight }): Flight => ({ inFlight }));
      expect(answer).toEqual({ inFlight: undefined });
    });

    it('writes nothing where they decide on no change, or fail', async () => {
      await opened(store(), first);
      const closed = (): { type: string; transition?: Transition } => ({ type: 'closed' });
      expect(await store().consult(first.id, WINDOWS, closed)).toEqual(closed());
      const failing = store().consult(first.id, WINDOWS, () => {
        throw new TypeError('a bug in a rule');
      });
      await expect(failing).rejects.toThrow('a bug in a rule');
      expect(await store().post(first.id)).toEqual(first);
    });

    it('commits what becomes of the post right after that, both or neither', async () => {
      await opened(store(), first, second);
      const both = ({ post }: Situation) => {
        const transition = moved(post, 'publishing');
        return { transition, next: moved(transition.post, 'published') };
      };
      await store().consult(first.id, WINDOWS, both);
      expect(await store().post(first.id)).toMatchObject({ state: 'published', version: 3 });
      expect((await store().events(first.id)).map(({ to }) => to)).toEqual(['scheduled', 'publishing', 'published']);
      const stale = ({ post }: Situation) => ({
        transition: moved(post, 'publishing'),
        next: moved(post, 'published'),
      });
      await expect(store().consult(second.id, WINDOWS, stale)).rejects.toThrow('another version');
      expect(await store().post(second.id)).toEqual(second);
    });

    it('answers nothing for an unknown post, nor where the change would double something', async () => {
      await opened(store(), first, second);
      await store().commit(moved(first, 'publishing'));
      expect(await store().consult('nobody', WINDOWS, () => ({}))).toBeUndefined();
      const claim = await store().consult(second.id, WINDOWS, ({ post }) => ({
        transition: moved(post, 'publishing'),
      }));
      expect(claim).toBeUndefined();
      expect(await store().post(second.id)).toEqual(second);
    });
  });

  describe('opening another post of an article', () => {
    const event = { type: 'opened', at: MORNING, to: 'pending_review', reason: first.reason } as const;

    it('is allowed once per occasion', async () => {
      await opened(store(), first);
      const update = { ...first, id: 'u2', occasion: 'update-2' };
      expect(await store().open(update, event)).toBe(true);
      expect(await store().open({ ...update, id: 'u3', linkClaim: 'other' }, event)).toBe(false);
      expect(await store().open({ ...update, id: 'u4', channel: 'y' }, event)).toBe(false);
      expect(await store().posts({})).toHaveLength(2);
      expect(await store().events('u3')).toEqual([]);
    });
  });

  describe('lists', () => {
    it('show the newest news first, filtered', async () => {
      const older = { ...second, newsAt: at('2026-04-30T08:00Z'), state: 'failed' as const };
      const other = aPost({ article: { source: 'desk', id: 'a3' }, channel: 'y', account: 'twitter:2' });
      await opened(store(), older, first, other);
      const ids = async (filter: Parameters<Store['posts']>[0]) => (await store().posts(filter)).map(({ id }) => id);
      expect(await ids({})).toEqual([first.id, other.id, older.id]);
      expect(await ids({ limit: 1 })).toEqual([first.id]);
      expect(await ids({ channel: 'x' })).toEqual([first.id, older.id]);
      expect(await ids({ states: ['failed', 'scheduled'] })).toEqual([first.id, other.id, older.id]);
      expect(await ids({ states: ['failed', 'scheduled'], limit: 2 })).toEqual([first.id, other.id]);
      expect(await ids({ states: [] })).toEqual([]);
      expect(await ids({ article: other.article })).toEqual([other.id]);
    });

    it('count posts by channel and state', async () => {
      await opened(store(), first, second, aPost({ article: { source: 'desk', id: 'a3' }, state: 'skipped' }));
      expect(await store().counts()).toEqual([
        { channel: 'x', state: 'scheduled', count: 2 },
        { channel: 'x', state: 'skipped', count: 1 },
      ]);
      await store().commit(moved(first, 'scheduled'));
      await store().commit(moved(second, 'published'));
      expect(await store().commit(moved(second, 'failed'))).toBe(false);
      expect(await store().counts()).toEqual([
        { channel: 'x', state: 'published', count: 1 },
        { channel: 'x', state: 'scheduled', count: 1 },
        { channel: 'x', state: 'skipped', count: 1 },
      ]);
    });

    it('know which remote posts are ours, the twins among them', async () => {
      await opened(store(), first, second);
      await store().commit(moved(first, 'published', { remoteId: '77', twins: ['78'] }));
      const recorded = await store().recorded('twitter:1', ['77', '78', '79']);
      expect([...recorded].sort()).toEqual([
        ['77', first.id],
        ['78', first.id],
      ]);
      expect(await store().recorded('twitter:2', ['77'])).toEqual(new Map());
    });

    it('know which waiting posts would speak what was seen', async () => {
      await opened(store(), first, second);
      await store().commit(moved(second, 'published'));
      const hand = { remoteId: '70', url: 'https://x.example/70', text: 'By hand', createdAt: MORNING };
      const links = ['news.example/a1', 'news.example/a1?ref=x', 'news.example/a2', 'news.example/a9'];
      const hands = [
        { ...hand, links },
        { ...hand, remoteId: '71', links },
      ];
      expect((await store().spokenUnasked('twitter:1')).waiting).toEqual([]);
      await store().rememberSeen('twitter:1', hands, MORNING, {});
      await store().rememberSeen('twitter:2', hands, MORNING, {});
      expect((await store().spokenUnasked('twitter:1')).waiting).toEqual([first]);
      expect((await store().spokenUnasked('twitter:2')).waiting).toEqual([]);
    });

    it('is seen by the rules of a post with its link, until it is recorded, with the posts of the story', async () => {
      const post = aPost({ linkClaim: 'news.example/a1' });
      await opened(store(), post);
      const hand = { remoteId: '70', url: 'https://x.example/70', text: 'By hand', createdAt: MORNING };
      const hands = [{ ...hand, links: ['news.example/a1', 'news.example/a1?ref=x'] }];
      await store().rememberSeen('twitter:1', hands, MORNING, { lookedAt: MORNING, seenUpTo: '70' });
      await store().rememberSeen('twitter:2', [{ ...hand, remoteId: '71', links: ['news.example/a1'] }], MORNING, {});
      expect(await store().account('twitter:1')).toMatchObject({ lookedAt: MORNING, seenUpTo: '70' });
      const seen = async () => {
        const found: Situation['seen'][] = [];
        await store().consult(post.id, WINDOWS, (s) => {
          found.push(s.seen);
          return {};
        });
        return found.at(-1);
      };
      expect(await seen()).toEqual({ remotes: [{ ...hand, links: ['news.example/a1'] }], posts: [post] });
      await store().commit(moved(post, 'published', { remoteId: '70' }));
      expect(await seen()).toBeUndefined();
    });

    it('is remembered however many there are, each once', async () => {
      const links = ['news.example/a1', 'news.example/a1?ref=x', 'news.example/a1?ref=y'];
      const hands = Array.from({ length: 3200 }, (_, n) => {
        return { remoteId: `${n}`, url: `https://x.example/${n}`, text: 'By hand', links, createdAt: MORNING };
      });
      const post = aPost({ linkClaim: 'news.example/a1' });
      await opened(store(), post);
      for (const _ of ['once', 'twice']) await store().rememberSeen('twitter:1', hands, MORNING, {});
      let seen = 0;
      await store().consult(post.id, WINDOWS, (s) => {
        seen = s.seen?.remotes.length ?? 0;
        return {};
      });
      expect(seen).toBe(3200);
    });

    it('is known of stories that were taken back before it went out', async () => {
      const never = { state: 'canceled' } as const;
      const posts = ['a1', 'a2', 'a3'].map((id) => aPost({ ...never, article: { source: 'desk', id } }));
      const reasons = ['withdrawn', 'pulled-by-person', 'vanished'] as const;
      const taken = posts.map((post, n) => ({
        ...admission(anArticle(post.article), post),
        ...(reasons[n] && { withdrawal: reasons[n] }),
      }));
      let next = 0;
      const articles = taken.map(({ article }) => article);
      await store().intake('desk', 'cursor', articles, () => taken[next++]);
      const hand = (remoteId: string, link: string) => {
        return { remoteId, url: `https://x.example/${remoteId}`, text: 'By hand', links: [link], createdAt: MORNING };
      };
      const hands = ['a1', 'a2', 'a3', 'a9'].map((id, n) => hand(`7${n}`, `news.example/${id}`));
      await store().rememberSeen('twitter:1', hands, MORNING, {});
      await store().rememberSeen('twitter:2', [hand('82', 'news.example/a2')], MORNING, {});
      const { takenBack } = await store().spokenUnasked('twitter:1');
      expect(takenBack.map(({ post, remote }) => [post.article.id, remote])).toEqual([
        ['a1', hands[0]],
        ['a2', hands[1]],
      ]);
      expect((await store().spokenUnasked('twitter:2')).takenBack).toEqual([]);
    });
  });
}
