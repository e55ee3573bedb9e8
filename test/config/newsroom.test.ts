import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { jsonSchema } from '../../src/config/json-schema.ts';
import { newsroom } from '../../src/config/schema.ts';
import { faultLines, load, loaded } from './project.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const shipped = read('config/newsroom.yaml');

test('the shipped config runs as it is, in the sandbox, and posts all the samples', async () => {
  const { config } = loaded(await load(shipped));
  expect(config).toMatchObject({ outlet: { id: 'demo-daily' }, preflight: false });
  expect(config.channels).toMatchObject([{ id: 'x', sandbox: true, review: 'none' }]);
  expect(config.channels[0]).not.toHaveProperty('freshForMs');
  expect(config.channels[0]).not.toHaveProperty('catchUp');
});

test('the shipped config names every key there is', () => {
  for (const key of keysOf(z.toJSONSchema(newsroom, { io: 'input' })))
    expect(shipped).toMatch(new RegExp(`\\b${key}:`));
});

test('each line shown commented out is sound where it stands', async () => {
  const hidden = /^( *)# (( *)(- )?[a-zA-Z]+:.*)$/;
  const lines = shipped.split('\n');
  // `review` is there twice: once as it is, once to be chosen instead.
  const uncommented = lines.map((line) => (/# review:/.test(line) ? line : line.replace(hidden, '$1$2')));
  expect(uncommented.filter((line, index) => line !== lines[index]).length).toBeGreaterThan(30);
  const env = Object.fromEntries(
    ['APP_KEY', 'APP_SECRET', 'ACCESS_TOKEN', 'ACCESS_SECRET'].map((k) => [`SPORT_${k}`, 'v'.repeat(8)]),
  );
  const blog = { BLOG_WORDPRESS_USER: 'crier', BLOG_APPLICATION_PASSWORD: 'abcd efgh' };
  const sources = {
    CMS_DATABASE_URL: 'postgres://crier:secret@db.example/cms',
    ...blog,
    PUSH_WIRE_SECRET: 'v'.repeat(16),
  };
  expect(faultLines(await load(uncommented.join('\n'), { ...env, ...sources }))).toEqual([]);
});

test('the schema for editors is the one the config is checked by (npm run schema)', () => {
  expect(shipped.split('\n')[0]).toBe('# yaml-language-server: $schema=./newsroom.schema.json');
  expect(read('config/newsroom.schema.json')).toBe(jsonSchema());
});

test('.env.example names every key of the environment, each with a line about it', () => {
  const keys = [
    'DATABASE_URL',
    'CRIER_CONFIG',
    'LOG_LEVEL',
    'FACEBOOK_PAGE_ID',
    'FACEBOOK_PAGE_ACCESS_TOKEN',
    'FACEBOOK_APP_SECRET',
    'PUSH_CMS_SECRET',
    'PUSH_CMS_TOKEN',
  ];
  const twitter = ['APP_KEY', 'APP_SECRET', 'ACCESS_TOKEN', 'ACCESS_SECRET'].map((key) => `TWITTER_${key}`);
  for (const key of [...keys, ...twitter]) expect(read('.env.example')).toMatch(new RegExp(`^#.*\\n${key}=`, 'm'));
});

function keysOf(schema: unknown): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties } = { properties: undefined, ...schema };
  const own = typeof properties === 'object' && properties !== null ? Object.keys(properties) : [];
  return [...own, ...Object.values(schema).flatMap(keysOf)];
}
