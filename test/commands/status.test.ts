import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { shapes } from '../../scripts/schemas.ts';
import { aDesk } from './desk.ts';

describe('status', () => {
  it('says of a new newsroom that nothing happened yet', async () => {
    const desk = aDesk();
    expect(await desk.json(shapes.status, 'status')).toEqual({
      outlet: { id: 'demo', name: 'Demo Daily' },
      lastPass: null,
      channels: [
        {
          id: 'x',
          platform: 'twitter',
          account: 'sandbox:twitter:TWITTER',
          sandbox: true,
          state: 'open',
          posts: {},
        },
      ],
      posts: {},
      oldestWaiting: null,
      mayBeLive: [],
      needsPerson: [],
      money: [{ account: 'sandbox:twitter:TWITTER', sandbox: true, postsToday: 0, todayUsd: 0, monthUsd: 0 }],
      sources: [{ id: 'desk', state: 'open', unreadable: [] }],
      feeds: [],
      pauses: [],
      logbook: [],
    });
    const { stdout, code } = await desk.crier('status');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Demo Daily \(Europe\/Kyiv\): no pass yet; "crier run" makes one\n/);
  });

  it('shows on one screen what waits, what it costs and what cannot be read', async () => {
    const desk = aDesk({ channel: 'budget: { perDay: 1 }' });
    desk.article('bridge');
    desk.article('tunnel');
    desk.file('articles/broken.json', '{ "title": ');
    await desk.crier('run');
    const [post] = await desk.json(shapes.posts, 'queue', 'list');
    await desk.crier('queue', 'approve', post?.id ?? '', '--by', 'Ada');
    await desk.crier('run');
    const facts = await desk.json(shapes.status, 'status');
    expect(facts).toMatchObject({
      lastPass: expect.any(String),
      posts: { pending_review: 1, published: 1 },
      oldestWaiting: { status: 'pending_review' },
      money: [{ postsToday: 1 }],
      sources: [{ unreadable: [{ item: 'broken.json' }] }],
    });
    const { stdout } = await desk.crier('status');
    expect(stdout).toMatch(
      /^Demo Daily \(Europe\/Kyiv\): last pass noted at .*\d\d:\d\d, as it is every ten minutes\n/,
    );
    expect(stdout).toContain('1 to review, 0 to go out, 1 published');
    expect(stdout).toMatch(/\$0\.\d+ of \$1\.00 today/);
    expect(stdout).toContain('unreadable: broken.json: ');
    expect(stdout.split('\n').length).toBeLessThan(40);
  });

  it('names what needs a person', async () => {
    const desk = aDesk({ channel: 'review: none', more: 'delivery: { attempts: 1 }' });
    desk.article('bridge');
    await desk.crier('run');
    // The sandbox lost its disk after it was looked at.
    rmSync(join(desk.folder, 'data/sandbox'), { recursive: true });
    writeFileSync(join(desk.folder, 'data/sandbox'), '');
    desk.article('tunnel');
    expect(await desk.crier('run')).toMatchObject({ code: 1 });
    expect(await desk.json(shapes.status, 'status')).toMatchObject({
      needsPerson: [{ article: 'desk/tunnel', status: 'failed', lastError: expect.any(String) }],
    });
    expect((await desk.crier('status')).stdout).toContain('needs a person\n');

    rmSync(join(desk.folder, 'data/sandbox'));
    mkdirSync(join(desk.folder, 'data/sandbox'));
    const decided = await desk.json(shapes.decisions, 'queue', 'retry', '--all', '--by', 'Ada');
    expect(decided).toMatchObject([{ status: 'retrying', ok: true }]);
    await desk.crier('run');
    expect(await desk.json(shapes.status, 'status')).toMatchObject({ needsPerson: [], posts: { published: 2 } });
  });

  it('takes no arguments', async () => {
    expect(await aDesk().crier('status', 'x')).toMatchObject({ code: 64, stdout: '' });
  });
});
