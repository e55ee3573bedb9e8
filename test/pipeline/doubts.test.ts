import { describe, expect, it } from 'vitest';
import type { Channel } from '../../src/domain/channel.ts';
import { review } from '../../src/pipeline/review.ts';
import { aChannel, aNewsroom, type TestRoom } from '../support/newsroom.ts';
import { anArticle } from '../support/posts.ts';

const story = anArticle({ body: 'The harbour bridge reopened on Friday.\n\nIt had been closed for a month.' });
const WRONG = 'The harbour bridge reopened on Monday.';
const DOUBTFUL = { type: 'doubtful', detail: 'the date "Monday"' };

/** A newsroom whose summaries are these words, whatever the story says; it has met one story. */
async function summarizing(words: string, channel: Partial<Channel> = {}): Promise<TestRoom> {
  const room = await aNewsroom({ channels: [aChannel(channel)], articles: [story] });
  Object.assign(room, { summarizer: { summarize: async () => words } });
  await room.pass();
  return room;
}

describe('a post whose words the story does not bear out', () => {
  it('waits for a person, who is told why, even where nobody reviews posts', async () => {
    const room = await summarizing(WRONG);
    expect(await room.post()).toMatchObject({ state: 'pending_review', reason: DOUBTFUL, text: WRONG });
    expect(room.stage.creates).toEqual([]);
  });

  it('says so where every post is reviewed, too', async () => {
    const room = await summarizing(WRONG, { review: 'required' });
    expect((await room.post()).reason).toEqual(DOUBTFUL);
  });

  it('waits even where it is breaking news that passes review', async () => {
    const rules = { review: 'none', maxPerHour: 3, when: { sections: ['world'], tags: [], titleStarts: [] } } as const;
    const room = await summarizing(WRONG, { review: 'required', breaking: rules });
    expect(await room.post()).toMatchObject({ state: 'pending_review', reason: DOUBTFUL, breaking: true });
  });

  it('goes out once a person approves it, and is not asked about again when the story moves', async () => {
    const room = await summarizing(WRONG, { minGapMs: 3_600_000 });
    await review(room, (await room.post()).id, { type: 'approve' }, 'Ada');
    room.articles = [{ ...story, section: 'local' }];
    await room.pass();
    expect((await room.post()).state).toBe('published');
  });

  it('goes out by itself once the story says what its words say', async () => {
    const room = await summarizing(WRONG);
    const right = 'The harbour bridge reopened on Tuesday.';
    Object.assign(room, { summarizer: { summarize: async () => right } });
    room.articles = [{ ...story, body: right }];
    await room.pass();
    expect(await room.post()).toMatchObject({ state: 'published', text: right });
  });

  it('comes back to a person where a correction of the story makes its words doubtful', async () => {
    const room = await summarizing('The harbour bridge reopened on Friday.', { review: { holdMs: 3_600_000 } });
    expect((await room.post()).state).toBe('scheduled');
    Object.assign(room, { summarizer: { summarize: async () => WRONG } });
    room.articles = [{ ...story, body: `${story.body}\n\nA correction.` }];
    await room.pass();
    expect(await room.post()).toMatchObject({ state: 'pending_review', reason: DOUBTFUL });
  });

  it('is the headline where the whole article is shown', async () => {
    const news = { id: 'news', platform: 'google-news', account: 'google-news:news' } as const;
    const room = await summarizing(WRONG, news);
    expect(await room.post()).toMatchObject({ state: 'published', text: story.title });
  });

  it('is found by the words alone: those of the story raise no doubt', async () => {
    const room = await summarizing('The harbour bridge reopened on Friday. It had been closed for a month.');
    expect((await room.post()).state).toBe('published');
  });
});
