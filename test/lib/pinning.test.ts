import { expect, test, vi } from 'vitest';
import { safeFetch } from '../../src/lib/fetch.ts';
import { loopback } from './loopback.ts';

const { lookup } = vi.hoisted(() => ({ lookup: vi.fn<() => Promise<{ address: string; family: number }[]>>() }));
vi.mock('node:dns/promises', () => ({ lookup }));

function nameResolvesTo(...addresses: string[]): void {
  const resolved = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  lookup.mockReset().mockResolvedValue(resolved);
}

function fetchWith(url: string, allow: readonly string[]) {
  return safeFetch(url, { deadlineMs: 20_000, maxBytes: 1000, allow, signal: new AbortController().signal });
}

test('a name is asked once, and the connection goes to what was checked', async () => {
  const hosts: (string | undefined)[] = [];
  const port = (
    await loopback(({ headers }, response) => {
      hosts.push(headers.host);
      response.end();
    })
  ).split(':')[1];
  nameResolvesTo('127.0.0.1');
  const host = `staging.example:${port}`;
  expect(await fetchWith(`http://${host}/`, [host])).toMatchObject({ type: 'answered', status: 200 });
  expect(hosts).toEqual([host]);
  expect(lookup).toHaveBeenCalledTimes(1);
});

test.each([
  [['93.184.215.14', '127.0.0.1']],
  [['2606:4700::1111', '::ffff:10.0.0.1']],
  [['93.184.215.14', '169.254.169.254']],
])('a name with one address that is not public is refused: %s', async (addresses) => {
  nameResolvesTo(...addresses);
  expect(await fetchWith('http://news.example/', [])).toMatchObject({ type: 'refused' });
});

test('a redirect to a name is checked like the first', async () => {
  const first = await loopback((_, response) => response.writeHead(302, { location: 'http://rebind.example/' }).end());
  nameResolvesTo('10.0.0.7');
  const result = await fetchWith(`http://${first}/`, [first]);
  expect(result).toEqual({ type: 'refused', detail: 'rebind.example:80 is not on the public internet' });
});

test('a name that cannot be found is unavailable', async () => {
  lookup.mockReset().mockRejectedValue(new Error('ENOTFOUND'));
  const result = await fetchWith('http://gone.example/', []);
  expect(result).toEqual({ type: 'unavailable', detail: 'gone.example cannot be found' });
});

test('a name server that never answers ends at the deadline', async () => {
  lookup.mockReset().mockReturnValue(new Promise(() => {}));
  const signal = new AbortController().signal;
  const result = await safeFetch('http://slow.example/', { deadlineMs: 50, maxBytes: 0, allow: [], signal });
  expect(result).toEqual({ type: 'unavailable', detail: 'no answer within 0.05 s' });
});
