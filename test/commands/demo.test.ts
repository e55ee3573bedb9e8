import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { shapes } from '../../scripts/schemas.ts';
import { testClock } from '../support/clock.ts';
import { ending, type Ran, runNode, spawnNode } from '../support/node.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const NOON = Date.parse('2026-11-26T10:00:00Z');
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const BREAKING = 'https://news.example.com/2026/05/19/river-flood-warning';

/** A line of a sandbox file. */
interface Line {
  readonly remoteId?: string;
  readonly link?: string;
  readonly text?: string;
  readonly deleted?: string;
}

/** A copy of the built project, so that the demo plays in a folder of its own. */
class Checkout {
  readonly root = mkdtempSync(join(tmpdir(), 'crier-demo-'));
  env: Record<string, string> = {};

  constructor() {
    onTestFinished(() => rmSync(this.root, { recursive: true, force: true }));
    for (const part of ['dist', 'articles', 'config']) {
      cpSync(join(ROOT, part), join(this.root, part), { recursive: true, preserveTimestamps: true });
    }
    this.at(0);
  }

  /** Milliseconds after noon; every call starts there again. */
  at(ms: number): void {
    this.env.CRIER_TEST_CLOCK = testClock({ startAt: NOON + ms, speed: 1 }).env;
  }

  crier(...args: readonly string[]): Promise<Ran> {
    return runNode([join(this.root, 'dist/main.cjs'), ...args], { cwd: tmpdir(), env: this.env });
  }

  once(...args: readonly string[]): Promise<Ran> {
    return this.crier('demo', '--once', ...args);
  }

  /** Starts a demo that stays, and waits until it says where its pages are. */
  async stays(): Promise<{ child: ChildProcess; url: string }> {
    const child = spawnNode([join(this.root, 'dist/main.cjs'), 'demo'], { cwd: tmpdir(), env: this.env });
    onTestFinished(() => void child.kill('SIGKILL'));
    let said = '';
    while (!said.includes('Ctrl-C')) said += String(await once(child.stdout ?? child, 'data'));
    return { child, url: /queue +(http:\/\/127\.0\.0\.1:\d+)/.exec(said)?.[1] ?? said };
  }

  path(name: string): string {
    return join(this.root, 'data/demo', name);
  }

  /** The posts of the demo's queue, as `<article> on <channel>: <status>`. */
  async posts(): Promise<readonly string[]> {
    this.env = { ...this.env, DATABASE_URL: 'sqlite:data/demo/crier.db', CRIER_CONFIG: 'config/demo.yaml' };
    const ran = await this.crier('queue', 'list', '--json');
    const posts = shapes.posts.parse(JSON.parse(ran.stdout));
    return posts
      .map(({ article, channel, status }) => `${article.replace('desk/', '')} on ${channel}: ${status}`)
      .sort();
  }

