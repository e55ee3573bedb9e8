import { describe, expect, it } from 'vitest';
import type { Platform } from '../../src/domain/ports.ts';
import { DAY_MS, HOUR_MS, SECOND_MS } from '../../src/domain/time.ts';
import type { Newsroom } from '../../src/pipeline/newsroom.ts';
import { pass } from '../../src/pipeline/pass.ts';
import { aChannel, aNewsroom, type TestRoom } from '../support/newsroom.ts';
import { anArticle, at } from '../support/posts.ts';

/** Another process over the same store, whose clock runs ahead. */
function ahead(room: TestRoom, ms: number): Newsroom {
  const now = () => room.now().add({ milliseconds: ms });
  const { stage } = room;
  const platform: Platform = {
    ...stage,
    async recent(query, signal) {
      const result = await stage.recent(query, signal);
      return result.type === 'read' ? { ...result, clockAheadMs: result.clockAheadMs - ms } : result;
    },
  };
  return { ...room, now, platformOf: async () => platform, looks: new Map(), blindAt: new Map(), clocks: new Map() };
}

function passOf(room: Newsroom): Promise<void> {
  return pass(room, 50_000, new AbortController().signal);
}

async function seconds(room: TestRoom, count: number): Promise<void> {
  for (let n = 0; n < count; n += 10) {
    room.advance(10 * SECOND_MS);
    await room.pass();
  }
}

/** A create that never ends: its worker died over it. */
const dies = () => new Promise<never>(() => {});

it('settles within minutes what a worker sent and died over whose clock ran days ahead', async () => {
  const room = await aNewsroom({ channels: [aChannel({ freshForMs: 30 * DAY_MS })], articles: [anArticle()] });
  room.stage.script.push(dies);
  void passOf(ahead(room, 3 * DAY_MS));
  await expect.poll(() => room.stage.creates.length).toBe(1);
  await seconds(room, 12 * 60);
  expect(await room.post()).toMatchObject({ state: 'published', attempts: 2 });
  expect(room.stage.timeline).toHaveLength(1);
});

it('leaves a post in hand of a worker ahead in its hand for a whole lease', async () => {
  const room = await aNewsroom({ channels: [aChannel({ freshForMs: 30 * DAY_MS })], articles: [anArticle()] });
  const answer = Promise.withResolvers<void>();
  room.stage.script.push(async () => {
    await answer.promise;
    return { type: 'published', remoteId: '77', url: 'https://x.example/77' };
  });
  const slow = passOf(ahead(room, 3 * DAY_MS));
  await expect.poll(() => room.stage.creates.length).toBe(1);
  await seconds(room, 110);
  expect((await room.post()).state).toBe('publishing');
  answer.resolve();
  await slow;
  expect(await room.post()).toMatchObject({ state: 'published', reason: { type: 'accepted' }, remoteId: '77' });
});

it('never takes a post out of the hand of a worker on a right clock before its lease is over', async () => {
  const room = await aNewsroom({ articles: [anArticle()] });
  room.stage.script.push(dies);
  void room.pass();
  await expect.poll(() => room.stage.creates.length).toBe(1);
  const { lease } = await room.post();
  await seconds(room, 110);
  expect(await room.post()).toMatchObject({ state: 'publishing', version: 3 });
  expect(String((await room.post()).lease?.until)).toBe(String(lease?.until));
});

it('tries again soon what waits for a time that a clock ahead wrote', async () => {
  const room = await aNewsroom({ articles: [anArticle({ publishedAt: at('2026-05-01T08:00Z') })] });
  room.stage.script.push({ type: 'unavailable', detail: 'down' });
  await passOf(ahead(room, 3 * HOUR_MS));
  expect((await room.post()).state).toBe('retrying');
  await seconds(room, 2 * 60);
  expect((await room.post()).state).toBe('published');
});

