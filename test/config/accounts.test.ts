import { expect, test } from 'vitest';
import { faultLines, load, loaded, OUTLET, pageSecretsFor, SOURCES, secretsFor } from './project.ts';

const channelsOf = (...channels: string[]) =>
  `${OUTLET}${SOURCES}channels:\n${channels.map((c) => `  - ${c}\n`).join('')}`;
const REAL = '{ id: x, platform: twitter }';
const SPORT = '{ id: sport, platform: x, account: SPORT }';
const PAGE = '{ id: page, platform: facebook }';
const CITY = '{ id: city, platform: facebook, account: CITY }';

test('each missing or empty secret is a fault that names its key, the channel and .env', async () => {
  const env = { SPORT_APP_KEY: 'k', SPORT_APP_SECRET: '', SPORT_ACCESS_TOKEN: '   ' };
  expect(faultLines(await load(channelsOf(SPORT), env))).toEqual([
    '.env: SPORT_APP_SECRET: expected the API key secret of the app for channel sport, but it is missing (or set sandbox: true)',
    '.env: SPORT_ACCESS_TOKEN: expected the access token of the account for channel sport, but it is missing (or set sandbox: true)',
    '.env: SPORT_ACCESS_SECRET: expected the access token secret of the account for channel sport, but it is missing (or set sandbox: true)',
  ]);
});

test('a secret that several channels miss is one fault', async () => {
  const lines = faultLines(await load(channelsOf(REAL, '{ id: y, platform: x }')));
  expect(lines).toHaveLength(4);
  expect(lines[0]).toMatch(/^\.env: TWITTER_APP_KEY: .* for channels x, y, /);
});

test('the sandbox needs no secrets and is an account of its own', async () => {
  const { config, credentials } = loaded(await load(channelsOf('{ id: x, platform: twitter, sandbox: true }')));
  expect(config.channels[0]).toMatchObject({ account: 'sandbox:twitter:TWITTER', sandbox: true });
  expect(config.accounts).toEqual([
    { id: 'sandbox:twitter:TWITTER', platform: 'twitter', prefix: 'TWITTER', type: 'sandbox' },
  ]);
  expect(credentials.size).toBe(0);
});

test('the sandbox never uses the real account, even with its secrets at hand', async () => {
  const { config, credentials } = loaded(
    await load(channelsOf('{ id: x, platform: twitter, sandbox: true }'), secretsFor('TWITTER')),
  );
  expect(config.accounts.map(({ type }) => type)).toEqual(['sandbox']);
  expect(credentials.size).toBe(0);
});

test('an account is its user, whatever the prefix, the token or the name of the channel', async () => {
  const before = loaded(await load(channelsOf(REAL), secretsFor('TWITTER', '99'))).config;
  const after = loaded(await load(channelsOf(SPORT), secretsFor('SPORT', '99'))).config;
  expect(before.channels[0]?.account).toBe('twitter:99');
  expect(after.channels[0]?.account).toBe('twitter:99');
});

test('a token without a user id leaves the prefix as identity', async () => {
  const env = { ...secretsFor('TWITTER'), TWITTER_ACCESS_TOKEN: 'opaque-token' };
  expect(loaded(await load(channelsOf(REAL), env)).config.channels[0]?.account).toBe('twitter:TWITTER');
});

test('two prefixes of one user share one account, which speaks with the first keys', async () => {
  const env = { ...secretsFor('TWITTER', '99'), ...secretsFor('SPORT', '99') };
  const { config, credentials } = loaded(await load(channelsOf(REAL, SPORT), env));
  expect(config.accounts.map(({ id, prefix }) => [id, prefix])).toEqual([['twitter:99', 'TWITTER']]);
  expect(config.channels.map(({ account }) => account)).toEqual(['twitter:99', 'twitter:99']);
  expect(credentials.get('twitter:99')).toMatchObject({ appKey: env.TWITTER_APP_KEY });
});

test('credentials are those of the prefix, trimmed', async () => {
  const env: Record<string, string> = { ...secretsFor('SPORT', '7'), SPORT_APP_KEY: ' key-with-blanks\n' };
  expect(loaded(await load(channelsOf(SPORT), env)).credentials.get('twitter:7')).toEqual({
    type: 'twitter',
    appKey: 'key-with-blanks',
    appSecret: env.SPORT_APP_SECRET,
    accessToken: env.SPORT_ACCESS_TOKEN,
    accessSecret: env.SPORT_ACCESS_SECRET,
  });
});

test('two accounts of one app have the same app, which is not its key', async () => {
  const env = {
    ...secretsFor('TWITTER', '1'),
    ...secretsFor('SPORT', '2'),
    SPORT_APP_KEY: 'same-key',
    TWITTER_APP_KEY: 'same-key',
  };
  const apps = loaded(await load(channelsOf(REAL, SPORT), env)).config.accounts.map(
    (account) => 'app' in account && account.app,
  );
  expect(apps[0]).toBe(apps[1]);
  expect(apps[0]).toMatch(/^[0-9a-f]{12}$/);
});

test('each missing key of a Page is a fault', async () => {
  const lines = faultLines(await load(channelsOf(PAGE, CITY), pageSecretsFor('CITY')));
  expect(lines).toEqual([
    '.env: FACEBOOK_PAGE_ID: expected the number of the Page for channel page, but it is missing (or set sandbox: true)',
    '.env: FACEBOOK_PAGE_ACCESS_TOKEN: expected the access token of the Page for channel page, but it is missing (or set sandbox: true)',
    '.env: FACEBOOK_APP_SECRET: expected the secret of the app for channel page, but it is missing (or set sandbox: true)',
  ]);
});

