import { createHmac } from 'node:crypto';
import { Readable } from 'node:stream';
import nock from 'nock';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openPlatform } from '../../../src/platforms/index.ts';
import { armed, holdsTheContract, START } from '../contract.ts';
import {
  debugToken,
  deletion,
  failing,
  fakeFacebook,
  feed,
  graphError,
  openFacebook,
  PAGE_ID,
  page,
  published,
  reading,
  SCOPES,
  SECRETS,
  scrape,
} from './fake-facebook.ts';

const signal = new AbortController().signal;
const post = armed('Flood in the valley', 'https://example.com/flood?a=1&b=2');
const LIVE = { id: '104_12', permalink_url: 'https://www.facebook.com/104/posts/12' };
const PROOF = createHmac('sha256', SECRETS.appSecret).update(SECRETS.pageAccessToken).digest('hex');

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  vi.unstubAllEnvs();
  nock.abortPendingRequests();
  nock.cleanAll();
  nock.enableNetConnect();
});

describe('a Facebook Page', () => {
  holdsTheContract(async () => {
    const facebook = fakeFacebook();
    return { platform: openFacebook(), pass: facebook.pass, shown: (words) => words };
  });
});

describe('publishing on Facebook', () => {
  test('sends exactly the armed words and the link, signed, to today’s version, on a connection of its own', async () => {
    let sent: Request | undefined;
    let form = '';
    feed().reply(async (request: Request) => {
      sent = request;
      form = await request.text();
      return [200, LIVE];
    });
    const outcome = await openFacebook().publish(post, signal);
    expect(outcome).toEqual({ type: 'published', remoteId: '104_12', url: LIVE.permalink_url });
    expect(Object.fromEntries(new URLSearchParams(form))).toEqual({
      message: 'Flood in the valley',
      link: 'https://example.com/flood?a=1&b=2',
      fields: 'permalink_url',
    });
    expect(Object.fromEntries(new URL(sent?.url ?? '').searchParams)).toEqual({
      access_token: SECRETS.pageAccessToken,
      appsecret_proof: PROOF,
    });
    expect(sent?.headers.get('connection')).toBe('close');
  });

  test('is reached by its name among the platforms', async () => {
    feed().reply(200, LIVE);
    const now = () => START;
    const spec = { type: 'facebook', ...SECRETS, pageId: PAGE_ID, now, deadlineMs: 1000 } as const;
    expect(await (await openPlatform(spec)).publish(post, signal)).toMatchObject({ type: 'published' });
  });

  test('the link alone is sent where there are no words', async () => {
    let form = '';
    feed().reply(async (request: Request) => {
      form = await request.text();
      return [200, LIVE];
    });
    await openFacebook().publish(armed('', 'https://example.com/flood'), signal);
    expect([...new URLSearchParams(form).keys()].toSorted()).toEqual(['fields', 'link']);
  });

  test('a proxy that the environment names is not used', async () => {
    for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy']) {
      vi.stubEnv(name, 'http://user:word@127.0.0.1:1');
    }
    for (const name of ['NO_PROXY', 'no_proxy']) vi.stubEnv(name, '');
    feed().reply(200, LIVE);
    expect(await openFacebook().publish(post, signal)).toMatchObject({ type: 'published' });
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
  ])('what %s kept from being sent is sent again at once, and published', async (code) => {
    feed().times(2).replyWithError(failing(code));
    feed().reply(200, LIVE);
    expect(await openFacebook().publish(post, signal)).toMatchObject({ type: 'published', remoteId: '104_12' });
  });

  test('what cannot be sent three times is given back as surely not sent', async () => {
    const scope = feed().times(3).replyWithError(failing('ENOTFOUND'));
    const outcome = await openFacebook().publish(post, signal);
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
    feed().times(3).replyWithError(error);
    expect(await openFacebook().publish(post, signal)).toMatchObject({ type: 'unavailable' });
  });

  test.each([
    ['a reset', failing('ECONNRESET', { syscall: 'read' })],
    ['a broken pipe', failing('EPIPE', { syscall: 'write' })],
    // The transport of fb calls a late answer so too.
    ['a timeout that says it was connecting', failing('ETIMEDOUT', { connect: true })],
    ['a timeout between bytes', failing('ESOCKETTIMEDOUT', { connect: false })],
    ['a route lost under an open connection', failing('EHOSTUNREACH', { syscall: 'read' })],
    [
      'some addresses that answered',
      failing('ETIMEDOUT', { errors: [failing('ECONNREFUSED', { syscall: 'connect' }), failing('ECONNRESET')] }),
    ],
    ['trouble without a code', new Error('Socket closed without any information.')],
  ])('after %s nobody knows, and nothing is sent again', async (_what, error) => {
    feed().replyWithError(error);
    const second = feed().reply(200, LIVE);
    expect(await openFacebook().publish(post, signal)).toMatchObject({ type: 'unconfirmed' });
    expect(second.isDone()).toBe(false);
  });

  test('a silent Facebook is left after the deadline, and nobody knows', async () => {
    feed().reply(() => new Promise<[number]>(() => {}));
    expect(await openFacebook({ deadlineMs: 50 }).publish(post, signal)).toMatchObject({ type: 'unconfirmed' });
  });

  test('a Facebook that sends its answer byte by byte is left after the deadline too', async () => {
    async function* drops() {
      for (;;) {
        await new Promise((resolve) => setTimeout(resolve, 5));
        yield ' ';
      }
    }
    feed().reply(async () => [200, Readable.from(drops())]);
    expect(await openFacebook({ deadlineMs: 60 }).publish(post, signal)).toMatchObject({ type: 'unconfirmed' });
  });

  test('what is stopped while it is on its way may have arrived', async () => {
    const stop = new AbortController();
    feed().reply(() => {
      stop.abort();
      return new Promise<[number]>(() => {});
    });
    expect(await openFacebook().publish(post, stop.signal)).toMatchObject({ type: 'unconfirmed' });
  });

  test('what is stopped before it is on its way never gets there', async () => {
    const stop = new AbortController();
    const scope = feed().reply(200, LIVE);
    const outcome = openFacebook().publish(post, stop.signal);
    stop.abort();
    expect((await outcome).type).not.toBe('published');
    await new Promise((resolve) => setImmediate(resolve));
    expect(scope.isDone()).toBe(false);
  });

  test('our own bug after sending sends nothing again', async () => {
    feed().reply(200, LIVE);
    const second = feed().reply(200, LIVE);
    const now = () => {
      throw new Error('the clock is broken');
    };
    await expect(openFacebook({ now }).publish(post, signal)).rejects.toThrow('the clock is broken');
    expect(second.isDone()).toBe(false);
  });

  test('two Pages that publish at once get each its own answer', async () => {
    const other = nock('https://graph.facebook.com').post('/v26.0/205/feed').query(true);
    feed().delay(20).reply(200, LIVE, { 'x-app-usage': '{"call_count":99}' });
    other.reply(429, graphError(4), { 'x-business-use-case-usage': '{}' });
    const [ours, theirs] = await Promise.all([
      openFacebook().publish(post, signal),
      openFacebook({ pageId: '205' }).publish(post, signal),
    ]);
    expect(ours).toMatchObject({ type: 'published', limits: [{ scope: 'app', remaining: 0 }] });
    expect(theirs).toMatchObject({ type: 'rate-limited', scope: 'app' });
  });
});

