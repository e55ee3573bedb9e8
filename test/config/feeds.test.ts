import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loaded, loadFrom, OUTLET, project, SOURCES } from './project.ts';

async function configOf(channels: string) {
  const root = project({ 'config/newsroom.yaml': `${OUTLET}${SOURCES}channels: [${channels}]\nfreshFor: 6h\n` });
  return { root, config: loaded(await loadFrom(root)).config };
}

const NEWS = 'id: news, platform: google-news, directory: ../public';

test('feeds need no keys and no account, and show two days whatever the others call news', async () => {
  const { root, config } = await configOf(`{ ${NEWS} }`);
  expect(config.accounts).toEqual([{ id: 'google-news:news', platform: 'google-news', prefix: '', type: 'feeds' }]);
  expect(config.channels[0]).toMatchObject({ account: 'google-news:news', freshForMs: 48 * 3_600_000 });
  expect(config.channels[0]).not.toHaveProperty('catchUp');
  const address = 'https://news.example/';
  expect(config.feeds).toEqual([{ channel: 'news', directory: join(root, 'public'), address, hubs: [] }]);
});

test('the address of feeds ends with a slash, and their hubs are told', async () => {
  const address = 'https://cdn.example/feeds';
  const { config } = await configOf(`{ ${NEWS}, address: "${address}", hubs: ["https://hub.example/"] }`);
  expect(config.feeds[0]).toMatchObject({ address: `${address}/`, hubs: ['https://hub.example/'] });
});

test('in the sandbox feeds are written, and no hub is told', async () => {
  const { config } = await configOf(`{ ${NEWS}, sandbox: true, hubs: ["https://hub.example/"] }`);
  expect(config.channels[0]).toMatchObject({ sandbox: true, account: 'sandbox:google-news:news' });
  expect(config.feeds[0]?.hubs).toEqual([]);
});

test('two channels of feeds are two accounts', async () => {
  const { config } = await configOf(`{ ${NEWS} }, { id: sport, platform: google-news, directory: ../sport }`);
  expect(config.accounts.map(({ id }) => id)).toEqual(['google-news:news', 'google-news:sport']);
});
