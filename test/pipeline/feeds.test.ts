import { describe, expect, it } from 'vitest';
import type { Entry, FlushOutcome, PingOutcome, Platform } from '../../src/domain/ports.ts';
import type { Post } from '../../src/domain/post.ts';
import { HOUR_MS, MINUTE_MS } from '../../src/domain/time.ts';
import { pull, release } from '../../src/pipeline/withdraw.ts';
import { aChannel, aNewsroom, type TestRoom } from '../support/newsroom.ts';
import { anArticle, at } from '../support/posts.ts';

const NEWS = aChannel({
  id: 'news',
  platform: 'google-news',
  account: 'google-news:news',
  freshForMs: 48 * HOUR_MS,
});
const HUB = 'https://hub.example/';

/** Feeds in memory: what their files show, and what was done to them. */
interface Wall extends Platform {
  /** What readers of the files see. */
  shown: readonly Entry[];
  flushes: number;
  readonly told: string[];
  /** What the next flushes and pings answer instead. */
  readonly failures: FlushOutcome[];
  readonly deaf: PingOutcome[];
  hubs: string[];
  /** Called once the entries are read, before the files are written. */
  meanwhile: (() => Promise<void>) | undefined;
}

function aWall(): Wall {
  const seen = (entries: readonly Entry[]) =>
    JSON.stringify(entries.map(({ post, article, updatedAt }) => [post.remoteId, post.text, article.title, updatedAt]));
  const wall: Wall = {
    repeatable: true,
    shown: [],
    flushes: 0,
    told: [],
    failures: [],
    deaf: [],
    hubs: [HUB],
    meanwhile: undefined,
    publish: async ({ article, link }) => ({ type: 'published', remoteId: `tag:${article.id}`, url: link }),
    recent: async () => ({ type: 'read', posts: [], complete: true, clockAheadMs: 0 }),
    retract: async (remoteId) =>
      wall.shown.some(({ post }) => post.remoteId === remoteId)
        ? { type: 'unavailable', detail: 'it is in the files still' }
        : { type: 'gone' },
    whoami: async () => ({ type: 'known', name: 'https://news.example/', mayWrite: true }),
    async flush(entries) {
      wall.flushes += 1;
      const failure = wall.failures.shift();
      if (failure) return failure;
      const { meanwhile } = wall;
      wall.meanwhile = undefined;
      await meanwhile?.();
      const replaced = seen(entries) === seen(wall.shown) ? [] : ['rss.xml'];
      wall.shown = entries;
      return { type: 'flushed', replaced, digest: seen(entries) };
    },
    async ping(hub) {
      wall.told.push(hub);
      return wall.deaf.shift() ?? { type: 'accepted' };
    },
  };
  return wall;
}

async function aRoom(articles = [anArticle()]): Promise<{ room: TestRoom; wall: Wall; titles: () => string[] }> {
  const room = await aNewsroom({ channels: [NEWS], articles });
  const wall = aWall();
  Object.assign(room, { platformOf: async () => wall });
  return { room, wall, titles: () => wall.shown.map(({ article }) => article.title) };
}

const states = async (room: TestRoom) => (await room.posts()).map(({ state }: Post) => state);

