import { describe, expect, it } from 'vitest';
import { shapes } from '../../scripts/schemas.ts';
import { aDesk, type Desk } from './desk.ts';

const BY = ['--by', 'Ada'] as const;

/** A desk whose stories wait for review, and the ids of their posts by story. */
async function waiting(...stories: readonly string[]): Promise<{ desk: Desk; ids: readonly string[] }> {
  const desk = aDesk();
  for (const story of stories) desk.article(story);
  await desk.crier('run');
  const posts = await desk.json(shapes.posts, 'queue', 'list');
  return { desk, ids: stories.map((story) => posts.find(({ article }) => article === `desk/${story}`)?.id ?? '') };
}

describe('queue list', () => {
  it('shows every post with its state, its reason and the hash of its content', async () => {
    const { desk } = await waiting('bridge');
    expect(await desk.json(shapes.posts, 'queue', 'list')).toMatchObject([
      {
        article: 'desk/bridge',
        channel: 'x',
        status: 'pending_review',
        text: 'The council of bridge agreed on a new bridge over the river on Friday morning.',
        link: 'https://news.example/bridge',
        attempts: 0,
        reason: { type: 'review-required' },
        contentHash: expect.stringMatching(/^[0-9a-f]{32}$/),
      },
    ]);
    const { stdout } = await desk.crier('queue', 'list');
    expect(stdout).toMatch(/^id +channel +status +due +text +why\n/);
    expect(stdout).toMatch(/ x +pending review +2026-05-01 12:00 +The council of bridge /);
  });

  it('filters by state and channel, and shows as many as asked for', async () => {
    const { desk, ids } = await waiting('one', 'two');
    await desk.crier('queue', 'approve', ids[0] ?? '', ...BY);
    const of = async (...args: readonly string[]) =>
      (await desk.json(shapes.posts, 'queue', 'list', ...args)).map(({ article }) => article);
    expect(await of('--status', 'scheduled')).toEqual(['desk/one']);
    expect(await of('--status', 'pending_review', '--channel', 'x')).toEqual(['desk/two']);
    expect(await of('--limit', '1')).toHaveLength(1);
    expect(await of('--status', 'failed')).toEqual([]);
    expect((await desk.crier('queue', 'list', '--status', 'failed')).stdout).toBe('no posts\n');
  });

  it('knows no other states and no other channels', async () => {
    const desk = aDesk();
    expect(await desk.crier('queue', 'list', '--status', 'lost')).toMatchObject({ code: 64, stdout: '' });
    expect(await desk.crier('queue', 'list', '--channel', 'y')).toMatchObject({
      code: 66,
      stderr: 'there is no channel y; there is x\n',
    });
    expect(await desk.crier('queue', 'list', '--limit', 'many')).toMatchObject({ code: 64 });
  });
});

describe('queue show', () => {
  it('tells all that ever happened to a post, and at whose word', async () => {
    const { desk, ids } = await waiting('bridge');
    const [id = ''] = ids;
    await desk.crier('queue', 'approve', id, ...BY);
    const { events, ...post } = await desk.json(shapes['post-with-events'], 'queue', 'show', id);
    expect(post).toMatchObject({ id, status: 'scheduled' });
    expect(events).toMatchObject([
      { type: 'opened', to: 'pending_review' },
      { type: 'approved', from: 'pending_review', to: 'scheduled', by: expect.stringMatching(/^Ada \(.+@.+\)$/) },
    ]);
    const { stdout } = await desk.crier('queue', 'show', id);
    expect(stdout).toContain('a person approved it, by Ada (');
  });

  it('has no post of another id', async () => {
    expect(await aDesk().crier('queue', 'show', 'nobody')).toMatchObject({ code: 66, stdout: '' });
  });
});

