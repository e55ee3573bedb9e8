import { expect, it } from 'vitest';
import { anXNewsroom } from './support/x-newsroom.ts';

const START = '2026-05-01T09:00:00Z';

it('a story that a colleague posted is not posted again, though X showed that only after a later post', async () => {
  const shownLate = new Set<string>();
  const newsroom = await anXNewsroom({ startAt: START, timelineLagMs: (id) => (shownLate.has(id) ? 30_000 : 0) });
  const { id } = newsroom.x.postByHand('1001', 'The river is over its banks https://news.example.com/flood');
  shownLate.add(id);
  newsroom.advance(5000);
  // Posted after it, and seen before it.
  newsroom.file('ferry');
  await newsroom.crier('run');
  newsroom.advance(5000);
  newsroom.file('festival');
  await newsroom.crier('run');
  expect(newsroom.live()).toEqual(['flood', 'ferry', 'festival']);
  newsroom.advance(15 * 60_000);
  newsroom.file('flood');
  await newsroom.crier('run');
  expect(newsroom.live()).toEqual(['flood', 'ferry', 'festival']);
  expect(await newsroom.postOf('flood')).toMatchObject({ status: 'published', reason: { type: 'by-hand' } });
});
