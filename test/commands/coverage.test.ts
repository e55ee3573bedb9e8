import { describe, expect, it } from 'vitest';
import { shapes } from '../../scripts/schemas.ts';
import { aDesk } from './desk.ts';

const RULES = 'review: none\nexclude: { tags: [sponsored] }\nfreshFor: 12h';

describe('coverage', () => {
  it('says of every article what came of it on every channel', async () => {
    const desk = aDesk({ channel: RULES });
    desk.article('bridge');
    desk.article('kitchen', { tags: ['sponsored'] });
    desk.article('history', { publishedAt: '2026-04-01T08:00:00Z' });
    await desk.crier('run');
    const covered = await desk.json(shapes.coverage, 'coverage');
    expect(covered.map(({ article }) => article).toSorted()).toEqual(['desk/bridge', 'desk/history', 'desk/kitchen']);
    const on = (article: string) => covered.find((one) => one.article === article)?.channels;
    expect(on('desk/bridge')).toMatchObject([{ channel: 'x', status: 'published', remoteUrl: expect.any(String) }]);
    expect(on('desk/kitchen')).toMatchObject([
      { status: 'skipped', reason: { type: 'excluded', text: 'the channel excludes it (tag sponsored)' } },
    ]);
    expect(on('desk/history')).toMatchObject([{ status: 'skipped', reason: { type: 'too-old' } }]);
    const { code, stdout } = await desk.crier('coverage');
    expect(code).toBe(0);
    expect(stdout).toContain('desk/kitchen: Story kitchen\n  x  skipped  the channel excludes it (tag sponsored)\n');
  });

  it('ends with 1 while anything is open, and says what it waits for', async () => {
    const desk = aDesk({ channel: RULES });
    desk.article('bridge');
    desk.article('embargoed', { embargoUntil: '2026-05-01T15:00:00Z' });
    await desk.crier('pause', '--by', 'Ada', '--reason', 'wrong photo');
    await desk.crier('run');
    const ran = await desk.crier('coverage');
    expect(ran.code).toBe(1);
    expect(ran.stdout).toContain('waits for: 2026-05-01 18:00');
    expect(await desk.json(shapes.coverage, 'coverage', '--since', '2d')).toHaveLength(2);
    await desk.crier('resume', '--by', 'Ada');
    desk.at(7);
    await desk.crier('run');
    expect(await desk.crier('coverage')).toMatchObject({ code: 0 });
  });

  it('says of breaking news what holds just that, and of the rest what holds the rest', async () => {
    const breaking = 'breaking: { review: none, maxPerHour: 1, when: { tags: [urgent] } }';
    const desk = aDesk({ channel: `review: none\nquietHours: 11:00-14:00\n${breaking}` });
    desk.article('first', { tags: ['urgent'] });
    await desk.crier('run');
    desk.article('second', { tags: ['urgent'] });
    desk.article('calm');
    await desk.crier('run');
    const covered = await desk.json(shapes.coverage, 'coverage');
    const waitOf = (article: string) => covered.find((one) => one.article === article)?.channels[0]?.waitsFor;
    expect(waitOf('desk/second')).toBe('1 breaking posts within the hour');
    expect(waitOf('desk/calm')).toBe('quiet from 11:00 to 14:00');
  });

  it('leaves out what came in before, and says so of a channel that came later', async () => {
    const desk = aDesk({ channel: RULES });
    desk.article('bridge');
    await desk.crier('run');
    desk.at(30);
    expect((await desk.crier('coverage')).stdout).toBe('no articles came in\n');
    expect(await desk.crier('coverage', '--since', 'yesterday')).toMatchObject({ code: 64 });
    desk.at(1);
    desk.configure({ channel: RULES, channels: '  - { id: later, platform: x, account: SPORT, sandbox: true }' });
    expect(await desk.json(shapes.coverage, 'coverage')).toMatchObject([
      { channels: [{ channel: 'x' }, { channel: 'later', post: null, status: null }] },
    ]);
  });
});