  /** Every line of the account's file. */
  lines(platform: 'twitter' | 'facebook'): readonly Line[] {
    const folder = this.path('sandbox');
    const names = readdirSync(folder).filter((name) => name.includes(platform));
    return names.flatMap((name) =>
      readFileSync(join(folder, name), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    );
  }

  /** The links that are live on the account. */
  live(platform: 'twitter' | 'facebook'): readonly (string | undefined)[] {
    const deleted = new Set(this.lines(platform).map((line) => line.deleted));
    const posts = this.lines(platform).filter(({ remoteId }) => remoteId !== undefined && !deleted.has(remoteId));
    return posts.map(({ link }) => link);
  }
}

/** What the first start leaves behind, whatever happened on the way. */
function expectTheActPlayed(
  checkout: Checkout,
  posts: readonly string[],
  embargo: 'lasts' | 'is over' = 'lasts',
): void {
  const samples = readdirSync(join(ROOT, 'articles')).filter((name) => /\.(json|md|txt)$/.test(name)).length;
  const onX = posts.filter((post) => post.includes(' on x: '));
  expect(onX).toHaveLength(samples);
  expect(onX.filter((post) => !post.endsWith(': published'))).toEqual([
    'chess-final on x: pending_review',
    'kitchens-made-to-measure on x: skipped',
    ...(embargo === 'lasts' ? ['library-opening-hours on x: scheduled'] : []),
    'lynx-at-the-golf-course on x: pulled',
    'observatory-open-nights on x: pending_review',
  ]);
  expect(posts).toContain('lynx-at-the-golf-course on facebook: canceled');
  expect(posts.filter((post) => post.endsWith(' on facebook: pending_review'))).toHaveLength(samples - 3);
  expect(checkout.live('facebook')).toEqual([BREAKING]);
  const links = checkout.live('twitter');
  expect(links).toHaveLength(samples - (embargo === 'lasts' ? 5 : 4));
  expect(new Set(links).size).toBe(links.length);
  expect(readFileSync(checkout.path('articles/evening-ferries.json'), 'utf8')).toContain('22 more crossings');
}

describe('demo', () => {
  it('posts the samples, corrects one, withdraws one, and says so from what it finds in its store', async () => {
    const checkout = new Checkout();
    const { code, stdout, stderr } = await checkout.once();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('Demo Daily filed 14 new stories, corrected 1 and withdrew 1; crier published');
    expect(stdout).toMatch(/^ {2}x +9 published, 2 pending review, .*; 9 on its timeline, none twice$/m);
    expect(stdout).toMatch(/^ {2}facebook +11 pending review, 1 .*; 1 on its timeline, none twice$/m);
    expect(stdout).toMatch(/^ {2}kitchens-made-to-measure +skipped on x.*the channel excludes it \(tag sponsored\)$/m);
    expect(stdout).toMatch(/^ {2}library-opening-hours +scheduled on x.*waits for the embargo to end, in \d\d s$/m);
    expect(stdout).toMatch(/^ {2}lynx-at-the-golf-course +.*pulled on x.*deleted on the platform/m);
    expect(stdout).toMatch(/^ {2}evening-ferries +corrected after it went out.*; stays as it was sent on x$/m);
    expect(stdout).toContain(checkout.path('sandbox'));
    expect(stdout).toContain(`${join(checkout.root, 'bin/crier')} queue list`);
    expect(stdout).not.toContain('Ctrl-C');
    expect(stdout.trim().split('\n').length).toBeLessThan(20);
    expectTheActPlayed(checkout, await checkout.posts());
    expect(checkout.lines('twitter')[0]?.link).toBe(BREAKING);
    expect(readdirSync(join(checkout.root, 'data'))).toEqual(['demo']);
  });

  it('writes real feeds: the correction in place, the withdrawn story gone', async () => {
    const checkout = new Checkout();
    const { stdout } = await checkout.once();
    expect(stdout).toContain(checkout.path('public'));
    expect(stdout).toMatch(/^ {2}evening-ferries +.*changed in place on news/m);
    for (const name of ['news-sitemap.xml', 'rss.xml', 'atom.xml', 'feed.json']) {
      const text = readFileSync(checkout.path(`public/${name}`), 'utf8');
      expect(text).toContain('harbour-bridge-reopens');
      for (const absent of ['lynx-at-the-golf-course', 'kitchens-made-to-measure', 'library-opening-hours'])
        expect(text).not.toContain(absent);
    }
    const feed = readFileSync(checkout.path('public/feed.json'), 'utf8');
    expect(feed).toContain('22 more crossings');
    expect(feed).not.toContain('26 more crossings');
  });

  it('finds nothing new at a second start, and lets only the story under embargo out when its minute is over', async () => {
    const checkout = new Checkout();
    await checkout.once();
    const before = checkout.lines('twitter');
    const { code, stdout, stderr } = await checkout.once();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('has filed nothing new since it opened 0 min ago: nothing was posted again.');
    expect(checkout.lines('twitter')).toEqual(before);
    checkout.at(2 * MINUTE_MS);
    const later = await checkout.once();
    expect(later.stdout).toMatch(/nothing new since it opened 2 min ago: \d that had waited went out just now/);
    const fresh = checkout.lines('twitter').slice(before.length);
    expect(fresh.map(({ link }) => link)).toEqual(['https://news.example.com/library-opening-hours']);
  });

  it.each(['arm:1', 'create:5', 'pass-end:1', 'retract:1'])(
    'comes to the same end when it is killed at %s and started again',
    async (step) => {
      const checkout = new Checkout();
      checkout.env.CRIER_TEST_KILL_AT = step;
      expect((await checkout.once()).signal).toBe('SIGKILL');
      delete checkout.env.CRIER_TEST_KILL_AT;
      for (const seconds of [20, 60, 100, 140]) {
        checkout.at(seconds * 1000);
        expect(await checkout.once()).toMatchObject({ code: 0 });
      }
      expectTheActPlayed(checkout, await checkout.posts(), 'is over');
    },
  );

  it('starts over where it was killed while it prepared', async () => {
    const checkout = new Checkout();
    await checkout.once();
    rmSync(checkout.path('opened'));
    rmSync(checkout.path('articles/chess-final.txt'));
    writeFileSync(checkout.path('articles/.tram-bakery.txt.123'), 'Half a');
    const { stdout } = await checkout.once();
    expect(stdout).toContain('filed 14 new stories');
    expect(existsSync(checkout.path('articles/.tram-bakery.txt.123'))).toBe(false);
    expectTheActPlayed(checkout, await checkout.posts());
  });

  it('starts over by itself after a day, and when it is asked to', async () => {
    const checkout = new Checkout();
    await checkout.once();
    checkout.at(DAY_MS - MINUTE_MS);
    expect((await checkout.once()).stdout).toContain('nothing new');
    expect((await checkout.once('--fresh')).stdout).toContain('filed 14 new stories');
    expect((await checkout.once()).stdout).toContain('nothing new');
    checkout.at(2 * DAY_MS);
    expect((await checkout.once()).stdout).toContain('filed 14 new stories');
    expectTheActPlayed(checkout, await checkout.posts());
  });

  it('stays until Ctrl-C; who comes meanwhile joins it at another port, and may not start over under it', async () => {
    const checkout = new Checkout();
    const [first, second] = [await checkout.stays(), await checkout.stays()];
    const ended = [ending(first.child), ending(second.child)];
    expect(second.url).not.toBe(first.url);
    for (const { url } of [first, second]) {
      const answer = await fetch(`${url}/healthz`);
      expect(Object.keys(Object(await answer.json()))).toContain('ok');
    }
    const fresh = await checkout.once('--fresh');
    expect(fresh).toMatchObject({ code: 75, stdout: '', stderr: expect.stringContaining('end that one first') });
    for (const { child } of [first, second]) child.kill('SIGINT');
    expect(await Promise.all(ended)).toMatchObject(Array(2).fill({ code: 0, signal: null, stderr: '' }));
    expect((await checkout.once('--fresh')).stdout).toContain('filed 14 new stories');
  });

  it('posts each story once where two are started first, at once', async () => {
    const checkout = new Checkout();
    const both = await Promise.all([checkout.once(), checkout.once()]);
    expect(both.map(({ code, stderr }) => ({ code, stderr }))).toEqual(Array(2).fill({ code: 0, stderr: '' }));
    await checkout.once();
    const links = checkout.live('twitter');
    expect(links).toHaveLength(9);
    expect(new Set(links).size).toBe(9);
  });

  it.each([
    ['posts for real', 'sandbox: true', 'sandbox: false'],
    ['tells a hub', 'directory: ../data/demo/public', 'directory: ../public\n    hubs: ["https://hub.example/"]'],
  ])('plays on this machine only: a config that %s is left alone', async (_, said, instead) => {
    const checkout = new Checkout();
    const path = join(checkout.root, 'config/demo.yaml');
    writeFileSync(path, readFileSync(path, 'utf8').replace(said, instead));
    const secrets = ['APP_KEY', 'APP_SECRET', 'ACCESS_TOKEN', 'ACCESS_SECRET'].map(
      (key) => `TWITTER_${key}=planted-${key}`,
    );
    writeFileSync(join(checkout.root, '.env'), secrets.join('\n'));
    const ran = await checkout.crier('demo');
    expect(ran).toMatchObject({ code: 78, stdout: '', stderr: expect.stringContaining('posts for real') });
    expect(existsSync(checkout.path('articles'))).toBe(false);
  });

  it.each([['--json'], ['--config', 'config/newsroom.yaml'], ['now']])('does not take %s', async (...args) => {
    const checkout = new Checkout();
    expect(await checkout.crier('demo', ...args)).toMatchObject({ code: 64, stdout: '' });
  });
});
