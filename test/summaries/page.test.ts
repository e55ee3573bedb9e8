import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { withExamples } from '../../scripts/summaries.ts';

test('the examples in docs/summaries.md are what crier writes today; npm run summaries makes them anew', async () => {
  const page = readFileSync(new URL('../../docs/summaries.md', import.meta.url), 'utf8');
  expect(await withExamples(page)).toBe(page);
  expect(page.match(/^\*\*.*\*\* \(/gm)).toHaveLength(20);
});
