import { describe, expect, it } from 'vitest';
import type { Limits, NoCredits, Platform } from '../../src/domain/ports.ts';
import type { Account } from '../../src/domain/store.ts';
import { HOUR_MS, MINUTE_MS } from '../../src/domain/time.ts';
import { pass as passOf } from '../../src/pipeline/pass.ts';
import { reportChannels } from '../../src/pipeline/report.ts';
import { liftPause } from '../../src/pipeline/resume.ts';
import { pull } from '../../src/pipeline/withdraw.ts';
import { aChannel, aNewsroom, type TestRoom } from '../support/newsroom.ts';
import { anArticle, at } from '../support/posts.ts';

const ACCOUNT = 'twitter:1';
const NO_CREDITS: NoCredits = { type: 'no-credits', detail: '402' };

const story = (id: string, publishedAt: string, more = {}) =>
  anArticle({ id, url: `https://news.example/${id}`, body: `Story ${id}.`, publishedAt: at(publishedAt), ...more });
const inTheMorning = (...ids: readonly string[]) =>
  ids.map((id, place) => story(id, `2026-05-01T08:${String(50 - place).padStart(2, '0')}Z`));
const createsOf = ({ stage }: TestRoom) => stage.creates.map((create) => create.split(' ')[1]);
const published = (id: string, limits: readonly Limits[]) =>
  ({ type: 'published', remoteId: id, url: `https://x.example/${id}`, limits }) as const;

async function accountOf(room: TestRoom): Promise<Account> {
  const account = await room.store.account(ACCOUNT);
  if (!account) throw new Error('the account was never opened');
  return account;
}

/** Another process over the same store and platform. */
function another(room: TestRoom, process: string): TestRoom {
  return { ...room, process, looks: new Map(), blindAt: new Map() };
}

describe('an account whose worker died over a post', () => {
  const gateOf = async (room: TestRoom) => (await reportChannels(room))[0]?.gate;

  it('says which post keeps it silent and until when, and then that the next pass settles it', async () => {
    const room = await aNewsroom({ articles: inTheMorning('a', 'b') });
    const sent = Promise.withResolvers<void>();
    room.stage.script.push(() => {
      sent.resolve();
      return new Promise<never>(() => {});
    });
    void room.pass();
    await sent.promise;
    const inHand = { type: 'closed', why: 'in-flight', detail: 'the account is sending p1, which is in hand' };
    expect(await gateOf(room)).toMatchObject({ ...inHand, until: at('2026-05-01T09:02Z') });

    room.advance(room.delivery.leaseForMs);
    const dead = { ...inHand, detail: 'the account was sending p1 when its worker died; the next pass settles it' };
    expect(await gateOf(room)).toEqual(dead);
    await another(room, 'process-2').pass();
    expect(await gateOf(room)).toEqual({ type: 'open' });
  });
});

