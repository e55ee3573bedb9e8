import { expect, it } from 'vitest';
import { chaos } from './chaos.ts';

it('loses, doubles and leaves stuck nothing while passes are killed, answers lost and an old store put back', async () => {
  const seed = process.env.CRIER_CHAOS_SEED ?? String(Date.now());
  const count = await chaos({ seed, articles: 30, forMs: 15_000 });
  const verdict = { seed, lost: count.lost, doubled: count.doubled, stuck: count.stuck };
  expect(verdict).toEqual({ seed, lost: [], doubled: [], stuck: [] });
  expect(count.killed).toBeGreaterThan(0);
  expect(count.faults).toBeGreaterThan(0);
}, 120_000);
