import { expect, test } from 'vitest';
import { createLinkCheck } from '../../src/lib/link-check.ts';
import { loopback } from './loopback.ts';

const signal = new AbortController().signal;

test('a link that answers 200 is ready, also after a redirect', async () => {
  const host = await loopback((request, response) => {
    if (request.url === '/old') response.writeHead(301, { location: '/new' });
    response.end('page');
  });
  const check = createLinkCheck({ allow: [host], deadlineMs: 20_000 });
  expect(await check(`http://${host}/new`, signal)).toEqual({ type: 'ready' });
  expect(await check(`http://${host}/old`, signal)).toEqual({ type: 'ready' });
});

test.each([204, 404, 410, 503])('a link that answers %i is not', async (status) => {
  const host = await loopback((_, response) => response.writeHead(status).end());
  const check = createLinkCheck({ allow: [host], deadlineMs: 20_000 });
  expect(await check(`http://${host}/`, signal)).toEqual({ type: 'not-ready', detail: `the link answers ${status}` });
});

test('a link into the house is not followed', async () => {
  const check = createLinkCheck({ allow: [], deadlineMs: 20_000 });
  expect(await check('http://127.0.0.1:8080/', signal)).toEqual({
    type: 'not-ready',
    detail: 'the link is not followed: 127.0.0.1:8080 is not on the public internet',
  });
});

test('a link that does not answer says so', async () => {
  const host = await loopback((request) => request.destroy());
  const check = createLinkCheck({ allow: [host], deadlineMs: 20_000 });
  expect(await check(`http://${host}/`, signal)).toEqual({
    type: 'not-ready',
    detail: 'the link does not answer: the connection failed (ECONNRESET)',
  });
});
