import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  CHANNELS,
  faultLines,
  load,
  loaded,
  loadFrom,
  OUTLET,
  project,
  SOUND,
  SOURCES,
  secretsFor,
} from './project.ts';

const EVERYTHING = `
outlet: { id: demo, name: Demo Daily, url: https://news.example, language: EN, timezone: Europe/Kyiv }
sources:
  - { id: desk, type: folder, path: ../articles, link: "https://news.example/{id}" }
  - { id: wire, type: folder, path: /srv/wire }
channels:
  - id: x
    platform: x
    review: required
    reviewWhen: { sections: [courts], tags: [obituary], words: [child] }
    sections: [world, politics]
    exclude: { tags: [sponsored] }
    languages: [en, pt-BR]
    freshFor: 6h
    minGap: 5m
    maxPerHour: 12
    quietHours: 23:00-06:00
    breaking: { review: none, freshFor: 1h, when: { sections: [alerts], tags: [breaking], titleStarts: ["BREAKING:"] } }
    budget: { perDay: 10, perMonth: 300.5, postsPerDay: 40, keepForBreaking: 20% }
    linkTags: { utm_source: x }
    text: "{breaking?⚡ }{headline} {summary}"
    headline: text
    hashtags: { inline: 2 }
    image: preview
    withoutAlt: ask
  - { id: sport, platform: twitter, account: SPORT, review: { hold: 10m }, freshFor: never, sandbox: true }
  - { id: plain, platform: twitter, review: none, breaking: {} }
freshFor: 2d
catchUp: 3
preflight: false
heartbeat: https://hc.example/id
delivery: { leaseFor: 90s, confirmAfter: 500ms, attempts: 4, firstRetry: 1m }
listen: { desk: "0.0.0.0:80", feeds: "[::1]:8081", push: "0.0.0.0:8443" }
trustProxy: true
fetch: { allow: ["Staging.example:8080"] }
`;

test('a config with everything in it', async () => {
  const root = project({ 'config/newsroom.yaml': EVERYTHING });
  const result = loaded(await loadFrom(root, secretsFor('TWITTER')));
  const none = { sections: [], tags: [], words: [] };
  const { app } = { app: '', ...result.config.accounts[0] };
  expect(app).toMatch(/^[0-9a-f]{12}$/);
  expect(result.config).toEqual({
    outlet: { id: 'demo', name: 'Demo Daily', url: 'https://news.example', language: 'en', timezone: 'Europe/Kyiv' },
    sources: [
      { id: 'desk', type: 'folder', path: join(root, 'articles'), link: 'https://news.example/{id}' },
      { id: 'wire', type: 'folder', path: '/srv/wire' },
    ],
    channels: [
      {
        id: 'x',
        platform: 'twitter',
        account: 'twitter:4711',
        sandbox: false,
        review: 'required',
        reviewWhen: { sections: ['courts'], tags: ['obituary'], words: ['child'] },
        sections: ['world', 'politics'],
        exclude: { sections: [], tags: ['sponsored'], words: [] },
        languages: ['en', 'pt-br'],
        freshForMs: 21_600_000,
        minGapMs: 300_000,
        maxPerHour: 12,
        quietHours: { from: '23:00', to: '06:00' },
        breaking: {
          review: 'none',
          freshForMs: 3_600_000,
          maxPerHour: 3,
          when: { sections: ['alerts'], tags: ['breaking'], titleStarts: ['BREAKING:'] },
        },
        budget: { perDayUsd: 10, perMonthUsd: 300.5, postsPerDay: 40, keepForBreaking: 0.2 },
        linkTags: { utm_source: 'x' },
        text: '{breaking?⚡ }{headline} {summary}',
        headline: 'text',
        hashtags: { most: 2, place: 'inline' },
        image: 'preview',
        withoutAlt: 'ask',
        catchUp: 3,
      },
      {
        id: 'sport',
        platform: 'twitter',
        account: 'sandbox:twitter:SPORT',
        sandbox: true,
        review: { holdMs: 600_000 },
        reviewWhen: none,
        exclude: none,
        minGapMs: 0,
        maxPerHour: 20,
        budget: { keepForBreaking: 0 },
        linkTags: {},
        hashtags: { most: 0, place: 'end' },
        image: 'attach',
        withoutAlt: 'omit',
        catchUp: 3,
      },
      {
        id: 'plain',
        platform: 'twitter',
        account: 'twitter:4711',
        sandbox: false,
        review: 'none',
        reviewWhen: none,
        exclude: none,
        freshForMs: 172_800_000,
        minGapMs: 0,
        maxPerHour: 20,
        breaking: { review: 'none', maxPerHour: 3, when: { sections: [], tags: [], titleStarts: [] } },
        budget: { keepForBreaking: 0 },
        linkTags: {},
        hashtags: { most: 0, place: 'end' },
        image: 'attach',
        withoutAlt: 'omit',
        catchUp: 3,
      },
    ],
    feeds: [],
    accounts: [
      { id: 'twitter:4711', platform: 'twitter', prefix: 'TWITTER', type: 'twitter', app },
      { id: 'sandbox:twitter:SPORT', platform: 'twitter', prefix: 'SPORT', type: 'sandbox' },
    ],
    delivery: { leaseForMs: 90_000, confirmAfterMs: 500, attempts: 4, firstRetryMs: 60_000 },
    preflight: false,
    heartbeat: 'https://hc.example/id',
    listen: {
      desk: { host: '0.0.0.0', port: 80 },
      feeds: { host: '::1', port: 8081 },
      push: { host: '0.0.0.0', port: 8443 },
    },
    trustProxy: true,
    fetchAllow: ['staging.example:8080'],
    databasePath: join(root, 'data/crier.db'),
    dataDirectory: join(root, 'data'),
  });
});