it('keeps the embargo of what a clock ahead took in', async () => {
  const room = await aNewsroom({ articles: [anArticle({ embargoUntil: at('2026-05-01T11:00Z') })] });
  await passOf(ahead(room, HOUR_MS));
  await seconds(room, 60);
  expect(room.stage.creates).toEqual([]);
  room.setClock('2026-05-01T11:00:01Z');
  await room.pass();
  expect(room.stage.creates).toHaveLength(1);
});

it('publishes what came in while the clock ran days ahead', async () => {
  const room = await aNewsroom({ channels: [aChannel({ freshForMs: 30 * DAY_MS })], articles: [anArticle()] });
  await room.store.pause({ scope: 'all', at: room.now(), by: 'Ada', reason: 'quiet' });
  await passOf(ahead(room, 3 * DAY_MS));
  await room.store.lift('all');
  await seconds(room, 20);
  expect((await room.post()).state).toBe('published');
});

it('believes no limit that ends later than any platform limits an account', async () => {
  const room = await aNewsroom({ articles: [anArticle()] });
  await room.store.changeAccount('twitter:1', { limitedUntil: room.now().add({ hours: 72 }) });
  await room.pass();
  expect((await room.post()).state).toBe('published');
});

it('looks again before it speaks where the last look lies ahead', async () => {
  const room = await aNewsroom({ articles: [] });
  await room.pass();
  room.looks.set('twitter:1', { at: room.now(), uptimeMs: room.uptimeMs() });
  await room.store.changeAccount('twitter:1', { lookedAt: room.now().add({ hours: 5 }) });
  room.stage.postByHand('A colleague was faster', ['https://news.example/a1']);
  room.articles = [anArticle()];
  await room.pass();
  expect(room.stage.creates).toEqual([]);
  expect(await room.post()).toMatchObject({ state: 'published', foreign: true });
});

it('looks again ten minutes after its own look, although the clock was set back meanwhile', async () => {
  const room = await aNewsroom({ articles: [story('a0')] });
  await room.pass();
  room.stage.postByHand('A colleague was faster', ['https://news.example/a1']);
  room.advance(9 * 60 * SECOND_MS);
  room.setClock('2026-05-01T09:00:30Z');
  room.advance(2 * 60 * SECOND_MS);
  room.articles = [story('a0'), story('a1')];
  await room.pass();
  expect(room.stage.creates).toHaveLength(1);
});

it('looks again ten minutes after its own look, whatever a clock ahead has dated since', async () => {
  const room = await aNewsroom({ articles: [story('a0')] });
  await room.pass();
  await room.store.changeAccount('twitter:1', { lookedAt: room.now().add({ minutes: 15 }) });
  room.stage.postByHand('A colleague was faster', ['https://news.example/a1']);
  room.advance(20 * 60 * SECOND_MS);
  room.articles = [story('a0'), story('a1')];
  await room.pass();
  expect(room.stage.creates).toHaveLength(1);
});

it('does not take three looks at once for minutes of absence when the clock jumps ahead', async () => {
  const room = await aNewsroom({ articles: [anArticle()] });
  room.stage.script.push('late');
  await room.pass();
  room.advance(HOUR_MS);
  for (let n = 0; n < 5; n += 1) await room.pass();
  await seconds(room, 60);
  expect(room.stage.creates).toHaveLength(1);
  room.stage.land();
  await seconds(room, 10 * 60);
  expect(await room.post()).toMatchObject({ state: 'published', reason: { type: 'found' } });
  expect(room.stage.creates).toHaveLength(1);
});

it('leaves alone what others have in hand when its own clock runs behind', async () => {
  const room = await aNewsroom({ channels: [aChannel({ review: { holdMs: 600_000 } })], articles: [anArticle()] });
  await room.pass();
  const { version } = await room.post();
  await passOf(ahead(room, -3 * HOUR_MS));
  await room.pass();
  expect(await room.post()).toMatchObject({ state: 'scheduled', version });
});