describe('preparing a link for Facebook', () => {
  const aged = (hours: number) => ({
    ...post,
    link: 'https://example.com/flood?b=1',
    newsAt: START.subtract({ hours }),
  });

  test('has the page behind a fresh link read anew', async () => {
    let form = '';
    scrape().reply(async (request: Request) => {
      form = await request.text();
      return [200, { id: '1', url: 'https://example.com/flood' }];
    });
    expect(await openFacebook().prepare?.(aged(23), signal)).toEqual({ type: 'ready' });
    expect(Object.fromEntries(new URLSearchParams(form))).toEqual({
      id: 'https://example.com/flood?b=1',
      scrape: 'true',
    });
  });

  test('asks nothing for an article of yesterday', async () => {
    const scope = scrape().reply(200, {});
    expect(await openFacebook().prepare?.(aged(24), signal)).toEqual({ type: 'ready' });
    expect(scope.isDone()).toBe(false);
  });

  const answers: readonly [string, number, object | string, string][] = [
    ['an unreadable link', 400, graphError(1609005), 'ready'],
    ['a permission that scraping wants', 403, graphError(200), 'ready'],
    ['an outage', 500, graphError(2), 'ready'],
    ['a page', 200, '<html>', 'ready'],
    ['a dead token', 400, graphError(190, 463), 'unauthorized'],
    ['a used up window', 400, graphError(4), 'rate-limited'],
  ];
  test.each(answers)('%s', async (_what, status, body, type) => {
    scrape().reply(status, body);
    expect(await openFacebook().prepare?.(aged(1), signal)).toMatchObject({ type });
  });

  test('a network that is down holds nothing up here', async () => {
    scrape().replyWithError(failing('ECONNRESET'));
    expect(await openFacebook().prepare?.(aged(1), signal)).toEqual({ type: 'ready' });
  });
});

