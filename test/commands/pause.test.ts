import { describe, expect, it } from 'vitest';
import { shapes } from '../../scripts/schemas.ts';
import { aDesk } from './desk.ts';

const ADA = ['--by', 'Ada', '--reason', 'wrong photo'] as const;

describe('the kill switch', () => {
  it('stops what was to go out, whoever runs the pass, until someone resumes', async () => {
    const desk = aDesk({ channel: 'review: none' });
    desk.article('bridge');
    const paused = await desk.json(shapes.pause, 'pause', ...ADA);
    expect(paused).toMatchObject({
      scope: 'all',
      by: expect.stringMatching(/^Ada \(/),
      reason: 'wrong photo',
      new: true,
    });
    const ran = await desk.json(shapes.run, 'run');
    expect(ran.channels).toMatchObject([{ id: 'x', state: 'closed', reason: expect.stringContaining('wrong photo') }]);
    expect((await desk.json(shapes.status, 'status')).pauses).toMatchObject([{ scope: 'all', reason: 'wrong photo' }]);
    expect((await desk.json(shapes.posts, 'queue', 'list'))[0]?.status).not.toBe('published');

    const resumed = await desk.json(shapes.resume, 'resume', '--by', 'Ada');
    expect(resumed).toMatchObject({ lifted: ['all'], paused: [] });
    await desk.crier('run');
    expect(await desk.json(shapes.posts, 'queue', 'list')).toMatchObject([{ status: 'published' }]);
  });

  it('keeps the first reason', async () => {
    const desk = aDesk();
    await desk.crier('pause', ...ADA);
    const again = await desk.json(shapes.pause, 'pause', '--by', 'Bob', '--reason', 'lunch');
    expect(again).toMatchObject({ new: false, by: expect.stringMatching(/^Ada/), reason: 'wrong photo' });
    expect((await desk.crier('pause', '--by', 'Bob', '--reason', 'lunch')).stdout).toMatch(
      /^all was paused already by Ada .*: wrong photo\n$/,
    );
  });

  it('stops and lifts one channel with its account, and says what is still paused', async () => {
    const desk = aDesk();
    const account = 'sandbox:twitter:TWITTER';
    await desk.crier('pause', ...ADA);
    await desk.crier('pause', '--channel', 'x', ...ADA);
    await desk.crier('pause', '--account', account, ...ADA);
    const resumed = await desk.json(shapes.resume, 'resume', '--channel', 'x', '--by', 'Ada');
    expect(resumed).toMatchObject({ lifted: ['channel:x', `account:${account}`], paused: ['all'], goOut: [] });
    expect((await desk.crier('resume', '--channel', 'x', '--by', 'Ada')).stdout).toMatch(
      /^nothing was paused there\nall is still paused by Ada .*: wrong photo\n$/,
    );
  });

  it('knows no other channels, accounts and sources', async () => {
    const desk = aDesk();
    expect(await desk.crier('pause', '--channel', 'y', ...ADA)).toMatchObject({ code: 66 });
    expect(await desk.crier('pause', '--account', 'y', ...ADA)).toMatchObject({ code: 66 });
    expect(await desk.crier('resume', '--source', 'y', ...ADA)).toMatchObject({ code: 66 });
  });

  it.each([
    ['pause', '--reason', 'r'],
    ['pause', '--by', 'Ada'],
    ['pause', 'x', ...ADA],
    ['pause', '--channel', 'x', '--account', 'y', ...ADA],
    ['resume'],
    ['resume', '--source', 's', '--channel', 'x', ...ADA],
  ])('is not thrown by halves: %s %s %s', async (...args) => {
    expect(await aDesk().crier(...args)).toMatchObject({ code: 64, stdout: '' });
  });
});

describe('resume', () => {
  it('tells what goes out by itself and what waits for a person', async () => {
    const desk = aDesk({ channel: 'review: none', more: 'catchUp: 1' });
    await desk.crier('run');
    await desk.crier('pause', ...ADA);
    desk.article('old', { publishedAt: '2026-05-01T09:10:00Z' });
    desk.article('new', { publishedAt: '2026-05-01T09:20:00Z' });
    desk.article('later', { publishedAt: '2026-05-01T18:00:00Z' });
    desk.at(0.5);
    await desk.crier('run');
    desk.at(2);
    const { goOut, wait } = { goOut: [], wait: [], ...(await desk.json(shapes.resume, 'resume', '--by', 'Ada')) };
    expect(goOut).toMatchObject([{ article: 'desk/new' }]);
    expect(wait).toMatchObject([{ article: 'desk/old' }]);

    await desk.crier('run');
    const posts = await desk.json(shapes.posts, 'queue', 'list');
    expect(posts.map(({ article, status }) => `${article} ${status}`).toSorted()).toEqual([
      'desk/later scheduled',
      'desk/new published',
      'desk/old pending_review',
    ]);
  });

  it('tells it in words as well', async () => {
    const desk = aDesk({ channel: 'review: none' });
    await desk.crier('pause', ...ADA);
    desk.article('bridge');
    await desk.crier('run');
    const { stdout } = await desk.crier('resume', '--by', 'Ada');
    expect(stdout).toMatch(/^all may speak again\ngoes out by itself at the next pass:\nid .*\n\w{8} +x .*bridge/);
  });

  it('lets a source go on whose articles were gone at once', async () => {
    const desk = aDesk();
    const names = Array.from({ length: 8 }, (_, place) => `story-${place}`);
    for (const name of names) desk.article(name);
    desk.article('stays');
    await desk.crier('run');
    await desk.crier('queue', 'list');
    for (const name of names) desk.remove(`articles/${name}.json`);
    expect(await desk.crier('run')).toMatchObject({ code: 1 });
    const stopped = (await desk.json(shapes.status, 'status')).sources;
    expect(stopped).toMatchObject([{ id: 'desk', state: 'stopped', vanished: 8 }]);
    expect(await desk.json(shapes.resume, 'resume', '--source', 'desk', '--by', 'Ada')).toEqual({
      source: 'desk',
      resumed: true,
    });
    await desk.crier('run');
    expect((await desk.json(shapes.posts, 'queue', 'list', '--status', 'canceled')).length).toBe(8);
    expect((await desk.crier('resume', '--source', 'desk', '--by', 'Ada')).stdout).toBe(
      'source desk had not stopped\n',
    );
  });
});
