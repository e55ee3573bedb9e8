import { createHmac } from 'node:crypto';
import nock from 'nock';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Connection, connectPage } from '../../../src/platforms/facebook/connect.ts';
import { START } from '../contract.ts';
import { debugToken, failing, graphError, SCOPES } from './fake-facebook.ts';

const SHORT = 'EAAShortLived/Token+Short=';
const LONG = 'EAALongLivedTokenLongLived';
const PAGE_TOKEN = 'EAAPageTokenPageTokenPage';
const APP_SECRET = 'a0b1plantedappsecretplanted';
const GAZETTE = { id: '104', name: 'The Gazette', access_token: PAGE_TOKEN, tasks: ['ANALYZE', 'CREATE_CONTENT'] };
const SPORT = { ...GAZETTE, id: '205', name: 'Gazette Sport' };
const VALID = { app_id: '3003', type: 'PAGE', profile_id: '104', is_valid: true, expires_at: 0, scopes: SCOPES };

const signal = new AbortController().signal;
const connect = (over: Partial<Parameters<typeof connectPage>[0]> = {}, stop = signal) => {
  const options = { appId: '3003', appSecret: APP_SECRET, userToken: SHORT, now: () => START, deadlineMs: 5000 };
  return connectPage({ ...options, ...over }, stop);
};

const graph = () => nock('https://graph.facebook.com');
const exchange = () => graph().get('/v26.0/oauth/access_token').query(true);
const accounts = () => graph().get('/v26.0/me/accounts').query(true);

/** Facebook as it is when all goes well, up to a step. */
function upTo(step: 'accounts' | 'proof', pages: readonly object[] = [GAZETTE]) {
  exchange().reply(200, { access_token: LONG, token_type: 'bearer', expires_in: 5_183_944 });
  if (step === 'accounts') return;
  accounts().reply(200, { data: pages, paging: { cursors: { after: 'MTA0' } } });
}

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  nock.abortPendingRequests();
  nock.cleanAll();
  nock.enableNetConnect();
});

describe('connecting a Page', () => {
  test('exchanges the token, takes that of the Page, and proves it as the app', async () => {
    const asked: URL[] = [];
    const noting = (status: number, body: object) => async (request: Request) => {
      asked.push(new URL(request.url));
      return [status, body] as [number, object];
    };
    exchange().reply(noting(200, { access_token: LONG }));
    accounts().reply(noting(200, { data: [GAZETTE] }));
    debugToken().reply(noting(200, { data: VALID }));
    expect(await connect()).toEqual({
      type: 'connected',
      page: { id: '104', name: 'The Gazette' },
      pageAccessToken: PAGE_TOKEN,
      note: expect.stringContaining('https://developers.facebook.com/apps/3003/'),
    });
    const proof = (token: string) => createHmac('sha256', APP_SECRET).update(token).digest('hex');
    const app = `3003|${APP_SECRET}`;
    expect(asked.map(({ searchParams }) => Object.fromEntries(searchParams))).toEqual([
      {
        grant_type: 'fb_exchange_token',
        client_id: '3003',
        client_secret: APP_SECRET,
        fb_exchange_token: SHORT,
      },
      { fields: 'id,name,access_token,tasks', limit: '100', access_token: LONG, appsecret_proof: proof(LONG) },
      { input_token: PAGE_TOKEN, access_token: app, appsecret_proof: proof(app) },
    ]);
  });

  test('takes a token that lasts already as it is', async () => {
    exchange().reply(200, { access_token: SHORT });
    let token: string | null = '';
    accounts().reply(async (request: Request) => {
      token = new URL(request.url).searchParams.get('access_token');
      return [200, { data: [GAZETTE] }];
    });
    debugToken().reply(200, { data: VALID });
    expect(await connect()).toMatchObject({ type: 'connected' });
    expect(token).toBe(SHORT);
  });

  test('finds the Page that is named, on whatever page of the list it is', async () => {
    upTo('accounts');
    accounts().reply(200, {
      data: [SPORT],
      paging: { cursors: { after: 'MjA1' }, next: 'https://graph.facebook.com/x' },
    });
    let after: string | null = '';
    accounts().reply(async (request: Request) => {
      after = new URL(request.url).searchParams.get('after');
      return [200, { data: [GAZETTE], paging: { cursors: { after: 'MTA0' } } }];
    });
    debugToken().reply(200, { data: VALID });
    expect(await connect({ pageId: '104' })).toMatchObject({ type: 'connected', page: { id: '104' } });
    expect(after).toBe('MjA1');
  });

  test('a list without an end is given up', async () => {
    upTo('accounts');
    const endless = accounts()
      .times(50)
      .reply(200, { data: [SPORT], paging: { cursors: { after: 'A' }, next: 'n' } });
    expect(await connect({ pageId: '104' })).toMatchObject({ type: 'needs-person' });
    expect(endless.isDone()).toBe(true);
  });

  test('of several Pages none is chosen by itself, and no token comes with their names', async () => {
    upTo('proof', [GAZETTE, { ...SPORT, name: `Sport ${PAGE_TOKEN}` }]);
    const pages = [
      { id: '104', name: 'The Gazette' },
      { id: '205', name: 'Sport [secret]' },
    ];
    expect(await connect()).toEqual({ type: 'several', pages });
  });
});

