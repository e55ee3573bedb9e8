import { expect, it } from 'vitest';
import { anXNewsroom } from './support/x-newsroom.ts';

const MINUTE_MS = 60_000;

it('a daemon and passes that overlap never make more than maxPerHour posts within any hour', async () => {
  const room = await anXNewsroom({
    startAt: '2026-05-01T09:00:00Z',
    channel: 'maxPerHour: 3, freshFor: never',
    more: 'catchUp: all',
  });
  for (let n = 0; n < 12; n += 1) room.file(`story-${n}`);
  room.start(['serve', '--role', 'worker']);
  for (let step = 0; step < 8; step += 1) {
    await Promise.all([room.crier('run'), room.crier('run'), room.crier('run')]);
    room.advance(20 * MINUTE_MS);
  }
  await expect.poll(() => room.live().length, { timeout: 20_000 }).toBeGreaterThanOrEqual(9);
  const times = room.x.journal.posts.map(({ createdAt }) => createdAt);
  const fullest = Math.max(...times.map((end) => times.filter((at) => at > end - 60 * MINUTE_MS && at <= end).length));
  expect(fullest).toBe(3);
  expect(new Set(room.live()).size).toBe(room.live().length);
}, 60_000);
