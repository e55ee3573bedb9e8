import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { anXNewsroom, type XNewsroom } from './support/x-newsroom.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const FRIDAY = '2026-05-01T09:00:00Z';
const FEW = { startAt: FRIDAY, more: 'catchUp: 2' };
const SERVE = ['serve', '--role', 'worker'];

/** What came in while nobody was there: one story an hour, named by its age. */
function fileSixHours(room: XNewsroom): void {
  for (const hours of [1, 2, 3, 4, 5]) room.file(`${hours}-hours-old`, hours * 60);
}

const NEWEST = ['1-hours-old', '2-hours-old'];
const REST = ['3-hours-old', '4-hours-old', '5-hours-old'];

/** The newest few are on X, freshest first, the rest wait, and another pass changes nothing. */
async function expectFewAndRest(room: XNewsroom): Promise<void> {
  await expect.poll(() => room.live(), { timeout: 20_000 }).toEqual(['before', ...NEWEST]);
  await room.crier('run');
  expect(room.live()).toEqual(['before', ...NEWEST]);
  expect(await room.stories('pending_review')).toEqual(REST);
  expect((await room.postOf('3-hours-old')).reason.type).toBe('held-after-gap');
}

describe('after six dark hours', () => {
  it('cron lets the newest few go out, and the rest wait for a person', async () => {
    const room = await anXNewsroom(FEW);
    room.file('before');
    await room.crier('run');
    room.advance(6 * HOUR_MS);
    fileSixHours(room);
    expect(await room.crier('run')).toMatchObject({ code: 0, stdout: '' });
    await expectFewAndRest(room);
    await room.crier('queue', 'approve', '--all', '--by', 'Ada');
    await room.crier('run');
    expect(room.live().toSorted()).toEqual([...NEWEST, ...REST, 'before'].toSorted());
  });

  it('so does a daemon that is started again', async () => {
    const room = await anXNewsroom(FEW);
    room.file('before');
    await room.crier('run');
    room.advance(6 * HOUR_MS);
    fileSixHours(room);
    room.start(SERVE);
    await expectFewAndRest(room);
  });

  it('so does a daemon on a laptop that slept', async () => {
    const room = await anXNewsroom(FEW);
    room.file('before');
    room.start(SERVE);
    await expect.poll(() => room.live(), { timeout: 20_000 }).toEqual(['before']);
    room.advance(6 * HOUR_MS);
    fileSixHours(room);
    await expectFewAndRest(room);
  });

  it('what waited for its turn when the laptop fell asleep is old news too', async () => {
    const room = await anXNewsroom({ startAt: FRIDAY, channel: 'minGap: 30m', more: 'catchUp: 1' });
    room.file('before');
    await room.crier('run');
    room.advance(31 * MINUTE_MS);
    for (const [minutes, id] of ['a', 'b', 'c'].entries()) room.file(id, minutes);
    room.start(SERVE);
    await expect.poll(() => room.live(), { timeout: 20_000 }).toEqual(['before', 'a']);
    expect(await room.stories('scheduled')).toEqual(['b', 'c']);
    room.advance(6 * HOUR_MS);
    await expect.poll(() => room.live(), { timeout: 20_000 }).toEqual(['before', 'a', 'b']);
    expect(await room.stories('pending_review')).toEqual(['c']);
    room.advance(31 * MINUTE_MS);
    await room.crier('run');
    expect(room.live()).toHaveLength(3);
  });

  it.each(['ingest', 'claim', 'arm', 'create'])(
    'a cron pass that stood still after %s meanwhile adds nothing of its own',
    async (step) => {
      const room = await anXNewsroom(FEW);
      room.file('before');
      const stalled = room.start(['run'], { CRIER_TEST_STOP_AT: step });
      const ended = once(stalled, 'close');
      const { pid = 0 } = stalled;
      await expect.poll(() => isStopped(pid), { timeout: 20_000 }).toBe(true);
      room.advance(6 * HOUR_MS);
      fileSixHours(room);
      await room.crier('run');
      stalled.kill('SIGCONT');
      await ended;
      for (let n = 0; n < 4; n += 1) {
        room.advance(5 * MINUTE_MS);
        await room.crier('run');
      }
      const live = room.live();
      expect(new Set(live).size).toBe(live.length);
      expect(live.filter((id) => id !== 'before').length).toBeLessThanOrEqual(2);
      expect((await room.stories('published')).toSorted()).toEqual(live.toSorted());
      expect([...(await room.stories('published')), ...(await room.stories('pending_review'))].toSorted()).toEqual(
        [...NEWEST, ...REST, 'before'].toSorted(),
      );
    },
  );
});

