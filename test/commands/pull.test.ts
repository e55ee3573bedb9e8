import { describe, expect, it } from 'vitest';
import { shapes } from '../../scripts/schemas.ts';
import { aDesk } from './desk.ts';

const ADA = ['--by', 'Ada', '--reason', 'not ours'] as const;

describe('pull', () => {
  it('deletes what is live at the next pass, whatever is paused, and lets nothing in again', async () => {
    const desk = aDesk({ channel: 'review: none' });
    desk.article('bridge');
    await desk.crier('run');
    await desk.crier('pause', ...ADA);
    expect(await desk.json(shapes.story, 'pull', 'bridge', ...ADA)).toMatchObject({
      article: 'desk/bridge',
      title: 'Story bridge',
      posts: [{ status: 'retracting', reason: { type: 'pulled-by-person' } }],
    });
    await desk.crier('run');
    desk.article('bridge', { title: 'Story bridge, again' });
    await desk.crier('run');
    expect(await desk.json(shapes.posts, 'queue', 'list')).toMatchObject([{ status: 'pulled' }]);
  });

  it('finds the story by its address or full name, and cancels what waits', async () => {
    const desk = aDesk();
    desk.article('one');
    desk.article('two');
    await desk.crier('run');
    const one = await desk.crier('pull', 'https://www.news.example/one?utm_source=x', ...ADA);
    expect(one).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Story one\nx +\w{8} +canceled /) });
    expect(await desk.crier('pull', 'desk/two', ...ADA)).toMatchObject({ code: 0 });
    expect(await desk.crier('pull', 'three', ...ADA)).toMatchObject({ code: 66, stdout: '' });
  });

  it('wants a name, a reason and one article', async () => {
    const desk = aDesk();
    for (const args of [['bridge', '--by', 'Ada'], ['bridge', '--reason', 'r'], [...ADA], ['a', 'b', ...ADA]]) {
      expect(await desk.crier('pull', ...args)).toMatchObject({ code: 64, stdout: '' });
      expect(await desk.crier('release', ...args)).toMatchObject({ code: 64, stdout: '' });
    }
  });
});

describe('release', () => {
  it('gives a pulled story its place back, and no second post to what was live', async () => {
    const desk = aDesk();
    desk.article('waits');
    await desk.crier('run');
    await desk.crier('pull', 'waits', ...ADA);
    expect(await desk.json(shapes.story, 'release', 'waits', ...ADA)).toMatchObject({
      posts: [{ status: 'pending_review' }],
    });
    expect(await desk.crier('release', 'nobody', ...ADA)).toMatchObject({ code: 66 });
  });
});