describe('an account without credits', () => {
  const waiting = () => aNewsroom({ articles: inTheMorning('a', 'b', 'c') });

  it('is silent for an hour, tells a person once and costs no post an attempt', async () => {
    const room = await waiting();
    room.stage.script.push(NO_CREDITS);
    await room.pass();
    for (let minutes = 0; minutes < 59; minutes += 1) {
      room.advance(MINUTE_MS);
      await room.pass();
    }
    expect(createsOf(room)).toEqual(['a.']);
    expect(room.stage.looks).toBe(1);
    expect(room.tally.alerts).toHaveLength(1);
    expect((await room.posts()).map(({ state, attempts }) => `${state} ${attempts}`)).toEqual([
      'retrying 0',
      'scheduled 0',
      'scheduled 0',
    ]);
    expect(
      (
        await room.store.spoken(ACCOUNT, {
          hourAgo: at('2026-05-01T00:00Z'),
          dayStart: room.now(),
          monthStart: room.now(),
        })
      ).lastHour,
    ).toBe(0);
  });

  it('lets exactly one post try each hour, however many processes there are, and tells nobody again', async () => {
    const room = await waiting();
    room.stage.script.push(NO_CREDITS, NO_CREDITS, NO_CREDITS);
    await room.pass();
    for (const hour of [1, 2]) {
      room.advance(HOUR_MS);
      await Promise.all(['p2', 'p3', 'p4'].map((process) => pass(another(room, process))));
      await room.pass();
      expect(room.stage.creates).toHaveLength(1 + hour);
      expect(room.stage.looks).toBe(1 + hour);
    }
    expect(room.tally.alerts).toHaveLength(1);
    expect(String((await accountOf(room)).noCredits?.since)).toBe('2026-05-01T09:00:00Z');
    expect(String((await accountOf(room)).noCredits?.nextTryAt)).toBe('2026-05-01T12:00:00Z');
  });

  it.each([
    ['never-came', 'unconfirmed'],
    [{ type: 'unavailable', detail: 'no route' }, 'retrying'],
    [{ type: 'refused', detail: '403' }, 'failed'],
  ] as const)('lets no second post try where the first one learns nothing of credits (%j)', async (answer, state) => {
    const room = await waiting();
    room.stage.script.push(NO_CREDITS, answer);
    await room.pass();
    room.advance(HOUR_MS);
    for (let minutes = 0; minutes < 59; minutes += 1) {
      await room.pass();
      room.advance(MINUTE_MS);
    }
    expect(room.stage.creates).toHaveLength(2);
    expect((await room.posts())[0]?.state).toBe(state);
    room.advance(MINUTE_MS);
    await room.pass();
    expect(await accountOf(room)).not.toHaveProperty('noCredits');
  });

  it('opens when that post goes through, and says so in the logbook', async () => {
    const room = await waiting();
    room.stage.script.push(NO_CREDITS);
    await room.pass();
    room.advance(HOUR_MS);
    await room.pass();
    expect((await room.posts()).map(({ state }) => state)).toEqual(['published', 'published', 'published']);
    expect(createsOf(room)).toEqual(['a.', 'a.', 'b.', 'c.']);
    expect(await accountOf(room)).not.toHaveProperty('noCredits');
    expect(room.tally.alerts).toHaveLength(1);
    expect(await room.store.logbook(5)).toMatchObject([
      { by: 'crier', what: `opened account:${ACCOUNT}`, reason: 'credits are back: p1 went out' },
    ]);
  });

  it('stays as it is where the process that tries dies, until the next hour', async () => {
    const room = await waiting();
    room.stage.script.push(NO_CREDITS);
    await room.pass();
    room.advance(HOUR_MS);
    const dying = another(room, 'p2');
    dying.platformOf = async () => ({ ...room.stage, recent: () => Promise.reject(new Error('killed')) });
    await expect(pass(dying)).rejects.toThrow('killed');
    await room.pass();
    expect(room.stage.creates).toHaveLength(1);
    room.advance(HOUR_MS);
    await room.pass();
    expect(createsOf(room)).toEqual(['a.', 'a.', 'b.', 'c.']);
  });

  it('goes on at once when a person resumes it', async () => {
    const room = await waiting();
    room.stage.script.push(NO_CREDITS);
    await room.pass();
    const lifted = await liftPause(room, 'channel:x', 'Ada');
    expect(lifted).toMatchObject([{ scope: `account:${ACCOUNT}`, by: 'crier' }]);
    await room.pass();
    expect((await room.posts()).map(({ state }) => state)).toEqual(['published', 'published', 'published']);
  });

  it('shows since when, and when the next post tries', async () => {
    const room = await waiting();
    room.stage.script.push(NO_CREDITS);
    await room.pass();
    const [{ gate } = {}] = await reportChannels(room);
    expect(gate).toMatchObject({ why: 'no-credits', detail: 'no credits' });
    expect(gate?.type === 'closed' && [gate.since, gate.until].map(String)).toEqual([
      '2026-05-01T09:00:00Z',
      '2026-05-01T10:00:00Z',
    ]);
  });

  it('that turns up at a look is told once too, and the look for a lost post tries where no post waits', async () => {
    const room = await aNewsroom({ articles: inTheMorning('a') });
    room.stage.script.push('lost');
    await room.pass();
    let looks = 0;
    withRecent(room, () => async () => {
      looks += 1;
      return NO_CREDITS;
    });
    for (let minutes = 0; minutes < 130; minutes += 1) {
      room.advance(MINUTE_MS);
      await room.pass();
    }
    expect(looks).toBe(3);
    expect(room.tally.alerts).toEqual([`account ${ACCOUNT} has no credits: 402`]);
    room.platformOf = async () => room.stage;
    room.advance(HOUR_MS);
    await room.pass();
    expect((await room.post()).state).toBe('published');
    expect(room.stage.creates).toHaveLength(1);
  });

  it('tries a pull all the same, once an hour, and at once after a resume', async () => {
    const room = await aNewsroom({ articles: inTheMorning('a', 'b') });
    room.stage.script.push(published('5', []), NO_CREDITS);
    await room.pass();
    let asked = 0;
    const retract: Platform['retract'] = async () => {
      asked += 1;
      return NO_CREDITS;
    };
    room.platformOf = async () => ({ ...room.stage, retract });
    await pull(room, { source: 'desk', id: 'a' }, 'Ada', 'court order');
    for (let minutes = 0; minutes < 59; minutes += 1) {
      await room.pass();
      room.advance(MINUTE_MS);
    }
    expect(asked).toBe(1);
    room.platformOf = async () => room.stage;
    await liftPause(room, `account:${ACCOUNT}`, 'Ada');
    await room.pass();
    expect(room.stage.deleted).toEqual(['5']);
  });
});

