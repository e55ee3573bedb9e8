import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jumping, testClock } from './clock.ts';
import { ending, type Ran, runNode, spawnNode } from './node.ts';
import { type LookalikeX, startLookalikeX } from './x-lookalike/lookalike.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** A tiny program under the preload; what it prints is JSON. */
async function program(source: string, env: Record<string, string> = {}): Promise<Ran> {
  return runNode(['--input-type=module', '--eval', source], { cwd: root, env });
}

async function printed(source: string, env: Record<string, string> = {}): Promise<unknown> {
  const ran = await program(source, env);
  expect(ran).toMatchObject({ code: 0, stderr: '' });
  return JSON.parse(ran.stdout);
}

const CLIENT = `
  import { TwitterApi } from 'twitter-api-v2';
  const tokens = { appKey: 'k', appSecret: 's', accessToken: '1001-token', accessSecret: 'a' };
  const v2 = new TwitterApi(tokens).v2;
  const print = (value) => process.stdout.write(JSON.stringify(value));
`;

describe('the network of a child process', () => {
  let x: LookalikeX;
  let env: Record<string, string>;

  beforeAll(async () => {
    x = await startLookalikeX();
    env = { CRIER_TEST_X_PORT: String(x.port) };
  });
  afterAll(() => x.close());

  test('the real client posts, reads, deletes and asks who it is', async () => {
    const source = `${CLIENT}
      const { data } = await v2.tweet('Hello');
      const page = await v2.userTimeline('1001', { max_results: 5 });
      const gone = await v2.deleteTweet(data.id);
      const me = await v2.me();
      print([data, page.tweets, gone.data, me.data]);`;
    const tweet = { id: expect.any(String), text: 'Hello', edit_history_tweet_ids: [expect.any(String)] };
    const me = { id: '1001', name: 'demo', username: 'demo' };
    expect(await printed(source, env)).toEqual([tweet, [tweet], { deleted: true }, me]);
    expect(x.journal.requests.map(({ endpoint }) => endpoint)).toEqual(['create', 'timeline', 'delete', 'me']);
  });

  test('a bundle with named imports of the client is redirected too', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'crier-preload-'));
    await writeFile(join(folder, 'in.mjs'), `${CLIENT} print((await v2.me()).data.username);`);
    const modules = [join(root, 'node_modules')];
    const bundle = await rolldown({ input: join(folder, 'in.mjs'), platform: 'node', resolve: { modules } });
    await bundle.write({ file: join(folder, 'out.mjs'), format: 'esm' });
    await bundle.close();
    expect(await runNode([join(folder, 'out.mjs')], { env })).toMatchObject({ code: 0, stdout: '"demo"' });
    await rm(folder, { recursive: true });
  });

  test('a signal and an idle timeout end a request that is on its way', async () => {
    x.useFaults(() => ({ type: 'silence', stored: true }));
    const before = x.journal.posts.length;
    const source = `
      import { TwitterApi } from 'twitter-api-v2';
      const tokens = { appKey: 'k', appSecret: 's', accessToken: '1001-token', accessSecret: 'a' };
      const endings = [];
      for (const more of [{ signal: AbortSignal.timeout(1000) }, { timeout: 1000 }]) {
        const plugin = { onBeforeRequest: ({ requestOptions }) => void Object.assign(requestOptions, more) };
        const { v2 } = new TwitterApi(tokens, { plugins: [plugin] });
        const { error } = (await v2.tweet('Hello ' + endings.length).catch((error) => error))._options;
        endings.push(error.code ?? error.message);
      }
      process.stdout.write(JSON.stringify(endings));`;
    expect(await printed(source, env)).toEqual(['ABORT_ERR', 'Request timeout.']);
    x.useFaults('none');
    expect(x.journal.posts.length).toBe(before + 2);
  });

  test('method, path, headers and body arrive however the request is written', async () => {
    const source = `
      import https, { get, request } from 'node:https';
      import { once } from 'node:events';
      import { createRequire } from 'node:module';
      const { request: required } = createRequire(import.meta.url)('https');
      const statuses = [];
      const answered = async (req) => {
        const [response] = await once(req, 'response');
        statuses.push(response.statusCode, req.getHeader('host'));
        response.resume();
      };
      await answered(get('https://api.x.com/2/nothing?a=1'));
      await answered(get(new URL('https://api.x.com/2/nothing'), { method: 'GET' }));
      await answered(request('https://api.x.com/2/nothing', { method: 'PUT', agent: new https.Agent() }).end('body'));
      await answered(required({ hostname: 'API.X.com', port: 443, path: '/2/nothing', method: 'DELETE' }).end());
      process.stdout.write(JSON.stringify(statuses));`;
    const before = x.journal.requests.length;
    expect(await printed(source, env)).toEqual(Array(4).fill([404, 'api.x.com']).flat());
    const seen = x.journal.requests.slice(before).map(({ method, path }) => `${method} ${path}`);
    expect(seen).toEqual(['GET /2/nothing', 'GET /2/nothing', 'PUT /2/nothing', 'DELETE /2/nothing']);
  });

  test('every other https host refuses the connection', async () => {
    const source = `
      import { get } from 'node:https';
      import { once } from 'node:events';
      const codes = [];
      for (const url of ['https://news.example/a', 'https://x.com/', 'https://127.0.0.1:1/']) {
        const [error] = await once(get(url), 'error').catch((error) => [error]);
        codes.push(error.code + ' ' + error.port);
      }
      process.stdout.write(JSON.stringify(codes));`;
    expect(await printed(source, env)).toEqual(['ECONNREFUSED 443', 'ECONNREFUSED 443', 'ECONNREFUSED 1']);
  });

  test('without a look-alike the client cannot connect', async () => {
    const source = `${CLIENT} print(await v2.me().catch((error) => error._options.error.code));`;
    expect(await printed(source)).toBe('ECONNREFUSED');
  });
});

