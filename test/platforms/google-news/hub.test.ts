import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { loopback } from '../../lib/loopback.ts';
import { ADDRESS, openDesk } from './news-desk.ts';

const signal = new AbortController().signal;
const FEEDS = ['rss.xml', 'atom.xml', 'feed.json'].map((name) => `${ADDRESS}${name}`);

async function ping(hub: string, fetchAllow: readonly string[], deadlineMs = 5000) {
  const { platform } = await openDesk({ hubs: [hub], fetchAllow, deadlineMs });
  return platform.ping?.(hub, signal);
}

async function pingAnswering(status: number, headers = {}) {
  const host = await loopback((_, response) => response.writeHead(status, headers).end('said the hub'));
  return ping(`http://${host}/`, [host]);
}

test('one form tells a hub of all three feeds, under both names that hubs look for', async () => {
  const heard: { method: string | undefined; type: string | undefined; form: URLSearchParams }[] = [];
  const host = await loopback(async (request, response) => {
    const form = new URLSearchParams(await text(request));
    heard.push({ method: request.method, type: request.headers['content-type'], form });
    response.writeHead(204).end();
  });
  expect(await ping(`http://${host}/hub?for=us`, [host])).toEqual({ type: 'accepted' });
  expect(heard).toHaveLength(1);
  expect(heard[0]).toMatchObject({ method: 'POST', type: 'application/x-www-form-urlencoded' });
  expect(heard[0]?.form.getAll('hub.mode')).toEqual(['publish']);
  expect(heard[0]?.form.getAll('hub.url')).toEqual(FEEDS);
  expect(heard[0]?.form.getAll('hub.topic')).toEqual(FEEDS);
});

test.each([200, 202, 204])('%i is accepted', async (status) => {
  expect(await pingAnswering(status)).toEqual({ type: 'accepted' });
});

test.each([429, 500, 503])('after %i it is told again later', async (status) => {
  expect(await pingAnswering(status)).toEqual({ type: 'unavailable', detail: `the hub answers ${status}` });
});

test.each([400, 401, 404, 410])('%i does not get better by itself', async (status) => {
  expect(await pingAnswering(status)).toEqual({
    type: 'refused',
    detail: `the hub answers ${status}: check its address, and that it can fetch the feeds`,
  });
});

test('a hub that moved is not followed, but named for a person', async () => {
  expect(await pingAnswering(301, { location: 'http://127.0.0.1:9/' })).toEqual({
    type: 'refused',
    detail: 'the hub answers 301: name the address it moved to in the config',
  });
});

test('a hub on a private network is not asked', async () => {
  let asked = false;
  const host = await loopback((_, response) => {
    asked = true;
    response.end();
  });
  expect(await ping(`http://${host}/`, [])).toMatchObject({
    type: 'refused',
    detail: expect.stringContaining('correct its address in the config'),
  });
  expect(asked).toBe(false);
});

test('a hub that hangs up or says nothing is told again later', async () => {
  const gone = await loopback((request) => request.destroy());
  expect(await ping(`http://${gone}/`, [gone])).toMatchObject({ type: 'unavailable' });
  const silent = await loopback(() => {});
  expect(await ping(`http://${silent}/`, [silent], 50)).toEqual({
    type: 'unavailable',
    detail: 'the hub was not told: no answer within 0.05 s',
  });
});