describe('a window that is used up', () => {
  const usedUp = (more: Partial<Limits> = {}): Limits => ({ remaining: 0, resetAt: at('2026-05-01T09:15Z'), ...more });

  it('for creates leaves looks alone: a lost post is still found', async () => {
    const room = await aNewsroom({ articles: inTheMorning('a', 'b') });
    room.stage.script.push('lost', published('7', [usedUp({ resetAt: at('2026-05-01T12:00Z') })]));
    await room.pass();
    room.advance(2 * MINUTE_MS);
    await room.pass();
    expect((await room.posts()).map(({ state }) => state)).toEqual(['published', 'published']);
  });

  it('for looks leaves creates alone, as long as the last look is an hour old at most', async () => {
    const room = await aNewsroom({ articles: inTheMorning('a') });
    let looks = 0;
    withRecent(room, (recent) => async (query, signal) => {
      looks += 1;
      return { ...(await recent(query, signal)), limits: [usedUp({ resetAt: at('2026-05-01T11:00Z') })] };
    });
    await room.pass();
    room.articles = [...(room.articles ?? []), story('b', '2026-05-01T09:20Z')];
    room.setClock('2026-05-01T09:30Z');
    await room.pass();
    expect(looks).toBe(1);
    expect(createsOf(room)).toEqual(['a.', 'b.']);
    room.articles = [...room.articles, story('c', '2026-05-01T10:20Z')];
    for (const time of ['10:05', '10:31', '10:59']) {
      room.setClock(`2026-05-01T${time}Z`);
      await room.pass();
    }
    expect(looks).toBe(1);
    expect(createsOf(room)).toEqual(['a.', 'b.']);
    room.setClock('2026-05-01T11:00Z');
    await room.pass();
    expect(createsOf(room)).toEqual(['a.', 'b.', 'c.']);
  });

  it('for every call keeps the create back that a look or a preparation was made for', async () => {
    for (const step of ['recent', 'prepare'] as const) {
      const room = await aNewsroom({ articles: inTheMorning('a') });
      const limits = [usedUp({ everyUse: true })];
      if (step === 'recent')
        withRecent(room, (recent) => async (query, signal) => ({ ...(await recent(query, signal)), limits }));
      else room.platformOf = async () => ({ ...room.stage, prepare: async () => ({ type: 'ready', limits }) });
      await room.pass();
      expect(room.stage.creates).toEqual([]);
      expect((await room.post()).attempts).toBe(0);
      room.platformOf = async () => room.stage;
      room.setClock('2026-05-01T09:15Z');
      await room.pass();
      expect((await room.post()).state).toBe('published');
    }
  });

  it('for uploads lets the post out whose own upload used it up, and then closes', async () => {
    const room = await aNewsroom({ articles: inTheMorning('a', 'b') });
    room.platformOf = async () => ({ ...room.stage, prepare: async () => ({ type: 'ready', limits: [usedUp()] }) });
    await room.pass();
    expect(createsOf(room)).toEqual(['a.']);
    expect(String((await accountOf(room)).limitedUntil)).toBe('2026-05-01T09:15:00Z');
  });

  it('by the whole app closes all its accounts on a good answer too', async () => {
    const channels = [aChannel(), aChannel({ id: 'y', account: 'twitter:2' })];
    const room = await aNewsroom({ channels, articles: inTheMorning('a') });
    room.stage.script.push(published('5', [usedUp({ scope: 'app', everyUse: true })]));
    await room.pass();
    const other = await room.store.account('twitter:2');
    expect([other?.limitedUntil, other?.looksLimitedUntil].map(String)).toEqual([
      '2026-05-01T09:15:00Z',
      '2026-05-01T09:15:00Z',
    ]);
  });

  it('for deletions is asked once for all that are to be deleted', async () => {
    const room = await aNewsroom({ articles: inTheMorning('a', 'b', 'c') });
    await room.pass();
    let asked = 0;
    const retryAt = at('2026-05-01T09:15Z');
    room.platformOf = async () => ({
      ...room.stage,
      retract: async () => {
        asked += 1;
        return { type: 'rate-limited', retryAt, scope: 'account', detail: '429' };
      },
    });
    for (const id of ['a', 'b', 'c']) await pull(room, { source: 'desk', id }, 'Ada', 'wrong');
    for (let minutes = 0; minutes < 14; minutes += 1) {
      await room.pass();
      room.advance(MINUTE_MS);
    }
    expect(asked).toBe(1);
    room.platformOf = async () => room.stage;
    room.setClock('2026-05-01T09:15Z');
    await room.pass();
    expect((await room.posts()).map(({ state }) => state)).toEqual(['pulled', 'pulled', 'pulled']);
  });

  it('lets out the breaking story first when it opens, then the freshest, and expires what is stale', async () => {
    const room = await aNewsroom({
      channels: [
        aChannel({
          freshForMs: HOUR_MS,
          breaking: { review: 'none', maxPerHour: 9, when: { sections: [], tags: [], titleStarts: [] } },
        }),
      ],
      articles: inTheMorning('a', 'b'),
    });
    const retryAt = at('2026-05-01T09:55Z');
    room.stage.script.push({ type: 'rate-limited', retryAt, scope: 'account', detail: '429' });
    await room.pass();
    room.setClock('2026-05-01T09:40Z');
    room.articles = [
      ...(room.articles ?? []),
      story('c', '2026-05-01T09:20Z'),
      story('d', '2026-05-01T09:10Z', { breaking: true }),
      story('e', '2026-05-01T09:30Z'),
    ];
    await room.pass();
    expect(createsOf(room)).toEqual(['a.']);
    room.setClock('2026-05-01T09:55Z');
    await room.pass();
    expect(createsOf(room)).toEqual(['a.', 'd.', 'e.', 'c.']);
    expect((await room.posts()).map(({ state }) => state)).toEqual([
      'expired',
      'expired',
      'published',
      'published',
      'published',
    ]);
  });

  it('is closed again by an answer whose claim was lost', async () => {
    const room = await aNewsroom({ articles: inTheMorning('a') });
    room.stage.script.push(async () => {
      room.advance(3 * MINUTE_MS);
      await pass(another(room, 'p2'));
      return { type: 'rate-limited', retryAt: at('2026-05-01T10:00Z'), scope: 'account', detail: '429' };
    });
    await room.pass();
    expect(String((await accountOf(room)).limitedUntil)).toBe('2026-05-01T10:00:00Z');
  });
});