test.each(['demo-daily', '0', '12.5', 'EAAGm0PX4ZCps'])('%s is no number of a Page, and not shown', async (pageId) => {
  expect(faultLines(await load(channelsOf(PAGE), pageSecretsFor('FACEBOOK', pageId)))).toEqual([
    '.env: FACEBOOK_PAGE_ID: expected the number of the Page for channel page, in digits only',
  ]);
});

test('a Page is its number, whatever the prefix and the token', async () => {
  const env = { ...pageSecretsFor('FACEBOOK', '42'), ...pageSecretsFor('CITY', ' 42 ') };
  const { config, credentials } = loaded(await load(channelsOf(PAGE, CITY), env));
  expect(config.channels.map(({ account }) => account)).toEqual(['facebook:42', 'facebook:42']);
  expect(config.accounts).toEqual([
    {
      id: 'facebook:42',
      platform: 'facebook',
      prefix: 'FACEBOOK',
      type: 'facebook',
      app: expect.stringMatching(/^[0-9a-f]{12}$/),
    },
  ]);
  expect(credentials.get('facebook:42')).toEqual({
    type: 'facebook',
    pageId: '42',
    pageAccessToken: env.FACEBOOK_PAGE_ACCESS_TOKEN,
    appSecret: env.FACEBOOK_APP_SECRET,
  });
});

test('two Pages of one app have the same app', async () => {
  const secret = { FACEBOOK_APP_SECRET: 'one-app-secret', CITY_APP_SECRET: 'one-app-secret' };
  const env = { ...pageSecretsFor('FACEBOOK', '1'), ...pageSecretsFor('CITY', '2'), ...secret };
  const apps = loaded(await load(channelsOf(PAGE, CITY), env)).config.accounts.map(
    (a) => a.type === 'facebook' && a.app,
  );
  expect(apps[0]).toBe(apps[1]);
});

test('X and a Page stand side by side, each with its own keys', async () => {
  const env = { ...secretsFor('TWITTER', '99'), ...pageSecretsFor('FACEBOOK', '42') };
  const { config } = loaded(await load(channelsOf(REAL, PAGE), env));
  expect(config.accounts.map(({ id, platform }) => [id, platform])).toEqual([
    ['twitter:99', 'twitter'],
    ['facebook:42', 'facebook'],
  ]);
});

test('the sandbox of a Page is an account of its own', async () => {
  const { config } = loaded(await load(channelsOf('{ id: page, platform: facebook, sandbox: true }')));
  expect(config.accounts).toEqual([
    { id: 'sandbox:facebook:FACEBOOK', platform: 'facebook', prefix: 'FACEBOOK', type: 'sandbox' },
  ]);
});

test.each([
  [SPORT, '{ id: page, platform: facebook, account: SPORT }', 'SPORT', 'twitter'],
  [PAGE, '{ id: x, platform: twitter, account: FACEBOOK }', 'FACEBOOK', 'facebook'],
])('one prefix on two platforms is a fault of the later channel: %s, %s', async (one, other, prefix, platform) => {
  const env = { ...secretsFor(prefix), ...pageSecretsFor(prefix) };
  expect(faultLines(await load(channelsOf(one, other), env))).toEqual([
    `config/newsroom.yaml: channels[1].account: expected a prefix of its own, got ${prefix}, by which channels[0] posts to ${platform}`,
  ]);
});

test.each(['both', 'one'])('one prefix on two platforms is none where %s of them is the sandbox', async (which) => {
  const flag = which === 'both' ? ', sandbox: true' : '';
  const page = '{ id: page, platform: facebook, account: SPORT, sandbox: true }';
  const { config } = loaded(
    await load(channelsOf(`{ id: x, platform: x, account: SPORT${flag} }`, page), secretsFor('SPORT', '7')),
  );
  const first = which === 'both' ? 'sandbox:twitter:SPORT' : 'twitter:7';
  expect(config.accounts.map(({ id }) => id)).toEqual([first, 'sandbox:facebook:SPORT']);
});

test('no secret is in the config', async () => {
  const { FACEBOOK_PAGE_ID = '', ...env } = { ...secretsFor('TWITTER'), ...pageSecretsFor('FACEBOOK') };
  const { config, secrets } = loaded(await load(channelsOf(REAL, PAGE), { ...env, FACEBOOK_PAGE_ID }));
  for (const secret of Object.values(env)) expect(JSON.stringify(config)).not.toContain(secret);
  expect([...secrets].sort()).toEqual(Object.values(env).sort());
});

test('no secret is in a fault, wherever in the config it was pasted', async () => {
  const { FACEBOOK_PAGE_ID = '', ...env } = { ...secretsFor('TWITTER'), ...pageSecretsFor('FACEBOOK') };
  for (const secret of Object.values(env)) {
    const pasted = [
      `${channelsOf(REAL)}heartbeat: ${secret}\n`,
      `${channelsOf(REAL)}${secret}: 1\n`,
      `${channelsOf(REAL)}${secret}: 1\n${secret}: 2\n`,
      `${channelsOf(REAL)}freshFor: "${'x'.repeat(50)}${secret}"\n`,
      `${channelsOf(REAL)}fetch: *${secret}\n`,
      `${channelsOf(REAL)}fetch: !${secret} a\n`,
      channelsOf(`{ id: "${secret}", platform: x }`),
      channelsOf(`{ id: x, platform: x, account: "${secret}" }`),
    ];
    for (const yaml of pasted) {
      const lines = faultLines(await load(yaml, { ...env, LOG_LEVEL: secret, CRIER_CONFIG: 'config/newsroom.yaml' }));
      expect(lines.length).toBeGreaterThan(0);
      expect(lines.join('\n')).not.toContain(secret);
      expect(lines.join('\n')).not.toContain(secret.slice(0, 12));
    }
  }
});