describe('taking a post back from Facebook', () => {
  test('a post that is deleted is gone', async () => {
    deletion().reply(200, { success: true });
    expect(await openFacebook().retract('104_12', signal)).toEqual({ type: 'gone' });
  });

  const missing: readonly [string, number, object | string, string][] = [
    ['is not to be read either is gone', 400, graphError(100, 33), 'gone'],
    ['is there all the same is left to a person', 200, { id: '104_12' }, 'refused'],
    ['may not be read pauses the account', 403, graphError(10), 'unauthorized'],
    ['is asked of a tired Facebook waits', 400, graphError(80001), 'rate-limited'],
    ['nobody knows of is asked for again', 500, graphError(1), 'unavailable'],
    ['comes back as nonsense is asked for again', 200, {}, 'unavailable'],
  ];
  test.each(missing)('a post that is not to be deleted and %s', async (_what, status, body, type) => {
    deletion().reply(400, graphError(100, 33));
    reading().reply(status, body);
    expect(await openFacebook().retract('104_12', signal)).toMatchObject({ type });
  });

  const notGone: readonly [string, number, object | string, string][] = [
    ['not deleted', 200, { success: false }, 'unavailable'],
    ['answered with nothing', 200, '', 'unavailable'],
    ["a proxy's page", 404, '<html>Not found</html>', 'unavailable'],
    ['an outage', 503, '<html>', 'unavailable'],
    ['success with an outage', 500, { success: true }, 'unavailable'],
    ["somebody else's", 403, graphError(200), 'refused'],
    ['a dead token', 400, graphError(190), 'unauthorized'],
    ['a used up window', 400, graphError(32), 'rate-limited'],
  ];
  test.each(notGone)('%s is not taken for gone', async (_what, status, body, type) => {
    deletion().reply(status, body);
    expect(await openFacebook().retract('104_12', signal)).toMatchObject({ type, detail: expect.any(String) });
  });

  test('a network that is down is tried again later', async () => {
    deletion().replyWithError(failing('ECONNRESET'));
    expect(await openFacebook().retract('104_12', signal)).toMatchObject({ type: 'unavailable' });
  });
});

describe('whom Facebook posts as', () => {
  const valid = { type: 'PAGE', profile_id: PAGE_ID, is_valid: true, expires_at: 0, scopes: SCOPES, app_id: '3003' };
  const inDays = (days: number) => START.epochMilliseconds / 1000 + days * 86_400;

  const tokens: readonly [string, object, object][] = [
    ['a token without end', {}, { mayWrite: true, detail: expect.stringContaining('no end') }],
    [
      'a token that runs out',
      { expires_at: 1_800_000_000 },
      { mayWrite: true, detail: expect.stringContaining('2027-01-15T08:00:00Z') },
    ],
    ['a token of whose end nothing is said', { expires_at: null }, { detail: expect.stringContaining('does not say') }],
    [
      'an app that may not be Live, and where to see it',
      {},
      { detail: expect.stringMatching(/Live.*\/apps\/3003\/$/) },
    ],
    ['an app without a number', { app_id: '<b>' }, { detail: expect.stringMatching(/\/apps\/$/) }],
    [
      'no permission to post',
      { scopes: ['pages_show_list', 'pages_read_engagement'] },
      { mayWrite: false, detail: expect.stringContaining('lacks pages_manage_posts') },
    ],
    [
      'no permission to look before it speaks',
      { scopes: ['pages_show_list', 'pages_manage_posts'] },
      { mayWrite: false, detail: expect.stringContaining('lacks pages_read_engagement') },
    ],
    ['no list of permissions', { scopes: null }, { mayWrite: false }],
    ["a person's token", { type: 'USER' }, { mayWrite: false, detail: expect.stringContaining('person') }],
    ["another Page's", { profile_id: '9' }, { mayWrite: false, detail: expect.stringContaining('another Page') }],
  ];
  test.each(tokens)('%s', async (_what, over, expected) => {
    page().reply(200, { id: PAGE_ID, name: 'The Gazette' });
    debugToken().reply(200, { data: { ...valid, ...over } });
    expect(await openFacebook().whoami(signal)).toMatchObject({ type: 'known', name: 'The Gazette', ...expected });
  });

  const ends: readonly [string, number, boolean][] = [
    ['within fourteen days', 13.9, true],
    ['yesterday, if Facebook still takes it', -1, true],
    ['later', 14.1, false],
  ];
  test.each(ends)('a token that runs out %s', async (_when, days, warns) => {
    page().reply(200, { id: PAGE_ID, name: 'The Gazette' });
    debugToken().reply(200, { data: { ...valid, expires_at: Math.floor(inDays(days)) } });
    const identity = await openFacebook().whoami(signal);
    expect(identity).toMatchObject({ type: 'known', mayWrite: true });
    expect('warning' in identity && identity.warning?.includes('crier connect facebook')).toBe(warns);
  });

  test('a token that is no longer valid', async () => {
    page().reply(200, { id: PAGE_ID, name: 'The Gazette' });
    debugToken().reply(200, { data: { is_valid: false, scopes: [] } });
    expect(await openFacebook().whoami(signal)).toMatchObject({ type: 'unauthorized' });
  });

  test('a Facebook that answers as another version', async () => {
    page().reply(200, { name: 'The Gazette' }, { 'facebook-api-version': 'v27.0' });
    debugToken().reply(200, { data: valid });
    expect(await openFacebook().whoami(signal)).toMatchObject({ warning: expect.stringContaining('v27.0') });
  });

  test('whether it may write is left open where Facebook does not say', async () => {
    page().reply(200, { name: 'The Gazette' });
    debugToken().reply(400, graphError(100));
    expect(await openFacebook().whoami(signal)).toMatchObject({ type: 'known', mayWrite: undefined });
  });

  const unknown: readonly [number, object | string, string][] = [
    [400, graphError(190), 'unauthorized'],
    [400, graphError(100, 33), 'unauthorized'],
    [403, graphError(10), 'unauthorized'],
    [400, graphError(4), 'rate-limited'],
    [503, '<html>', 'unknown'],
    [200, '<html>', 'unknown'],
    [200, {}, 'unknown'],
  ];
  test.each(unknown)('%i %j', async (status, body, type) => {
    page().reply(status, body);
    expect(await openFacebook().whoami(signal)).toMatchObject({ type, detail: expect.any(String) });
  });
});

