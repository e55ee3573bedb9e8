// Whether `crier serve` stays as small as it gets: `npm run bench:soak`, some minutes. Stories come in batches, each goes to
// X and to Facebook, and what the process holds is printed all along. The platforms are played by this process. Memory
// climbs for the first fifteen thousand posts: of fewer, as with `-- --posts 5000`, one sees that only.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { startLookalikeGraph } from '../test/support/graph-lookalike/lookalike.ts';
import { PAGE_KEYS, X_KEYS } from '../test/support/keys.ts';
import { startLookalikeX } from '../test/support/x-lookalike/lookalike.ts';

const { values } = parseArgs({ options: { posts: { type: 'string', default: '50000' } } });
const STORIES = Math.ceil(Number(values.posts) / 2);
const BATCH = 100;
/** A spool is emptied at its end; in a folder that only grows the work of watching it would grow too. */
const KEPT_FILES = 1000;
/** So much may the last third hold more than the second: what a heap breathes. */
const FLAT = 1.1;
const PRINT_EVERY_MS = 10_000;
const STUCK_AFTER_MS = 120_000;

const PROBED = z.object({
  rss: z.number(),
  heapUsed: z.number(),
  external: z.number(),
  resources: z.record(z.string(), z.number()),
});
const HEALTH = z.object({ ok: z.boolean(), alerts: z.number(), bugs: z.number(), waiting: z.number() });

/** What the daemon held when so many posts were out. */
type Sample = z.infer<typeof PROBED> & { readonly posts: number };

const folder = mkdtempSync(join(tmpdir(), 'crier-soak-'));
const articles = join(folder, 'articles');
const database = join(folder, 'data', 'crier.db');
mkdirSync(articles);
writeFileSync(
  join(folder, 'newsroom.yaml'),
  `outlet: { id: soak, name: Soak, url: https://news.example.com, language: en, timezone: Europe/Kyiv }
sources: [{ id: desk, type: folder, path: articles }]
channels:
  - { id: x, platform: twitter, review: none, image: preview, maxPerHour: 1000000 }
  - { id: fb, platform: facebook, review: none, maxPerHour: 1000000 }
freshFor: never
catchUp: all
listen: { feeds: 127.0.0.1:0 }
preflight: false
`,
);

const many = Number.MAX_SAFE_INTEGER;
const x = await startLookalikeX({ limits: { create: many, timeline: many, me: many } });
const graph = await startLookalikeGraph({ callsPerDay: many });
const out = () => x.journal.posts.length + graph.journal.posts.length;

const daemon = spawn(
  process.execPath,
  [
    ...['--min-semi-space-size=16', '--import', new URL('../test/support/preload.ts', import.meta.url).href],
    ...['--import', new URL('soak-probe.ts', import.meta.url).href],
    ...[fileURLToPath(new URL('../dist/serve.cjs', import.meta.url)), 'serve', '--port', '0', '--json'],
  ],
  {
    env: {
      ...X_KEYS,
      ...PAGE_KEYS,
      PATH: process.env.PATH,
      CRIER_CONFIG: join(folder, 'newsroom.yaml'),
      DATABASE_URL: `sqlite:${database}`,
      LOG_LEVEL: 'warn',
      CRIER_TEST_X_PORT: String(x.port),
      CRIER_TEST_GRAPH_PORT: String(graph.port),
      CRIER_SOAK_PROBE: '3',
    },
    stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
  },
);
const ended = new Promise<void>((resolve) => daemon.once('close', () => resolve()));
const desk = await new Promise<string>((resolve) => {
  const where = z.object({ desk: z.string() });
  if (daemon.stdout) createInterface(daemon.stdout).once('line', (line) => resolve(where.parse(JSON.parse(line)).desk));
});

const samples: Sample[] = [];
const probe = daemon.stdio[3];
if (!probe || !('read' in probe)) throw new Error('the daemon has no probe');
createInterface(probe).on('line', (line) => samples.push({ ...PROBED.parse(JSON.parse(line)), posts: out() }));

const startedAt = Date.now();
const printing = setInterval(() => void print(), PRINT_EVERY_MS);
try {
  await deliverAll();
  await print();
  process.exitCode = verdict() ? 0 : 1;
} finally {
  clearInterval(printing);
  daemon.kill('SIGTERM');
  await ended;
  await Promise.all([x.close(), graph.close()]);
  rmSync(folder, { recursive: true, force: true });
}