describe('the end of a child process', () => {
  const steps = (...names: string[]) => `
    import { channel } from 'node:diagnostics_channel';
    import { writeSync } from 'node:fs';
    for (const step of ${JSON.stringify(names)}) {
      channel('crier:step').publish({ step, post: 'p1' });
      writeSync(1, step + ' ');
    }`;

  test('it dies at the named step, before anything more', async () => {
    const ran = await program(steps('claim', 'arm', 'create'), { CRIER_TEST_KILL_AT: 'arm' });
    expect(ran).toMatchObject({ code: null, signal: 'SIGKILL', stdout: 'claim ' });
  });

  test('it dies the third time only', async () => {
    const ran = await program(steps('arm', 'arm', 'create', 'arm', 'arm'), { CRIER_TEST_KILL_AT: 'arm:3' });
    expect(ran).toMatchObject({ signal: 'SIGKILL', stdout: 'arm arm create ' });
  });

  test('it lives where the step does not come', async () => {
    const ran = await program(steps('claim', 'arm'), { CRIER_TEST_KILL_AT: 'arm:2' });
    expect(ran).toMatchObject({ code: 0, stdout: 'claim arm ' });
  });

  test('by chance it dies at the same step for the same seed, and not everywhere', async () => {
    const many = steps(...Array.from({ length: 40 }, (_, n) => String(n)));
    const run = (setting: string) => program(many, { CRIER_TEST_KILL_RANDOM: setting });
    const [first, again, other, never] = await Promise.all(['0.1:a', '0.1:a', '0.1:b', '0:a'].map(run));
    expect(first).toMatchObject({ signal: 'SIGKILL', stdout: again?.stdout });
    expect(other?.stdout).not.toBe(first?.stdout);
    expect(never).toMatchObject({ code: 0, signal: null });
  });

  test('a setting that means nothing is an error', async () => {
    for (const env of [
      { CRIER_TEST_KILL_AT: 'arm:x' },
      { CRIER_TEST_KILL_RANDOM: '2:a' },
      { CRIER_TEST_CLOCK: '1:2' },
    ]) {
      expect((await program('', env)).code).toBe(1);
    }
  });

  test('a child that was spawned is the test’s to end', async () => {
    const child = spawnNode(['--eval', 'setInterval(() => {}, 1000)'], { preload: false });
    child.kill('SIGTERM');
    expect(await ending(child)).toMatchObject({ code: null, signal: 'SIGTERM' });
  });
});

