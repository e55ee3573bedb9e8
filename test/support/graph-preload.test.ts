import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LookalikeGraph, startLookalikeGraph } from './graph-lookalike/lookalike.ts';
import { runNode } from './node.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

let graph: LookalikeGraph;
let env: Record<string, string>;

beforeAll(async () => {
  graph = await startLookalikeGraph();
  env = { CRIER_TEST_GRAPH_PORT: String(graph.port) };
});
afterAll(() => graph.close());

const PRINT = `
  const fb = new Facebook({ version: 'v26.0', accessToken: '2002-page-token', appSecret: 'graph-app-secret' });
  const print = (value) => process.stdout.write(JSON.stringify(value));
  fb.api('2002', { fields: 'name' }).then(print, ({ response }) => print(response.error.code));`;

test.each(['cjs', 'esm'] as const)('a bundle (%s) that requires the client reaches the look-alike', async (format) => {
  const folder = await mkdtemp(join(tmpdir(), 'crier-preload-'));
  await writeFile(join(folder, 'in.cjs'), `const { Facebook } = require('fb'); ${PRINT}`);
  const modules = [join(root, 'node_modules')];
  const bundle = await rolldown({ input: join(folder, 'in.cjs'), platform: 'node', resolve: { modules } });
  const file = join(folder, format === 'cjs' ? 'out.cjs' : 'out.mjs');
  await bundle.write({ file, format });
  await bundle.close();
  const ran = await runNode([file], { env });
  await rm(folder, { recursive: true });
  expect(ran).toMatchObject({ code: 0, stdout: '{"name":"Demo Daily","id":"2002"}' });
});

test('agents of https, pools and parallel calls do not lead past it', async () => {
  const source = `
    import https from 'node:https';
    import { createRequire } from 'node:module';
    const require = createRequire(process.cwd() + '/');
    const request = createRequire(require.resolve('fb'))('request');
    const asked = (options) => new Promise((resolve) => {
      request({ uri: 'https://graph.facebook.com/v26.0/2002', ...options }, (error, response) =>
        resolve(error ? error.code : response.statusCode));
    });
    const statuses = await Promise.all([
      { agent: new https.Agent({ keepAlive: true }) },
      { agentOptions: { minVersion: 'TLSv1.3' } },
      { forever: true },
      { pool: { maxSockets: 1 } },
      { pool: false },
      {},
    ].map(asked));
    process.stdout.write(JSON.stringify(statuses));`;
  const ran = await runNode(['--input-type=module', '--eval', source], { cwd: root, env });
  expect(ran).toMatchObject({ stderr: '', stdout: '[400,400,400,400,400,400]' });
});

test('without a look-alike the client cannot connect', async () => {
  const source = `const { Facebook } = require('fb'); ${PRINT}`;
  expect(await runNode(['--eval', source], { cwd: root })).toMatchObject({ code: 0, stdout: '"ECONNREFUSED"' });
});
