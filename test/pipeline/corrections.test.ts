import { expect, it } from 'vitest';
import { reserve } from '../../src/domain/settling.ts';
import { MINUTE_MS } from '../../src/domain/time.ts';
import { review, speakAgain } from '../../src/pipeline/review.ts';
import { aChannel, aNewsroom, type TestRoom } from '../support/newsroom.ts';
import { anArticle } from '../support/posts.ts';

/** A newsroom whose story went out as `first` says, with a correction that is approved by now. */
async function withCorrection(first: TestRoom['stage']['script'][number]): Promise<TestRoom> {
  const room = await aNewsroom({ articles: [anArticle()] });
  room.stage.script.push(first);
  await room.pass();
  const known = await room.store.article({ source: 'desk', id: 'a1' });
  if (!known) throw new Error('the article was not taken in');
  const opened = await speakAgain(room, known, aChannel(), 'correction', 'We were wrong.', 'Ada');
  if (opened.type !== 'decided') throw new Error(opened.why);
  await review(room, opened.post.id, { type: 'approve' }, 'Ada');
  return room;
}

async function minutes(room: TestRoom, count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    // Each is a pass of cron, which looks before it speaks.
    room.looks.clear();
    await room.pass();
    room.advance(MINUTE_MS);
  }
}

const BOTH = ['The harbour bridge reopened on Friday.', 'We were wrong.'];

const live = (room: TestRoom) => room.stage.timeline.map(({ text }) => text).toSorted();
const remotes = async (room: TestRoom) =>
  (await room.posts()).map(({ occasion, state, remoteId, foreign }) => `${occasion} ${state} ${remoteId} ${foreign}`);

it('takes no first post for its correction', async () => {
  const room = await withCorrection('lost');
  const [first] = await room.posts();
  if (!first) throw new Error('there is no first post');
  // The correction is looked for before the first post is.
  await room.store.commit(reserve(first, room.now(), 30 * MINUTE_MS));
  room.stage.script.push('never-came');
  await room.pass();
  await minutes(room, 60);
  expect(live(room)).toEqual(BOTH);
  expect(await remotes(room)).toEqual(['first published 1000 false', 'correction-1 published 1001 false']);
});

it('takes no correction for its first post', async () => {
  const room = await withCorrection('never-came');
  room.stage.script.push('lost');
  await minutes(room, 60);
  expect(live(room)).toEqual(BOTH);
  expect(await remotes(room)).toEqual(['first published 1001 false', 'correction-1 published 1000 false']);
});

it('takes no correction for a post made by hand', async () => {
  const room = await withCorrection({ type: 'unavailable', detail: 'down' });
  room.stage.script.push('lost');
  await minutes(room, 60);
  expect(live(room)).toEqual(BOTH);
  expect(await remotes(room)).toEqual(['first published 1001 false', 'correction-1 published 1000 false']);
});