/** A batch comes once the last one is out: the freshest go first, and the oldest would wait until their file is gone. */
async function deliverAll(): Promise<void> {
  let filed = 0;
  let movedAt = Date.now();
  for (let before = -1; out() < STORIES * 2; await sleep(50)) {
    if (out() !== before) movedAt = Date.now();
    before = out();
    if (Date.now() - movedAt > STUCK_AFTER_MS) throw new Error(`stuck at ${before} posts of ${STORIES * 2}`);
    if (daemon.exitCode !== null) throw new Error('the daemon ended');
    if (before < filed * 2) continue;
    for (let n = 0; n < BATCH && filed < STORIES; n += 1) file(++filed);
  }
}

function file(n: number): void {
  const story = {
    id: `story-${n}`,
    url: `https://news.example.com/story-${n}`,
    title: `Council of town ${n} meets on its bridge`,
    body: `The council of town number ${n} decided on Friday to build a new bridge over the river.\n\n${'It meets again. '.repeat(100)}`,
    publishedAt: new Date().toISOString(),
  };
  writeFileSync(join(articles, '.story.tmp'), JSON.stringify(story));
  renameSync(join(articles, '.story.tmp'), join(articles, `story-${n}.json`));
  if (n > KEPT_FILES) rmSync(join(articles, `story-${n - KEPT_FILES}.json`));
}

async function print(): Promise<void> {
  const last = samples.at(-1);
  if (!last) return;
  const health = HEALTH.parse(await (await fetch(new URL('/healthz', desk))).json());
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  const { rss, heapUsed, resources, posts } = last;
  console.log(
    `${String(seconds).padStart(5)} s  ${String(posts).padStart(6)} posts  RSS ${mib(rss)}  heap ${mib(heapUsed)}  ` +
      `database ${mib(databaseBytes())}  waiting ${health.waiting}  ${JSON.stringify(resources)}` +
      `${health.ok ? '' : '  NOT WELL'}${health.alerts > 0 ? `  ${health.alerts} alerts` : ''}${health.bugs > 0 ? `  ${health.bugs} bugs` : ''}`,
  );
}

/** By posts, not by time: the first third warms up. */
function verdict(): boolean {
  const third = (nth: number) =>
    samples.filter(({ posts }) => posts > (STORIES * 2 * (nth - 1)) / 3 && posts <= (STORIES * 2 * nth) / 3);
  const of = (nth: number, what: (sample: Sample) => number) => median(third(nth).map(what));
  const handles = ({ resources }: Sample) => Object.values(resources).reduce((sum, count) => sum + count, 0);
  const once = [x.everByLink()['1001'], graph.everByLink()['2002']].every((links) => {
    const counts = Object.values(links ?? {});
    return counts.length === STORIES && counts.every((count) => count === 1);
  });
  const [rss2, rss3] = [of(2, ({ rss }) => rss), of(3, ({ rss }) => rss)];
  // The least a heap ever was, right after a collection, is what lives on.
  const floor = (nth: number) => Math.min(...third(nth).map(({ heapUsed }) => heapUsed));
  const [handles2, handles3] = [of(2, handles), of(3, handles)];
  const isFlat = rss3 <= rss2 * FLAT;
  const isQuiet = handles3 <= handles2 + 2;
  console.log(`\n${out()} posts, each story on each platform exactly once: ${once ? 'yes' : 'NO'}`);
  console.log(
    `RSS, median of the second and the last third: ${mib(rss2)}, ${mib(rss3)}   ${isFlat ? 'flat' : 'GROWS'}`,
  );
  console.log(`heap, the lowest of each: ${mib(floor(2))}, ${mib(floor(3))}`);
  console.log(`timers and handles, the same: ${handles2}, ${handles3}   ${isQuiet ? 'flat' : 'GROW'}`);
  return once && isFlat && isQuiet;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;
}

function databaseBytes(): number {
  return ['', '-wal'].reduce((sum, tail) => sum + (statSync(database + tail, { throwIfNoEntry: false })?.size ?? 0), 0);
}

function mib(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}
