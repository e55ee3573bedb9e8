import { expect, it } from 'vitest';
import { HOUR_MS } from '../../src/domain/time.ts';
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
