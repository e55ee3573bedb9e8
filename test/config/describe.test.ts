import { expect, test } from 'vitest';
import { describeConfig } from '../../src/config/describe.ts';
import { load, loaded, OUTLET, SOUND, SOURCES, secretsFor } from './project.ts';

test('the config is shown as a person writes it', async () => {
  const channels =
    'channels: [{ id: x, platform: x, review: { hold: 90s }, freshFor: 36h, minGap: 1500ms, breaking: { freshFor: 2d }, hashtags: { inline: 2 } }]\n';
  const env = secretsFor('TWITTER');
  const { config } = loaded(await load(`${OUTLET}${SOURCES}${channels}heartbeat: https://hc.example/secret-id\n`, env));
  const shown = describeConfig(config);
  expect(shown).toMatchObject({
    outlet: { id: 'demo-daily', timezone: 'Europe/Kyiv' },
    channels: [
      {
        id: 'x',
        account: 'twitter:4711',
        review: { hold: '90s' },
        freshFor: '36h',
        minGap: '1500ms',
        breaking: { freshFor: '2d', maxPerHour: 3 },
        catchUp: 5,
        headline: 'auto',
        hashtags: { inline: 2 },
      },
    ],
    delivery: { leaseFor: '2m', confirmAfter: '30s', attempts: 8, firstRetry: '30s' },
    heartbeat: 'https://hc.example/…',
  });
  for (const secret of [...Object.values(env), 'secret-id']) expect(JSON.stringify(shown)).not.toContain(secret);
});

test('what has no limit says so', async () => {
  const shown = describeConfig(loaded(await load(`${SOUND}freshFor: never\ncatchUp: all\n`)).config);
  expect(shown).toMatchObject({ channels: [{ freshFor: 'never', catchUp: 'all', minGap: '0ms' }] });
  expect(shown).not.toHaveProperty('heartbeat');
});
