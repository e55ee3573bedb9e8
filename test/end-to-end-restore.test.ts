import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseFeed } from 'feedsmith';
import { describe, expect, it, onTestFinished } from 'vitest';
import { shapes } from '../scripts/schemas.ts';
import { runCrier } from './support/crier.ts';
import { fileStory } from './support/story-file.ts';
import { startLookalikeX } from './support/x-lookalike/lookalike.ts';

/** A newsroom on the look-alike of X and with feeds, which makes backups and puts them back as docs/operations.md says. */
async function aNewsroom(review: 'required' | 'none') {
  const folder = mkdtempSync(join(tmpdir(), 'crier-restore-'));
  const startedAt = Date.now();
  let aheadMs = 0;
  const now = () => Date.now() + aheadMs;
  const x = await startLookalikeX({ now });
  onTestFinished(async () => {
    await x.close();
    rmSync(folder, { recursive: true, force: true });
  });
  mkdirSync(join(folder, 'articles'));
  const config = join(folder, 'newsroom.yaml');
  writeFileSync(
    config,
    `outlet: { id: e2e, name: E2E, url: https://news.example.com, language: en, timezone: Europe/Kyiv }
sources: [{ id: desk, type: folder, path: articles }]
channels:
  - { id: x, platform: twitter, review: ${review} }
  - { id: news, platform: google-news, review: none, directory: public }
preflight: false
`,
  );
  const database = join(folder, 'data', 'crier.db');
  const crier = (args: readonly string[], more: Record<string, string> = {}) =>
    runCrier(args, {
      cwd: folder,
      env: {
        TWITTER_APP_KEY: 'app-key',
        TWITTER_APP_SECRET: 'app-secret',
        TWITTER_ACCESS_TOKEN: '1001-access-token',
        TWITTER_ACCESS_SECRET: 'access-secret',
        CRIER_CONFIG: config,
        DATABASE_URL: `sqlite:${database}`,
        CRIER_TEST_X_PORT: String(x.port),
        CRIER_TEST_CLOCK: `${startedAt}:${startedAt + aheadMs}:1`,
        ...more,
      },
    });
  const posts = async () => {
    const { stdout } = await crier(['queue', 'list', '--channel', 'x', '--json']);
    return new Map(shapes.posts.parse(JSON.parse(stdout)).map((post) => [post.article.replace('desk/', ''), post]));
  };
  return {
    database,
    /** Runs crier; whatever it says, it must have gone well. */
    async crier(...args: readonly string[]) {
      const ran = await crier(args);
      expect({ args, ...ran }).toMatchObject({ args, code: 0, stderr: '' });
    },
    killedPass: () => crier(['run'], { CRIER_TEST_KILL_AT: 'pass-end' }),
    advance: (seconds: number) => {
      aheadMs += seconds * 1000;
    },
    file: (id: string) => {
      fileStory(join(folder, 'articles'), id, now() - 60_000);
    },
    async approve(...stories: readonly string[]) {
      const known = await posts();
      const ids = stories.map((story) => known.get(story)?.id ?? '');
      return this.crier('queue', 'approve', ...ids, '--by', 'Ada');
    },
    /** What docs/operations.md has a person type: the old files go aside, all of them, and the copy takes their place. */
    putBack(copy: string) {
      const data = join(folder, 'data');
      mkdirSync(join(folder, 'aside'));
      for (const name of readdirSync(data)) renameSync(join(data, name), join(folder, 'aside', name));
      copyFileSync(join(folder, copy), database);
      chmodSync(database, 0o640);
    },
    /** Each story of X with where it stands and why. */
    async standing() {
      return Object.fromEntries(
        [...(await posts())].map(([story, { status, reason }]) => [story, `${status}: ${reason.type}`]),
      );
    },
    live: () => x.liveByLink()['1001'] ?? {},
    entries: () => {
      const { feed } = parseFeed(readFileSync(join(folder, 'public', 'atom.xml'), 'utf8'));
      return 'entries' in feed ? (feed.entries?.map((entry) => entry?.title?.value).toSorted() ?? []) : [];
    },
  };
}

const link = (story: string) => `https://news.example.com/${story}`;
const once = (...stories: readonly string[]) => Object.fromEntries(stories.map((story) => [link(story), 1]));

describe('a backup that is put back', () => {
  it('step by step: doubles nothing, and shows as waiting what was decided since', { timeout: 90_000 }, async () => {
    const room = await aNewsroom('required');
    for (const story of ['bridge', 'library', 'museum']) room.file(story);
    await room.crier('run');
    await room.approve('bridge');
    await room.crier('run');
    await room.crier('backup', 'copy.db');

    for (const story of ['ferry', 'wrong']) room.file(story);
    await room.crier('run');
    await room.approve('library', 'ferry', 'wrong');
    await room.crier('run');
    await room.crier('pull', 'wrong', '--by', 'Ada', '--reason', 'another harbour');
    await room.crier('run');
    await room.crier('pause', '--by', 'Ada', '--reason', 'let me look');
    await room.approve('museum');
    expect(room.live()).toEqual(once('bridge', 'library', 'ferry'));
    const shown = ['About bridge', 'About ferry', 'About library', 'About museum'];
    expect(room.entries()).toEqual(shown);
    await room.killedPass();
    expect(existsSync(`${room.database}-wal`)).toBe(true);

    room.advance(900);
    room.putBack('copy.db');
    await room.crier('pause', '--by', 'Ada', '--reason', 'a backup was put back');
    await room.crier('run');
    const waiting = 'pending_review: review-required';
    expect(await room.standing()).toEqual({
      bridge: 'published: accepted',
      ...{ library: waiting, museum: waiting, ferry: waiting, wrong: waiting },
    });
    expect(room.entries()).toEqual(['About bridge', 'About library', 'About museum']);

    await room.crier('pull', 'wrong', '--by', 'Ada', '--reason', 'another harbour');
    await room.approve('library', 'museum', 'ferry');
    await room.crier('resume', '--by', 'Ada', '--reason', 'looked through');
    await room.crier('run');
    expect(room.live()).toEqual(once('bridge', 'library', 'ferry', 'museum'));
    expect(await room.standing()).toEqual({
      ...{ bridge: 'published: accepted', museum: 'published: accepted' },
      ...{ library: 'published: by-hand', ferry: 'published: by-hand', wrong: 'canceled: pulled-by-person' },
    });
    expect(room.entries()).toEqual(shown);
  });

  it('after a night, unattended: each story is there once, and back in the feeds', { timeout: 90_000 }, async () => {
    const room = await aNewsroom('none');
    room.file('bridge');
    await room.crier('run');
    await room.crier('backup', 'copy.db');
    room.advance(8 * 3600);
    for (const story of ['library', 'ferry']) room.file(story);
    await room.crier('run');
    expect(room.live()).toEqual(once('bridge', 'library', 'ferry'));

    room.advance(300);
    room.file('museum');
    room.putBack('copy.db');
    await room.crier('run');
    expect(room.live()).toEqual(once('bridge', 'library', 'ferry', 'museum'));
    expect(await room.standing()).toEqual({
      ...{ bridge: 'published: accepted', museum: 'published: accepted' },
      ...{ library: 'published: by-hand', ferry: 'published: by-hand' },
    });
    expect(room.entries()).toEqual(['About bridge', 'About ferry', 'About library', 'About museum']);
  });
});