describe('the clock of a child process', () => {
  const startAt = Date.parse('2030-03-31T00:30:00Z');
  const HOUR_MS = 3_600_000;

  test('it jumps when it is told to, both ways', async () => {
    const { env } = testClock({ startAt, speed: 1 });
    const source = 'process.stdout.write(JSON.stringify([Date.now(), Temporal.Now.instant().epochMilliseconds]));';
    for (const ms of [2 * HOUR_MS, -2 * HOUR_MS]) {
      const jumped = await printed(source, { CRIER_TEST_CLOCK: jumping(env, Date.now(), ms) });
      const later = await printed(source, { CRIER_TEST_CLOCK: jumping(env, Date.now() + HOUR_MS, ms) });
      const hours = [jumped, later].flat().map((at) => Math.floor((Number(at) - startAt) / HOUR_MS));
      expect(hours).toEqual([ms / HOUR_MS, ms / HOUR_MS, 0, 0]);
    }
  });

  test('dates and Temporal show its time', async () => {
    const { env } = testClock({ startAt, speed: 1 });
    const source = `
      const old = new Date(0);
      process.stdout.write(JSON.stringify([
        Date.now(), new Date().getTime(), Date.parse(Date()), Date(),
        Temporal.Now.instant().epochMilliseconds, Temporal.Now.zonedDateTimeISO('UTC').epochMilliseconds,
        Temporal.Now.plainDateISO('UTC').toString(), Temporal.Now.plainDateTimeISO('UTC').year, typeof Temporal.Now.plainTimeISO().hour,
        new Date(2020, 0, 2).getFullYear(), new Date('2020-01-02T00:00:00Z').getTime(), Date.UTC(2020, 0, 2),
        old instanceof Date, new (class extends Date {})() instanceof Date, new old.constructor().getFullYear(), structuredClone(old).getTime(),
        performance.now() < ${HOUR_MS},
      ]));`;
    const shown = await printed(source, { CRIER_TEST_CLOCK: env, TZ: 'UTC' });
    expect(shown).toEqual([
      ...[expect.any(Number), expect.any(Number), expect.any(Number), expect.stringContaining('Mar 31 2030')],
      ...[expect.any(Number), expect.any(Number), '2030-03-31', 2030, 'number'],
      ...[2020, Date.UTC(2020, 0, 2), Date.UTC(2020, 0, 2)],
      ...[true, true, 2030, 0, true],
    ]);
    const times = Array.isArray(shown) ? [0, 1, 2, 4, 5].map((at) => shown[at] - startAt) : [];
    for (const since of times) expect(since >= 0 && since < HOUR_MS).toBe(true);
  });

  test('an hour passes at once where the speed says so, for every kind of timer', async () => {
    const { env } = testClock({ startAt, speed: HOUR_MS });
    const source = `
      import { once } from 'node:events';
      import { setTimeout as later } from 'node:timers';
      import { setTimeout as sleep, setInterval as ticks } from 'node:timers/promises';
      import { promisify } from 'node:util';
      const start = Date.now();
      await new Promise((resolve) => setTimeout(resolve, ${HOUR_MS}));
      const heard = [await new Promise((resolve) => later(resolve, ${HOUR_MS}, 'argument'))];
      heard.push(await sleep(${HOUR_MS}, 'value'), await promisify(setTimeout)(${HOUR_MS}, 'promised'));
      for await (const tick of ticks(${HOUR_MS}, 'tick')) { heard.push(tick); break; }
      let left = 2;
      await new Promise((resolve) => { const id = setInterval(() => { if (--left === 0) { clearInterval(id); resolve(); } }, ${HOUR_MS}); });
      const signal = AbortSignal.timeout(${HOUR_MS});
      setTimeout(() => {}, ${HOUR_MS * 1000}); // the signal alone keeps no process
      await once(signal, 'abort');
      heard.push(signal.reason.name, Date.now() - start >= ${6 * HOUR_MS});
      process.stdout.write(JSON.stringify(heard), () => process.exit());`;
    expect(await printed(source, { CRIER_TEST_CLOCK: env })).toEqual([
      'argument',
      'value',
      'promised',
      'tick',
      'TimeoutError',
      true,
    ]);
  });

  test('the parent has the same time', async () => {
    const clock = testClock({ startAt, speed: 1000 });
    const before = clock.now();
    const childNow = await printed('process.stdout.write(String(Date.now()))', { CRIER_TEST_CLOCK: clock.env });
    const after = clock.now();
    expect([before, childNow, after]).toEqual([before, childNow, after].sort((a, b) => Number(a) - Number(b)));
  });
});