describe('what a person must put right', () => {
  const unexchanged: readonly [string, number, object, RegExp][] = [
    ['a token that ran out', 400, graphError(190, 463), /user token.*Graph API Explorer.*pages_show_list/],
    ['a token of another app', 400, graphError(100), /user token of this app/],
    ['no such app', 400, graphError(101), /--app-id/],
    ['a wrong secret', 400, graphError(1, undefined, { message: 'Error validating client secret.' }), /secret is not/],
    ['a version that is gone', 400, graphError(2635), /update crier/],
    ['a block', 400, graphError(368), /facebook\.com/],
  ];
  test.each(unexchanged)('%s', async (_what, status, body, advice) => {
    exchange().reply(status, body);
    expect(await connect()).toEqual({ type: 'needs-person', detail: expect.stringMatching(advice) });
  });

  const unlisted: readonly [string, number, object, RegExp][] = [
    ['the token of a Page in its place', 400, graphError(100), /does not list.*user token/],
    ['a permission to list', 403, graphError(200), /pages_show_list/],
    ['the secret of another app', 400, graphError(100, undefined, { message: 'Invalid appsecret_proof' }), /secret/],
  ];
  test.each(unlisted)('%s', async (_what, status, body, advice) => {
    upTo('accounts');
    accounts().reply(status, body);
    expect(await connect()).toEqual({ type: 'needs-person', detail: expect.stringMatching(advice) });
  });

  test('no Page, for want of a permission or of a role', async () => {
    upTo('proof', []);
    debugToken().reply(200, { data: { ...VALID, type: 'USER', scopes: ['pages_manage_posts'] } });
    expect(await connect()).toMatchObject({
      type: 'needs-person',
      detail: expect.stringContaining('lacks pages_show_list'),
    });
    upTo('proof', []);
    debugToken().reply(200, { data: { ...VALID, type: 'USER' } });
    expect(await connect()).toMatchObject({
      type: 'needs-person',
      detail: expect.stringContaining('has no Page: give'),
    });
    upTo('proof', []);
    debugToken().reply(500, graphError(1));
    expect(await connect()).toMatchObject({
      type: 'needs-person',
      detail: expect.stringContaining('has no Page: give'),
    });
  });

  test('a Page on which the person has no role; those there are, are named', async () => {
    upTo('proof', [SPORT]);
    const detail = expect.stringMatching(/no role on Page 104.*Gazette Sport \(205\)/);
    expect(await connect({ pageId: '104' })).toEqual({ type: 'needs-person', detail });
  });

  test.each([
    ['no task', { tasks: ['ANALYZE', 'MODERATE'] }],
    ['no list of tasks', { tasks: undefined }],
    ['no token', { access_token: undefined }],
  ])('%s on the Page', async (_what, over) => {
    upTo('proof', [{ ...GAZETTE, ...over }]);
    expect(await connect()).toMatchObject({ type: 'needs-person', detail: expect.stringContaining('CREATE_CONTENT') });
  });

  const unproved: readonly [string, object, RegExp][] = [
    ['a token that is not valid', { is_valid: false }, /takes its new token back/],
    ['pages_manage_posts', { scopes: ['pages_read_engagement'] }, /lacks pages_manage_posts/],
    ['pages_read_engagement', { scopes: ['pages_manage_posts'] }, /lacks pages_read_engagement/],
    ['a token of another Page', { profile_id: '9' }, /another Page/],
    ["a person's token", { type: 'USER' }, /of a person/],
    ['a token of nobody knows what', { type: undefined }, /runs out/],
    ['a token that runs out', { expires_at: 1_800_000_000 }, /runs out/],
    ['a token that nothing is said of', { expires_at: undefined }, /runs out/],
  ];
  test.each(unproved)('%s', async (_what, over, advice) => {
    upTo('proof');
    debugToken().reply(200, { data: { ...VALID, ...over } });
    expect(await connect()).toEqual({ type: 'needs-person', detail: expect.stringMatching(advice) });
  });
});