describe('decisions', () => {
  it('approves what was seen, and nothing else', async () => {
    const { desk, ids } = await waiting('bridge');
    const [id = ''] = ids;
    const [post] = await desk.json(shapes.posts, 'queue', 'list');
    const other = await desk.crier('queue', 'approve', `${id}:${'0'.repeat(32)}`, ...BY);
    expect(other).toMatchObject({ code: 3, stderr: `${id} changed since you saw it: look again\n` });
    const same = await desk.crier('queue', 'approve', `${id}:${post?.contentHash}`, ...BY);
    expect(same).toMatchObject({ code: 0, stdout: `${id}: scheduled\n`, stderr: '' });
    await desk.crier('run');
    expect(await desk.json(shapes.posts, 'queue', 'list')).toMatchObject([
      { status: 'published', remoteId: expect.any(String), remoteUrl: expect.stringMatching(/^sandbox:/) },
    ]);
  });

  it('lets the second editor know that someone was first', async () => {
    const { desk, ids } = await waiting('bridge');
    const [id = ''] = ids;
    const both = await Promise.all([
      desk.crier('queue', 'approve', id, ...BY),
      desk.crier('queue', 'reject', id, '--by', 'Bob'),
    ]);
    expect(both.map(({ code }) => code).toSorted()).toEqual([0, 3]);
  });

  it('decides on each of several ids and ends with the worst of it', async () => {
    const { desk, ids } = await waiting('one', 'two', 'three');
    const [one = '', two = '', three = ''] = ids;
    await desk.crier('queue', 'reject', three, ...BY);
    const args = ['queue', 'approve', one, 'nobody', three, two, ...BY] as const;
    expect(await desk.json(shapes.decisions, ...args)).toEqual([
      { id: one, status: 'scheduled', ok: true },
      { id: 'nobody', status: null, ok: false, why: 'there is no post nobody' },
      { id: three, status: 'rejected', ok: false, why: `${three} is rejected; approve is for pending_review` },
      { id: two, status: 'scheduled', ok: true },
    ]);
    expect((await desk.crier(...args)).code).toBe(66);
    expect((await desk.crier('queue', 'approve', one, ...BY)).code).toBe(3);
  });

  it('goes the whole way: rejected, revived, edited, approved, returned, canceled', async () => {
    const { desk, ids } = await waiting('bridge');
    const [id = ''] = ids;
    const decided = async (...args: readonly string[]) =>
      (await desk.json(shapes.decisions, 'queue', ...args, ...BY))[0];
    expect(await decided('reject', id)).toMatchObject({ status: 'rejected' });
    expect(await decided('revive', id)).toMatchObject({ status: 'pending_review' });
    expect(await decided('edit', id, '--text', 'A new bridge\n for @everyone.')).toMatchObject({ ok: true });
    expect(await desk.json(shapes.posts, 'queue', 'list')).toMatchObject([{ text: 'A new bridge\nfor everyone.' }]);
    expect(await decided('approve', id)).toMatchObject({ status: 'scheduled' });
    expect(await decided('return', id)).toMatchObject({ status: 'pending_review' });
    expect(await decided('cancel', id)).toMatchObject({ status: 'canceled' });
    expect(await decided('retry', id)).toMatchObject({ ok: false, why: `${id} is canceled; retry is for failed` });
  });

  it('hints at what the story does not bear out, and takes the words', async () => {
    const { desk, ids } = await waiting('bridge');
    const edit = (words: string) => desk.crier('queue', 'edit', ids[0] ?? '', '--text', words, ...BY);
    const wrong = await edit('The council of bridge agreed on a new bridge over the river on Monday morning.');
    expect(wrong).toMatchObject({ code: 0, stderr: expect.stringMatching(/look again: .* the date "Monday"\n$/) });
    expect(wrong.stdout).toContain('pending review');
    expect(await edit('The council of bridge agreed on a new bridge on Friday.')).toMatchObject({
      code: 0,
      stderr: '',
    });
  });

  it('hints again where the post is shown, as long as its words are an editor’s', async () => {
    const { desk, ids } = await waiting('bridge');
    const [id = ''] = ids;
    expect(await desk.json(shapes['post-with-events'], 'queue', 'show', id)).not.toHaveProperty('doubts');
    await desk.crier('queue', 'edit', id, '--text', 'The council of bridge agreed on 12 new bridges.', ...BY);
    const hint = 'look again: the story does not bear out the number "12 new bridges"';
    expect((await desk.crier('queue', 'show', id)).stdout).toContain(`\n${hint}\n`);
    const shown = await desk.json(shapes['post-with-events'], 'queue', 'show', id);
    expect(shown).toMatchObject({ doubts: [{ type: 'number', what: '12 new bridges', text: hint }] });
  });

  it('refuses words that do not fit', async () => {
    const { desk, ids } = await waiting('bridge');
    const ran = await desk.crier('queue', 'edit', ids[0] ?? '', '--text', 'word '.repeat(70), ...BY);
    expect(ran.code).toBe(3);
    expect(ran.stderr).toMatch(/only 280 fit\n$/);
  });

  it('gives an image its alt text, or leaves it out, and shows both', async () => {
    const desk = aDesk({ channel: 'withoutAlt: ask' });
    const url = 'https://news.example/b.jpg';
    desk.article('bridge', { image: { url } });
    await desk.crier('run');
    const [waiting] = await desk.json(shapes.posts, 'queue', 'list');
    const id = waiting?.id ?? '';
    expect(waiting).toMatchObject({ image: url, reason: { type: 'review-alt' } });
    await desk.crier('queue', 'edit', id, '--alt', 'A bridge', ...BY);
    const shown = (await desk.crier('queue', 'show', id)).stdout;
    expect(shown).toMatch(/^image +https:\/\/news\.example\/b\.jpg$/m);
    expect(shown).toMatch(/^alt text +A bridge$/m);
    await desk.crier('queue', 'edit', id, '--no-image', ...BY);
    const without = await desk.json(shapes['post-with-events'], 'queue', 'show', id);
    expect(without).toMatchObject({ note: 'without its image: an editor left it out', reason: { type: 'edited' } });
    expect(without).not.toHaveProperty('image');
    expect(await desk.crier('queue', 'edit', id, '--no-image', ...BY)).toMatchObject({ code: 3 });
  });

  it('takes --all for every post the decision is for, or those of a channel', async () => {
    const { desk, ids } = await waiting('one', 'two', 'three');
    await desk.crier('queue', 'reject', ids[0] ?? '', ...BY);
    expect(await desk.json(shapes.decisions, 'queue', 'approve', '--all', '--channel', 'x', ...BY)).toHaveLength(2);
    expect((await desk.crier('queue', 'approve', '--all', ...BY)).stdout).toBe('no posts to decide about\n');
    expect(await desk.crier('queue', 'approve', '--all', '--channel', 'y', ...BY)).toMatchObject({ code: 66 });
  });
});

