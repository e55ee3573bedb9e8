import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { runNode } from '../node.ts';
import type { LookalikeGraph } from './lookalike.ts';

/** What the real `fb` package makes of one call, and the status and headers that it keeps to itself. */
export type Heard = z.infer<typeof heard>[number];

/** One call of `fb.api`. */
export type FbCall = readonly [path: string, method: 'get' | 'post' | 'delete', parameters: object];

/** Makes these calls one after another with the real package, in a child process under the preload. */
export async function fbCalls(graph: LookalikeGraph, calls: readonly FbCall[]): Promise<readonly Heard[]> {
  const env = { CRIER_TEST_GRAPH_PORT: String(graph.port), CALLS: JSON.stringify(calls) };
  const cwd = fileURLToPath(new URL('../../../', import.meta.url));
  const ran = await runNode(['--input-type=module', '--eval', CLIENT], { cwd, env });
  if (ran.code !== 0) throw new Error(ran.stderr);
  return heard.parse(JSON.parse(ran.stdout));
}

const heard = z.array(
  z.object({
    status: z.number().optional(),
    headers: z.record(z.string(), z.unknown()).optional(),
    resolved: z.unknown().optional(),
    rejected: z.unknown().optional(),
  }),
);

const CLIENT = `
  import { subscribe } from 'node:diagnostics_channel';
  import { createRequire } from 'node:module';
  const { Facebook } = createRequire(process.cwd() + '/')('fb');
  const fb = new Facebook({
    version: 'v26.0', accessToken: '2002-page-token', appSecret: 'graph-app-secret', timeout: 300,
  });
  let last;
  subscribe('http.client.response.finish', ({ response: { statusCode: status, headers } }) => {
    last = { status, headers };
  });
  const all = [];
  for (const [path, method, parameters] of JSON.parse(process.env.CALLS)) {
    last = {};
    const said = await fb.api(path, method, parameters).then(
      (resolved) => ({ resolved }),
      ({ response }) => ({ rejected: response ?? null }),
    );
    all.push({ ...last, ...said });
  }
  process.stdout.write(JSON.stringify(all));`;