describe('a story in the feeds', () => {
  it('is published and seen within one pass, however many there are', async () => {
    const articles = Array.from({ length: 45 }, (_, n) => anArticle({ id: `s${n}`, title: `Story ${n}` }));
    const { room, wall } = await aRoom(articles);
    await room.pass();
    expect(new Set(await states(room))).toEqual(new Set(['published']));
    expect(wall.shown).toHaveLength(45);
    expect(wall.flushes).toBe(1);
  });

  it('wants no claim, no look and no money, and is not held by what the account said before', async () => {
    const { room } = await aRoom([anArticle(), anArticle({ id: 'a2' })]);
    room.channels = [{ ...NEWS, maxPerHour: 1, minGapMs: HOUR_MS }];
    await room.pass();
    const [post] = await room.posts();
    expect(await states(room)).toEqual(['published', 'published']);
    expect((await room.store.events(post?.id ?? '')).map(({ type }) => type)).toEqual(['opened', 'accepted']);
  });

  it('leaves for an embargo that was set late, and is back the minute that ends', async () => {
    const { room, titles } = await aRoom([anArticle({ id: 'soon' })]);
    await room.pass();
    expect(titles()).toHaveLength(1);
    room.articles = [anArticle({ id: 'soon', embargoUntil: room.now().add({ minutes: 4 }) })];
    room.advance(MINUTE_MS);
    await room.pass();
    expect(titles()).toEqual([]);
    room.advance(3 * MINUTE_MS);
    await room.pass();
    expect(titles()).toHaveLength(1);
  });

  it('waits for review, for its embargo and for a pause', async () => {
    const embargoed = anArticle({ id: 'later', embargoUntil: at('2026-05-01T10:00Z') });
    const { room, titles } = await aRoom([embargoed]);
    await room.pass();
    expect(titles()).toEqual([]);
    await room.store.pause({ scope: 'channel:news', at: room.now(), by: 'Ada', reason: 'look' });
    room.advance(61 * MINUTE_MS);
    await room.pass();
    expect(titles()).toEqual([]);
    await room.store.lift('channel:news');
    await room.pass();
    expect(titles()).toEqual(['Harbour bridge reopens']);
  });

  it('has its headline for words where no sentence fits', async () => {
    const { room, wall } = await aRoom([anArticle({ body: '' })]);
    await room.pass();
    expect(wall.shown[0]?.post.text).toBe('Harbour bridge reopens');
  });

  it('changes in place when it is corrected: the same identity, new words, a later time', async () => {
    const { room, wall } = await aRoom();
    await room.pass();
    const before = wall.shown[0];
    room.advance(HOUR_MS);
    room.articles = [anArticle({ title: 'Harbour bridge reopened', body: 'It reopened on Thursday.\n\nNot Friday.' })];
    await room.pass();
    const after = wall.shown[0];
    expect(after?.post.remoteId).toBe(before?.post.remoteId);
    expect(after?.post.text).toBe('It reopened on Thursday.');
    expect(after?.article.title).toBe('Harbour bridge reopened');
    expect(`${before?.updatedAt} ${after?.updatedAt}`).toBe('2026-05-01T08:00:00Z 2026-05-01T10:00:00Z');
    expect(await states(room)).toEqual(['published']);
  });

  it('keeps the words an editor gave it when the article changes', async () => {
    const { room, wall } = await aRoom();
    room.channels = [{ ...NEWS, review: 'required' }];
    await room.pass();
    const { review } = await import('../../src/pipeline/review.ts');
    const { id } = await room.post();
    await review(room, id, { type: 'edit', text: 'Our own words.' }, 'Ada');
    await review(room, id, { type: 'approve' }, 'Ada');
    await room.pass();
    room.articles = [anArticle({ body: 'Something else.' })];
    await room.pass();
    expect(wall.shown.map(({ post }) => post.text)).toEqual(['Our own words.']);
  });

  it('moves with its address', async () => {
    const { room, wall } = await aRoom();
    await room.pass();
    room.articles = [anArticle({ url: 'https://news.example/new-slug' })];
    await room.pass();
    const [entry] = wall.shown;
    expect(entry?.post).toMatchObject({ link: 'https://news.example/new-slug', remoteId: 'tag:a1' });
  });

  it.each([
    ['vanishes', undefined],
    ['is canceled', anArticle({ status: 'canceled' })],
    ['is withheld', anArticle({ status: 'withheld' })],
    ['gets a tag that the channel excludes', anArticle({ tags: ['sponsored'] })],
  ])('leaves when its article %s, and comes back with it as the same entry', async (_, changed) => {
    const other = anArticle({ id: 'other', title: 'Other' });
    const { room, wall, titles } = await aRoom([anArticle(), other]);
    room.channels = [{ ...NEWS, exclude: { sections: [], tags: ['sponsored'], words: [] } }];
    await room.pass();
    room.articles = changed ? [changed, other] : [other];
    await room.pass();
    expect(titles()).toEqual(['Other']);
    expect((await room.posts()).find(({ article }) => article.id === 'a1')?.state).toBe('pulled');
    room.advance(60 * HOUR_MS);
    room.articles = [anArticle(), other];
    await room.pass();
    expect(titles().toSorted()).toEqual(['Harbour bridge reopens', 'Other']);
    expect(wall.shown.map(({ post }) => post.remoteId).toSorted()).toEqual(['tag:a1', 'tag:other']);
  });

  it('leaves when a person pulls it, is proved gone, and comes back when it is released', async () => {
    const { room, titles } = await aRoom();
    await room.pass();
    await pull(room, { source: 'desk', id: 'a1' }, 'Ada', 'wrong');
    await room.pass();
    expect([titles(), await states(room)]).toEqual([[], ['pulled']]);
    await room.pass();
    expect(titles()).toEqual([]);
    await release(room, { source: 'desk', id: 'a1' }, new AbortController().signal);
    await room.pass();
    expect(titles()).toEqual(['Harbour bridge reopens']);
  });

  it('stays in the feeds when it is no longer news', async () => {
    const { room, titles } = await aRoom();
    await room.pass();
    room.advance(72 * HOUR_MS);
    await room.pass();
    expect(titles()).toEqual(['Harbour bridge reopens']);
  });
});

