import { Readable } from 'node:stream';
import nock from 'nock';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { armed, holdsTheContract, START } from '../contract.ts';
import { api, fakeX, openTwitter, SECRETS } from './fake-x.ts';

const signal = new AbortController().signal;
const post = armed('Flood in the valley', 'https://example.com/flood');
const SENT = { text: 'Flood in the valley https://example.com/flood' };

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  nock.abortPendingRequests();
  nock.cleanAll();
  nock.enableNetConnect();
});

const failing = (code: string, rest: object = {}) => Object.assign(new Error(`trouble ${code}`), { code, ...rest });

describe('an X account', () => {
  holdsTheContract(async () => {
    const x = fakeX();
    return { platform: openTwitter(), pass: x.pass };
  });
});

describe('publishing on X', () => {
  test('sends exactly the armed words and the link, signed, asking for no compression and no kept connection', async () => {
    let sent: Request | undefined;
    api()
      .post('/2/tweets', SENT)
      .reply(async (request: Request) => {
        sent = request;
        return [201, { data: { id: '12' } }];
      });
    const outcome = await openTwitter().publish(post, signal);
    expect(outcome).toEqual({ type: 'published', remoteId: '12', url: 'https://x.com/i/web/status/12' });
    expect(sent?.headers.get('authorization')).toMatch(/^OAuth oauth_consumer_key="AppKeyPlanted/);
    expect(sent?.headers.has('accept-encoding')).toBe(false);
    expect(sent?.headers.get('connection')).toBe('close');
  });

  test.each([
    'ENOTFOUND',
    'EAI_AGAIN',
    'ECONNREFUSED',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'CERT_HAS_EXPIRED',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
  ])('what %s kept from being sent is sent again at once, and published', async (code) => {
    api().post('/2/tweets').times(2).replyWithError(failing(code));
    api()
      .post('/2/tweets', SENT)
      .reply(201, { data: { id: '12' } });
    expect(await openTwitter().publish(post, signal)).toMatchObject({ type: 'published', remoteId: '12' });
  });

  test('what cannot be sent three times is given back as surely not sent', async () => {
    const scope = api().post('/2/tweets').times(3).replyWithError(failing('ENOTFOUND'));
    const outcome = await openTwitter().publish(post, signal);
    expect(outcome).toMatchObject({ type: 'unavailable', detail: expect.stringContaining('ENOTFOUND') });
    expect(scope.isDone()).toBe(true);
  });

  test.each([
    ['a connection that took too long to open', failing('ETIMEDOUT', { syscall: 'connect' })],
    [
      'no address that answered',
      failing('ETIMEDOUT', {
        errors: [failing('ETIMEDOUT', { syscall: 'connect' }), failing('ENETUNREACH', { syscall: 'connect' })],
      }),
    ],
  ])('%s was surely not sent', async (_what, error) => {
    api().post('/2/tweets').times(3).replyWithError(error);
    expect(await openTwitter().publish(post, signal)).toMatchObject({ type: 'unavailable' });
  });

  test.each([
    ['a reset', failing('ECONNRESET', { syscall: 'read' })],
    ['a broken pipe', failing('EPIPE', { syscall: 'write' })],
    ['a timeout', failing('ETIMEDOUT', { syscall: 'read' })],
    ['a route lost under an open connection', failing('EHOSTUNREACH', { syscall: 'read' })],
    ['TLS trouble after the handshake', failing('ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC')],
    [
      'some addresses that answered',
      failing('ETIMEDOUT', { errors: [failing('ECONNREFUSED', { syscall: 'connect' }), failing('ECONNRESET')] }),
    ],
    ['trouble without a code', new Error('Socket closed without any information.')],
  ])('after %s nobody knows, and nothing is sent again', async (_what, error) => {
    api().post('/2/tweets').replyWithError(error);
    const second = api()
      .post('/2/tweets')
      .reply(201, { data: { id: '2' } });
    expect(await openTwitter().publish(post, signal)).toMatchObject({ type: 'unconfirmed' });
    expect(second.isDone()).toBe(false);
  });

  test('a silent X is left after the deadline, and nobody knows', async () => {
    api()
      .post('/2/tweets')
      .reply(() => new Promise<[number]>(() => {}));
    const outcome = await openTwitter({ deadlineMs: 50 }).publish(post, signal);
    expect(outcome).toMatchObject({ type: 'unconfirmed' });
  });

  test('an X that sends its answer byte by byte is left after the deadline too', async () => {
    async function* drops() {
      for (;;) {
        await new Promise((resolve) => setTimeout(resolve, 5));
        yield ' ';
      }
    }
    api()
      .post('/2/tweets')
      .reply(async () => [201, Readable.from(drops())]);
    expect(await openTwitter({ deadlineMs: 60 }).publish(post, signal)).toMatchObject({ type: 'unconfirmed' });
  });

  test('what is stopped while it is on its way may have arrived', async () => {
    const stop = new AbortController();
    api()
      .post('/2/tweets')
      .reply(() => {
        stop.abort();
        return new Promise<[number]>(() => {});
      });
    expect(await openTwitter().publish(post, stop.signal)).toMatchObject({ type: 'unconfirmed' });
  });

  test('our own bug after sending sends nothing again', async () => {
    api()
      .post('/2/tweets')
      .reply(201, { data: { id: '1' } });
    const second = api()
      .post('/2/tweets')
      .reply(201, { data: { id: '2' } });
    const now = () => {
      throw new Error('the clock is broken');
    };
    await expect(openTwitter({ now }).publish(post, signal)).rejects.toThrow('the clock is broken');
    expect(second.isDone()).toBe(false);
  });

  test('an answer that comes as everything stops is not thrown away', async () => {
    const stop = new AbortController();
    api()
      .post('/2/tweets')
      .reply(201, { data: { id: '12' } });
    const now = () => {
      stop.abort();
      return START;
    };
    expect(await openTwitter({ now }).publish(post, stop.signal)).toMatchObject({ type: 'published', remoteId: '12' });
  });
});

describe('taking a post back from X', () => {
  const gone: readonly [string, number, object | string][] = [
    ['deleted', 200, { data: { deleted: true } }],
    [
      'not there',
      404,
      { title: 'Not Found Error', type: 'https://api.x.com/2/problems/resource-not-found', status: 404 },
    ],
    ['not there, without a word', 404, ''],
    [
      'not there, said in a good answer',
      200,
      { errors: [{ title: 'Not Found Error', type: 'https://api.twitter.com/2/problems/resource-not-found' }] },
    ],
  ];
  test.each(gone)('a post that is %s is gone', async (_what, status, body) => {
    api().delete('/2/tweets/12').reply(status, body);
    expect(await openTwitter().retract('12', signal)).toEqual({ type: 'gone' });
  });

  const notGone: readonly [string, number, object | string, string][] = [
    ['not deleted', 200, { data: { deleted: false } }, 'unavailable'],
    ['answered with nothing', 200, '', 'unavailable'],
    ["a proxy's page", 404, '<html>Not found</html>', 'unavailable'],
    ['an outage', 503, '<html>', 'unavailable'],
    ["somebody else's", 403, { title: 'Forbidden', detail: 'You are not authorized to delete this Tweet.' }, 'refused'],
    ['a dead token', 401, { title: 'Unauthorized' }, 'unauthorized'],
    ['a used up window', 429, { title: 'Too Many Requests' }, 'rate-limited'],
  ];
  test.each(notGone)('%s is not taken for gone', async (_what, status, body, type) => {
    api().delete('/2/tweets/12').reply(status, body);
    expect(await openTwitter().retract('12', signal)).toMatchObject({ type, detail: expect.any(String) });
  });

  test('a network that is down is tried again later', async () => {
    api().delete('/2/tweets/12').replyWithError(failing('ECONNRESET'));
    expect(await openTwitter().retract('12', signal)).toMatchObject({ type: 'unavailable' });
  });
});

describe('whom X posts as', () => {
  const levels: readonly [string | undefined, boolean | undefined][] = [
    ['read', false],
    ['read-write', true],
    ['read-write-directmessages', true],
    [undefined, undefined],
  ];
  test.each(levels)('access level %s: may write %s', async (level, mayWrite) => {
    const headers = level === undefined ? {} : { 'x-access-level': level };
    api()
      .get('/2/users/me')
      .reply(200, { data: { id: '777', username: 'gazette' } }, headers);
    expect(await openTwitter().whoami(signal)).toMatchObject({ type: 'known', name: '@gazette', mayWrite });
  });

  const unknown: readonly [number, object | string, string][] = [
    [401, { title: 'Unauthorized' }, 'unauthorized'],
    [429, { title: 'Too Many Requests' }, 'rate-limited'],
    [503, '<html>', 'unknown'],
    [200, '<html>', 'unknown'],
    [404, { title: 'Not Found' }, 'unknown'],
  ];
  test.each(unknown)('%i %j', async (status, body, type) => {
    api().get('/2/users/me').reply(status, body);
    expect(await openTwitter().whoami(signal)).toMatchObject({ type, detail: expect.any(String) });
  });
});

describe('secrets', () => {
  test('never show in an answer, even where X repeats them', async () => {
    const said = Object.values(SECRETS).flatMap((secret) => [secret, encodeURIComponent(secret)]);
    const problem = { title: said.join(' '), detail: said.join(' '), type: said.join('/') };
    const shown: unknown[] = [];
    for (const status of [200, 201, 302, 400, 401, 402, 403, 404, 408, 422, 429, 500, 503]) {
      for (const body of [problem, said.join(' '), { errors: [problem] }]) {
        const headers = { 'x-echo': said.join(' '), location: said.join('') };
        api().post('/2/tweets').reply(status, body, headers);
        api().delete('/2/tweets/12').reply(status, body, headers);
        api().get('/2/users/me').reply(status, body, headers);
        api().get('/2/users/777/tweets').query(true).reply(status, body, headers);
        shown.push(...(await everyCall()));
      }
    }
    nock.cleanAll();
    const error = new Error(said.join(' '));
    for (const code of ['ECONNRESET', 'ENOTFOUND']) {
      nock('https://api.x.com').persist().intercept(/.*/, 'POST').replyWithError(Object.assign(error, { code }));
      nock('https://api.x.com').persist().intercept(/.*/, 'GET').replyWithError(Object.assign(error, { code }));
      nock('https://api.x.com').persist().intercept(/.*/, 'DELETE').replyWithError(Object.assign(error, { code }));
      shown.push(...(await everyCall()));
      nock.cleanAll();
    }
    expect(shown).toHaveLength(4 * (13 * 3 + 2));
    for (const secret of said) expect(JSON.stringify(shown)).not.toContain(secret);
  });

  async function everyCall() {
    const x = openTwitter();
    const query = { atMost: 10 };
    return [
      await x.publish(post, signal),
      await x.retract('12', signal),
      await x.whoami(signal),
      await x.recent(query, signal),
    ];
  }
});
