import { describe, expect, it } from 'vitest';
import type { RecentResult } from '../../src/domain/ports.ts';
import { MINUTE_MS, SECOND_MS } from '../../src/domain/time.ts';
import { lookAround } from '../../src/pipeline/look.ts';
import { review } from '../../src/pipeline/review.ts';
import { aChannel, aNewsroom, type TestRoom } from '../support/newsroom.ts';
import { anArticle, at } from '../support/posts.ts';

const LINKS = ['https://news.example/a1'];

/** A colleague posts the story, and another process looks at the account and finds that. */
async function postedAndSeen(room: TestRoom): Promise<void> {
  room.stage.postByHand('By hand!', LINKS);
  await lookAround({ ...room, process: 'process-2', looks: new Map() }, room.stage, 'twitter:1');
}

/** Calls `happens` once, between the look's reading and what is made of it. */
function underTheLook({ store }: TestRoom, happens: () => Promise<unknown>): void {
  const { rememberSeen } = store;
  store.rememberSeen = async (...seen) => {
    store.rememberSeen = rememberSeen;
    await rememberSeen(...seen);
    await happens();
  };
}

async function expectOnlyTheColleagues(room: TestRoom): Promise<void> {
  await room.pass();
  room.advance(90 * SECOND_MS);
  await room.pass();
  expect(room.stage.creates).toEqual([]);
  expect(await room.post()).toMatchObject({ state: 'published', foreign: true, attempts: 0 });
}

describe('a story that a colleague posted', () => {
  it('is not doubled where another process saw it while the post was got ready', async () => {
    const room = await aNewsroom({ articles: [anArticle()] });
    let times = 0;
    Object.assign(room.stage, {
      prepare: async () => {
        if (times++ === 0) await postedAndSeen(room);
        return { type: 'ready' };
      },
    });
    await expectOnlyTheColleagues(room);
  });

  it('is not doubled where its story changed under the look', async () => {
    const room = await aNewsroom({ articles: [anArticle()] });
    room.stage.postByHand('By hand!', LINKS);
    underTheLook(room, async () => {
      const { id } = await room.post();
      expect(await review(room, id, { type: 'edit', text: 'Edited words.' }, 'Ada')).toMatchObject({ type: 'decided' });
      expect(await review(room, id, { type: 'approve' }, 'Ada')).toMatchObject({ type: 'decided' });
    });
    await expectOnlyTheColleagues(room);
  });

  it('is not doubled where an old store was put back in the midst of the look', async () => {
    const room = await aNewsroom({ articles: [anArticle()] });
    room.stage.postByHand('By hand!', LINKS);
    const { rememberSeen } = room.store;
    // What was written went into the file that is no longer there.
    room.store.rememberSeen = async () => {
      room.store.rememberSeen = rememberSeen;
    };
    await expectOnlyTheColleagues(room);
  });

  it('is not doubled where it was seen while another was looked for, and nothing could be read since', async () => {
    const room = await aNewsroom({
      articles: [anArticle({ id: 'b2', url: 'https://news.example/b2', body: 'Another.' })],
    });
    room.stage.script.push('lost');
    await room.pass();
    room.stage.postByHand('By hand!', LINKS);
    room.advance(3 * MINUTE_MS);
    await room.pass();
    expect(await room.post()).toMatchObject({ state: 'published' });
    room.stage.blind = { type: 'unknown', detail: 'timeline down' };
    room.articles = [...(room.articles ?? []), anArticle()];
    room.advance(20 * MINUTE_MS);
    await room.pass();
    expect(room.stage.creates).toEqual(['Another. https://news.example/b2']);
    expect((await room.posts())[1]).toMatchObject({ state: 'published', foreign: true });
  });

  it('leaves the queue, where it came in only after that was seen', async () => {
    const room = await aNewsroom({ channels: [aChannel({ review: 'required' })] });
    await postedAndSeen(room);
    room.articles = [anArticle()];
    await room.pass();
    expect(await room.post()).toMatchObject({ state: 'published', foreign: true });
  });

  it('leaves the queue, where who saw that died at once', async () => {
    const room = await aNewsroom({ channels: [aChannel({ review: 'required' })], articles: [anArticle()] });
    await room.pass();
    underTheLook(room, () => Promise.reject(new Error('killed')));
    await expect(postedAndSeen(room)).rejects.toThrow('killed');
    expect(await room.post()).toMatchObject({ state: 'pending_review' });
    await room.pass();
    expect(await room.post()).toMatchObject({ state: 'published', foreign: true });
  });

  it.each(['look', 'claim'])('holds up no other, however many there are, seen at the %s', async (step) => {
    const url = (id: string) => `https://news.example/${id}`;
    const byHand = Array.from({ length: 30 }, (_, n) =>
      anArticle({ id: `s${n}`, url: url(`s${n}`), body: `On ${n}.` }),
    );
    const older = anArticle({ id: 'old', url: url('old'), body: 'Old.', publishedAt: at('2026-05-01T06:00Z') });
    const room = await aNewsroom({ articles: [...byHand, older] });
    for (const article of byHand) room.stage.postByHand('By hand!', [article.url]);
    if (step === 'claim') room.store.spokenUnasked = async () => ({ waiting: [], takenBack: [] });
    await room.pass();
    expect(room.stage.creates).toEqual(['Old. https://news.example/old']);
  });
});

describe('an account that could not be read', () => {
  const stories = ['a1', 'b2', 'c3'].map((id) =>
    anArticle({ id, url: `https://news.example/${id}`, body: `On ${id}.` }),
  );
  /** The account spoke of two stories, of the second without having seen it again. */
  const spokenUnseen = async (blind: RecentResult) => {
    const room = await aNewsroom({ articles: stories.slice(0, 1) });
    await room.pass();
    room.advance(20 * MINUTE_MS);
    const { recent } = room.stage;
    Object.assign(room.stage, { recent: async () => blind });
    room.articles = stories.slice(0, 2);
    await room.pass();
    expect(room.stage.creates).toHaveLength(2);
    Object.assign(room.stage, { recent });
    return room;
  };
  const expectNoThird = async (room: TestRoom) => {
    room.stage.postByHand('By hand!', ['https://news.example/c3']);
    room.articles = stories;
    await room.pass();
    expect(room.stage.creates).toHaveLength(2);
  };

  it('is read again as soon as another process could', async () => {
    const room = await spokenUnseen({ type: 'unknown', detail: 'timeline down' });
    room.advance(10 * SECOND_MS);
    await lookAround({ ...room, process: 'process-2', looks: new Map() }, room.stage, 'twitter:1');
    room.advance(10 * SECOND_MS);
    await expectNoThird(room);
  });

  it('is read again as soon as the limit of reads is over', async () => {
    const retryAt = at('2026-05-01T09:20:30Z');
    const room = await spokenUnseen({ type: 'rate-limited', retryAt, scope: 'account', detail: '429' });
    room.advance(40 * SECOND_MS);
    await expectNoThird(room);
  });
});