describe('what another try may bring', () => {
  const steps = [
    ['exchange', exchange, () => undefined],
    ['list', accounts, () => upTo('accounts')],
    ['proof', debugToken, () => upTo('proof')],
  ] as const;
  const answers: readonly [number, object | string][] = [
    [500, graphError(2)],
    [503, '<html>'],
    [400, graphError(4)],
    [400, graphError(613)],
    [200, '<html>'],
    [200, {}],
    [200, { access_token: 'has a space', data: [{ id: 'x' }] }],
  ];
  test.each(steps)('at the %s', async (_step, asked, ready) => {
    for (const [status, body] of answers) {
      ready();
      asked().reply(status, body);
      expect({ status, body, ...(await connect()) }).toMatchObject({ type: 'unavailable', detail: expect.any(String) });
    }
    for (const code of ['ENOTFOUND', 'ECONNRESET']) {
      ready();
      asked().replyWithError(failing(code));
      expect(await connect()).toMatchObject({ type: 'unavailable', detail: expect.stringContaining(code) });
    }
    ready();
    asked().reply(() => new Promise<[number]>(() => {}));
    expect(await connect({ deadlineMs: 30 })).toMatchObject({ type: 'unavailable' });
  });

  test('and nothing is asked of Facebook once the person has given up', async () => {
    const scope = exchange().reply(200, { access_token: LONG });
    expect(await connect({}, AbortSignal.abort())).toMatchObject({ type: 'unavailable' });
    expect(scope.isDone()).toBe(false);
  });
});

test('no secret shows in what is told, the new tokens included, however Facebook repeats them', async () => {
  const proofs = [LONG, `3003|${APP_SECRET}`].map((token) =>
    createHmac('sha256', APP_SECRET).update(token).digest('hex'),
  );
  const secrets = [SHORT, LONG, PAGE_TOKEN, APP_SECRET, ...proofs].flatMap((one) => [one, encodeURIComponent(one)]);
  // What one step knows of the secrets of those before it.
  const steps = [
    [exchange, () => undefined, [SHORT, APP_SECRET]],
    [accounts, () => upTo('accounts'), [LONG, APP_SECRET, proofs[0]]],
    [debugToken, () => upTo('proof'), [PAGE_TOKEN, APP_SECRET, proofs[1]]],
    [debugToken, () => upTo('proof', []), [LONG, APP_SECRET, proofs[1]]],
  ] as const;
  const told: Connection[] = [];
  for (const [asked, ready, known] of steps) {
    const text = known.flatMap((one = '') => [one, encodeURIComponent(one)]).join(' ');
    const bodies = [1, 4, 100, 190].map((code) => ({
      error: { code, message: `client secret ${text}`, error_user_msg: text, fbtrace_id: text },
    }));
    for (const status of [200, 400]) {
      for (const body of [...bodies, { error: text }, { data: { is_valid: false, scopes: [text] } }, text]) {
        ready();
        asked().reply(status, body, { location: text, 'x-echo': text });
        told.push(await connect());
        nock.cleanAll();
      }
    }
    ready();
    asked().replyWithError(Object.assign(new Error(text), { code: 'ECONNRESET' }));
    told.push(await connect());
  }
  expect(told).toHaveLength(4 * (2 * 7 + 1));
  for (const secret of secrets) expect(JSON.stringify(told)).not.toContain(secret);
});
