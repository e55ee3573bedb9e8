import { describe, expect, test } from 'vitest';
import { pushAdvice } from '../../src/config/push-keys.ts';
import { CHANNELS, faultLines, load, loaded, OUTLET } from './project.ts';

const CONFIG = `${OUTLET}${CHANNELS}sources: [{ id: city-desk, type: push }]\n`;
const SECRET = 'sixteen-letters-x';

describe('a source that is pushed', () => {
  test('finds its secret and its token by its own name', async () => {
    const keys = { PUSH_CITY_DESK_SECRET: ` ${SECRET} `, PUSH_CITY_DESK_TOKEN: 'another-secret-of-24-ch' };
    const { config, sourceKeys, secrets } = loaded(await load(CONFIG, keys));
    expect(config.sources).toEqual([{ id: 'city-desk', type: 'push' }]);
    expect([...sourceKeys]).toEqual([
      ['city-desk', { type: 'push', secret: SECRET, token: 'another-secret-of-24-ch' }],
    ]);
    expect(secrets.toSorted()).toEqual(['another-secret-of-24-ch', SECRET]);
    expect(JSON.stringify(config)).not.toContain(SECRET);
  });

  test('is content with one of both', async () => {
    expect([...loaded(await load(CONFIG, { PUSH_CITY_DESK_TOKEN: SECRET })).sourceKeys]).toEqual([
      ['city-desk', { type: 'push', token: SECRET }],
    ]);
  });

  test.each([
    [
      {},
      'PUSH_CITY_DESK_SECRET: expected a secret of 16 characters or more for source city-desk, but it is missing (or PUSH_CITY_DESK_TOKEN, for a sender that cannot sign)',
    ],
    [
      { PUSH_CITY_DESK_SECRET: 'hunter2' },
      'PUSH_CITY_DESK_SECRET: expected a secret of 16 characters or more for source city-desk, but it is shorter',
    ],
    [
      { PUSH_CITY_DESK_SECRET: SECRET, PUSH_CITY_DESK_TOKEN: 'hunter2' },
      'PUSH_CITY_DESK_TOKEN: expected a secret of 16 characters or more for source city-desk, but it is shorter',
    ],
  ])('is a fault with %o', async (keys, fault) => {
    expect(faultLines(await load(CONFIG, keys))).toEqual([`.env: ${fault}`]);
  });

  test('without one asks for no key', async () => {
    const { sourceKeys } = loaded(await load(`${OUTLET}${CHANNELS}sources: [{ id: desk, type: folder, path: a }]\n`));
    expect([...sourceKeys]).toEqual([]);
  });
});

test('a sender that is not known is told what to check, by the ways that are open to it', () => {
  const both = pushAdvice('cms', { type: 'push', secret: SECRET, token: SECRET });
  expect(both).toContain('PUSH_CMS_SECRET');
  expect(both).toContain('PUSH_CMS_TOKEN');
  expect(pushAdvice('cms', { type: 'push', token: SECRET })).toBe(
    'the sender is not known; check Authorization (Bearer and PUSH_CMS_TOKEN)',
  );
  expect(both).not.toContain(SECRET);
});
