import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { shapes } from '../../scripts/schemas.ts';
import { runCrier } from '../support/crier.ts';
import { aDesk } from './desk.ts';

const COMMANDS = [
  ...['run', 'serve', 'status', 'queue', 'preview', 'coverage', 'sources', 'check', 'connect', 'backup'],
  ...['pause', 'resume', 'pull', 'release', 'summarize', 'demo'],
];
const LAUNCHER = fileURLToPath(new URL('../../bin/crier', import.meta.url));

/** Runs a program as a person or cron would: no Node of ours, nothing loaded first. */
function launch(program: string, args: readonly string[], options: { cwd: string; env?: Record<string, string> }) {
  const { promise, resolve } = Promise.withResolvers<{ code: number; stdout: string; stderr: string }>();
  const env = { PATH: '/usr/bin:/bin', ...options.env };
  const child = execFile(program, [...args], { cwd: options.cwd, env }, (_error, stdout, stderr) =>
    resolve({ code: child.exitCode ?? -1, stdout, stderr }),
  );
  return promise;
}

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'crier-launch-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

describe('bin/crier', () => {
  it('works from any folder, as a symbolic link, with the environment of cron', async () => {
    const desk = aDesk();
    const folder = aFolder();
    symlinkSync(LAUNCHER, join(folder, 'town-crier'));
    symlinkSync('town-crier', join(folder, 'tc'));
    const ran = await launch('./tc', ['run', '--json'], { cwd: folder, env: desk.env });
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(shapes.run.parse(JSON.parse(ran.stdout))).toMatchObject({ articles: { seen: 0 } });
  });

  it('keeps Node from telling what it sends, whatever a person has set to debug', async () => {
    const env = { NODE_DEBUG: 'module,net,http', DEBUG: '*' };
    expect(await launch(LAUNCHER, ['sing'], { cwd: '/', env })).toMatchObject({
      code: 64,
      stderr: 'there is no command sing\ncrier --help shows the commands\n',
    });
  });

  it('works through a link to its folder', async () => {
    const folder = aFolder();
    symlinkSync(dirname(LAUNCHER), join(folder, 'bindir'));
    expect(await launch('./bindir/crier', ['sing'], { cwd: folder })).toMatchObject({ code: 64 });
  });

  it('refuses a pass with stray words or without an end', async () => {
    const { env } = aDesk();
    for (const args of [
      ['run', 'fast'],
      ['run', '--for', '99999999d'],
    ]) {
      expect(await launch(LAUNCHER, args, { cwd: '/', env })).toMatchObject({ code: 64, stdout: '' });
    }
  });

  it('asks for another time where the store can have no folder', async () => {
    const env = { ...aDesk().env, DATABASE_URL: 'sqlite:/proc/none/crier.db' };
    expect(await launch(LAUNCHER, ['status'], { cwd: '/', env })).toMatchObject({ code: 75 });
  });

  it('hands on the exit code', async () => {
    expect(await launch(LAUNCHER, ['sing'], { cwd: '/' })).toMatchObject({ code: 64, stdout: '' });
  });

  it('bears a reader that leaves early', async () => {
    const desk = aDesk();
    for (let story = 0; story < 30; story += 1) desk.article(`story-${story}`);
    await desk.crier('run');
    const script = `"${LAUNCHER}" queue list --json | head -c 1; "${LAUNCHER}" --help | true`;
    const ran = await launch('/bin/sh', ['-c', script], { cwd: '/', env: desk.env });
    expect(ran).toEqual({ code: 0, stdout: '[', stderr: '' });
  });
});

