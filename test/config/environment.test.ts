import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadEnvironment } from '../../src/config/environment.ts';
import { faultLine } from '../../src/config/fault.ts';
import { project } from './project.ts';

const ROOT = '/newsroom';

test('without .env and variables everything has its default', async () => {
  expect(await loadEnvironment({ root: ROOT, env: {} })).toEqual({
    values: {},
    secrets: [],
    logLevel: 'info',
    databasePath: '/newsroom/data/crier.db',
    faults: [],
  });
});

test('what the process was started with wins over .env, and neither is changed', async () => {
  const root = project({ '.env': 'LOG_LEVEL=debug\nDATABASE_URL="sqlite:other.db" # ours\n' });
  const env = Object.freeze({ LOG_LEVEL: 'WARN' });
  const read = await loadEnvironment({ root, env });
  expect(read.logLevel).toBe('warn');
  expect(read.databasePath).toBe(join(root, 'other.db'));
  expect(process.env.DATABASE_URL).toBeUndefined();
});

test.each([
  ['sqlite:data/a.db', '/newsroom/data/a.db'],
  ['sqlite:/var/lib/crier.db', '/var/lib/crier.db'],
  ['', '/newsroom/data/crier.db'],
])('DATABASE_URL "%s" is %s', async (url, path) => {
  const read = await loadEnvironment({ root: ROOT, env: { DATABASE_URL: url } });
  expect(read).toMatchObject({ databasePath: path, faults: [] });
});

test.each([
  ['postgres://crier:hunter22@db/news', 'PostgreSQL: not yet; use sqlite:data/crier.db'],
  ['postgresql://db/news', 'PostgreSQL: not yet; use sqlite:data/crier.db'],
  ['mysql://crier:hunter22@db', 'expected sqlite: and a file, such as sqlite:data/crier.db, got mysql:'],
  ['sqlite:', 'expected sqlite: and a file, such as sqlite:data/crier.db, got sqlite:'],
  ['sqlite://data/a.db', 'expected sqlite: and a file, such as sqlite:data/crier.db, got sqlite:'],
  ['sqlite::memory:', 'expected sqlite: and a file, such as sqlite:data/crier.db, got sqlite:'],
  ['sqlite:data/', 'expected sqlite: and a file, such as sqlite:data/crier.db, got sqlite:'],
  ['data/crier.db', 'expected sqlite: and a file, such as sqlite:data/crier.db, got no scheme'],
])('DATABASE_URL %s is a fault that shows no password', async (url, expected) => {
  const { faults } = await loadEnvironment({ root: ROOT, env: { DATABASE_URL: url } });
  expect(faults.map(faultLine)).toEqual([`.env: DATABASE_URL: ${expected}`]);
});

test('an unknown LOG_LEVEL is a fault', async () => {
  const { faults, logLevel } = await loadEnvironment({ root: ROOT, env: { LOG_LEVEL: 'loud' } });
  expect(faults.map(faultLine)).toEqual([
    '.env: LOG_LEVEL: expected one of debug, info, warn, error, silent, got "loud"',
  ]);
  expect(logLevel).toBe('info');
});

test('an .env that cannot be read is a fault', async () => {
  const root = project({});
  mkdirSync(join(root, '.env'));
  const { faults } = await loadEnvironment({ root, env: {} });
  expect(faults.map(faultLine)).toEqual(['.env: expected a file that can be read (EISDIR)']);
});

test('every secret is known to the redactor, of any prefix and platform', async () => {
  const env = {
    TWITTER_APP_KEY: 'k1',
    SPORT_ACCESS_SECRET: ' k2\n',
    FACEBOOK_PAGE_ACCESS_TOKEN: 'k3',
    X_APP_SECRET: '',
    HOME: '/h',
  };
  expect((await loadEnvironment({ root: ROOT, env })).secrets).toEqual(['k1', 'k2', 'k3']);
});
