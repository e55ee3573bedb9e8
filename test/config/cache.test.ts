import { existsSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import * as parsing from '../../src/config/parse.ts';
import { faultLines, loaded, loadFrom, OUTLET, project, SOUND, SOURCES, secretsFor } from './project.ts';

vi.mock('../../src/config/parse.ts', { spy: true });

const REAL = `${OUTLET}${SOURCES}channels: [{ id: x, platform: twitter, quietHours: 23:00-06:00, linkTags: { a: b } }]\n`;

function start(yaml: string) {
  vi.mocked(parsing.parseNewsroom).mockClear();
  const root = project({ 'config/newsroom.yaml': yaml });
  const cachePath = join(root, 'config-cache');
  return {
    cachePath,
    file: join(root, 'config/newsroom.yaml'),
    load: (env: Record<string, string> = {}) => loadFrom(root, env, { cachePath }),
    parsed: () => vi.mocked(parsing.parseNewsroom).mock.calls.length,
  };
}

test('a config that was understood once is not parsed again, and comes to the same', async () => {
  const { load, parsed } = start(REAL);
  const first = await load(secretsFor('TWITTER'));
  expect(await load(secretsFor('TWITTER'))).toEqual(first);
  expect(first.type).toBe('loaded');
  expect(parsed()).toBe(1);
});

test('a pass that finds the config unchanged writes nothing', async () => {
  const { load, cachePath } = start(SOUND);
  await load();
  utimesSync(cachePath, 1, 1);
  await load();
  expect(statSync(cachePath).mtimeMs).toBe(1000);
});

test('a changed file is parsed again', async () => {
  const { load, file, parsed } = start(SOUND);
  await load();
  writeFileSync(file, SOUND.replace('Demo Daily', 'Other Daily'));
  expect(loaded(await load()).config.outlet.name).toBe('Other Daily');
  expect(parsed()).toBe(2);
});

test('secrets are looked up each time', async () => {
  const { load, parsed } = start(REAL);
  expect(loaded(await load(secretsFor('TWITTER', '1'))).config.channels[0]?.account).toBe('twitter:1');
  expect(loaded(await load(secretsFor('TWITTER', '2'))).config.channels[0]?.account).toBe('twitter:2');
  expect(faultLines(await load())).toHaveLength(4);
  expect(parsed()).toBe(1);
});

test('the cache is for its owner only and holds no secret', async () => {
  const { load, cachePath } = start(REAL);
  const env = secretsFor('TWITTER');
  await load(env);
  expect(statSync(cachePath).mode & 0o777).toBe(0o600);
  for (const secret of Object.values(env)) expect(readFileSync(cachePath, 'utf8')).not.toContain(secret);
});

test('a config into which a secret was written is not kept', async () => {
  const env = secretsFor('TWITTER');
  const { load, cachePath } = start(`${REAL}heartbeat: https://hc.example/${env.TWITTER_APP_KEY}\n`);
  expect((await load(env)).type).toBe('loaded');
  expect(existsSync(cachePath)).toBe(false);
});

test('a faulty config is not kept', async () => {
  const { load, cachePath } = start(`${SOUND}freshFor: soon\n`);
  await load();
  expect(existsSync(cachePath)).toBe(false);
});

test.each([
  ['empty', () => ''],
  ['cut off', (kept: string) => kept.slice(0, -1)],
  ['edited', (kept: string) => kept.replace('Demo Daily', 'Fake Daily')],
  ['longer', (kept: string) => `${kept}\n`],
  ['other JSON', (kept: string) => `${kept.split('\n')[0]}\n{}`],
])('a cache that is %s is ignored and replaced', async (_, damage) => {
  const { load, cachePath, parsed } = start(SOUND);
  const first = await load();
  writeFileSync(cachePath, damage(readFileSync(cachePath, 'utf8')));
  expect(await load()).toEqual(first);
  await load();
  expect(parsed()).toBe(2);
});

test('a cache that cannot be written is done without and leaves nothing behind', async () => {
  const root = project({ 'config/newsroom.yaml': SOUND, 'taken/by-a-folder': '' });
  for (const cachePath of [join(root, 'no/such/folder'), join(root, 'taken')]) {
    expect((await loadFrom(root, {}, { cachePath })).type).toBe('loaded');
  }
  expect(readdirSync(root).sort()).toEqual(['config', 'taken']);
});
