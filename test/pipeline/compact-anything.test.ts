import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Article } from '../../src/domain/article.ts';
import type { Channel } from '../../src/domain/channel.ts';
import type { Post } from '../../src/domain/post.ts';
import { DAY_MS, HOUR_MS } from '../../src/domain/time.ts';
import { review } from '../../src/pipeline/review.ts';
import { pull, release } from '../../src/pipeline/withdraw.ts';
import { aChannel, aNewsroom, type TestRoom } from '../support/newsroom.ts';
import { anArticle, at } from '../support/posts.ts';

it('compaction changes nothing of what comes of any story, whatever happens to it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 8 }),
      fc.array(fate, { minLength: 3, maxLength: 3 }),
      async (steps, fates) => {
        const compacting = await play(steps, fates, true);
        expect(compacting).toEqual(await play(steps, fates, false));
      },
    ),
    { numRuns: 25 },
  );
}, 240_000);

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

/** A channel on which no story is ever too old. */
function forever(fields: Partial<Channel> = {}): Channel {
  const { freshForMs: _, ...channel } = aChannel(fields);
  return channel;
}