describe('queue schedule', () => {
  it("sets the time by the outlet's clock", async () => {
    const { desk, ids } = await waiting('bridge');
    expect(await desk.crier('queue', 'schedule', ids[0] ?? '', '--at', '18:45', ...BY)).toMatchObject({ code: 0 });
    expect(await desk.json(shapes.posts, 'queue', 'list')).toMatchObject([{ dueAt: '2026-05-01T15:45:00Z' }]);
  });

  it('takes no time that has passed, that nobody means, or that is a typo', async () => {
    const { desk, ids } = await waiting('bridge');
    for (const written of ['2026-04-30T12:00Z', 'tomorrow', '2062-05-01T12:00Z']) {
      const ran = await desk.crier('queue', 'schedule', ids[0] ?? '', '--at', written, ...BY);
      expect([written, ran.code, ran.stderr.split('\n').length]).toEqual([written, 64, 3]);
    }
  });
});

describe('queue again', () => {
  it('opens an update and a correction of a story that is out, for approval', async () => {
    const desk = aDesk({ channel: 'review: none' });
    desk.article('bridge');
    await desk.crier('run');
    const args = ['queue', 'again', 'desk/bridge', '--channel', 'x', ...BY, '--text'] as const;
    for (const occasion of ['update', 'update', 'correction']) {
      const [result] = await desk.json(shapes.decisions, ...args, `An ${occasion}.`, '--occasion', occasion);
      expect(result).toMatchObject({ ok: true, status: 'pending_review' });
    }
    const posts = await desk.json(shapes.posts, 'queue', 'list', '--status', 'pending_review');
    expect(posts.map(({ occasion }) => occasion).toSorted()).toEqual(['correction-1', 'update-1', 'update-2']);
  });

  it('hints at what the story does not bear out, and opens the post', async () => {
    const desk = aDesk({ channel: 'review: none' });
    desk.article('bridge');
    await desk.crier('run');
    const rest = ['--channel', 'x', '--occasion', 'correction', ...BY, '--text'];
    const said = await desk.crier(
      'queue',
      'again',
      'bridge',
      ...rest,
      'Correction: the council of Sund agreed on Friday.',
    );
    expect(said).toMatchObject({ code: 0, stderr: 'look again: the story does not bear out the name "Sund"\n' });
    expect(said.stdout).toContain('pending review');
  });

  it('opens none of a story that was taken back, and none for what is not there', async () => {
    const desk = aDesk({ channel: 'review: none' });
    desk.article('bridge');
    await desk.crier('run');
    await desk.crier('pull', 'bridge', ...BY, '--reason', 'wrong');
    const rest = ['--channel', 'x', '--occasion', 'update', '--text', 'Words.', ...BY];
    expect(await desk.crier('queue', 'again', 'bridge', ...rest)).toMatchObject({ code: 3 });
    expect(await desk.crier('queue', 'again', 'tunnel', ...rest)).toMatchObject({ code: 66 });
    expect(await desk.crier('queue', 'again', 'bridge', ...rest, '--channel', 'y')).toMatchObject({ code: 66 });
    expect(await desk.crier('queue', 'again', 'bridge', ...rest, '--occasion', 'party')).toMatchObject({ code: 64 });
  });
});