function isStopped(pid: number): boolean {
  return /^State:\s+T/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
}

const RESUME = z.object({
  goOut: z.array(z.object({ article: z.string() })),
  wait: z.array(z.object({ article: z.string() })),
});

describe('a pause of six hours', () => {
  it('ends as "resume" says: the newest few and what a person approved meanwhile go out, the rest waits', async () => {
    const room = await anXNewsroom(FEW);
    room.file('before');
    await room.crier('run');
    await room.crier('pause', '--by', 'Ada', '--reason', 'wrong photo');
    for (const id of ['h1', 'h2', 'h3', 'h4', 'h5']) {
      room.advance(HOUR_MS);
      room.file(id);
      await room.crier('run');
      if (id === 'h2') await room.crier('queue', 'approve', (await room.postOf('h2')).id, '--by', 'Bob');
    }
    room.advance(HOUR_MS);
    const plan = RESUME.parse(JSON.parse((await room.crier('resume', '--by', 'Ada', '--json')).stdout));
    const named = (posts: readonly { article: string }[]) =>
      posts.map(({ article }) => article.replace('desk/', '')).toSorted();
    expect(named(plan.goOut)).toEqual(['h2', 'h4', 'h5']);
    expect(named(plan.wait)).toEqual(['h1', 'h3']);
    await room.crier('run');
    expect(room.live().toSorted()).toEqual(['before', ...named(plan.goOut)]);
    expect(await room.stories('pending_review')).toEqual(named(plan.wait));
  });
});

describe('the night the clocks go forward (Kyiv, 29 March 2026, 03:00 to 04:00)', () => {
  it('is quiet until six by the clock, and its day has 23 hours', async () => {
    const startAt = '2026-03-28T22:30:00Z';
    const channel = 'quietHours: 23:00-06:00, budget: { postsPerDay: 1 }, freshFor: never';
    const room = await anXNewsroom({ startAt, channel, more: 'catchUp: all' });
    for (const id of ['a', 'b']) room.file(id);
    await room.crier('run');
    room.goTo('2026-03-29T02:59:00Z');
    await room.crier('run');
    expect(room.live()).toEqual([]);
    room.goTo('2026-03-29T03:00:01Z');
    await room.crier('run');
    expect(room.live()).toHaveLength(1);
    // Quiet hours over, the day's one post made; the new day begins at 21:00 UTC, within quiet hours.
    room.goTo('2026-03-29T19:59:00Z');
    await room.crier('run');
    expect(room.live()).toHaveLength(1);
    room.goTo('2026-03-30T03:00:01Z');
    await room.crier('run');
    expect(room.live()).toHaveLength(2);
  });

  it('is no gap where half an hour passed', async () => {
    const room = await anXNewsroom({ startAt: '2026-03-29T00:40:00Z', more: 'catchUp: 1' });
    room.file('before');
    await room.crier('run');
    room.goTo('2026-03-29T01:10:00Z');
    for (const id of ['a', 'b']) room.file(id);
    await room.crier('run');
    expect(room.live()).toHaveLength(3);
  });
});

describe('the night the clocks go back (Kyiv, 25 October 2026, 04:00 to 03:00)', () => {
  it('is quiet until six by the clock, and its day has 25 hours', async () => {
    const startAt = '2026-10-25T00:30:00Z';
    const channel = 'quietHours: 01:00-06:00, budget: { postsPerDay: 1 }, freshFor: never';
    const room = await anXNewsroom({ startAt, channel, more: 'catchUp: all' });
    for (const id of ['a', 'b']) room.file(id);
    await room.crier('run');
    room.goTo('2026-10-25T03:59:00Z');
    await room.crier('run');
    expect(room.live()).toEqual([]);
    room.goTo('2026-10-25T04:00:01Z');
    await room.crier('run');
    expect(room.live()).toHaveLength(1);
    room.goTo('2026-10-25T21:30:00Z');
    await room.crier('run');
    expect(room.live()).toHaveLength(1);
    room.goTo('2026-10-25T22:00:01Z');
    await room.crier('run');
    expect(room.live()).toHaveLength(2);
  });

  it('is a gap where seventy minutes passed, although the clock shows ten', async () => {
    const room = await anXNewsroom({ startAt: '2026-10-25T00:10:00Z', more: 'catchUp: 1' });
    room.file('before');
    await room.crier('run');
    room.goTo('2026-10-25T01:20:00Z');
    room.file('older', 30);
    room.file('newer', 5);
    await room.crier('run');
    expect(room.live()).toEqual(['before', 'newer']);
    expect(await room.stories('pending_review')).toEqual(['older']);
  });
});
