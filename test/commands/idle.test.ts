import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { runNode } from '../support/node.ts';
import { aDesk } from './desk.ts';

const BUNDLE = fileURLToPath(new URL('../../dist/main.cjs', import.meta.url));
const TELL = `process.on('exit', () => console.log(JSON.stringify([...process.moduleLoadList, ...Object.keys(require.cache)])))`;

it('reads, in a pass without news, nothing that only work would need', async () => {
  const desk = aDesk();
  desk.article('bridge', { publishedAt: new Date().toISOString() });
  // The folder of the database is made by the first pass; only then is there a place for what the config came to.
  for (let pass = 1; pass <= 2; pass += 1) await runNode([BUNDLE, 'run'], { env: desk.env, preload: false });
  const asks = `require(${JSON.stringify(BUNDLE)}); ${TELL}`;
  const { stdout } = await runNode(['-e', asks, '--', 'crier', 'run'], { env: desk.env, preload: false });
  const loaded: readonly string[] = JSON.parse(stdout);
  expect(loaded).toContain('NativeModule internal/modules/cjs/loader');
  const heavy =
    /NativeModule (crypto|tls|http|worker_threads)$|\/(schemas|format|summaries|story|twitter|facebook|desk|dist|esm|parse)-/;
  expect(loaded.filter((name) => heavy.test(name))).toEqual([]);
});
