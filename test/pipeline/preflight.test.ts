import { describe, expect, it } from 'vitest';
import type { Found } from '../../src/domain/ports.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../src/domain/time.ts';
import { review } from '../../src/pipeline/review.ts';
import { pull } from '../../src/pipeline/withdraw.ts';
import { aChannel, aNewsroom, type TestRoom } from '../support/newsroom.ts';
import { anArticle, at } from '../support/posts.ts';

type Answer = Found | { type: 'not-ready'; detail: string };
const DOWN: Answer = { type: 'not-ready', detail: 'the link answers 404' };
const page = (fields: Partial<NonNullable<Found['page']>>): Answer => ({
  type: 'found',
  url: 'https://news.example/a1',
  page: { canonicals: [], hasCardImage: true, ...fields },
});

/** A site that answers so until told otherwise, and when it was asked. */
function aSite(room: TestRoom, answer: Answer) {
  const site = { answer, asked: [] as string[] };
  Object.assign(room, {
    linkCheck: async () => {
      site.asked.push(room.now().toString());
      return site.answer;
    },
  });
  return site;
}

/** Passes every ten seconds, as a daemon's would be, until so much time is over. */
async function goOn(room: TestRoom, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 10 * SECOND_MS) {
    room.advance(10 * SECOND_MS);
    await room.pass();
  }
}

describe('a page that is not up', () => {
  it('is looked at later each time, at no attempt of the post, and goes out once it is', async () => {
    const room = await aNewsroom({ articles: [anArticle()], now: '2026-05-01T09:00Z' });
    const site = aSite(room, DOWN);
    await room.pass();
    await goOn(room, 20 * MINUTE_MS);
    expect(await room.post()).toMatchObject({ state: 'retrying', attempts: 0, lastError: 'the link answers 404' });
    expect(
      (
        await room.store.spoken('twitter:1', {
          hourAgo: at('2026-05-01T08:00Z'),
          dayStart: at('2026-05-01T00:00Z'),
          monthStart: at('2026-05-01T00:00Z'),
        })
      ).lastHour,
    ).toBe(0);
    expect(site.asked.length).toBeLessThan(10);
    site.answer = page({});
    await goOn(room, 6 * MINUTE_MS);
    expect(await room.post()).toMatchObject({ state: 'published', attempts: 1, linkTries: 0 });
  });

  it('that stays down for an hour is told to a person, once, who may try again', async () => {
    const room = await aNewsroom({ articles: [anArticle()] });
    const site = aSite(room, DOWN);
    await room.pass();
    await goOn(room, 50 * MINUTE_MS);
    expect((await room.post()).state).toBe('retrying');
    await goOn(room, 30 * MINUTE_MS);
    const failed = await room.post();
    expect(failed).toMatchObject({ state: 'failed', reason: { type: 'never-ready', detail: 'the link answers 404' } });
    expect(room.tally.alerts).toEqual([`${failed.id} on x: never-ready`]);
    expect(site.asked.length).toBeLessThan(20);

    await review(room, failed.id, { type: 'retry' }, 'Ada');
    await room.pass();
    expect((await room.post()).state).toBe('retrying');
    site.answer = page({});
    await goOn(room, MINUTE_MS);
    expect((await room.post()).state).toBe('published');
  });

  it('waits no longer than its story is news', async () => {
    const channels = [aChannel({ freshForMs: 90 * MINUTE_MS })];
    const room = await aNewsroom({ channels, articles: [anArticle()], now: '2026-05-01T09:00Z' });
    aSite(room, DOWN);
    await room.pass();
    await goOn(room, 29 * MINUTE_MS);
    expect((await room.post()).reason.type).toBe('never-ready');
  });

  it('is looked at at least every minute for breaking news', async () => {
    const room = await aNewsroom({ articles: [anArticle({ breaking: true })] });
    const site = aSite(room, DOWN);
    await room.pass();
    await goOn(room, 10 * MINUTE_MS);
    expect(site.asked.length).toBeGreaterThanOrEqual(9);
    site.answer = page({});
    await goOn(room, 80 * SECOND_MS);
    expect((await room.post()).state).toBe('published');
  });

  it('is not given up over a night in which nobody looked', async () => {
    const channels = [aChannel({ freshForMs: 3 * DAY_MS })];
    const room = await aNewsroom({ channels, articles: [anArticle()] });
    const site = aSite(room, DOWN);
    await room.pass();
    room.advance(10 * HOUR_MS);
    await room.pass();
    expect((await room.post()).state).toBe('retrying');
    site.answer = page({});
    room.advance(2 * MINUTE_MS);
    await room.pass();
    expect((await room.post()).state).toBe('published');
  });

  it('of a story that is pulled meanwhile alerts nobody', async () => {
    const room = await aNewsroom({ articles: [anArticle()] });
    Object.assign(room, {
      linkCheck: async () => {
        await pull(room, { source: 'desk', id: 'a1' }, 'Ada', 'wrong');
        return DOWN;
      },
    });
    await room.pass();
    expect((await room.post()).state).toBe('canceled');
    expect(room.tally.alerts).toEqual([]);
  });
});

describe('a page that names another address as its own', () => {
  it('is waited for, as it may be the front page for now, and both addresses are named', async () => {
    const room = await aNewsroom({ articles: [anArticle()] });
    aSite(room, page({ canonicals: ['https://news.example/'] }));
    await room.pass();
    expect(await room.post()).toMatchObject({
      state: 'retrying',
      lastError: 'the page names another address as its own: https://news.example/, not https://news.example/a1',
    });
  });
});

describe('a page without a picture for its card', () => {
  const channels = [aChannel({ image: 'preview' })];
  const story = (fields = {}) => anArticle({ image: { url: 'https://news.example/a.jpg', alt: 'A' }, ...fields });
  const bare = page({ hasCardImage: false });

  it('is waited for a few minutes; then the post goes out, and says so', async () => {
    const room = await aNewsroom({ channels, articles: [story()] });
    const site = aSite(room, bare);
    await room.pass();
    expect(await room.post()).toMatchObject({ state: 'retrying', attempts: 0, reason: { type: 'image-unavailable' } });
    await goOn(room, 5 * MINUTE_MS);
    expect(await room.post()).toMatchObject({
      state: 'published',
      note: 'without its image: the page names no og:image for its card',
    });
    expect(site.asked).toHaveLength(3);
    expect(room.tally.alerts).toEqual([]);
  });

  it('is shown to the platform only once it has one, and then says nothing', async () => {
    const room = await aNewsroom({ channels, articles: [story()] });
    const site = aSite(room, bare);
    let prepared = 0;
    Object.assign(room.stage, {
      prepare: async () => {
        prepared += 1;
        return { type: 'ready' };
      },
    });
    await room.pass();
    expect(prepared).toBe(0);
    site.answer = page({});
    await goOn(room, MINUTE_MS);
    expect(prepared).toBe(1);
    const post = await room.post();
    expect(post.state).toBe('published');
    expect(post).not.toHaveProperty('note');
  });

  it('does not hold up breaking news', async () => {
    const room = await aNewsroom({ channels, articles: [story({ breaking: true })] });
    aSite(room, bare);
    await room.pass();
    expect(await room.post()).toMatchObject({ state: 'published', note: expect.stringContaining('og:image') });
  });
});

describe('the sandbox', () => {
  it('shares links that nobody looks at', async () => {
    const room = await aNewsroom({ channels: [aChannel({ sandbox: true })], articles: [anArticle()] });
    const site = aSite(room, DOWN);
    await room.pass();
    expect(site.asked).toEqual([]);
    expect((await room.post()).state).toBe('published');
  });
});