describe('the disk of a child process', () => {
  const STORE = `
    const { rmSync, writeFileSync } = require('node:fs');
    const { DatabaseSync } = require('node:sqlite');
    const { setTimeout: sleep } = require('node:timers/promises');
    const [folder] = process.argv.slice(1);
    const open = (file, timeout) => new DatabaseSync(folder + '/' + file, { timeout });
    const codeOf = (work) => { try { work(); return 0; } catch (error) { return error.errcode; } };
    const print = (value) => process.stdout.write(JSON.stringify(value));
  `;
  const ran = async (source: string, env: (folder: string) => Record<string, string>) => {
    const folder = await mkdtemp(join(tmpdir(), 'crier-disk-'));
    try {
      const { stdout, stderr } = await runNode(['--input-type=commonjs', '--eval', STORE + source, folder], {
        env: env(folder),
      });
      expect(stderr).toBe('');
      return JSON.parse(stdout);
    } finally {
      await rm(folder, { recursive: true });
    }
  };

  test('it is full while a file says so, for stores that are open and for new ones', async () => {
    const source = `
      const store = open('a.db', 0);
      store.exec('create table big (bytes blob)');
      const grow = (one) => codeOf(() => one.exec('insert into big values (zeroblob(1000000))'));
      const before = grow(store);
      writeFileSync(folder + '/full', '');
      const until = async (code) => { while (grow(store) !== code) await sleep(1); };
      until(13).then(async () => {
        const meanwhile = [grow(store), grow(open('a.db', 0))];
        rmSync(folder + '/full');
        await until(0);
        print([before, ...meanwhile]);
      });`;
    expect(await ran(source, (folder) => ({ CRIER_TEST_FULL_DISK: join(folder, 'full') }))).toEqual([0, 13, 13]);
  });

  test('while it is full half of a file gets there', async () => {
    const source = `
      const { open: openFile, readFile } = require('node:fs/promises');
      const written = async (name) => {
        const file = await openFile(folder + '/' + name, 'wx');
        const code = await file.writeFile('whole').then(() => 0, (error) => error.code);
        await file.close();
        return [code, await readFile(folder + '/' + name, 'utf8')];
      };
      open('a.db', 0);
      (async () => {
        const before = await written('a');
        writeFileSync(folder + '/full', '');
        await sleep(100);
        print([before, await written('b')]);
      })();`;
    expect(await ran(source, (folder) => ({ CRIER_TEST_FULL_DISK: join(folder, 'full') }))).toEqual([
      [0, 'whole'],
      ['ENOSPC', 'wh'],
    ]);
  });

  test('its lock is waited for as long as the test says', async () => {
    const source = `
      open('a.db', 0).exec('begin immediate');
      print(codeOf(() => open('a.db', 3_600_000).exec('begin immediate')));`;
    expect(await ran(source, () => ({ CRIER_TEST_BUSY_MS: '1' }))).toBe(5);
  });
});
