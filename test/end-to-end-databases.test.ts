import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { shapes } from '../scripts/schemas.ts';
import { type Cms, insert, mariaDbCms, postgresCms, sqliteCms } from './articles/database/cms.ts';
import { testClock } from './support/clock.ts';
import { runCrier, spawnCrier } from './support/crier.ts';
import { hasMariaDb, hasPostgres, PASSWORD } from './support/database-servers.ts';
import { ending } from './support/node.ts';

const CONFIG = `outlet: { id: e2e, name: E2E, url: https://news.example, language: en, timezone: Europe/Kyiv }
sources:
  - id: cms
    type: database
    account: CMS
    table: articles
    columns: { id: id, title: headline, body: body, publishedAt: published_at, updatedAt: updated_at, status: state }
    link: "https://news.example/{id}"
channels: [{ id: x, platform: twitter, sandbox: true, review: none }]
preflight: false
`;

describe.skipIf(!hasPostgres)('a worker on PostgreSQL', () => {
  let cms: Cms;
  beforeAll(async () => {
    cms = await postgresCms();
  }, 120_000);
  afterAll(() => cms?.close());

  test('posts at once what NOTIFY tells of, long before it would have looked by itself', async () => {
    await cms.empty();
    const folder = mkdtempSync(join(tmpdir(), 'crier-notify-'));
    writeFileSync(join(folder, 'newsroom.yaml'), CONFIG.replace('    table:', '    notify: stories\n    table:'));
    const env = {
      DATABASE_URL: `sqlite:${join(folder, 'crier.db')}`,
      CMS_DATABASE_URL: cms.address,
      CRIER_CONFIG: join(folder, 'newsroom.yaml'),
      // So slow a clock that the two seconds between two looks are three minutes.
      CRIER_TEST_CLOCK: testClock({ startAt: Date.now(), speed: 0.01 }).env,
    };
    const worker = spawnCrier(['serve', '--role', 'worker'], { env });
    const ended = ending(worker);
    onTestFinished(async () => {
      worker.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    });
    const published = async () => {
      await cms.run('notify stories');
      const { stdout } = await runCrier(['queue', 'list', '--status', 'published', '--json'], { env });
      return shapes.posts.parse(JSON.parse(stdout)).length;
    };
    const now = Temporal.Now.instant().subtract({ seconds: 5 }).round('second').toString().replace('T', ' ');
    // The first of them may be there before the worker reads for the first time, or listens.
    for (let count = 1; count <= 4; count += 1) {
      await insert(cms, { id: `story-${count}`, headline: `Bridge ${count} is open`, publishedAt: now, at: now });
      await expect.poll(published, { timeout: 30_000, interval: 500 }).toBe(count);
    }
  }, 150_000);
});

describe.each([
  { kind: 'PostgreSQL', isThere: hasPostgres, open: postgresCms },
  { kind: 'MariaDB', isThere: hasMariaDb, open: mariaDbCms },
  { kind: 'SQLite', isThere: true, open: sqliteCms },
])('a newsroom on $kind', ({ isThere, open }) => {
  let cms: Cms;
  beforeAll(async () => {
    if (isThere) cms = await open();
  }, 120_000);
  afterAll(() => cms?.close());

  test.skipIf(!isThere)(
    'posts what its database has, once, and each pass ends by itself',
    async () => {
      await cms.empty();
      const folder = mkdtempSync(join(tmpdir(), 'crier-database-'));
      onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
      writeFileSync(join(folder, 'newsroom.yaml'), CONFIG);
      const env = { DATABASE_URL: `sqlite:${join(folder, 'crier.db')}`, CMS_DATABASE_URL: cms.address };
      const crier = (...args: string[]) => runCrier([...args, '--config', join(folder, 'newsroom.yaml')], { env });

      const now = Temporal.Now.instant().subtract({ seconds: 5 }).round('second').toString().replace('T', ' ');
      await insert(cms, { id: 'bridge', headline: 'The bridge is open', publishedAt: now, at: now });
      const first = await crier('run', '--json');
      expect(first).toMatchObject({ code: 0, stderr: '' });
      expect(JSON.parse(first.stdout)).toMatchObject({ articles: { new: 1 }, posts: { published: 1 } });
      const second = await crier('run', '--json');
      expect(second).toMatchObject({ code: 0, stderr: '' });
      expect(JSON.parse(second.stdout)).toMatchObject({ articles: { seen: 0, new: 0 }, posts: {} });

      await cms.run('drop table articles');
      const broken = await crier('run', '--json');
      expect(broken.code).toBe(1);
      const check = await crier('check');
      expect(check.stdout).toMatch(/source cms: unreachable: .*articles/);
      for (const said of [broken, check]) expect(said.stdout + said.stderr).not.toContain(PASSWORD);
    },
    120_000,
  );
});
