import { describe, expect, it } from 'vitest';
import type { Channel } from '../../src/domain/channel.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/domain/time.ts';
import { pull, release } from '../../src/pipeline/withdraw.ts';
import { aChannel, aNewsroom, type TestRoom } from '../support/newsroom.ts';
import { anArticle } from '../support/posts.ts';

/** A channel on which no story is ever too old. */
function forever(fields: Partial<Channel> = {}): Channel {
  const { freshForMs: _, ...channel } = aChannel(fields);
  return channel;
}

const story = anArticle({ section: 'local', tags: ['bridge'], summary: 'It is open.' });

describe('a story of four hundred days ago that is still there', () => {
  const ageMs = 401 * DAY_MS;
  const gone = async (room: TestRoom) => {
    await room.pass();
    room.advance(ageMs);
    await room.pass();
    room.advance(HOUR_MS);
    await room.pass();
    expect((await room.store.article(story))?.article.body).toBe('');
    expect(await room.store.events('p1')).toHaveLength(1);
  };

  it.each<[string, (room: TestRoom) => Promise<void> | void]>([
    [
      'when its file is only touched',
      (room) => {
        room.articles = [{ ...story, publishedAt: room.now() }];
      },
    ],
    [
      'when it is corrected',
      (room) => {
        room.articles = [{ ...story, body: 'The bridge did not reopen.' }];
      },
    ],
    [
      'when it moves to another section',
      (room) => {
        room.articles = [{ ...story, section: 'world' }];
      },
    ],
    [
      'when it is turned into breaking news',
      (room) => {
        room.articles = [{ ...story, breaking: true }];
      },
    ],
    [
      'when it is gone and comes back',
      async (room) => {
        room.articles = [anArticle({ id: 'other' })];
        await room.pass();
        room.articles = [story, anArticle({ id: 'other' })];
      },
    ],
    [
      'when its source is read again from the beginning',
      async ({ store }) => {
        const { cursor: _, ...record } = await store.source('desk');
        await store.saveSource(record);
      },
    ],
    [
      'when it comes back under another id',
      (room) => {
        room.articles = [story, { ...story, id: 'a1-copy' }];
      },
    ],
    [
      'when it is pulled and released',
      async (room) => {
        await pull(room, story, 'Ada', 'wrong photo');
        await room.pass();
        await release(room, story, new AbortController().signal);
      },
    ],
    [
      'when a second channel of the account is opened',
      (room) => {
        room.channels.push(forever({ id: 'y' }));
      },
    ],
  ])('is not posted again %s', async (_, happens) => {
    const room = await aNewsroom({ channels: [forever()], articles: [story] });
    await gone(room);
    await happens(room);
    for (let passes = 0; passes < 3; passes += 1) {
      await room.pass();
      room.advance(MINUTE_MS);
    }
    const ofStory = room.stage.creates.filter((create) => create.endsWith('/a1'));
    expect(ofStory).toHaveLength(1);
  });

  it('can still be pulled by its id on the platform', async () => {
    const room = await aNewsroom({ channels: [forever()], articles: [story] });
    await gone(room);
    const [remote] = room.stage.timeline;
    await pull(room, story, 'Ada', 'a court said so');
    await room.pass();
    expect(room.stage.deleted).toEqual([remote?.remoteId]);
    expect((await room.post()).state).toBe('pulled');
  });

  it('is put together from its file when a channel on another account is opened', async () => {
    const room = await aNewsroom({ channels: [forever()], articles: [story] });
    await gone(room);
    room.channels.push(forever({ id: 'y', account: 'twitter:2' }));
    await room.store.openAccount({ id: 'twitter:2', platform: 'twitter' });
    await room.pass();
    expect((await room.posts()).at(-1)?.text).toBe('The harbour bridge reopened on Friday.');
    expect((await room.store.article(story))?.article).toEqual(story);
  });
});

describe('compaction', () => {
  it('goes on in the next hour where it had too much to do, and costs the passes between nothing', async () => {
    const room = await aNewsroom();
    const steps: string[] = [];
    room.store.compact = async () => steps.push('step');
    for (let minutes = 0; minutes < 60; minutes += 1) {
      await room.pass();
      room.advance(MINUTE_MS);
    }
    expect(steps).toHaveLength(25);
    await room.pass();
    expect(steps).toHaveLength(50);
  });
});
