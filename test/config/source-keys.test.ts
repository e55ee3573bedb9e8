import { expect, test } from 'vitest';
import { createRedactor } from '../../src/lib/redact.ts';
import { CHANNELS, faultLines, load, loaded, OUTLET } from './project.ts';

const COLUMNS = 'columns: { id: id, title: t, body: b, publishedAt: p, updatedAt: u }';
const sources = (...entries: string[]) =>
  `${OUTLET}sources:\n${entries.map((entry) => `  - { ${entry} }\n`).join('')}${CHANNELS}`;
const cms = (more = '') => sources(`id: cms, type: database, account: CMS, table: articles, ${COLUMNS}${more}`);

test('a database source is read with the address in the environment, which is nowhere in the config', async () => {
  const address = 'postgres://crier:pa%24%24word@db.example/cms';
  const { config, sourceKeys, secrets } = loaded(await load(cms(), { CMS_DATABASE_URL: ` ${address} ` }));
  expect(sourceKeys.get('cms')).toEqual({ type: 'database', dialect: 'postgres', address });
  expect(JSON.stringify(config)).not.toContain('word@');
  const redact = createRedactor(secrets);
  expect(redact(`cannot open ${address}`)).toBe('cannot open [secret]');
  expect(redact('pa$$word pa%24%24word')).toBe('[secret] [secret]');
});

test('each kind of address is known by its scheme', async () => {
  const keysOf = async (address: string) =>
    loaded(await load(cms(), { CMS_DATABASE_URL: address })).sourceKeys.get('cms');
  expect(await keysOf('postgresql://db.example/cms')).toMatchObject({ dialect: 'postgres' });
  expect(await keysOf('mysql://db.example/cms')).toMatchObject({ dialect: 'mysql' });
  expect(await keysOf('mariadb://db.example/cms')).toMatchObject({ dialect: 'mysql' });
  expect(await keysOf('sqlite:/srv/cms.db')).toEqual({ type: 'database', dialect: 'sqlite', address: '/srv/cms.db' });
});

test('a missing or wrong address is a fault that names its key and source, and shows nothing of it', async () => {
  expect(faultLines(await load(cms()))).toEqual([
    '.env: CMS_DATABASE_URL: expected the address of the database for source cms, but it is missing',
  ]);
  const [wrong] = faultLines(await load(cms(), { CMS_DATABASE_URL: 'oracle://scott:tiger@db.example/cms' }));
  expect(wrong).toMatch(/^\.env: CMS_DATABASE_URL: expected postgres:\/\/, mysql:\/\/, .* for source cms/);
  expect(wrong).not.toContain('tiger');
  const mysql = { CMS_DATABASE_URL: 'mysql://db.example/cms' };
  expect(faultLines(await load(cms(', notify: articles'), mysql))).toEqual([
    '.env: CMS_DATABASE_URL: expected postgres:// for source cms: only PostgreSQL has what notify asks for',
  ]);
});

test('the missing address is told together with other faults of the config', async () => {
  const faulty = `${cms()}freshFor: soon\n`;
  expect(faultLines(await load(faulty)).map((line) => line.split(': ')[1])).toEqual(['freshFor', 'CMS_DATABASE_URL']);
});

test.each([
  ['table: articles, query: select 1', 'table'],
  ['', 'table'],
  ['table: a.b.c', 'table'],
])('a source with %s names what is wrong with %s', async (from, key) => {
  const text = sources(`id: cms, type: database, account: CMS, ${from}${from && ', '}${COLUMNS}`);
  const lines = faultLines(await load(text, { CMS_DATABASE_URL: 'sqlite:cms.db' }));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain(`sources[0].${key}: expected `);
});

test('a column that must be there is named', async () => {
  const text = sources('id: cms, type: database, account: CMS, table: a, columns: { id: id, title: t, body: b }');
  const lines = faultLines(await load(text, { CMS_DATABASE_URL: 'sqlite:cms.db' }));
  expect(lines.map((line) => line.split(': ')[1])).toEqual([
    'sources[0].columns.publishedAt',
    'sources[0].columns.updatedAt',
  ]);
});

const blog = (more = '') => sources(`id: blog, type: wordpress, url: "https://blog.example"${more}`);

test('a WordPress site needs no keys, and both where it has an account', async () => {
  expect(loaded(await load(blog())).sourceKeys.size).toBe(0);
  const env = { BLOG_WORDPRESS_USER: 'crier', BLOG_APPLICATION_PASSWORD: 'abcd efgh ijkl' };
  const { sourceKeys, secrets } = loaded(await load(blog(', account: BLOG'), env));
  expect(sourceKeys.get('blog')).toEqual({ type: 'wordpress', username: 'crier', password: 'abcd efgh ijkl' });
  expect(createRedactor(secrets)('it is abcd efgh ijkl')).toBe('it is [secret]');
  expect(faultLines(await load(blog(', account: BLOG')))).toEqual([
    '.env: BLOG_WORDPRESS_USER: expected the name of a user of WordPress for source blog, but it is missing',
    '.env: BLOG_APPLICATION_PASSWORD: expected an application password of that user for source blog, but it is missing',
  ]);
});

test('no password goes over plain http', async () => {
  const env = { BLOG_WORDPRESS_USER: 'crier', BLOG_APPLICATION_PASSWORD: 'abcd efgh' };
  const at = (url: string) => sources(`id: blog, type: wordpress, account: BLOG, url: "${url}"`);
  expect(faultLines(await load(at('http://blog.example'), env))[0]).toContain('sources[0].url: expected https://');
  expect(faultLines(await load(at('http://127.0.0.1:8081'), env))).toEqual([]);
});
