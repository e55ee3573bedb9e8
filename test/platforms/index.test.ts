import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import nock from 'nock';
import { afterEach, expect, test } from 'vitest';
import { PLATFORM_IDS } from '../../src/domain/ports.ts';
import { formatOf, openPlatform } from '../../src/platforms/index.ts';
import { armed, START } from './contract.ts';
import { SECRETS } from './twitter/fake-x.ts';

const signal = new AbortController().signal;
const now = () => START;

afterEach(() => nock.cleanAll());

test.each(PLATFORM_IDS)('%s has a format that names itself', async (id) => {
  expect((await formatOf(id)).id).toBe(id);
});

test('the sandbox writes as the platform it stands in for would', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'crier-platforms-'));
  try {
    const sandbox = await openPlatform({ type: 'sandbox', platform: 'twitter', account: 'gazette', directory, now });
    await sandbox.publish(armed('Flood', 'https://example.com/flood'), signal);
    const read = await sandbox.recent({ atMost: 1 }, signal);
    expect(read).toMatchObject({ posts: [{ text: 'Flood https://example.com/flood' }] });
  } finally {
    await rm(directory, { recursive: true });
  }
});

test('twitter speaks to X with the keys it was given', async () => {
  nock('https://api.x.com', { reqheaders: { authorization: /oauth_token="777-AccessTokenPlanted/ } })
    .get('/2/users/me')
    .reply(200, { data: { id: '777', username: 'gazette' } });
  const twitter = await openPlatform({ type: 'twitter', ...SECRETS, now, deadlineMs: 1000, fetchAllow: [] });
  expect(await twitter.whoami(signal)).toMatchObject({ type: 'known', name: '@gazette' });
});
