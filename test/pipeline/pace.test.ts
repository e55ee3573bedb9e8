import { describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../src/domain/time.ts';
import { aChannel, aNewsroom, type TestRoom } from '../support/newsroom.ts';
import { anArticle, at } from '../support/posts.ts';

const stories = (count: number) =>
  Array.from({ length: count }, (_, n) => anArticle({ id: `a${n}`, publishedAt: at('2026-05-01T08:00Z') }));

/** Getting the first post ready takes as long as it may; when each create was asked for, in epoch milliseconds. */
function slowAtFirst(room: TestRoom): readonly number[] {
  const createdAt: number[] = [];
  const { publish } = room.stage;
  Object.assign(room.stage, {
    prepare: async () => {
      if (createdAt.length === 0) room.advance(35 * SECOND_MS);
      return { type: 'ready' };
    },
    publish: async (...work: Parameters<typeof publish>) => {
      createdAt.push(room.now().epochMilliseconds);
      return publish(...work);
    },
  });
  return createdAt;
}

async function passes(room: TestRoom, forMs: number): Promise<void> {
  for (let passed = 0; passed < forMs; passed += 10 * SECOND_MS) {
    await room.pass();
    room.advance(10 * SECOND_MS);
  }
}

describe('the hourly cap', () => {
  it('counts creates, not claims: a slow image moves the hour with it', async () => {
    const room = await aNewsroom({ channels: [aChannel({ maxPerHour: 2 })], articles: stories(3) });
    const createdAt = slowAtFirst(room);
    await passes(room, HOUR_MS + MINUTE_MS);
    const [first = 0, , third = 0] = createdAt;
    expect(third - first).toBeGreaterThanOrEqual(HOUR_MS);
  });
});

describe('the pace', () => {
  it('is kept between creates', async () => {
    const room = await aNewsroom({ channels: [aChannel({ minGapMs: 5 * MINUTE_MS })], articles: stories(2) });
    const createdAt = slowAtFirst(room);
    await passes(room, 10 * MINUTE_MS);
    const [first = 0, second = 0] = createdAt;
    expect(second - first).toBeGreaterThanOrEqual(5 * MINUTE_MS);
  });
});
