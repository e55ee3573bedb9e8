import { describe, expect, it } from 'vitest';
import type { Article } from '../../src/domain/article.ts';
import { pass } from '../../src/pipeline/pass.ts';
import { aChannel, aNewsroom, sourceOf, type TestRoom } from '../support/newsroom.ts';
import { anArticle, at } from '../support/posts.ts';

const BODY = `The harbour bridge reopened on Friday after a month. ${'Cars and trams cross it again. '.repeat(8)}`;
const LATER = at('2026-05-01T08:40Z');
type Fields = Partial<Article>;

/** A newsroom with two sources, each a list that a test may change: what the CMS pushes, and its feed. */
async function twoSources(channel: Parameters<typeof aChannel>[0] = { review: 'required' }) {
  const room = await aNewsroom({ channels: [aChannel(channel)] });
  const lists: Record<'push' | 'feed', Article[]> = { push: [], feed: [] };
  const source = (id: 'push' | 'feed') =>
    sourceOf(() => ({ articles: lists[id], atOnce: Number.POSITIVE_INFINITY }), id);
  const all: TestRoom = { ...room, sources: [source('push'), source('feed')] };
  return {
    room,
    lists,
    push: (...tellings: Fields[]) => {
      lists.push = tellings.map((fields) => anArticle({ id: '17', body: BODY, ...address, ...fields, source: 'push' }));
    },
    feed: (...tellings: Fields[]) => {
      lists.feed = tellings.map((fields) =>
        anArticle({ id: 'tag:17', body: BODY, ...address, ...fields, source: 'feed' }),
      );
    },
    async pass() {
      room.advance(60_000);
      await pass(all, 50_000, new AbortController().signal);
    },
    /** Every post as `state reason`, with its link's last part. */
    async posts() {
      return (await room.posts()).map(
        ({ state, reason, link }) => `${state} ${reason.type} ${link.slice(link.lastIndexOf('/'))}`,
      );
    },
    story: async () => (await room.store.findArticle('https://news.example/bridge'))?.article,
  };
}

const address = { url: 'https://news.example/bridge' };

describe('the same story from two sources', () => {
  it('is one article with one post, whichever brought it first', async () => {
    for (const order of [
      ['push', 'feed'],
      ['feed', 'push'],
    ] as const) {
      const desk = await twoSources();
      desk[order[0]]({});
      await desk.pass();
      desk[order[1]]({ url: 'http://www.news.example/bridge/?utm_source=rss', title: 'Harbour bridge reopens today' });
      await desk.pass();
      await desk.pass();
      expect(await desk.posts()).toEqual(['pending_review review-required /bridge']);
      expect(await desk.story()).toMatchObject({ source: order[0], title: 'Harbour bridge reopens' });
      const other = order[1] === 'feed' ? 'feed/tag:17' : 'push/17';
      expect((await desk.room.store.findArticle(other))?.article).toMatchObject({ source: order[0] });
      expect(await desk.room.store.coverage(at('2026-01-01T00:00Z'))).toHaveLength(1);
    }
  });

  it('is one where both bring it in the same pass, and one source under two names', async () => {
    const desk = await twoSources();
    desk.push({}, { id: '17-bis', title: 'Bridge reopens' });
    desk.feed({});
    await desk.pass();
    expect(await desk.posts()).toHaveLength(1);
    expect(await desk.story()).toMatchObject({ source: 'push', id: '17', title: 'Bridge reopens' });
  });

  it('is corrected by the one that is newer, and by no older one', async () => {
    const desk = await twoSources();
    desk.push({ updatedAt: at('2026-05-01T08:10Z') });
    desk.feed({ body: `Short. ${BODY}` });
    await desk.pass();
    const [first] = await desk.room.posts();
    desk.feed({ body: `Corrected: it was two months. ${BODY}`, updatedAt: LATER });
    await desk.pass();
    const [second] = await desk.room.posts();
    expect(second).toMatchObject({ state: 'pending_review', text: expect.stringContaining('two months') });
    expect(second?.id).toBe(first?.id);
    desk.push({ title: 'An old telling', updatedAt: at('2026-05-01T08:20Z') });
    await desk.pass();
    expect((await desk.story())?.title).toBe('Harbour bridge reopens');
    desk.push({ title: 'The newest telling', updatedAt: at('2026-05-01T08:50Z') });
    await desk.pass();
    expect(await desk.story()).toMatchObject({ source: 'push', id: '17', title: 'The newest telling' });
    expect(await desk.room.posts()).toHaveLength(1);
  });

  it('stays while one of them has it, and goes with the last', async () => {
    const others = [anArticle({ id: 'other', source: 'push' }), anArticle({ id: 'other2', source: 'feed' })];
    const desk = await twoSources();
    const show = () => desk.posts().then((posts) => posts.filter((post) => post.endsWith('/bridge')));
    desk.push({});
    desk.feed({});
    desk.lists.push.push(...others.slice(0, 1));
    desk.lists.feed.push(...others.slice(1));
    await desk.pass();
    desk.lists.push.shift();
    await desk.pass();
    expect(await show()).toEqual(['pending_review review-required /bridge']);
    expect(await desk.story()).toMatchObject({ source: 'push', status: 'usable' });
    desk.lists.feed[0] = { ...(desk.lists.feed[0] ?? anArticle()), title: 'Only the feed has it' };
    await desk.pass();
    expect(await desk.story()).toMatchObject({ title: 'Only the feed has it' });
    desk.lists.feed.shift();
    await desk.pass();
    expect(await show()).toEqual(['canceled vanished /bridge']);
    desk.lists.push.unshift(anArticle({ id: '17', body: BODY, ...address, source: 'push', title: 'Back' }));
    await desk.pass();
    expect(await show()).toEqual([expect.stringContaining('pending_review')]);
    expect(await desk.story()).toMatchObject({ title: 'Back' });
  });

  it('is taken back by either, and stays so whatever the other says until that one has it again', async () => {
    const desk = await twoSources({ review: 'none' });
    desk.push({});
    desk.feed({});
    await desk.pass();
    expect(await desk.posts()).toEqual(['published accepted /bridge']);
    desk.feed({ status: 'canceled' });
    await desk.pass();
    await desk.pass();
    expect(await desk.posts()).toEqual([expect.stringMatching(/^pulled/)]);
    desk.push({ title: 'Still here', updatedAt: LATER });
    await desk.pass();
    expect(await desk.story()).toMatchObject({ status: 'canceled', title: 'Still here' });
    desk.feed({ status: 'usable' });
    await desk.pass();
    expect(await desk.story()).toMatchObject({ status: 'usable' });
    expect(desk.room.stage.creates).toHaveLength(1);
  });

  it('is one after a kill between the two, and after the sources are read anew', async () => {
    const desk = await twoSources();
    desk.push({});
    desk.feed({ title: 'As the feed has it' });
    const { intake } = desk.room.store;
    let asked = 0;
    desk.room.store.intake = async (...args) => {
      asked += 1;
      if (asked === 2) throw new Error('killed');
      return intake(...args);
    };
    await expect(desk.pass()).rejects.toThrow('killed');
    await desk.pass();
    expect(await desk.posts()).toHaveLength(1);
    const [before] = await desk.room.posts();
    for (const id of ['push', 'feed']) {
      const { cursor: _, ...record } = await desk.room.store.source(id);
      await desk.room.store.saveSource(record);
    }
    await desk.pass();
    expect(await desk.room.posts()).toEqual([before]);
  });

  it('stays pulled when the other source brings it', async () => {
    const desk = await twoSources({ review: 'none' });
    desk.push({});
    await desk.pass();
    const { pull } = await import('../../src/pipeline/withdraw.ts');
    await pull(desk.room, { source: 'push', id: '17' }, 'Ada', 'wrong');
    desk.feed({ updatedAt: LATER });
    await desk.pass();
    await desk.pass();
    expect(desk.room.stage.creates).toHaveLength(1);
    expect(await desk.posts()).toEqual([expect.stringMatching(/^pulled/)]);
  });
});