describe('a window that is nearly used up', () => {
  it('spreads ordinary posts over the rest of it, and lets breaking and timed ones pass', async () => {
    const room = await aNewsroom({
      channels: [
        aChannel({ breaking: { review: 'none', maxPerHour: 9, when: { sections: [], tags: [], titleStarts: [] } } }),
      ],
      articles: inTheMorning('a', 'b', 'c'),
    });
    const near = { remaining: 2, limit: 100, resetAt: at('2026-05-01T09:15Z') };
    room.stage.script.push(published('5', [near]));
    await room.pass();
    expect(createsOf(room)).toEqual(['a.']);
    room.articles = [...(room.articles ?? []), story('d', '2026-05-01T08:59Z', { breaking: true })];
    room.advance(MINUTE_MS);
    await room.pass();
    expect(createsOf(room)).toEqual(['a.', 'd.']);
    expect(await reportChannels(room)).toMatchObject([{ gate: { why: 'near-limit' } }]);
    room.advance(5 * MINUTE_MS - 1);
    await room.pass();
    expect(room.stage.creates).toHaveLength(2);
    room.advance(1);
    await room.pass();
    expect(createsOf(room)).toEqual(['a.', 'd.', 'b.']);
    room.setClock('2026-05-01T09:15Z');
    await room.pass();
    expect(createsOf(room)).toEqual(['a.', 'd.', 'b.', 'c.']);
  });
});

function pass(room: TestRoom): Promise<void> {
  return passOf(room, 50_000, new AbortController().signal);
}

function withRecent(room: TestRoom, wrap: (recent: Platform['recent']) => Platform['recent']): void {
  const { recent } = room.stage;
  room.platformOf = async () => ({ ...room.stage, recent: wrap(recent) });
}
