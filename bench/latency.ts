// How soon a story is with X once the newsroom has filed or pushed it: `npm run bench:latency`. A real `crier serve` over
// a bare watch and fetch, in one run. `--stories 1000 --accounts 5 --per-second 50 --create-takes 40` (milliseconds).
import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type LookalikeX, startLookalikeX } from '../test/support/x-lookalike/lookalike.ts';

const { values } = parseArgs({
  options: {
    stories: { type: 'string', default: '1000' },
    accounts: { type: 'string', default: '5' },
    'per-second': { type: 'string', default: '50' },
    'create-takes': { type: 'string', default: '40' },
    /** Stories that lie in the folder already. */
    known: { type: 'string', default: '1000' },
  },
});
const STORIES = Number(values.stories);
const ACCOUNTS = Number(values.accounts);
const EVERY_MS = 1000 / Number(values['per-second']);
const CREATE_TAKES_MS = Number(values['create-takes']);
const KNOWN = Number(values.known);
const AT_MOST_P99_MS = 250;
const STUCK_AFTER_MS = 60_000;
const MANY = Number.MAX_SAFE_INTEGER;
const PUSH_SECRET = 'a-secret-of-the-bench';

const PRELOAD = new URL('../test/support/preload.ts', import.meta.url).href;
const BARE = fileURLToPath(new URL('bare-latency.ts', import.meta.url));
const SERVE = fileURLToPath(new URL('../dist/serve.cjs', import.meta.url));

type Way = 'file' | 'push';
/** Where the process is pushed to; a line of JSON on its standard output says so. */
interface Started {
  readonly child: ChildProcess;
  readonly push: string;
}

const accounts = Array.from({ length: ACCOUNTS }, (_, n) => ({ id: String(1001 + n), username: `desk${n}` }));

function fillFolder(folder: string): void {
  mkdirSync(join(folder, 'articles'));
  const channels = accounts.map(
    (_, n) =>
      `  - { id: x${n}, platform: twitter, account: X${n}, sections: [s${n}], review: none, image: preview, maxPerHour: 1000000 }`,
  );
  writeFileSync(
    join(folder, 'newsroom.yaml'),
    `outlet: { id: bench, name: Bench, url: https://news.example.com, language: en, timezone: Europe/Kyiv }
sources:
  - { id: desk, type: folder, path: articles }
  - { id: cms, type: push }
channels:
${channels.join('\n')}
catchUp: all
preflight: false
listen: { desk: "127.0.0.1:0", feeds: "127.0.0.1:0", push: "127.0.0.1:0" }
`,
  );
  for (let n = 0; n < KNOWN; n += 1) {
    const old = { ...story('old', n), publishedAt: '2026-01-01T00:00:00Z' };
    writeFileSync(join(folder, 'articles', `old-${n}.json`), JSON.stringify(old));
  }
}

function story(way: string, n: number) {
  return {
    id: `${way}-${n}`,
    url: `https://news.example.com/${way}-${n}`,
    title: `Council of town ${n} meets on its bridge`,
    body: `The council of town number ${n} decided on Friday to build a new bridge over the river.\n\n${'It meets again. '.repeat(100)}`,
    section: `s${Math.abs(n) % ACCOUNTS}`,
    publishedAt: new Date().toISOString(),
  };
}