describe('a story under a new name', () => {
  it('is a correction where only the guid changed', async () => {
    const desk = await twoSources();
    const other = { id: 'other', url: 'https://news.example/other', body: 'Another.' };
    desk.feed({}, other);
    await desk.pass();
    desk.feed({ id: 'tag:17-new', title: 'A better title' }, other);
    await desk.pass();
    const posts = (await desk.posts()).filter((post) => post.endsWith('/bridge'));
    expect(posts).toEqual([expect.stringContaining('pending_review')]);
    expect(await desk.story()).toMatchObject({ id: 'tag:17', title: 'A better title' });
  });

  it('is a correction where slug and title changed, from the same source or the other', async () => {
    for (const source of ['push', 'feed'] as const) {
      const desk = await twoSources();
      desk.push({});
      await desk.pass();
      const moved = {
        id: 'new',
        url: 'https://news.example/harbour-bridge',
        title: 'A better title',
        updatedAt: LATER,
      };
      if (source === 'push') desk.push({}, moved);
      else desk.feed(moved);
      await desk.pass();
      expect(await desk.posts()).toEqual(['pending_review review-required /harbour-bridge']);
      desk.feed({ id: 'late' });
      await desk.pass();
      expect(await desk.posts()).toHaveLength(1);
    }
  });

  it('gets no second post where the first is out', async () => {
    const desk = await twoSources({ review: 'none' });
    desk.feed({});
    await desk.pass();
    desk.feed({ id: 'new', url: 'https://news.example/harbour-bridge', title: 'A better title' });
    await desk.pass();
    await desk.pass();
    expect(desk.room.stage.creates).toHaveLength(1);
  });

  it('is another story on another host, at another time, or where so little is said that it may be by chance', async () => {
    const others: Fields[] = [
      { url: 'https://other.example/bridge', title: 'Harbour bridge reopens' },
      { url: 'https://news.example/b2', title: 'Photos: the bridge', publishedAt: at('2026-05-01T08:05Z') },
      { url: 'https://news.example/b3', publishedAt: at('2026-04-24T08:00Z') },
    ];
    for (const other of others) {
      const desk = await twoSources();
      desk.push({});
      desk.feed({ ...other });
      await desk.pass();
      expect(await desk.room.posts()).toHaveLength(2);
    }
    const desk = await twoSources();
    desk.push({ body: 'Watch live.' }, { id: '18', body: 'Watch live.', url: 'https://news.example/18' });
    await desk.pass();
    expect(await desk.room.posts()).toHaveLength(2);
  });

  it('has an address of its own: the front page is none', async () => {
    const desk = await twoSources();
    desk.push(
      { url: 'https://news.example/', body: 'One.' },
      { id: '18', url: 'https://news.example', body: 'Two.', title: 'Two' },
    );
    await desk.pass();
    expect(await desk.room.posts()).toHaveLength(2);
  });
});
