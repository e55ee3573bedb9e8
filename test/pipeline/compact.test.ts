import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Article } from '../../src/domain/article.ts';
import type { Channel } from '../../src/domain/channel.ts';
import type { Post } from '../../src/domain/post.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/domain/time.ts';
import { review } from '../../src/pipeline/review.ts';
import { pull, release } from '../../src/pipeline/withdraw.ts';
import { aChannel, aNewsroom, type TestRoom } from '../support/newsroom.ts';
import { anArticle, at } from '../support/posts.ts';

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

  it('changes nothing of what comes of any story, whatever happens to it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 8 }),
        fc.array(fate, { minLength: 3, maxLength: 3 }),
        async (steps, fates) => {
          const [with_, without] = [await play(steps, fates, true), await play(steps, fates, false)];
          expect(with_).toEqual(without);
        },
      ),
      { numRuns: 25 },
    );
  });
});

const IDS = ['a', 'b', 'c'] as const;
/** What a story is like when it comes in, and what an editor makes of it. */
const fate = fc.record({
  words: fc.constantFrom('', 'A child was there.', 'Nothing else happened.'),
  section: fc.constantFrom('world', 'sport'),
  embargoDays: fc.constantFrom(0, 0, 120),
  editor: fc.constantFrom('approve', 'reject', 'leave'),
});
type Fate = typeof fate extends fc.Arbitrary<infer F> ? F : never;
/** What happens later, after so many days. */
const step = fc.record({
  days: fc.constantFrom(0, 1, 89, 91, 200, 401),
  id: fc.constantFrom(...IDS),
  what: fc.constantFrom(
    'touch',
    'correct',
    'reroute',
    'vanish',
    'return',
    'read-again',
    'revive',
    'approve',
    'pull',
    'release',
    'open-channel',
  ),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** Plays the same to a newsroom that compacts and to one that never does; answers all that readers and editors see. */
async function play(steps: readonly Step[], fates: readonly Fate[], compacts: boolean) {
  const careful = { sections: [], tags: [], words: ['child'] };
  const room = await aNewsroom({
    channels: [
      forever({ reviewWhen: careful }),
      aChannel({ id: 'strict', account: 'twitter:2', sections: ['world'], review: 'required' }),
      forever({ id: 'news', account: 'google-news:news', platform: 'google-news', sections: ['sport'] }),
    ],
  });
  if (!compacts) room.store.claimCompaction = async () => false;
  const articles = new Map<string, Article>();
  for (const [n, id] of IDS.entries()) {
    const { words = '', section = 'world', embargoDays = 0 } = fates[n] ?? {};
    const publishedAt = at('2026-05-01T08:00Z').add({ hours: 24 * embargoDays });
    articles.set(id, anArticle({ id, body: `Story ${id} happened. ${words}`, section, publishedAt }));
  }
  const there = new Set<string>(IDS);
  const pass = async () => {
    room.articles = [...articles.values()].filter(({ id }) => there.has(id));
    await room.pass();
  };
  const decide = async (type: 'approve' | 'reject' | 'revive', id: string) => {
    for (const post of await room.store.posts({ article: { source: 'desk', id } }))
      await review(room, post.id, { type }, 'Ada');
  };
  await pass();
  for (const [n, id] of IDS.entries()) {
    const editor = fates[n]?.editor ?? 'leave';
    if (editor !== 'leave') await decide(editor, id);
  }
  for (const { days, id, what } of steps) {
    room.advance(days * DAY_MS);
    await pass();
    room.advance(HOUR_MS);
    const article = articles.get(id);
    if (!article) continue;
    const key = { source: 'desk', id };
    if (what === 'touch') articles.set(id, { ...article, publishedAt: room.now() });
    if (what === 'correct') articles.set(id, { ...article, body: `${article.body} Corrected.` });
    if (what === 'reroute') articles.set(id, { ...article, section: article.section === 'world' ? 'sport' : 'world' });
    if (what === 'vanish') there.delete(id);
    if (what === 'return') there.add(id);
    if (what === 'read-again') await room.store.saveSource({ id: 'desk', absenceAccepted: false });
    if (what === 'revive' || what === 'approve') await decide(what, id);
    if (what === 'pull') await pull(room, key, 'Ada', 'no');
    if (what === 'release') await release(room, key, new AbortController().signal);
    if (what === 'open-channel' && room.channels.length === 3) {
      await room.store.openAccount({ id: 'twitter:3', platform: 'twitter' });
      room.channels.push(forever({ id: 'late', account: 'twitter:3' }));
    }
    await pass();
  }
  const posts = await room.posts();
  const byKind = Object.entries(Object.groupBy(posts, kindOf)).map(([kind, all]) => [kind, all?.length]);
  expect(await counted(room)).toEqual(Object.fromEntries(byKind));
  const { creates, deleted, timeline } = room.stage;
  return { posts, creates, deleted, timeline };
}

function kindOf({ channel, state }: Pick<Post, 'channel' | 'state'>): string {
  return `${channel} ${state}`;
}

async function counted({ store }: TestRoom) {
  return Object.fromEntries((await store.counts()).map((entry) => [kindOf(entry), entry.count]));
}