describe('secrets', () => {
  const said = [...Object.values(SECRETS), PROOF].flatMap((secret) => [secret, encodeURIComponent(secret)]);

  test('never show in an answer, even where Facebook repeats them', async () => {
    const text = said.join(' ');
    const shown: unknown[] = [];
    const bodies = [
      { error: { message: text, code: 190, error_user_msg: text, fbtrace_id: text } },
      { error: { message: text, code: 100, type: text } },
      { error: { message: text, code: 4 } },
      { error: text },
      { id: text, name: text, data: text },
      text,
    ];
    for (const status of [200, 302, 400, 401, 403, 404, 429, 500]) {
      for (const body of bodies) {
        const headers = { 'x-echo': text, location: text, 'www-authenticate': text, 'facebook-api-version': text };
        for (const asked of every()) asked.reply(status, body, headers);
        shown.push(...(await everyCall()));
        nock.cleanAll();
      }
    }
    for (const code of ['ECONNRESET', 'ENOTFOUND']) {
      for (const asked of every()) asked.times(3).replyWithError(Object.assign(new Error(text), { code }));
      shown.push(...(await everyCall()));
      nock.cleanAll();
    }
    expect(shown).toHaveLength(5 * (8 * 6 + 2));
    for (const secret of said) expect(JSON.stringify(shown)).not.toContain(secret);
  });

  test('the whole name of a Page is shown, but no secret in it', async () => {
    page().reply(200, { name: `Gazette ${SECRETS.pageAccessToken}` });
    debugToken().reply(200, {});
    expect(await openFacebook().whoami(signal)).toMatchObject({ name: 'Gazette [concealed]' });
  });

  test('no redirect is followed, so that no other host sees the token', async () => {
    const elsewhere = nock('https://evil.example').get('/').query(true).reply(200, { data: [] });
    published().reply(302, { data: [] }, { location: 'https://evil.example/' });
    expect(await openFacebook().recent({ atMost: 5 }, signal)).toMatchObject({ type: 'unknown' });
    expect(elsewhere.isDone()).toBe(false);
  });

  const every = () => [feed(), scrape(), published(), page(), debugToken(), deletion(), reading()];

  async function everyCall() {
    const facebook = openFacebook();
    return [
      await facebook.prepare?.(post, signal),
      await facebook.publish(post, signal),
      await facebook.retract('104_12', signal),
      await facebook.whoami(signal),
      await facebook.recent({ atMost: 10 }, signal),
    ];
  }
});
