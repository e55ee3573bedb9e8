// What crier takes to deliver stories to X and Facebook, over a bare loop of the same clients: `npm run bench:deliver`.
// `--stories 150 --rounds 5 --create-takes 40` (milliseconds from a create to its answer, less than the platforms take).
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startLookalikeGraph } from '../test/support/graph-lookalike/lookalike.ts';
import { PAGE_KEYS, X_KEYS } from '../test/support/keys.ts';
import { startLookalikeX } from '../test/support/x-lookalike/lookalike.ts';

const { values } = parseArgs({
  options: {
    stories: { type: 'string', default: '150' },
    rounds: { type: 'string', default: '5' },
    'create-takes': { type: 'string', default: '40' },
  },
});
const STORIES = Number(values.stories);
const ROUNDS = Number(values.rounds);
const CREATE_TAKES_MS = Number(values['create-takes']);
const AT_MOST = 1.3;

const PRELOAD = new URL('../test/support/preload.ts', import.meta.url).href;
const CRIER = fileURLToPath(new URL('../bin/crier.cjs', import.meta.url));
const BARE_LOOP = fileURLToPath(new URL('bare-loop.ts', import.meta.url));
type Env = Readonly<Record<string, string>>;

/** Runs Node to its end, the same for both, with the flags of bin/crier; answers what it printed. */
async function node(args: readonly string[], env: Env): Promise<string> {
  const child = spawn(process.execPath, ['--min-semi-space-size=16', '--import', PRELOAD, ...args], {
    env: { PATH: process.env.PATH, ...X_KEYS, ...PAGE_KEYS, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const printed = await text(child.stdout);
  const code = await ended;
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}`);
  return printed;
}

/** A newsroom whose stories are all in and wait for nothing but the word, and the posts as they will go out. */
async function fillNewsroom(folder: string): Promise<{ env: Env; posts: string }> {
  mkdirSync(join(folder, 'articles'), { recursive: true });
  const config = join(folder, 'newsroom.yaml');
  writeFileSync(
    config,
    `outlet: { id: bench, name: Bench, url: https://news.example.com, language: en, timezone: Europe/Kyiv }
sources: [{ id: desk, type: folder, path: articles }]
channels:
  - { id: x, platform: twitter, review: none, maxPerHour: 1000 }
  - { id: fb, platform: facebook, review: none, maxPerHour: 1000 }
freshFor: never
catchUp: all
preflight: false
`,
  );
  for (let n = 0; n < STORIES; n += 1) {
    const file = join(folder, 'articles', `story-${n}.json`);
    const article = {
      id: `story-${n}`,
      url: `https://news.example.com/story-${n}`,
      title: `Story ${n}`,
      body: `The council of town number ${n} decided on Friday to build a new bridge over the river.`,
      // Facebook is asked to read the page of a fresher one anew, which the bare loop does not do.
      publishedAt: new Date(Date.now() - 2 * 86_400_000 - n * 1000).toISOString(),
    };
    writeFileSync(file, JSON.stringify(article));
    const old = Date.now() / 1000 - 60;
    utimesSync(file, old, old);
  }
  const env = { CRIER_CONFIG: config, DATABASE_URL: `sqlite:${join(folder, 'data', 'crier.db')}`, LOG_LEVEL: 'error' };
  await node([CRIER, 'pause', '--by', 'bench', '--reason', 'taking in'], env);
  await node([CRIER, 'run', '--for', '10m'], env);
  const waiting = JSON.parse(await node([CRIER, 'queue', 'list', '--limit', '5000', '--json'], env));
  const posts = join(folder, 'posts.json');
  writeFileSync(posts, JSON.stringify(waiting));
  await node([CRIER, 'resume', '--by', 'bench'], env);
  return { env, posts };
}

/** Milliseconds from the first request that reaches a platform to the end of the process; starting is bench:idle's. */
async function delivery(createTakesMs: number, run: (ports: Env) => Promise<unknown>): Promise<number> {
  const x = await startLookalikeX({ createTakesMs, limits: { create: 10 * STORIES } });
  const graph = await startLookalikeGraph({ createTakesMs });
  await run({ CRIER_TEST_X_PORT: String(x.port), CRIER_TEST_GRAPH_PORT: String(graph.port) });
  const endedAt = Date.now();
  const startedAt = Math.min(...[x, graph].map(({ journal }) => journal.requests[0]?.at ?? Number.NaN));
  for (const stored of [x.everByLink()['1001'], graph.everByLink()['2002']]) {
    const counts = Object.values(stored ?? {});
    if (counts.length !== STORIES || counts.some((count) => count !== 1))
      throw new Error('not each story exactly once');
  }
  await Promise.all([x.close(), graph.close()]);
  return endedAt - startedAt;
}

async function round(createTakesMs: number): Promise<{ bare: number; crier: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'crier-deliver-'));
  try {
    const { env, posts } = await fillNewsroom(folder);
    const bare = await delivery(createTakesMs, (ports) => node([BARE_LOOP, posts], ports));
    const crier = await delivery(createTakesMs, (ports) => node([CRIER, 'run', '--for', '10m'], { ...env, ...ports }));
    return { bare, crier };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function spread(numbers: readonly number[], digits: number): string {
  const sorted = numbers.toSorted((a, b) => a - b);
  const show = (number: number | undefined) => (number ?? Number.NaN).toFixed(digits);
  return `${show(sorted[sorted.length >> 1])}   (${show(sorted[0])} to ${show(sorted.at(-1))})`;
}

console.log(`${STORIES} stories on X and on Facebook, ${ROUNDS} rounds, each story there exactly once on both sides`);
for (const createTakesMs of [CREATE_TAKES_MS, 0]) {
  const rounds: { bare: number; crier: number }[] = [];
  for (let n = 0; n < ROUNDS; n += 1) rounds.push(await round(createTakesMs));
  const perPost = (ms: number) => ms / STORIES;
  const ratios = rounds.map(({ bare, crier }) => crier / bare);
  console.log(`\na create is answered after ${createTakesMs} ms`);
  console.log(
    `bare loop      ${spread(
      rounds.map(({ bare }) => perPost(bare)),
      2,
    )}   ms per story`,
  );
  console.log(
    `crier          ${spread(
      rounds.map(({ crier }) => perPost(crier)),
      2,
    )}   ms per story`,
  );
  const held = createTakesMs === CREATE_TAKES_MS ? `at most ${AT_MOST}` : 'for the record: no platform answers so soon';
  console.log(`ratio          ${spread(ratios, 2)}   ${held}`);
}
