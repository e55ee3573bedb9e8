import { describe, expect, it } from 'vitest';
import type { ArticleSource } from '../../src/domain/ports.ts';
import { HOUR_MS } from '../../src/domain/time.ts';
import { pass } from '../../src/pipeline/pass.ts';
import { aChannel, aNewsroom, type TestRoom } from '../support/newsroom.ts';
import { anArticle } from '../support/posts.ts';

const LEFT = 450;

/** A newsroom that was dark for six hours, in which so many stories came in, `a450` the newest. */
async function afterTheDark(): Promise<TestRoom> {
  const room = await aNewsroom({ channels: [aChannel({ catchUp: 3 })] });
  await room.pass();
  room.advance(6 * HOUR_MS);
  room.articles = Array.from({ length: LEFT }, (_, n) => {
    const publishedAt = room.now().subtract({ minutes: (LEFT - n) % 300, seconds: LEFT - n });
    return anArticle({ id: `a${n + 1}`, body: `Story ${n + 1} happened.`, publishedAt });
  });
  return room;
}

async function endOf(room: TestRoom) {
  const counts = await room.store.counts();
  return Object.fromEntries(counts.map(({ state, count }) => [state, count]));
}

it('a gap with hundreds of posts ends in steps, and a worker that dies between two of them changes nothing', async () => {
  const whole = await afterTheDark();
  await whole.pass();

  const room = await afterTheDark();
  const { endGap } = room.store;
  let steps = 0;
  room.store.endGap = async (...asked) => {
    steps += 1;
    if (steps === 2) throw new Error('died');
    return endGap(...asked);
  };
  await expect(room.pass()).rejects.toThrow('died');
  expect(room.stage.creates).toEqual([]);
  await room.pass();
  expect(steps).toBe(4);
  expect(await endOf(room)).toEqual({ published: 3, pending_review: LEFT - 3 });
  expect(room.stage.creates).toEqual(whole.stage.creates);
});

describe('a first run that takes several passes', () => {
  /** Forty stories, `a40` the newest; a pass has time for ten of them. */
  async function aLongFirstRun(): Promise<TestRoom> {
    const room = await aNewsroom({ channels: [aChannel({ catchUp: 3 })] });
    room.atOnce = 10;
    room.articles = Array.from({ length: 40 }, (_, n) => {
      const publishedAt = room.now().subtract({ minutes: 40 - n });
      return anArticle({ id: `a${n + 1}`, body: `Story ${n + 1} happened.`, publishedAt });
    });
    return room;
  }
  /** A pass whose time is over with its first poll. */
  const aShortPass = (room: TestRoom) => {
    const slow = room.sources.map(({ id, poll }): ArticleSource => {
      return {
        id,
        poll(cursor, signal) {
          room.advance(51_000);
          return poll(cursor, signal);
        },
      };
    });
    return pass({ ...room, sources: slow }, 50_000, new AbortController().signal);
  };
  const said = (room: TestRoom) => room.stage.creates.map((text) => text.split(' ')[1]);

  it('lets out the newest few of all, not of each pass', async () => {
    const room = await aLongFirstRun();
    for (let passes = 1; passes < 4; passes += 1) {
      await aShortPass(room);
      expect(said(room)).toEqual([]);
      expect(await endOf(room)).toEqual({ pending_review: passes * 10 });
    }
    await aShortPass(room);
    await room.pass();
    expect(said(room)).toEqual(['40', '39', '38']);
    expect(await endOf(room)).toEqual({ published: 3, pending_review: 37 });
    await room.pass();
    expect(said(room)).toHaveLength(3);
  });

  it('tells how far it is, of what takes more than one poll', async () => {
    const room = await aLongFirstRun();
    const told: (number | undefined)[] = [];
    await pass(
      { ...room, tellReading: (reading) => told.push(reading?.articles) },
      50_000,
      new AbortController().signal,
    );
    expect(told).toEqual([10, 20, 30, undefined]);
    told.length = 0;
    await pass(
      { ...room, tellReading: (reading) => told.push(reading?.articles) },
      50_000,
      new AbortController().signal,
    );
    expect(told).toEqual([undefined]);
  });

  it('does not wait for a source that cannot be read, nor for one whose time has not come', async () => {
    const room = await aLongFirstRun();
    const sources = [
      ...room.sources,
      { id: 'wire', poll: async () => ({ type: 'unreachable' as const, detail: 'no answer', passing: true as const }) },
    ];
    await pass({ ...room, sources }, 50_000, new AbortController().signal);
    expect(said(room)).toEqual(['40', '39', '38']);
  });

  it('holds up no channel that spoke within the hour', async () => {
    const room = await aNewsroom({ channels: [aChannel({ catchUp: 3 })] });
    await room.pass();
    room.advance(20 * 60_000);
    const { articles } = await aLongFirstRun();
    room.articles = articles;
    room.atOnce = 10;
    await aShortPass(room);
    expect((await room.store.channels())[0]?.activeAt).toEqual(room.now());
    await room.pass();
    expect(said(room)).toHaveLength(40);
  });
});
