// What a first run over a long past takes: `crier run` over a folder of articles, beside a bare script that reads and
// parses the same files and inserts one row each: `npm run bench:first-run`. `--articles 100000 --few 10000`
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { articles: { type: 'string', default: '100000' }, few: { type: 'string', default: '10000' } },
});
const MANY = Number(values.articles);
const FEW = Number(values.few);
const MANY_AT_MOST_S = 60;
/** So much more may the many take at their peak than the few: what a heap breathes. */
const FLAT = 1.2;
/** As a newsroom files them: a sub-folder for every so many. */
const FILES_IN_A_FOLDER = 1000;
const STILL_NEWS = 20;

const CRIER = fileURLToPath(new URL('../bin/crier.cjs', import.meta.url));
const FLOOR = fileURLToPath(new URL('bare-reading.ts', import.meta.url));
/** A process says at its end what it used. */
const METER = `data:text/javascript,${encodeURIComponent(`import { writeFileSync } from 'node:fs';
process.once('exit', () => writeFileSync(process.env.BENCH_USAGE, JSON.stringify(process.resourceUsage())));`)}`;

const home = mkdtempSync(join(tmpdir(), 'crier-first-run-'));
process.once('exit', () => rmSync(home, { recursive: true, force: true }));

const PARAGRAPH =
  'The council of the town decided on Friday to build a new bridge over the river, after two years of talks. ' +
  'The old one had been closed since the flood, and the ferry takes an hour. Work is to begin in spring.';

/** Articles of the last years, one an hour; the newest of them are still news. */
function fill(folder: string, articles: number): void {
  const now = Date.now();
  for (let n = 0; n < articles; n += 1) {
    const directory = join(folder, String(Math.floor(n / FILES_IN_A_FOLDER)));
    if (n % FILES_IN_A_FOLDER === 0) mkdirSync(directory, { recursive: true });
    const age = articles - n;
    const at = now - (age <= STILL_NEWS ? age * 60_000 : 3 * 86_400_000 + age * 3_600_000);
    const article = {
      id: `story-${n}`,
      url: `https://news.example.com/2026/story-${n}`,
      title: `The council of town number ${n} decides on a bridge`,
      body: Array.from({ length: 8 }, (_, place) => `${place + 1}. In town ${n}: ${PARAGRAPH}`).join('\n\n'),
      section: 'town',
      tags: ['bridges', 'councils'],
      authors: ['Ada Reporter'],
      publishedAt: new Date(at).toISOString(),
    };
    const file = join(directory, `story-${n}.json`);
    writeFileSync(file, JSON.stringify(article));
    utimesSync(file, at / 1000, at / 1000);
  }
}

interface Usage {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMb: number;
}

function measured(name: string, args: readonly string[], env: Readonly<Record<string, string>>): Usage {
  const usage = join(home, `${name}.json`);
  const startedAt = performance.now();
  const flags = ['--min-semi-space-size=16', '--import', METER, ...args];
  const child = spawnSync(process.execPath, flags, {
    env: { PATH: process.env.PATH, BENCH_USAGE: usage, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (child.status !== 0) throw new Error(`${name} ended with ${child.status}`);
  const seconds = (performance.now() - startedAt) / 1000;
  const used: NodeJS.ResourceUsage = JSON.parse(readFileSync(usage, 'utf8'));
  const cpuSeconds = (used.userCPUTime + used.systemCPUTime) / 1e6;
  return { seconds, cpuSeconds, peakMb: used.maxRSS / 1024 };
}

function firstRun(articles: number): { readonly floor: Usage; readonly crier: Usage; readonly diskMb: number } {
  const folder = join(home, String(articles));
  fill(join(folder, 'articles'), articles);
  const config = join(folder, 'newsroom.yaml');
  writeFileSync(
    config,
    `outlet: { id: bench, name: Bench, url: https://news.example.com, language: en, timezone: Europe/Kyiv }
sources: [{ id: desk, type: folder, path: articles }]
channels:
  - { id: x, platform: twitter, sandbox: true, review: required }
  - { id: news, platform: google-news, sandbox: true, review: required, directory: public }
`,
  );
  const database = join(folder, 'crier.db');
  const env = { CRIER_CONFIG: config, DATABASE_URL: `sqlite:${database}`, LOG_LEVEL: 'error' };
  const floor = measured('bare', [FLOOR, join(folder, 'articles'), join(folder, 'bare.db')], {});
  const crier = measured('crier', [CRIER, 'run', '--for', '1h'], env);
  const taken = new DatabaseSync(database);
  const posts = taken.prepare('select count(*) as posts from posts').get()?.posts;
  taken.close();
  if (posts !== articles * 2) throw new Error(`${articles} articles made ${posts} posts on two channels`);
  const diskMb = statSync(database).size / 1e6;
  rmSync(folder, { recursive: true });
  return { floor, crier, diskMb };
}

console.log('a first run, two channels; CPU time is user and system together');
console.log(
  `${'articles'.padStart(9)}   bare: CPU s   crier: CPU s  of the clock   a CPU s   ratio   peak MB   disk MB`,
);
let fewPeakMb = 0;
for (const articles of [FEW, MANY]) {
  const { floor, crier, diskMb } = firstRun(articles);
  const cells = [
    String(articles).padStart(9),
    floor.cpuSeconds.toFixed(1).padStart(13),
    crier.cpuSeconds.toFixed(1).padStart(14),
    crier.seconds.toFixed(1).padStart(13),
    (articles / crier.cpuSeconds).toFixed(0).padStart(9),
    (crier.cpuSeconds / floor.cpuSeconds).toFixed(1).padStart(7),
    crier.peakMb.toFixed(0).padStart(9),
    diskMb.toFixed(0).padStart(9),
  ];
  console.log(cells.join(' '));
  if (articles === FEW) fewPeakMb = crier.peakMb;
  else {
    const isSlow = crier.cpuSeconds > (MANY_AT_MOST_S * MANY) / 100_000;
    const growth = crier.peakMb / fewPeakMb;
    console.log(`memory at its peak: ${growth.toFixed(2)} times that of the few (flat: at most ${FLAT})`);
    if (isSlow || growth > FLAT) process.exitCode = 1;
  }
}