async function started(args: readonly string[], env: Readonly<Record<string, string>>): Promise<Started> {
  const child = spawn(process.execPath, ['--min-semi-space-size=16', '--import', PRELOAD, ...args], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const line = await new Promise<string>((resolve, reject) => {
    child.once('close', () => reject(new Error(`${args[0]} ended`)));
    if (child.stdout) createInterface(child.stdout).once('line', resolve);
  });
  return { child, push: JSON.parse(line).push };
}

function secrets(): Readonly<Record<string, string>> {
  const keys = accounts.map(({ id }, n) => ({
    [`X${n}_APP_KEY`]: 'app-key-of-the-bench',
    [`X${n}_APP_SECRET`]: 'app-secret-of-the-bench',
    [`X${n}_ACCESS_TOKEN`]: `${id}-access-token`,
    [`X${n}_ACCESS_SECRET`]: 'access-secret-of-the-bench',
  }));
  return Object.assign({ PUSH_CMS_SECRET: PUSH_SECRET }, ...keys);
}

function file(folder: string, n: number): number {
  writeFileSync(join(folder, 'articles', '.story.tmp'), JSON.stringify(story('file', n)));
  renameSync(join(folder, 'articles', '.story.tmp'), join(folder, 'articles', `story-${n}.json`));
  return Date.now();
}

/** Answers when the push was answered. */
async function push(address: string, n: number): Promise<number> {
  const body = JSON.stringify(story('push', n));
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', PUSH_SECRET).update(`${timestamp}.${body}`).digest('hex');
  const answer = await fetch(`${address}/api/articles`, {
    method: 'POST',
    headers: { 'X-Crier-Timestamp': timestamp, 'X-Crier-Signature': `sha256=${signature}` },
    body,
  });
  const said = await answer.text();
  if (answer.status !== 202) throw new Error(`push: ${answer.status} ${said}`);
  return Date.now();
}

/** Milliseconds from filed, or answered, to the call that reached X, of each story; `since` calls were there before. */
async function measure(way: Way, folder: string, address: string, x: LookalikeX): Promise<readonly number[]> {
  const since = x.journal.posts.length;
  const handedIn = new Map<string, number>();
  const startedAt = performance.now();
  const answers: Promise<unknown>[] = [];
  for (let n = 0; n < STORIES; n += 1) {
    await sleep(Math.max(0, startedAt + n * EVERY_MS - performance.now()));
    const link = `https://news.example.com/${way}-${n}`;
    if (way === 'file') handedIn.set(link, file(folder, n));
    else answers.push(push(address, n).then((at) => handedIn.set(link, at)));
  }
  await Promise.all(answers);
  for (const end = Date.now() + STUCK_AFTER_MS; x.journal.posts.length < since + STORIES; await sleep(50)) {
    if (Date.now() > end) throw new Error(`stuck at ${x.journal.posts.length - since} of ${STORIES} posts`);
  }
  const posts = x.journal.posts.slice(since);
  const links = new Set(posts.map(({ links: [link] }) => link));
  if (posts.length !== STORIES || links.size !== STORIES) throw new Error('not each story exactly once');
  return posts.map(({ links: [link = ''], createdAt }) => createdAt - (handedIn.get(link) ?? Number.NaN));
}

/** What lies there already is taken in, every account was looked at, and all code is loaded. */
async function warmedUp(folder: string, x: LookalikeX): Promise<void> {
  for (let round = 1; round <= 10; round += 1) {
    for (let n = 0; n < ACCOUNTS; n += 1) file(folder, round * -ACCOUNTS + n);
    for (const end = Date.now() + STUCK_AFTER_MS; x.journal.posts.length < round * ACCOUNTS; await sleep(50)) {
      if (Date.now() > end) throw new Error('it does not begin');
    }
  }
}

async function withX<T>(work: (x: LookalikeX, folder: string) => Promise<T>): Promise<T> {
  const x = await startLookalikeX({
    accounts,
    createTakesMs: CREATE_TAKES_MS,
    limits: { create: MANY, timeline: MANY, me: MANY },
  });
  const folder = mkdtempSync(join(tmpdir(), 'crier-latency-'));
  try {
    fillFolder(folder);
    return await work(x, folder);
  } finally {
    await x.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function ended(child: ChildProcess): Promise<void> {
  const closed = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGTERM');
  await closed;
}

function bare(way: Way): Promise<readonly number[]> {
  return withX(async (x, folder) => {
    const env = { BARE_FOLDER: join(folder, 'articles'), BARE_X_PORT: String(x.port) };
    const { child, push: address } = await started([BARE], env);
    const took = await measure(way, folder, address, x);
    await ended(child);
    return took;
  });
}

function crier(way: Way): Promise<readonly number[]> {
  return withX(async (x, folder) => {
    const env = {
      ...secrets(),
      CRIER_CONFIG: join(folder, 'newsroom.yaml'),
      DATABASE_URL: `sqlite:${join(folder, 'data', 'crier.db')}`,
      LOG_LEVEL: 'warn',
      CRIER_TEST_X_PORT: String(x.port),
    };
    const { child, push: address } = await started([SERVE, 'serve', '--json'], env);
    await warmedUp(folder, x);
    const took = await measure(way, folder, address, x);
    await ended(child);
    return took;
  });
}

function share(numbers: readonly number[], part: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

function line(name: string, took: readonly number[]): string {
  const [p50, p99, most] = [share(took, 0.5), share(took, 0.99), Math.max(...took)];
  return `${name.padEnd(12)} p50 ${String(p50).padStart(5)} ms   p99 ${String(p99).padStart(5)} ms   most ${String(most).padStart(5)} ms`;
}

console.log(
  `${STORIES} stories, ${values['per-second']} a second, ${ACCOUNTS} accounts on X that answer after ${CREATE_TAKES_MS} ms, ${KNOWN} known files`,
);
const WHAT = {
  file: 'from the rename of the file to the call',
  push: 'from the answer to the push to the call',
} as const;
for (const way of ['file', 'push'] as const) {
  const floor = await bare(way);
  const took = await crier(way);
  const p99 = share(took, 0.99);
  console.log(`\n${WHAT[way]}\n${line('bare', floor)}\n${line('crier', took)}`);
  console.log(`held         p99 ${p99 < AT_MOST_P99_MS ? 'under' : 'NOT UNDER'} ${AT_MOST_P99_MS} ms`);
  if (p99 >= AT_MOST_P99_MS) process.exitCode = 1;
}