describe('a call of queue that is not understood', () => {
  it.each([
    [[], 'queue: expected one of list, show, approve'],
    [['publish'], 'got publish'],
    [['approve', '--all'], '--by: expected the name'],
    [['approve', '--by', ' ', '--all'], '--by: expected the name'],
    [['approve', ...BY], 'expected ids of posts, or --all'],
    [['approve', 'a', '--all', ...BY], 'expected ids of posts, or --all'],
    [['approve', 'a', '--channel', 'x', ...BY], '--channel goes with --all'],
    [['approve', 'a', '--text', 'x', ...BY], 'queue approve takes no --text'],
    [['reject', 'a:hash', ...BY], 'only approve takes ID:HASH'],
    [['edit', 'a', ...BY], '--text: expected the words'],
    [['edit', 'a', '--alt', ' ', ...BY], '--alt: expected what the image shows'],
    [['edit', 'a', '--alt', 'x', '--no-image', ...BY], 'one of --text, --alt and --no-image at a time'],
    [['edit', 'a', 'b', '--text', 't', ...BY], 'expected the id of one post, got 2'],
    [['schedule', 'a', ...BY], '--at: expected a time'],
    [['settle', 'a', ...BY], 'expected --published URL, or --absent'],
    [['settle', 'a', '--absent', '--published', 'u', ...BY], 'expected --published URL, or --absent'],
    [['show'], 'expected the id of one post, got nothing'],
    [['list', 'a'], 'unexpected: a'],
  ])('says what would be: %j', async (args, advice) => {
    const ran = await aDesk().crier('queue', ...args);
    expect(ran).toMatchObject({ code: 64, stdout: '' });
    expect(ran.stderr).toContain(advice);
    expect(ran.stderr).not.toMatch(/\n\s+at /);
  });
});