describe('the files', () => {
  it('are left alone by a pass without news, and made anew every ten minutes', async () => {
    const { room, wall } = await aRoom();
    await room.pass();
    await room.pass();
    expect(wall.flushes).toBe(1);
    wall.shown = [];
    room.advance(10 * MINUTE_MS);
    await room.pass();
    expect(wall.shown).toHaveLength(1);
  });

  it('are made again by the next pass after one that died between publishing and writing', async () => {
    const { room, wall, titles } = await aRoom();
    wall.meanwhile = () => Promise.reject(new Error('killed'));
    await expect(room.pass()).rejects.toThrow('killed');
    expect([await states(room), titles()]).toEqual([['published'], []]);
    room.advance(2 * MINUTE_MS);
    await room.pass();
    expect(titles()).toEqual(['Harbour bridge reopens']);
  });

  it('that cannot be written are told of once, tried again, and nothing is lost', async () => {
    const { room, wall, titles } = await aRoom();
    wall.failures.push({ type: 'failed', detail: 'EACCES' }, { type: 'failed', detail: 'EACCES' });
    await room.pass();
    await room.pass();
    expect(room.tally.alerts).toEqual(['the feeds of news cannot be written: EACCES']);
    expect((await room.store.feed('news')).fault).toMatchObject({ detail: 'EACCES' });
    room.advance(MINUTE_MS);
    await room.pass();
    expect(room.tally.alerts).toHaveLength(1);
    room.advance(MINUTE_MS);
    await room.pass();
    expect(titles()).toEqual(['Harbour bridge reopens']);
    expect((await room.store.feed('news')).fault).toBeUndefined();
  });

  it('are made anew after the clock was set back, before it is where it was', async () => {
    const { room, wall } = await aRoom([anArticle({ publishedAt: at('2026-05-01T01:00Z') })]);
    await room.pass();
    room.advance(-3 * HOUR_MS);
    wall.shown = [];
    await room.pass();
    expect(wall.shown).toHaveLength(1);
    wall.failures.push({ type: 'failed', detail: 'EACCES' });
    room.advance(10 * MINUTE_MS);
    await room.pass();
    room.advance(-3 * HOUR_MS);
    await room.pass();
    expect((await room.store.feed('news')).fault).toBeUndefined();
  });

  it('show in the end what another process published while they were being written', async () => {
    const { room, wall, titles } = await aRoom();
    wall.meanwhile = async () => {
      room.articles = [anArticle(), anArticle({ id: 'a2', title: 'Second' })];
      await room.pass();
    };
    await room.pass();
    expect(titles().toSorted()).toEqual(['Harbour bridge reopens', 'Second']);
  });

  it('that a stalled process wrote over newer ones are made again', async () => {
    const { room, wall, titles } = await aRoom();
    wall.meanwhile = async () => {
      room.advance(5 * MINUTE_MS);
      room.articles = [anArticle(), anArticle({ id: 'a2', title: 'Second' })];
      await room.pass();
      expect(titles()).toHaveLength(2);
    };
    await room.pass();
    await room.pass();
    expect(titles()).toHaveLength(2);
  });
});

