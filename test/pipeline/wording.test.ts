import { expect, it } from 'vitest';
import type { Article } from '../../src/domain/article.ts';
import type { Channel } from '../../src/domain/channel.ts';
import { HOUR_MS } from '../../src/domain/time.ts';
import { review } from '../../src/pipeline/review.ts';
import { aChannel, aNewsroom, type TestRoom } from '../support/newsroom.ts';
import { anArticle } from '../support/posts.ts';

const WORDED = { text: '{breaking?⚡ }{summary}', hashtags: { most: 2, place: 'end' } } as const;
const LEAD = 'The harbour bridge reopened on Friday.';

async function newsroom(channel: Partial<Channel>, article: Partial<Article> = {}): Promise<TestRoom> {
  const room = await aNewsroom({
    channels: [aChannel({ ...WORDED, ...channel })],
    articles: [anArticle({ tags: ['Marlow Bay'], ...article })],
  });
  await room.pass();
  return room;
}

async function after(room: TestRoom, change: Partial<Article>) {
  room.articles = room.articles?.map((article) => ({ ...article, ...change }));
  await room.pass();
  return room.post();
}

it('words what waits anew when its tags or its urgency change', async () => {
  const room = await newsroom({ review: { holdMs: HOUR_MS } });
  expect(await room.post()).toMatchObject({ state: 'scheduled', text: `${LEAD} #MarlowBay` });
  const tagged = await after(room, { tags: ['Transport', 'Marlow Bay'] });
  expect(tagged).toMatchObject({ state: 'scheduled', text: `${LEAD} #Transport #MarlowBay` });
  expect(tagged.approvedHash).toBe(tagged.contentHash);
  const urgent = await after(room, { breaking: true });
  expect(urgent).toMatchObject({ state: 'scheduled', breaking: true, text: `⚡ ${LEAD} #Transport #MarlowBay` });
  room.advance(HOUR_MS);
  await room.pass();
  expect(room.stage.timeline.map(({ text }) => text)).toEqual([`⚡ ${LEAD} #Transport #MarlowBay`]);
});

it('leaves the words that a person approved as they are', async () => {
  const room = await newsroom({ review: 'required', quietHours: { from: '00:00', to: '23:59' } });
  const { id } = await room.post();
  expect(await after(room, { tags: ['Transport'] })).toMatchObject({ text: `${LEAD} #Transport` });
  await review(room, id, { type: 'approve' }, 'Ada');
  expect(await after(room, { tags: ['Weather'], breaking: true })).toMatchObject({
    state: 'published',
    breaking: true,
    text: `${LEAD} #Transport`,
  });
});

it('leaves an editor’s words as they are', async () => {
  const room = await newsroom({ review: 'required' });
  await review(room, (await room.post()).id, { type: 'edit', text: 'My words.' }, 'Ada');
  expect(await after(room, { tags: ['Weather'] })).toMatchObject({ state: 'pending_review', text: 'My words.' });
});

it('frees a post whose tag no longer asks for review, in its new words', async () => {
  const reviewWhen = { sections: [], tags: ['court'], words: [] };
  const room = await newsroom({ reviewWhen, review: { holdMs: HOUR_MS } }, { tags: ['court'] });
  expect(await room.post()).toMatchObject({ state: 'pending_review', text: `${LEAD} #Court` });
  expect(await after(room, { tags: ['Weather'] })).toMatchObject({ state: 'scheduled', text: `${LEAD} #Weather` });
});

it('a changed channel words what is composed from then on, not what waits', async () => {
  const room = await newsroom({ review: { holdMs: HOUR_MS } });
  room.channels[0] = aChannel({ review: { holdMs: HOUR_MS }, text: 'New: {summary}' });
  expect(await after(room, { tags: ['Weather'] })).toMatchObject({ text: `${LEAD} #MarlowBay` });
  room.articles = [...(room.articles ?? []), anArticle({ id: 'a2', body: 'Snow fell.' })];
  await room.pass();
  expect((await room.posts()).map(({ text }) => text)).toEqual([`${LEAD} #MarlowBay`, 'New: Snow fell.']);
});

it('gives each of two channels of one platform its own words', async () => {
  const room = await aNewsroom({
    channels: [aChannel(), aChannel({ id: 'y', account: 'twitter:2', text: '{headline}: {summary}' })],
    articles: [anArticle()],
  });
  await room.pass();
  expect((await room.posts()).map(({ text }) => text)).toEqual([LEAD, `Harbour bridge reopens: ${LEAD}`]);
});
