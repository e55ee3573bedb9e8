import { describe, expect, it } from 'vitest';
import { shapes } from '../../scripts/schemas.ts';
import { testClock } from '../support/clock.ts';
import { runCrier } from '../support/crier.ts';
import { aDesk, type Desk, NOON } from './desk.ts';

const BY = ['--by', 'Ada'] as const;

/** A desk whose worker died while it was sending, and the id of the post that may be live. */
async function afterADeathWhileSending(): Promise<{ desk: Desk; id: string }> {
  const desk = aDesk({ channel: 'review: none' });
  desk.article('bridge');
  const CRIER_TEST_CLOCK = testClock({ startAt: NOON, speed: 1 }).env;
  const died = await runCrier(['run'], { env: { ...desk.env, CRIER_TEST_CLOCK, CRIER_TEST_KILL_AT: 'arm' } });
  expect(died.signal).toBe('SIGKILL');
  desk.at(0.1);
  await desk.crier('run');
  const [post] = await desk.json(shapes.posts, 'queue', 'list');
  expect(post).toMatchObject({ status: 'unconfirmed' });
  return { desk, id: post?.id ?? '' };
}

describe('queue settle', () => {
  it('takes a person at their word that the post is not there', async () => {
    const { desk, id } = await afterADeathWhileSending();
    expect((await desk.json(shapes.status, 'status')).mayBeLive).toMatchObject([{ id }]);
    expect(await desk.crier('queue', 'retry', id, ...BY)).toMatchObject({
      code: 3,
      stderr: expect.stringContaining(`queue settle ${id}`),
    });
    const args = ['queue', 'settle', id, '--absent', ...BY] as const;
    expect(await desk.json(shapes.decisions, ...args)).toEqual([{ id, status: 'retrying', ok: true }]);
    expect(await desk.crier(...args)).toMatchObject({ code: 3 });
  });

  it('takes a person at their word that the post is there', async () => {
    const { desk, id } = await afterADeathWhileSending();
    const url = 'sandbox:sandbox:twitter:TWITTER/0123456789012345678';
    const settled = await desk.json(shapes.decisions, 'queue', 'settle', id, '--published', url, ...BY);
    expect(settled).toEqual([{ id, status: 'published', ok: true }]);
    expect(await desk.json(shapes['post-with-events'], 'queue', 'show', id)).toMatchObject({
      remoteUrl: url,
      remoteId: '0123456789012345678',
    });
  });

  it('wants the address of a post on that very platform', async () => {
    const { desk, id } = await afterADeathWhileSending();
    const ran = await desk.crier('queue', 'settle', id, '--published', 'https://x.com/a/status/17', ...BY);
    expect(ran).toMatchObject({ code: 64, stdout: '' });
    expect(ran.stderr).toContain('expected the address of a post as sandbox:twitter:TWITTER');
    expect(await desk.crier('queue', 'settle', 'nobody', '--absent', ...BY)).toMatchObject({ code: 66 });
  });
});
