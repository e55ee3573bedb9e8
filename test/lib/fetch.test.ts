import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { type FetchOptions, safeFetch } from '../../src/lib/fetch.ts';
import { loopback } from './loopback.ts';

function fetchWith(url: string, options: Partial<FetchOptions> = {}) {
  const signal = new AbortController().signal;
  return safeFetch(url, { deadlineMs: 20_000, maxBytes: 10_000, allow: [], signal, ...options });
}

const textOf = (result: Awaited<ReturnType<typeof safeFetch>>) =>
  result.type === 'answered' ? new TextDecoder().decode(result.body) : result;

test.each([
  'http://127.0.0.1/',
  'http://127.1/',
  'http://2130706433/',
  'http://0x7f000001/',
  'http://0177.0.0.1/',
  'http://0/',
  'http://localhost/',
  'http://10.0.0.1/',
  'http://169.254.169.254/latest/meta-data/',
  'http://[::1]/',
  'http://[::]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:a9fe:a9fe]/',
  'http://[64:ff9b::7f00:1]/',
  'http://[2002:7f00:1::]/',
  'http://[fd00::1]/',
  'http://[fe80::1]/',
  'https://192.168.0.1/',
])('%s is refused: not on the public internet', async (url) => {
  expect(await fetchWith(url)).toEqual({
    type: 'refused',
    detail: expect.stringContaining('not on the public internet'),
  });
});

test.each([
  'file:///etc/passwd',
  'ftp://news.example/',
  'data:,x',
  'javascript:1',
  'gopher://127.0.0.1/',
  '/a',
  'nonsense',
  '',
])('%s is refused: not http or https', async (url) => {
  expect(await fetchWith(url)).toEqual({ type: 'refused', detail: 'not an http or https address' });
});

test('an address with a password is refused without repeating it', async () => {
  const result = await fetchWith('https://user:hunter22@news.example/');
  expect(result).toEqual({ type: 'refused', detail: 'the address carries a user name or password' });
});

test('an allowed host and port is fetched although it is private', async () => {
  const host = await loopback((_, response) => response.setHeader('X-Two', ['a', 'b']).end('hello'));
  const result = await fetchWith(`http://${host}/a`, { allow: [host] });
  expect(textOf(result)).toBe('hello');
  expect(result).toMatchObject({ status: 200, url: `http://${host}/a`, headers: { 'x-two': 'a, b' } });
});

test('another port of an allowed host is refused', async () => {
  const host = await loopback((_, response) => response.end('hello'));
  expect(await fetchWith(`http://${host}/`, { allow: ['127.0.0.1:1'] })).toMatchObject({ type: 'refused' });
});

test('an allowed host in IPv6 brackets is not refused', async () => {
  expect(await fetchWith('http://[::1]:9/', { allow: ['[::1]:9'] })).toMatchObject({ type: 'unavailable' });
});

test.each([
  ['http://169.254.169.254/', 'not on the public internet'],
  ['http://[::ffff:10.0.0.1]/', 'not on the public internet'],
  ['//2130706433/', 'not on the public internet'],
  ['file:///etc/passwd', 'not an http or https address'],
  ['http://a:b@news.example/', 'user name or password'],
])('a redirect to %s is refused', async (location, detail) => {
  const host = await loopback((_, response) => response.writeHead(302, { location }).end());
  const result = await fetchWith(`http://${host}/`, { allow: [host] });
  expect(result).toEqual({ type: 'refused', detail: expect.stringContaining(detail) });
});

test('three redirects are followed, relative ones too, a fourth is not', async () => {
  const host = await loopback((request, response) => {
    const left = Number(request.url?.slice(1));
    if (left === 0) response.end('there');
    else response.writeHead(301, { location: String(left - 1) }).end();
  });
  const followed = await fetchWith(`http://${host}/3`, { allow: [host] });
  expect(textOf(followed)).toBe('there');
  expect(followed).toMatchObject({ url: `http://${host}/0` });
  expect(await fetchWith(`http://${host}/4`, { allow: [host] })).toEqual({
    type: 'refused',
    detail: 'more than 3 redirects',
  });
});

test('an answer tells where it is to be found from now on, as far as redirects for good led', async () => {
  const host = await loopback(({ url = '' }, response) => {
    const [status = '200', ...rest] = url.slice(1).split('/');
    if (status === '200') response.end();
    else response.writeHead(Number(status), { location: `/${rest.join('/')}` }).end();
  });
  const moved = async (path: string) => {
    const result = await fetchWith(`http://${host}${path}`, { allow: [host] });
    return 'movedTo' in result ? result.movedTo : undefined;
  };
  expect(await moved('/301/308/200')).toBe(`http://${host}/200`);
  expect(await moved('/301/302/200')).toBe(`http://${host}/302/200`);
  expect(await moved('/302/301/200')).toBeUndefined();
  expect(await moved('/200')).toBeUndefined();
});

test('a redirect to another host takes no credentials along', async () => {
  const seen: unknown[] = [];
  const other = await loopback(({ headers }, response) => {
    seen.push([headers.authorization, headers.cookie, headers.accept]);
    response.end();
  });
  const host = await loopback((_, response) => response.writeHead(307, { location: `http://${other}/` }).end());
  const headers = { Authorization: 'Bearer t', Cookie: 'c=1', Accept: 'text/html' };
  await fetchWith(`http://${host}/`, { allow: [host, other], headers });
  expect(seen).toEqual([[undefined, undefined, 'text/html']]);
});

