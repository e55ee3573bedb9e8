import { Agent, get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type FetchHandler, type Listening, listen } from '../../src/desk/listen.ts';

type Open = Extract<Listening, { type: 'listening' }>;

async function open(fetch: FetchHandler, where: { host?: string; port?: number } = {}) {
  const errors: unknown[] = [];
  const opened = await listen({ host: '127.0.0.1', port: 0, ...where, fetch, onError: (error) => errors.push(error) });
  if (opened.type !== 'listening') throw new Error(opened.detail);
  onTestFinished(() => opened.close(0));
  return { ...opened, errors };
}

/** Asks over a connection that is kept alive afterwards, as a browser's is. */
function aBrowser() {
  const agent = new Agent({ keepAlive: true });
  onTestFinished(() => agent.destroy());
  return (url: string) => {
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    get(url, { agent }, resolve).once('error', reject);
    return promise;
  };
}

const greet: FetchHandler = (request) => new Response(`you asked for ${new URL(request.url).pathname}`);

describe('a server', () => {
  it('answers what the handler answers, on a port that was free', async () => {
    const { url } = await open(greet);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d*$/);
    expect(await (await fetch(`${url}/queue`)).text()).toBe('you asked for /queue');
  });

  it('listens on IPv6 too', async () => {
    const { url } = await open(greet, { host: '::1' });
    expect(url).toMatch(/^http:\/\/\[::1\]:\d+$/);
    expect((await fetch(url)).status).toBe(200);
  });

  it('says that a port is taken, and leaves nothing behind', async () => {
    const { url } = await open(greet);
    const again = await listen({ host: '127.0.0.1', port: Number(new URL(url).port), fetch: greet, onError: () => {} });
    expect(again).toEqual({ type: 'taken', detail: 'another program listens there' });
  });

  it('says that an address is not this machine’s', async () => {
    const answer = await listen({ host: '192.0.2.1', port: 0, fetch: greet, onError: () => {} });
    expect(answer).toEqual({ type: 'taken', detail: 'this machine has no such address' });
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('the token is swordfish');
      },
    ],
    ['rejects', async () => Promise.reject(new Error('the token is swordfish'))],
  ])('answers a bare 500 where the handler %s, and tells the log', async (_, handler: FetchHandler) => {
    const { url, errors } = await open(handler);
    const answer = await fetch(url);
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('swordfish');
    expect(errors.map(String)).toEqual(['Error: the token is swordfish']);
  });

  it('refuses headers without end', async () => {
    const { url } = await open(greet);
    expect((await fetch(url, { headers: { 'x-long': 'a'.repeat(20_000) } })).status).toBe(431);
  });

  it('leaves the globals of the process alone', async () => {
    const before = [Request, Response];
    await open(greet);
    expect([Request, Response]).toEqual(before);
  });
});

describe('a server that closes', () => {
  it('lets a request in hand end, and takes no other', async () => {
    const gate = Promise.withResolvers<void>();
    const asked = Promise.withResolvers<void>();
    const { url, close } = await open(async () => {
      asked.resolve();
      await gate.promise;
      return new Response('done');
    });
    const slow = aBrowser()(url);
    await asked.promise;
    const closed = close(20_000);
    await expect(fetch(url)).rejects.toThrow();
    gate.resolve();
    const answer = await slow;
    expect([answer.statusCode, await text(answer)]).toEqual([200, 'done']);
    await closed;
  });

  it('is not held up by connections that are kept alive', async () => {
    const { url, close } = await open(greet);
    await text(await aBrowser()(url));
    await close(600_000);
  });

  it('is not held up by a connection that never asks, nor by an answer without end', async () => {
    const { url, close } = await open(() => new Response(new ReadableStream({ pull: () => new Promise(() => {}) })));
    const { hostname, port } = new URL(url);
    const silent = connect(Number(port), hostname);
    const ended = Promise.withResolvers<void>();
    silent.once('connect', () => ended.resolve()).on('error', () => {});
    await ended.promise;
    const endless = await aBrowser()(url);
    endless.on('error', () => {}).resume();
    await close(0);
  });

  it('may be asked to twice', async () => {
    const { close }: Open = await open(greet);
    await Promise.all([close(0), close(0)]);
  });
});
