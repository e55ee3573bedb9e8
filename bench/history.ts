// What a long past costs: the same newsroom with a thousand and with a million past posts, in turn, and with a hundred
// thousand posts that wait: `npm run bench:history`. `--past 1000000 --waiting 100000 --rounds 41`
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openStore } from '../src/store/index.ts';
import { claimer } from './claims.ts';
import { makePast, makeWaiting } from './past.ts';

const { values } = parseArgs({
  options: {
    past: { type: 'string', default: '1000000' },
    waiting: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '41' },
  },
});
const SHORT_PAST = 1000;
const LONG_PAST = Number(values.past);
const WAITING = Number(values.waiting);
const ROUNDS = Number(values.rounds);
const MOST_APART = 1.2;
const LIST_AT_MOST_MS = 100;
const FILES = 20;

const launcher = fileURLToPath(new URL('../bin/crier', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'crier-history-'));
process.once('exit', () => rmSync(home, { recursive: true, force: true }));

/** A newsroom of its own; its past is made by plain SQL once crier has made the tables. */
async function aNewsroom(name: string, past: number) {
  const folder = join(home, name);
  const path = join(folder, 'crier.db');
  mkdirSync(join(folder, 'articles'), { recursive: true });
  const config = join(folder, 'newsroom.yaml');
  writeFileSync(
    config,
    `outlet: { id: bench, name: Bench, url: https://news.example.com, language: en, timezone: Europe/Kyiv }
sources: [{ id: desk, type: folder, path: articles }]
channels:
  - { id: x, platform: twitter, sandbox: true, review: required }
  - { id: fb, platform: facebook, sandbox: true, review: required }
  - { id: news, platform: google-news, sandbox: true, review: required, directory: public }
`,
  );
  for (let n = 0; n < FILES; n += 1) {
    const file = join(folder, 'articles', `story-${n}.json`);
    const publishedAt = new Date(Date.now() - n * 1000).toISOString();
    const url = `https://news.example.com/story-${n}`;
    writeFileSync(
      file,
      JSON.stringify({ id: `story-${n}`, url, title: `Story ${n}`, body: 'It happened.', publishedAt }),
    );
    const old = Date.now() / 1000 - 60;
    utimesSync(file, old, old);
  }
  const env = { PATH: process.env.PATH, CRIER_CONFIG: config, DATABASE_URL: `sqlite:${path}` };
  const crier = (...args: readonly string[]): number => {
    const start = performance.now();
    const { status, stderr } = spawnSync(launcher, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
    // Coverage says with 1 that something is open.
    if (status !== 0 && status !== 1) throw new Error(`crier ${args.join(' ')} ended with ${status}: ${stderr}`);
    return performance.now() - start;
  };
  crier('run');
  const startedAt = performance.now();
  await makePast(path, past, Date.now());
  const seconds = (performance.now() - startedAt) / 1000;
  for (let warmUp = 0; warmUp < 3; warmUp += 1) crier('run');
  console.log(
    `${past} past posts   made in ${seconds.toFixed(0)} s, ${(statSync(path).size / 1e6).toFixed(0)} MB on disk`,
  );
  return { path, crier };
}

type Side = Awaited<ReturnType<typeof aNewsroom>> & { readonly claims: Awaited<ReturnType<typeof claimer>> };

async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;
}

/** The same with the short and the long past, in turn, so that whatever else the machine does falls on both. */
async function compare(name: string, held: boolean, rounds: number, work: (side: Side) => Promise<number> | number) {
  for (const side of [short, long]) await work(side);
  const pairs = [];
  for (let n = 0; n < rounds; n += 1) {
    // Neither is always the first.
    const [first, second] = n % 2 === 0 ? [short, long] : [long, short];
    const ms = new Map([[first, await work(first)]]).set(second, await work(second));
    pairs.push({ short: ms.get(short) ?? Number.NaN, long: ms.get(long) ?? Number.NaN });
  }
  const [a, b] = [median(pairs.map((pair) => pair.short)), median(pairs.map((pair) => pair.long))];
  const ratio = median(pairs.map((pair) => pair.long / pair.short));
  const note = held ? `   (at most ${MOST_APART})` : '';
  console.log(
    `${name.padEnd(36)} ${a.toFixed(2).padStart(9)} ${b.toFixed(2).padStart(9)}   ${ratio.toFixed(2)}${note}`,
  );
  if (held && ratio > MOST_APART) process.exitCode = 1;
}

const opened = async (name: string, past: number): Promise<Side> => {
  const newsroom = await aNewsroom(name, past);
  return { ...newsroom, claims: await claimer(await openStore({ path: newsroom.path })) };
};
const short = await opened('short', SHORT_PAST);
const long = await opened('long', LONG_PAST);

console.log(`\nmilliseconds, medians of ${ROUNDS} rounds       short past long past   ratio`);
await compare('idle pass, a process', true, ROUNDS, ({ crier }) => crier('run'));
await compare('claim of a due post', true, ROUNDS * 5, ({ claims }) => claims.claim(timed));
for (const [name, ask] of Object.entries(long.claims.asked)) {
  await compare(name, false, ROUNDS, ({ claims }) => timed(() => (claims.asked[name] ?? ask)()));
}
await compare('crier status, a process', false, 9, ({ crier }) => crier('status'));
await compare('crier coverage --since 24h, a process', false, 9, ({ crier }) => crier('coverage', '--since', '24h'));

const { store } = long.claims;
const steps: number[] = [];
for (let n = 0; n < 21; n += 1) steps.push(await timed(() => store.compact(Temporal.Now.instant())));
console.log(
  `\na step of compaction, 200 rows   ${median(steps).toFixed(1)} ms, at the most ${Math.max(...steps).toFixed(1)}`,
);

makeWaiting(long.path, WAITING, Date.now());
console.log(`\n${WAITING} more posts that wait: the newest 1000 of them`);
for (const [name, filter] of [
  ['all', {}],
  ['for a person', { states: ['pending_review'] }],
  ['on X', { channel: 'x', states: ['scheduled'] }],
] as const) {
  const listing: number[] = [];
  for (let n = 0; n < 9; n += 1) listing.push(await timed(() => store.posts(filter)));
  if (median(listing) > LIST_AT_MOST_MS) process.exitCode = 1;
  console.log(
    `${`from the store, ${name}`.padEnd(46)} ${median(listing).toFixed(0)} ms   (at most ${LIST_AT_MOST_MS})`,
  );
}
for (const args of [['queue', 'list'], ['queue', 'list', '--status', 'pending_review'], ['status'], ['run']]) {
  const times = Array.from({ length: 5 }, () => long.crier(...args));
  console.log(`crier ${args.join(' ').padEnd(40)} ${median(times).toFixed(0)} ms`);
}
for (const { claims } of [short, long]) await claims.store.close();