it('counts no look that another clock calls for too early', async () => {
  const room = await aNewsroom({ articles: [anArticle()] });
  room.stage.script.push('late');
  await room.pass();
  for (const ms of [HOUR_MS, 2 * HOUR_MS, -HOUR_MS, 3 * HOUR_MS, HOUR_MS, -2 * HOUR_MS]) {
    await passOf(ahead(room, ms));
    room.advance(5 * SECOND_MS);
    await room.pass();
  }
  expect((await room.post()).state).toBe('unconfirmed');
  room.stage.land();
  await seconds(room, 10 * 60);
  expect(await room.post()).toMatchObject({ state: 'published', reason: { type: 'found' } });
  expect(room.stage.creates).toHaveLength(1);
});

it('takes a look of a clock ahead for what it is by the platform', async () => {
  const room = await aNewsroom({ articles: [anArticle()] });
  room.stage.script.push('never-came');
  await passOf(ahead(room, 3 * HOUR_MS));
  await seconds(room, 7 * 60);
  expect(await room.post()).toMatchObject({ state: 'published' });
  expect(room.stage.creates).toHaveLength(2);
});

it('asks no platform for the time that limits the account', async () => {
  const room = await aNewsroom({ articles: [anArticle()] });
  room.stage.script.push({ type: 'unavailable', detail: 'down' });
  await passOf(ahead(room, 3 * HOUR_MS));
  await room.store.changeAccount('twitter:1', { limitedUntil: room.now().add({ minutes: 5 }) });
  const { looks } = room.stage;
  await seconds(room, 4 * 60);
  expect(room.stage.looks).toBe(looks);
  await seconds(room, 2 * 60);
  expect((await room.post()).state).toBe('published');
});

function story(id: string) {
  return anArticle({ id, body: `Story ${id} happened.` });
}

describe('a limit', () => {
  /** The account is closed for a quarter of an hour: so hears a process whose clock is wrong, at its first create. */
  async function heardBy(room: TestRoom, wrongByMs: number): Promise<Newsroom> {
    const wrong = ahead(room, wrongByMs);
    room.stage.script.push(async () => ({
      type: 'rate-limited',
      scope: 'account',
      detail: '429',
      retryAt: wrong.now().add({ minutes: 15 }),
      clockAheadMs: -wrongByMs,
    }));
    await passOf(wrong);
    expect(room.stage.creates).toHaveLength(1);
    return wrong;
  }

  it.each([
    ['behind', -2 * HOUR_MS],
    ['ahead', 2 * HOUR_MS],
  ])(
    'that a process whose clock runs %s was told of holds for all, and as long as it was named',
    async (_, wrongByMs) => {
      const articles = [anArticle({ publishedAt: at('2026-05-01T05:00Z') })];
      const room = await aNewsroom({ articles, channels: [aChannel({ freshForMs: 30 * DAY_MS })] });
      const opensAt = room.now().add({ minutes: 15 });
      const wrong = await heardBy(room, wrongByMs);
      expect(String((await room.store.account('twitter:1'))?.limitedUntil)).toBe(String(opensAt));
      await seconds(room, 14 * 60);
      await passOf(wrong);
      expect(room.stage.creates).toHaveLength(1);
      // What the post itself waits for is set right once the account may be looked at.
      await seconds(room, 30 * 60);
      expect(await room.post()).toMatchObject({ state: 'published' });
    },
  );

  it('holds for a process whose clock runs ahead, which knows that from its first answer', async () => {
    const room = await aNewsroom({ articles: [anArticle()], channels: [aChannel({ freshForMs: 30 * DAY_MS })] });
    const wrong = ahead(room, 2 * HOUR_MS);
    await passOf({ ...wrong, sources: [] });
    room.stage.script.push({
      type: 'rate-limited',
      scope: 'account',
      detail: '429',
      retryAt: room.now().add({ minutes: 15 }),
    });
    await room.pass();
    expect(room.stage.creates).toHaveLength(1);
    await passOf(wrong);
    expect(room.stage.creates).toHaveLength(1);
  });
});
