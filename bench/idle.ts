// What a cron pass without news costs, beside an empty script of the same Node: `npm run bench:idle`.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ARTICLES = 1000;
const ROUNDS = 41;

const launcher = fileURLToPath(new URL('../bin/crier', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'crier-idle-'));
const database = join(folder, 'data', 'crier.db');
const env = { PATH: process.env.PATH, CRIER_CONFIG: join(folder, 'newsroom.yaml'), DATABASE_URL: `sqlite:${database}` };

function run(command: string, args: readonly string[], more: Record<string, string> = {}): number {
  const start = performance.now();
  const { status, stderr } = spawnSync(command, args, {
    env: { ...env, ...more },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${stderr}`);
  return performance.now() - start;
}

/** The most memory the process ever had, as it says itself at its end. */
function peakMiB(command: string, args: readonly string[]): number {
  const file = join(folder, 'peak');
  const hook = `import { writeFileSync } from 'node:fs'; process.on('exit', () => writeFileSync(${JSON.stringify(file)}, String(process.resourceUsage().maxRSS)))`;
  run(command, args, { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(hook)}` });
  return Number(readFileSync(file, 'utf8')) / 1024;
}

function fillNewsroom(): void {
  mkdirSync(join(folder, 'articles'));
  writeFileSync(
    env.CRIER_CONFIG,
    `outlet: { id: bench, name: Bench, url: https://news.example.com, language: en, timezone: Europe/Kyiv }
sources: [{ id: desk, type: folder, path: articles }]
channels: [{ id: x, platform: twitter, sandbox: true, review: required }]
`,
  );
  for (let n = 0; n < ARTICLES; n += 1) {
    const file = join(folder, 'articles', `story-${n}.json`);
    const article = {
      id: `story-${n}`,
      url: `https://news.example.com/story-${n}`,
      title: `Story ${n}`,
      body: `Something happened in town number ${n} on Friday.`,
      publishedAt: new Date(Date.now() - n * 1000).toISOString(),
    };
    writeFileSync(file, JSON.stringify(article));
    const old = Date.now() / 1000 - 60;
    utimesSync(file, old, old);
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

function stateOf(): string {
  return ['', '-wal', '.config']
    .map((tail) => readFileSync(`${database}${tail}`, { flag: 'a+' }).toString('base64'))
    .join(' ');
}

fillNewsroom();
for (let warmUp = 0; warmUp < 3; warmUp += 1) run(launcher, ['run']);
const before = stateOf();
const pairs = Array.from({ length: ROUNDS }, () => ({
  empty: run(process.execPath, ['-e', '0']),
  idle: run(launcher, ['run']),
}));
const written = before === stateOf() ? 'nothing' : 'something';
const ratio = median(pairs.map(({ empty, idle }) => idle / empty));
const empty = median(pairs.map((pair) => pair.empty));
const idle = median(pairs.map((pair) => pair.idle));
console.log(`empty script   ${empty.toFixed(1)} ms   ${peakMiB(process.execPath, ['-e', '0']).toFixed(0)} MiB`);
console.log(
  `idle pass      ${idle.toFixed(1)} ms   ${peakMiB(launcher, ['run']).toFixed(0)} MiB   (${ARTICLES} known articles)`,
);
console.log(`ratio          ${ratio.toFixed(2)}   (at most 2.5)`);
console.log(`written        ${written}`);
rmSync(folder, { recursive: true, force: true });