test('a body is sent whole, its length told', async () => {
  const host = await loopback(async (request, response) => {
    const { method, headers } = request;
    response.end(`${method} ${headers['content-length']} ${headers['content-type']} ${await text(request)}`);
  });
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
  const result = await fetchWith(`http://${host}/`, { allow: [host], method: 'POST', headers, body: 'a=ä' });
  expect(textOf(result)).toBe('POST 4 application/x-www-form-urlencoded a=ä');
});

test('a POST to where it may not go sends nothing', async () => {
  let asked = false;
  const host = await loopback((_, response) => {
    asked = true;
    response.end();
  });
  expect(await fetchWith(`http://${host}/`, { method: 'POST', body: 'a=1' })).toMatchObject({ type: 'refused' });
  expect(asked).toBe(false);
});

test('a redirect of a POST is its answer', async () => {
  const host = await loopback((_, response) => response.writeHead(302, { location: '/elsewhere' }).end());
  expect(await fetchWith(`http://${host}/`, { allow: [host], method: 'POST' })).toMatchObject({ status: 302 });
});

test.each([
  ['gzip', gzipSync],
  ['br', brotliCompressSync],
  ['deflate', deflateSync],
  ['GZIP', gzipSync],
] as const)('an answer in %s is read, and bounded by what it unpacks to', async (encoding, compress) => {
  const host = await loopback((request, response) => {
    const body = request.url === '/bomb' ? 'x'.repeat(5_000_000) : 'hello';
    response.setHeader('content-encoding', encoding).end(compress(body));
  });
  expect(textOf(await fetchWith(`http://${host}/`, { allow: [host] }))).toBe('hello');
  const bomb = await fetchWith(`http://${host}/bomb`, { allow: [host] });
  expect(bomb).toEqual({ type: 'refused', detail: 'the answer is longer than 10000 bytes' });
});

test('an answer that is too long is not read to its end', async () => {
  let sentAll = false;
  const host = await loopback((_, response) => {
    const chunks = Array.from({ length: 300 }, () => Buffer.alloc(100_000));
    pipeline(Readable.from(chunks), response).then(
      () => {
        sentAll = true;
      },
      () => {},
    );
  });
  expect(await fetchWith(`http://${host}/`, { allow: [host] })).toMatchObject({ type: 'refused' });
  expect(sentAll).toBe(false);
});

test('an answer of just the longest length is read', async () => {
  const host = await loopback((_, response) => response.end('x'.repeat(10_000)));
  expect(await fetchWith(`http://${host}/`, { allow: [host] })).toMatchObject({ type: 'answered' });
});

test('an unknown compression is refused', async () => {
  const host = await loopback((_, response) => response.setHeader('content-encoding', 'zstd').end('x'));
  expect(await fetchWith(`http://${host}/`, { allow: [host] })).toMatchObject({ type: 'refused' });
});

test.each([204, 304])('a %i that claims to be compressed has an empty body', async (status) => {
  const host = await loopback((_, response) => response.writeHead(status, { 'content-encoding': 'gzip' }).end());
  const result = await fetchWith(`http://${host}/`, { allow: [host] });
  expect(result).toMatchObject({ type: 'answered', status });
  expect(textOf(result)).toBe('');
});

test('with no bytes wanted the status is the answer, however long the page', async () => {
  const host = await loopback((_, response) => response.writeHead(200).write('x'.repeat(1_000_000)));
  expect(await fetchWith(`http://${host}/`, { allow: [host], maxBytes: 0 })).toMatchObject({ status: 200 });
});

test.each<[string, Parameters<typeof loopback>[0]]>([
  [
    'is cut off',
    (_, response) => void response.writeHead(200, { 'content-length': 9 }).write('x', () => response.destroy()),
  ],
  ['is damaged', (_, response) => response.setHeader('content-encoding', 'gzip').end('no gzip')],
  ['never comes', (request) => request.destroy()],
  ['is not HTTP', ({ socket }) => void socket.end('what?\r\n\r\n')],
  [
    'changes the protocol',
    ({ socket }) => void socket.end('HTTP/1.1 101 ok\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'),
  ],
])('an answer that %s is a failed connection', async (_, handler) => {
  const host = await loopback(handler);
  const result = await fetchWith(`http://${host}/`, { allow: [host] });
  expect(result).toEqual({ type: 'unavailable', detail: expect.stringMatching(/^the connection failed \(\w+\)$/) });
});

test.each(['before the answer', 'within the answer'])('a silence %s ends at the deadline', async (where) => {
  const host = await loopback((_, response) => {
    if (where === 'within the answer') response.writeHead(200).write('x');
  });
  const result = await fetchWith(`http://${host}/`, { allow: [host], deadlineMs: 50 });
  expect(result).toEqual({ type: 'unavailable', detail: 'no answer within 0.05 s' });
});

test('the caller can stop it', async () => {
  const stop = new AbortController();
  const host = await loopback(() => stop.abort());
  const result = await fetchWith(`http://${host}/`, { allow: [host], signal: stop.signal });
  expect(result).toEqual({ type: 'unavailable', detail: 'stopped before it answered' });
  expect(await fetchWith('http://localhost/', { signal: stop.signal })).toMatchObject({ type: 'unavailable' });
});