describe('help', () => {
  it('lists every command in a line', async () => {
    for (const args of [[], ['--help'], ['-h'], ['help']]) {
      const { code, stdout, stderr } = await runCrier(args);
      expect({ args, code, stderr }).toEqual({ args, code: 0, stderr: '' });
      expect([...stdout.matchAll(/^ {2}(\w+) +\w/gm)].map(([, name]) => name)).toEqual(COMMANDS);
    }
  });

  it.each(COMMANDS)('teaches %s: how it is called, what it does, an example', async (name) => {
    const { code, stdout } = await runCrier([name, '--help']);
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^usage: crier ${name}\\b`));
    expect(stdout).toMatch(/^ .*(crier|npm)/m);
    expect(stdout).toMatch(/Exit code/);
    expect(stdout.split('\n').filter((line) => line.length > 120)).toEqual([]);
    expect(await runCrier(['help', name])).toMatchObject({ code: 0, stdout });
  });
});

describe('a call that cannot be answered', () => {
  it.each([
    [['sing'], 'there is no command sing'],
    [['help', 'sing'], 'there is no command sing'],
    [['toString'], 'there is no command toString'],
    [['status', '--loud'], "Unknown option '--loud'"],
    [['queue', 'approve', 'a', '--by', '--all'], "Option '--by' argument is ambiguous"],
    [['run', '--for', 'ever'], '--for: expected a duration'],
    [['check', 'x'], 'unexpected: x'],
    [['coverage', 'x'], 'unexpected: x'],
    [['demo', 'x'], 'unexpected: x'],
  ])('is told what would be: %j', async (args, advice) => {
    const ran = await aDesk().crier(...args);
    expect(ran).toMatchObject({ code: 64, stdout: '' });
    expect(ran.stderr).toContain(advice);
    expect(ran.stderr.split('\n')).toHaveLength(3);
  });

  it('ends with 75 where the store cannot be reached', async () => {
    const desk = aDesk();
    writeFileSync(join(desk.folder, 'garbage.db'), 'this is no database, but long enough to be looked at'.repeat(40));
    const env = { ...desk.env, DATABASE_URL: `sqlite:${desk.folder}/garbage.db` };
    for (const args of [['run'], ['status'], ['queue', 'list'], ['check'], ['pause', '--by', 'Ada', '--reason', 'r']]) {
      const ran = await runCrier(args, { env });
      expect({ args, ...ran }).toMatchObject({ args, code: 75, stdout: '' });
      expect(ran.stderr).toMatch(/^the database .*garbage\.db .*\n$/);
    }
  });

  it('ends with 78 where the config is not usable, a line for each fault', async () => {
    const desk = aDesk();
    desk.configure({ channel: 'reviews: none\nfreshFor: soon' });
    for (const args of [['run'], ['status'], ['check'], ['preview', desk.folder], ['queue', 'list']]) {
      const ran = await desk.crier(...args);
      expect({ args, ...ran }).toMatchObject({ args, code: 78, stdout: '' });
      expect(ran.stderr.trim().split('\n')).toEqual([
        expect.stringContaining('channels[0].freshFor: expected a duration'),
        expect.stringContaining('channels[0].reviews: expected review'),
      ]);
    }
  });

  it('ends with 78 where the database belongs to another outlet', async () => {
    const desk = aDesk();
    await desk.crier('run');
    const config = join(desk.folder, 'other.yaml');
    writeFileSync(
      config,
      `outlet: { id: other, name: Other, url: https://o.example, language: en, timezone: UTC }
sources: [{ id: desk, type: folder, path: articles }]
channels: [{ id: x, platform: twitter, sandbox: true }]
`,
    );
    const ran = await desk.crier('status', '--config', config);
    expect(ran).toMatchObject({ code: 78, stderr: expect.stringContaining('outlet.id: expected demo') });
  });
});

describe('what is printed', () => {
  it('steers no terminal, whatever a file, an article or a person is called', async () => {
    const desk = aDesk();
    const hostile = '\u001b[2J\u001b]0;gone\u0007\u009b31m\u202egnp.exe\u2066';
    desk.file(`articles/bad${hostile.replace('/', '')}.json`, '{');
    desk.article('bridge', { id: 'bridge\u202e', title: `Bridge ${hostile}`, url: 'https://news.example/bridge' });
    await desk.crier('run');
    await desk.crier('pause', '--by', `Ada${hostile}`, '--reason', `b\rc${hostile}\nd`);
    const calls = [
      ['status'],
      ['coverage'],
      ['check'],
      ['queue', 'list'],
      ['run', '--verbose'],
      ['preview', join(desk.folder, 'articles')],
      ['queue', 'approve', hostile, '--by', 'Ada'],
      ['resume', '--channel', 'x', '--by', 'Ada'],
      ['pull', 'bridge\u202e', '--by', 'Ada', '--reason', hostile],
    ];
    for (const args of calls) {
      const { stdout, stderr } = await desk.crier(...args);
      expect(stdout + stderr).not.toBe('');
      expect({ args, stdout: stdout.match(UNPRINTABLE), stderr: stderr.match(UNPRINTABLE) }).toEqual({
        args,
        stdout: null,
        stderr: null,
      });
    }
  });

  it('holds no secret', async () => {
    const desk = aDesk();
    const secrets = {
      TWITTER_APP_KEY: 'planted-app-key-q1w2',
      TWITTER_APP_SECRET: 'planted/app+secret=e3r4',
      TWITTER_ACCESS_TOKEN: '4711-planted-token-t5y6',
      TWITTER_ACCESS_SECRET: 'planted access secret u7i8',
    };
    desk.configure({ real: true, channel: 'review: none' });
    desk.article('bridge', { title: `Leaked ${secrets.TWITTER_APP_KEY}` });
    const env = { ...desk.env, ...secrets, LOG_LEVEL: 'debug' };
    for (const args of [['check'], ['check', '--json'], ['run', '--json'], ['status'], ['coverage', '--json']]) {
      const { stdout, stderr } = await runCrier(args, { env });
      expect({ args, stdout, stderr }).not.toMatchObject({ stdout: '' });
      for (const secret of Object.values(secrets)) {
        for (const spelling of [secret, encodeURIComponent(secret)]) {
          expect({ args, leaked: (stdout + stderr).includes(spelling) }).toEqual({ args, leaked: false });
        }
      }
    }
    expect(await runCrier(['check'], { env })).toMatchObject({ code: 1 });
  });
});

/** Controls other than the line feed, and what changes direction. */
const UNPRINTABLE = /[[\p{Cc}\p{Bidi_Control}]--\n]/gv;