test('a config with the least in it has the defaults', async () => {
  const { config } = loaded(await load(SOUND));
  expect(config).toMatchObject({
    outlet: { id: 'demo-daily' },
    channels: [{ review: 'required', freshForMs: 43_200_000, minGapMs: 0, maxPerHour: 20, catchUp: 5 }],
    delivery: { leaseForMs: 120_000, confirmAfterMs: 30_000, attempts: 8, firstRetryMs: 30_000 },
    preflight: true,
    listen: {
      desk: { host: '127.0.0.1', port: 8080 },
      feeds: { host: '127.0.0.1', port: 8081 },
      push: { host: '127.0.0.1', port: 8082 },
    },
    trustProxy: false,
    fetchAllow: [],
  });
  expect(config).not.toHaveProperty('heartbeat');
  expect(config.channels[0]).not.toHaveProperty('quietHours');
});

test('never and all leave the limits out', async () => {
  const { config } = loaded(await load(`${SOUND}freshFor: never\ncatchUp: all\n`));
  expect(config.channels[0]).not.toHaveProperty('freshForMs');
  expect(config.channels[0]).not.toHaveProperty('catchUp');
});

test('breaking news is reviewed like the channel unless it says otherwise', async () => {
  const channels =
    'channels: [{ id: x, platform: x, sandbox: true, review: { hold: 1m }, breaking: { when: { tags: [b] } } }]';
  const { config } = loaded(await load(OUTLET + SOURCES + channels));
  expect(config.channels[0]?.breaking?.review).toEqual({ holdMs: 60_000 });
});

test.each([
  ['Demo Daily', 'demo-daily'],
  ['  Süd-Zeitung & Söhne! ', 'sud-zeitung-sohne'],
  ['Канал 24 UA', '24-ua'],
  ['A'.repeat(60), 'a'.repeat(40)],
])('the outlet "%s" gets the id %s', async (name, id) => {
  const { config } = loaded(await load(SOUND.replace('name: Demo Daily', `name: "${name}"`)));
  expect(config.outlet.id).toBe(id);
});

test('the file is --config, else CRIER_CONFIG in the project, else config/newsroom.yaml', async () => {
  const named = (name: string) => SOUND.replace('Demo Daily', name);
  const root = project({
    'config/newsroom.yaml': named('Usual'),
    'from-env.yaml': named('Env'),
    'elsewhere/option.yaml': named('Option'),
  });
  const option = { configOption: join(root, 'elsewhere/option.yaml') };
  const env = { CRIER_CONFIG: 'from-env.yaml' };
  expect(loaded(await loadFrom(root)).config.outlet.name).toBe('Usual');
  expect(loaded(await loadFrom(root, { CRIER_CONFIG: '' })).config.outlet.name).toBe('Usual');
  expect(loaded(await loadFrom(root, env)).config.outlet.name).toBe('Env');
  expect(loaded(await loadFrom(root, env, option)).config).toMatchObject({
    outlet: { name: 'Option' },
    sources: [{ path: join(root, 'articles') }],
  });
});

test('the database follows DATABASE_URL', async () => {
  const { config } = loaded(await load(SOUND, { DATABASE_URL: 'sqlite:/var/lib/crier/news.db' }));
  expect(config).toMatchObject({ databasePath: '/var/lib/crier/news.db', dataDirectory: '/var/lib/crier' });
});

test('a byte order mark, Windows line ends and anchors are fine', async () => {
  const anchors =
    'channels:\n  - { id: a, platform: x, sandbox: true, exclude: &e { tags: [t] } }\n  - { id: b, platform: x, sandbox: true, exclude: *e }\n';
  const text = `\ufeff${OUTLET}${SOURCES}${anchors}`.replaceAll('\n', '\r\n');
  expect(loaded(await load(text)).config.channels[1]?.exclude.tags).toEqual(['t']);
});

test('all faults of all places are reported at once', async () => {
  const channels = 'channels: [{ id: X, platform: twitter, freshFor: soon }, { id: y, platform: x, account: SPORT }]\n';
  const env = { ...secretsFor('SPORT'), SPORT_APP_KEY: '', LOG_LEVEL: 'loud' };
  expect(faultLines(await load(OUTLET + channels, env)).map((line) => line.split(': ').slice(0, 2))).toEqual([
    ['config/newsroom.yaml', 'sources'],
    ['config/newsroom.yaml', 'channels[0].id'],
    ['config/newsroom.yaml', 'channels[0].freshFor'],
    ['.env', 'LOG_LEVEL'],
    ['.env', 'SPORT_APP_KEY'],
  ]);
});

test('a config outside the project is named by its whole path', async () => {
  const root = project({});
  const other = join(project({ 'a.yaml': CHANNELS }), 'a.yaml');
  const lines = faultLines(await loadFrom(root, {}, { configOption: other }));
  expect(lines[0]).toMatch(`${other}: outlet: expected`);
});