describe('a hub', () => {
  it('is told once of each change, after the files are in place', async () => {
    const { room, wall } = await aRoom();
    await room.pass();
    await room.pass();
    expect(wall.told).toEqual([HUB]);
    room.articles = [anArticle({ title: 'New' })];
    await room.pass();
    expect(wall.told).toEqual([HUB, HUB]);
  });

  it('that gives no answer is told again, later each time, and then left alone', async () => {
    const { room, wall } = await aRoom();
    wall.deaf.push({ type: 'unavailable', detail: '503' }, { type: 'unavailable', detail: '503' });
    await room.pass();
    await room.pass();
    expect(wall.told).toHaveLength(1);
    expect((await room.store.hubs('news'))[0]).toMatchObject({ attempts: 1, lastError: '503' });
    room.advance(40_000);
    await room.pass();
    room.advance(40_000);
    await room.pass();
    expect(wall.told).toHaveLength(2);
    room.advance(40_000);
    await room.pass();
    await room.pass();
    expect(wall.told).toHaveLength(3);
    const [hub] = await room.store.hubs('news');
    expect(hub?.lastError).toBeUndefined();
    expect(String(hub?.toldAt)).toBe(String(room.now()));
  });

  it('that refuses is asked again only when something is new', async () => {
    const { room, wall } = await aRoom();
    wall.deaf.push({ type: 'refused', detail: '403' });
    await room.pass();
    room.advance(HOUR_MS);
    await room.pass();
    expect(wall.told).toHaveLength(1);
    room.articles = [anArticle({ title: 'New' })];
    await room.pass();
    expect(wall.told).toHaveLength(2);
  });

  it('that is no longer configured is forgotten, and a new one is told', async () => {
    const { room, wall } = await aRoom();
    await room.pass();
    wall.hubs = ['https://other.example/'];
    room.advance(10 * MINUTE_MS);
    await room.pass();
    expect(wall.told).toEqual([HUB, 'https://other.example/']);
    expect((await room.store.hubs('news')).map(({ hub }) => hub)).toEqual(['https://other.example/']);
  });
});

describe('a repeatable platform', () => {
  it('that cannot publish now is tried again, and a person is told when all attempts are spent', async () => {
    const { room, wall } = await aRoom();
    wall.publish = async () => ({ type: 'unavailable', detail: 'EROFS' });
    for (let n = 0; n < 9; n += 1) {
      await room.pass();
      room.advance(HOUR_MS + HOUR_MS / 4);
    }
    expect(await room.post()).toMatchObject({ state: 'failed', reason: { type: 'attempts-spent' } });
  });

  it('opens no second post of a story: its entry changes by itself', async () => {
    const { room } = await aRoom();
    await room.pass();
    const { speakAgain } = await import('../../src/pipeline/review.ts');
    const known = await room.store.article({ source: 'desk', id: 'a1' });
    if (!known) throw new Error('unknown');
    const verdict = await speakAgain(room, known, NEWS, 'correction', 'Words.', 'Ada');
    expect(verdict).toMatchObject({
      type: 'refused',
      why: 'the entry on news changes by itself when the article does',
    });
  });
});
