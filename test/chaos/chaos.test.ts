import { expect, it } from 'vitest';
import { chaos, failuresOf } from './chaos.ts';

it('loses, doubles and leaves stuck nothing while everything is killed, answers are lost and the world fails', async () => {
  const seed = process.env.CRIER_CHAOS_SEED ?? String(Date.now());
  const after = await chaos({ seed, articles: 30, forMs: 15_000, speed: 60 });
  const { traces } = after;
  expect({ seed, failures: failuresOf(after), traces }).toEqual({ seed, failures: [], traces: [] });
  expect(after.crew.killed).toBeGreaterThan(0);
  for (const { faults } of Object.values(after.platforms)) expect(faults).toBeGreaterThan(0);
}, 400_000);
