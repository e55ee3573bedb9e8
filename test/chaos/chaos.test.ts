import { expect, it } from 'vitest';
import { chaos } from './chaos.ts';

it('loses, doubles and leaves stuck nothing while passes are killed, answers lost and an old store put back', async () => {
  const seed = process.env.CRIER_CHAOS_SEED ?? String(Date.now());
  const { killed, platforms, feeds } = await chaos({ seed, articles: 30, forMs: 15_000 });
  expect(killed).toBeGreaterThan(0);
  for (const [platform, { lost, doubled, stuck, faults }] of Object.entries(platforms)) {
    const verdict = { seed, platform, lost, doubled, stuck };
    expect(verdict).toEqual({ seed, platform, lost: [], doubled: [], stuck: [] });
    expect(faults).toBeGreaterThan(0);
  }
  expect({ seed, ...feeds }).toEqual({ seed, lost: [], doubled: [], stuck: [], torn: [] });
}, 180_000);
