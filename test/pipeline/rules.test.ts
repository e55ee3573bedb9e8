import { describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../src/domain/time.ts';
import { review } from '../../src/pipeline/review.ts';
import { pull, release } from '../../src/pipeline/withdraw.ts';
import { aChannel, aNewsroom } from '../support/newsroom.ts';
import { anArticle, at } from '../support/posts.ts';

const story = (id: string, time: string, fields = {}) =>
  anArticle({ id, body: `Story ${id} happened.`, publishedAt: at(time), ...fields });

describe('rule 1: one write', () => {
  it('lets only one of two editors decide', async () => {
    const room = await aNewsroom({ channels: [aChannel({ review: 'required' })], articles: [anArticle()] });
    await room.pass();
    const { id } = await room.post();
    const verdicts = await Promise.all([
      review(room, id, { type: 'approve' }, 'Ada'),
      review(room, id, { type: 'reject' }, 'Bob'),
    ]);
    expect(verdicts.map(({ type }) => type).toSorted()).toEqual(['decided', 'refused']);
    const events = await room.store.events(id);
    expect(events.map(({ type }) => type)).toEqual(['opened', expect.stringMatching(/approved|rejected/)]);
  });

  it('lets two passes at once publish a story once', async () => {
    const room = await aNewsroom({ articles: [story('a', '2026-05-01T08:00Z'), story('b', '2026-05-01T08:30Z')] });
    await Promise.all([room.pass(), room.pass(), room.pass()]);
    expect(room.stage.creates.toSorted()).toEqual([
      'Story a happened. https://news.example/a',
      'Story b happened. https://news.example/b',
    ]);
  });

  it('lets an account speak one post at a time, breaking first, then the freshest', async () => {
    const room = await aNewsroom({
      articles: [
        story('old', '2026-05-01T06:00Z'),
        story('new', '2026-05-01T08:00Z'),
        story('breaking', '2026-05-01T05:00Z', { breaking: true }),
      ],
    });
    await room.pass();
    expect(room.stage.creates.map((create) => create.split(' ')[1])).toEqual(['breaking', 'new', 'old']);
  });

  it('lets a slow account hold up no other', async () => {
    const room = await aNewsroom({
      channels: [aChannel(), aChannel({ id: 'y', account: 'twitter:2' })],
      articles: [anArticle()],
    });
    let free: () => void = () => {};
    room.stage.script.push(async () => {
      await new Promise<void>((resolve) => {
        free = resolve;
      });
      return { type: 'unavailable', detail: 'slow' };
    });
    const passing = room.pass();
    await expect.poll(async () => (await room.posts()).some(({ state }) => state === 'published')).toBe(true);
    free();
    await passing;
  });
});

describe('rule 2: the row is the truth', () => {
  it('does nothing twice when woken twice', async () => {
    const room = await aNewsroom({ articles: [anArticle()] });
    for (let times = 0; times < 3; times += 1) await room.pass();
    expect(room.stage.creates).toHaveLength(1);
    expect((await room.store.events((await room.post()).id)).map(({ type }) => type)).toEqual([
      'opened',
      'claimed',
      'armed',
      'accepted',
    ]);
  });
});

describe('rule 3: prepare, then arm, then create', () => {
  it('sends nothing for a link that does not answer, and tries again later', async () => {
    const room = await aNewsroom({ articles: [anArticle()] });
    const checks: string[] = [];
    const answers = ['not-ready', 'ready'];
    Object.assign(room, {
      linkCheck: async (link: string) => {
        checks.push(link);
        return answers.shift() === 'ready'
          ? { type: 'found', url: link }
          : { type: 'not-ready', detail: 'the link answers 404' };
      },
    });
    await room.pass();
    expect(await room.post()).toMatchObject({
      state: 'retrying',
      reason: { type: 'not-ready', detail: 'the link answers 404' },
    });
    expect(room.stage.creates).toEqual([]);
    room.advance(MINUTE_MS);
    await room.pass();
    expect(checks).toEqual(['https://news.example/a1', 'https://news.example/a1']);
    expect((await room.post()).state).toBe('published');
  });

  it.each([
    ['a pause', (room: Room) => room.store.pause({ scope: 'all', at: room.now(), by: 'Ada', reason: 'stop' })],
    ['a pull', (room: Room) => pull(room, { source: 'desk', id: 'a1' }, 'Ada', 'wrong')],
    ['a limit', (room: Room) => room.store.changeAccount('twitter:1', { limitedUntil: at('2026-05-01T10:00Z') })],
  ])('is stopped by %s that comes between the claim and the create', async (_, stop) => {
    const room = await aNewsroom({ articles: [anArticle()] });
    Object.assign(room, {
      linkCheck: async (url: string) => {
        await stop(room);
        return { type: 'found', url };
      },
    });
    await room.pass();
    expect(room.stage.creates).toEqual([]);
    expect((await room.post()).attempts).toBe(0);
    expect((await room.store.spoken('twitter:1', windows(room))).today).toBe(0);
  });

  it('writes the claim and the arm together where there is nothing to prepare, and apart where there is', async () => {
    const steps = async (linkCheck?: object) => {
      const room = await aNewsroom({ articles: [anArticle()] });
      Object.assign(room, { linkCheck });
      const { consult } = room.store;
      const written: string[] = [];
      room.store.consult = async (...asked) => {
        const answer = await consult(...asked);
        const changes = [answer?.transition, answer?.next].flatMap((change) => change?.event.type ?? []);
        written.push(changes.join(' and '));
        return answer;
      };
      await room.pass();
      expect((await room.post()).state).toBe('published');
      return written;
    };
    expect(await steps()).toEqual(['claimed and armed']);
    const linkCheck = async (url: string) => ({ type: 'found', url });
    expect(await steps(linkCheck)).toEqual(['claimed', 'armed']);
  });

  it('sends nothing once the machine slept past the deadline between the arm and the create', async () => {
    const room = await aNewsroom({ articles: [anArticle()] });
    const { consult } = room.store;
    room.store.consult = async (...asked) => {
      const answer = await consult(...asked);
      const isArmed = [answer?.transition, answer?.next].some((change) => change?.event.type === 'armed');
      if (isArmed) room.advance(41 * SECOND_MS);
      return answer;
    };
    await room.pass();
    expect(room.stage.creates).toEqual([]);
    expect((await room.post()).state).toBe('retrying');
  });

  it('takes an unarmed lease that ran out as surely not sent', async () => {
    const room = await aNewsroom({ articles: [anArticle()] });
    Object.assign(room, { linkCheck: () => new Promise(() => {}) });
    void room.pass();
    await expect.poll(async () => (await room.posts())[0]?.state).toBe('publishing');
    Object.assign(room, { linkCheck: undefined });
    room.advance(2 * MINUTE_MS);
    await room.pass();
    expect(await room.post()).toMatchObject({
      state: 'retrying',
      reason: { type: 'lease-ran-out' },
      everUnconfirmed: false,
    });
  });

  it('takes an armed lease that ran out as unconfirmed', async () => {
    const room = await aNewsroom({ articles: [anArticle()] });
    room.stage.script.push(() => new Promise(() => {}));
    void room.pass();
    await expect.poll(() => room.stage.creates.length).toBe(1);
    room.advance(2 * MINUTE_MS);
    await room.pass();
    expect(await room.post()).toMatchObject({ state: 'unconfirmed', reason: { type: 'lease-ran-out-armed' } });
  });
});

describe('rule 4: unconfirmed is never re-sent blindly', () => {
  it('finds a post whose answer was lost', async () => {
    const room = await aNewsroom({ articles: [anArticle()] });
    room.stage.script.push('lost');
    await room.pass();
    expect((await room.post()).state).toBe('unconfirmed');
    room.advance(71 * SECOND_MS);
    await room.pass();
    expect(await room.post()).toMatchObject({ state: 'published', reason: { type: 'found' }, remoteId: '1000' });
    expect(room.stage.creates).toHaveLength(1);
  });

  it('sends the same bytes again only after three looks at 1, 4 and 10 times confirmAfter found nothing', async () => {
    const room = await aNewsroom({ articles: [anArticle()] });
    room.stage.script.push('never-came');
    await room.pass();
    const states: string[] = [];
    const deadline = (await room.post()).sending?.deadline ?? room.now();
    for (const seconds of [29, 31, 119, 121, 299, 301]) {
      room.setClock(deadline.add({ seconds }).toString());
      await room.pass();
      states.push(`${seconds} s: ${(await room.post()).looks} looks, ${room.stage.creates.length} creates`);
    }
    expect(states).toEqual([
      '29 s: 0 looks, 1 creates',
      '31 s: 1 looks, 1 creates',
      '119 s: 1 looks, 1 creates',
      '121 s: 2 looks, 1 creates',
      '299 s: 2 looks, 1 creates',
      '301 s: 0 looks, 2 creates',
    ]);
    expect(new Set(room.stage.creates).size).toBe(1);
    expect((await room.post()).state).toBe('published');
  });

  it('does not count a look that could not read the account', async () => {
    const room = await aNewsroom({ articles: [anArticle()] });
    room.stage.script.push('never-came');
    await room.pass();
    room.stage.blind = { type: 'unknown', detail: 'timeline down' };
    for (let minutes = 0; minutes < 120; minutes += 1) {
      room.advance(MINUTE_MS);
      await room.pass();
    }
    expect(await room.post()).toMatchObject({ state: 'unconfirmed', looks: 0 });
    expect(room.stage.creates).toHaveLength(1);
    expect(room.tally.alerts.filter((alert) => alert.includes('cannot-look'))).toHaveLength(1);
  });

  it('takes a post with other words for published, and never deletes it', async () => {
    const room = await aNewsroom({ articles: [anArticle()] });
    room.stage.script.push('never-came');
    await room.pass();
    room.advance(SECOND_MS);
    room.stage.postByHand('A colleague was faster', ['https://www.news.example/a1/?utm_source=x']);
    room.advance(5 * MINUTE_MS);
    await room.pass();
    expect(await room.post()).toMatchObject({
      state: 'published',
      reason: { type: 'found-other-text' },
      foreign: true,
    });
    await pull(room, { source: 'desk', id: 'a1' }, 'Ada', 'wrong');
    room.advance(HOUR_MS);
    await room.pass();
    expect(room.stage.deleted).toEqual([]);
    expect(await room.post()).toMatchObject({ state: 'retracting', reason: { type: 'delete-by-hand' } });
  });

  it('leaves a post with other words to a person even when the story was pulled meanwhile', async () => {
    const room = await aNewsroom({ articles: [anArticle()] });
    room.stage.script.push('never-came');
    await room.pass();
    await pull(room, { source: 'desk', id: 'a1' }, 'Ada', 'wrong');
    room.stage.postByHand('A colleague was faster', ['https://news.example/a1']);
    for (let minutes = 0; minutes < 10; minutes += 1) {
      room.advance(MINUTE_MS);
      await room.pass();
    }
    expect(room.stage.deleted).toEqual([]);
    expect(await room.post()).toMatchObject({ state: 'retracting', reason: { type: 'delete-by-hand' } });
  });

  it('lets the retry go before every other create', async () => {
    const room = await aNewsroom({ articles: [story('a', '2026-05-01T08:00Z')] });
    room.stage.script.push('never-came');
    await room.pass();
    for (const minutes of [2, 2]) {
      room.advance(minutes * MINUTE_MS);
      await room.pass();
    }
    room.articles = [story('a', '2026-05-01T08:00Z'), story('b', '2026-05-01T09:05Z', { breaking: true })];
    room.advance(4 * MINUTE_MS);
    await room.pass();
    expect(room.stage.creates.map((create) => create.split(' ')[1])).toEqual(['a', 'a', 'b']);
  });

  it('does not hold up the account', async () => {
    const room = await aNewsroom({ articles: [story('a', '2026-05-01T08:00Z'), story('b', '2026-05-01T07:00Z')] });
    room.stage.script.push('lost');
    await room.pass();
    expect((await room.posts()).map(({ state }) => state)).toEqual(['unconfirmed', 'published']);
  });

  it('never retries after a duplicate answer: a person is told it is live, address unknown', async () => {
    const room = await aNewsroom({ articles: [anArticle()] });
    room.stage.script.push({ type: 'refused', detail: 'duplicate content', duplicate: true });
    await room.pass();
    for (let minutes = 0; minutes < 20; minutes += 1) {
      room.advance(MINUTE_MS);
      await room.pass();
    }
    expect(await room.post()).toMatchObject({ state: 'unconfirmed', reason: { type: 'live-address-unknown' } });
    expect(room.stage.creates).toHaveLength(1);
    expect(room.tally.alerts).toHaveLength(1);
  });
});

describe('rule 5: late answers and late twins', () => {
  it('takes an id that comes after the lease was lost', async () => {
    const room = await aNewsroom({ articles: [anArticle()] });
    let answer: () => void = () => {};
    room.stage.script.push(async () => {
      await new Promise<void>((resolve) => {
        answer = resolve;
      });
      return { type: 'published', remoteId: '77', url: 'https://x.example/77' };
    });
    const zombie = room.pass();
    await expect.poll(() => room.stage.creates.length).toBe(1);
    room.advance(3 * MINUTE_MS);
    await room.pass();
    expect((await room.post()).state).toBe('unconfirmed');
    answer();
    await zombie;
    expect(await room.post()).toMatchObject({ state: 'published', reason: { type: 'late-answer' }, remoteId: '77' });
  });

  it('deletes the later of two of ours, fifteen minutes after', async () => {
    const room = await aNewsroom({ articles: [anArticle()] });
    room.stage.script.push('late');
    await room.pass();
    for (let minutes = 0; minutes < 6; minutes += 1) {
      room.advance(MINUTE_MS);
      await room.pass();
    }
    expect((await room.post()).state).toBe('published');
    expect(room.stage.creates).toHaveLength(2);
    room.stage.land();
    for (let minutes = 0; minutes < 20; minutes += 1) {
      room.advance(MINUTE_MS);
      await room.pass();
    }
    expect(room.stage.deleted).toEqual(['1001']);
    expect(await room.post()).toMatchObject({ state: 'published', remoteId: '1000', twins: [] });
    expect(room.tally.alerts.some((alert) => alert.includes('twin-found'))).toBe(true);
  });
});

describe('rule 6: platforms answer, they do not throw', () => {
  it('takes an exception for a bug of ours whose effect is unknown, and goes on with the others', async () => {
    const room = await aNewsroom({ articles: [story('a', '2026-05-01T08:00Z'), story('b', '2026-05-01T07:00Z')] });
    room.stage.script.push(() => Promise.reject(new TypeError('oops')));
    await room.pass();
    expect((await room.posts()).map(({ state }) => state)).toEqual(['unconfirmed', 'published']);
  });

  it('lets a limit or a dead token that shows while preparing cost the post nothing', async () => {
    const room = await aNewsroom({ articles: [anArticle()] });
    room.stage.prepare = async () => ({ type: 'unauthorized', detail: 'token revoked' });
    await room.pass();
    expect(await room.post()).toMatchObject({ state: 'retrying', attempts: 0 });
    expect(room.tally.alerts).toEqual(['account:twitter:1 paused: token revoked']);
    expect(room.stage.creates).toEqual([]);
  });
});

describe('rule 7: limits and dead tokens cost the post nothing', () => {
  it('gives the attempt back, closes the gate of the account and opens it by itself', async () => {
    const room = await aNewsroom({ articles: [story('a', '2026-05-01T08:00Z'), story('b', '2026-05-01T07:00Z')] });
    const retryAt = at('2026-05-01T09:10Z');
    room.stage.script.push({ type: 'rate-limited', retryAt, scope: 'account', detail: '429' });
    await room.pass();
    expect(room.stage.creates).toHaveLength(1);
    expect((await room.posts()).map(({ state, attempts }) => `${state} ${attempts}`)).toEqual([
      'retrying 0',
      'scheduled 0',
    ]);
    room.advance(9 * MINUTE_MS);
    await room.pass();
    expect(room.stage.creates).toHaveLength(1);
    room.advance(MINUTE_MS);
    await room.pass();
    expect((await room.posts()).map(({ state }) => state)).toEqual(['published', 'published']);
  });

  it('closes every account of an app where the app is limited', async () => {
    const room = await aNewsroom({
      channels: [aChannel(), aChannel({ id: 'y', account: 'twitter:2' })],
      articles: [anArticle()],
    });
    const retryAt = at('2026-05-01T10:00Z');
    room.stage.script.push({ type: 'rate-limited', retryAt, scope: 'app', detail: '429' });
    await room.pass();
    expect((await room.store.account('twitter:2'))?.limitedUntil).toEqual(retryAt);
  });

  it('believes no limit beyond 25 hours', async () => {
    const room = await aNewsroom({ articles: [anArticle()] });
    const retryAt = at('2027-01-01T00:00Z');
    room.stage.script.push({ type: 'rate-limited', retryAt, scope: 'account', detail: '429' });
    await room.pass();
    expect((await room.store.account('twitter:1'))?.limitedUntil).toEqual(at('2026-05-02T10:00Z'));
  });

  it('pauses the account of a dead token and tells a person once', async () => {
    const room = await aNewsroom({ articles: [anArticle()] });
    room.stage.script.push({ type: 'unauthorized', detail: 'token revoked' });
    await room.pass();
    room.advance(MINUTE_MS);
    await room.pass();
    expect(room.stage.creates).toHaveLength(1);
    expect((await room.post()).attempts).toBe(0);
    expect(room.tally.alerts).toEqual(['account:twitter:1 paused: token revoked']);
    await room.store.lift('account:twitter:1');
    await room.pass();
    expect((await room.post()).state).toBe('published');
  });

  it('stops before the next call when the headers say that the window is used up', async () => {
    const room = await aNewsroom({ articles: [story('a', '2026-05-01T08:00Z'), story('b', '2026-05-01T07:00Z')] });
    room.stage.script.push({
      type: 'published',
      remoteId: '5',
      url: 'https://x.example/5',
      limits: [{ remaining: 0, resetAt: at('2026-05-01T09:15Z') }],
    });
    await room.pass();
    expect(room.stage.creates).toHaveLength(1);
  });
});

describe('rule 8: approval is bound to what was approved', () => {
  it('refuses a hash that no longer holds', async () => {
    const room = await aNewsroom({ channels: [aChannel({ review: 'required' })], articles: [anArticle()] });
    await room.pass();
    const seen = await room.post();
    room.articles = [anArticle({ body: 'The harbour bridge stays shut.' })];
    await room.pass();
    const verdict = await review(room, seen.id, { type: 'approve', hash: seen.contentHash }, 'Ada');
    expect(verdict.type).toBe('refused');
    expect((await room.post()).text).toBe('The harbour bridge stays shut.');
  });

  it('sends an approved post back to review when its article changes it', async () => {
    const room = await aNewsroom({
      channels: [aChannel({ review: 'required' })],
      articles: [anArticle({ embargoUntil: at('2026-05-01T12:00Z') })],
    });
    await room.pass();
    const { id, contentHash } = await room.post();
    await review(room, id, { type: 'approve', hash: contentHash }, 'Ada');
    expect((await room.post()).state).toBe('scheduled');
    room.articles = [anArticle({ embargoUntil: at('2026-05-01T12:00Z'), body: 'Corrected.' })];
    await room.pass();
    expect(await room.post()).toMatchObject({
      state: 'pending_review',
      reason: { type: 'article-changed' },
      text: 'Corrected.',
    });
  });

  it('wants a fresh approval after an edit', async () => {
    const room = await aNewsroom({ channels: [aChannel({ review: { holdMs: HOUR_MS } })], articles: [anArticle()] });
    await room.pass();
    const { id } = await room.post();
    await review(room, id, { type: 'approve' }, 'Ada');
    await review(room, id, { type: 'edit', text: 'Our own words.' }, 'Ada');
    room.advance(2 * HOUR_MS);
    await room.pass();
    expect(await room.post()).toMatchObject({ state: 'pending_review', text: 'Our own words.', textBy: 'editor' });
    await review(room, id, { type: 'approve' }, 'Ada');
    await room.pass();
    expect(room.stage.creates).toEqual(['Our own words. https://news.example/a1']);
  });

  it('refuses words that do not fit', async () => {
    const room = await aNewsroom({ channels: [aChannel({ review: 'required' })], articles: [anArticle()] });
    await room.pass();
    const verdict = await review(room, (await room.post()).id, { type: 'edit', text: 'long '.repeat(100) }, 'Ada');
    expect(verdict).toMatchObject({ type: 'refused', why: expect.stringContaining('280') });
  });
});

describe('rule 9: nothing disappears', () => {
  it('shows a post with its reason for every article and channel', async () => {
    const room = await aNewsroom({
      channels: [aChannel({ sections: ['sport'] }), aChannel({ id: 'y', account: 'twitter:2', languages: ['uk'] })],
      articles: [anArticle()],
    });
    await room.pass();
    expect((await room.posts()).map(({ state, reason }) => `${state}: ${reason.type} ${reason.detail}`)).toEqual([
      'skipped: section world',
      'skipped: language en',
    ]);
  });

  it('holds the posts of a channel that is no longer configured', async () => {
    const room = await aNewsroom({ channels: [aChannel({ review: 'required' })], articles: [anArticle()] });
    await room.pass();
    room.channels.length = 0;
    room.advance(24 * HOUR_MS);
    await room.pass();
    expect((await room.post()).state).toBe('pending_review');
  });
});

describe('rule 10: old news is not news', () => {
  it('never posts what is older than freshFor by itself', async () => {
    const room = await aNewsroom({ articles: [story('old', '2026-04-30T20:00Z')] });
    await room.pass();
    expect(await room.post()).toMatchObject({ state: 'skipped', reason: { type: 'too-old' } });
  });

  it('expires what waited too long', async () => {
    const room = await aNewsroom({ channels: [aChannel({ review: 'required' })], articles: [anArticle()] });
    await room.pass();
    room.setClock('2026-05-01T20:00Z');
    await room.pass();
    expect(await room.post()).toMatchObject({ state: 'expired', reason: { type: 'stale' } });
  });

  it('waits for an embargo, and counts age from its end', async () => {
    const room = await aNewsroom({
      articles: [story('e', '2026-04-29T08:00Z', { embargoUntil: at('2026-05-01T10:00Z') })],
    });
    await room.pass();
    expect((await room.post()).state).toBe('scheduled');
    room.setClock('2026-05-01T10:00Z');
    await room.pass();
    expect((await room.post()).state).toBe('published');
  });

  it('takes a future publication for an embargo', async () => {
    const room = await aNewsroom({ articles: [story('f', '2026-05-01T09:30Z')] });
    await room.pass();
    expect(room.stage.creates).toEqual([]);
    room.setClock('2026-05-01T09:30Z');
    await room.pass();
    expect((await room.post()).state).toBe('published');
  });

  it('lets only the newest out by themselves on the first run, and the rest wait for a person', async () => {
    const articles = Array.from({ length: 6 }, (_, n) => story(`s${n}`, `2026-05-01T0${n + 2}:00Z`));
    const room = await aNewsroom({ channels: [aChannel({ catchUp: 2 })], articles });
    await room.pass();
    expect(room.stage.creates.map((create) => create.split(' ')[1])).toEqual(['s5', 's4']);
    const waiting = (await room.posts()).filter(({ state }) => state === 'pending_review');
    expect(new Set(waiting.map(({ reason }) => reason.type))).toEqual(new Set(['held-after-gap']));
    expect(waiting).toHaveLength(4);
  });

  it('does not flood after a pause of more than an hour', async () => {
    const room = await aNewsroom({ channels: [aChannel({ catchUp: 1 })] });
    await room.pass();
    await room.store.pause({ scope: 'channel:x', at: room.now(), by: 'Ada', reason: 'quiet' });
    room.articles = [story('a', '2026-05-01T09:05Z'), story('b', '2026-05-01T09:06Z')];
    for (let minutes = 0; minutes < 70; minutes += 10) {
      room.advance(10 * MINUTE_MS);
      await room.pass();
    }
    await room.store.lift('channel:x');
    await room.pass();
    expect(room.stage.creates.map((create) => create.split(' ')[1])).toEqual(['b']);
    expect((await room.posts()).map(({ reason }) => reason.type)).toEqual(['held-after-gap', 'accepted']);
  });

  it('lets a held post out when a person says so', async () => {
    const articles = [story('a', '2026-05-01T07:00Z'), story('b', '2026-05-01T08:00Z')];
    const room = await aNewsroom({ channels: [aChannel({ catchUp: 1 })], articles });
    await room.pass();
    const held = (await room.posts()).find(({ state }) => state === 'pending_review');
    await review(room, held?.id ?? '', { type: 'approve' }, 'Ada');
    await room.pass();
    expect(room.stage.creates).toHaveLength(2);
  });
});

describe('rule 11: look before speaking', () => {
  it('takes a story that someone posted by hand for published', async () => {
    const room = await aNewsroom({ articles: [anArticle()] });
    room.stage.postByHand('By hand!', ['https://news.example/a1?utm_medium=social']);
    await room.pass();
    expect(room.stage.creates).toEqual([]);
    expect(await room.post()).toMatchObject({ state: 'published', reason: { type: 'by-hand' }, remoteId: '1000' });
  });

  it('looks again after ten minutes, and reads only since the last look', async () => {
    const room = await aNewsroom({ articles: [story('a', '2026-05-01T08:00Z')] });
    await room.pass();
    expect(room.stage.looks).toBe(1);
    room.advance(9 * MINUTE_MS);
    room.articles = [story('a', '2026-05-01T08:00Z'), story('b', '2026-05-01T09:05Z')];
    await room.pass();
    expect(room.stage.looks).toBe(1);
    room.advance(2 * MINUTE_MS);
    room.articles = [...room.articles, story('c', '2026-05-01T09:10Z')];
    await room.pass();
    expect(room.stage.looks).toBe(2);
  });

  it('looks again in a new process: the store may be a backup that was put back', async () => {
    const room = await aNewsroom({ articles: [story('a', '2026-05-01T08:00Z')] });
    await room.pass();
    room.looks.clear();
    room.stage.postByHand('By hand!', ['https://news.example/b']);
    room.articles = [story('a', '2026-05-01T08:00Z'), story('b', '2026-05-01T08:30Z')];
    await room.pass();
    expect(room.stage.creates).toHaveLength(1);
  });

  it('holds after a gap when it cannot look', async () => {
    const room = await aNewsroom({ articles: [anArticle()] });
    room.stage.blind = { type: 'unknown', detail: 'timeline down' };
    await room.pass();
    expect(room.stage.creates).toEqual([]);
    expect((await room.post()).state).toBe('scheduled');
    room.stage.blind = undefined;
    room.advance(MINUTE_MS);
    await room.pass();
    expect((await room.post()).state).toBe('published');
  });

  it('asks a timeline that fails once per pass, however many posts are due', async () => {
    const articles = Array.from({ length: 9 }, (_, n) => story(`s${n}`, '2026-05-01T08:00Z'));
    const room = await aNewsroom({ articles });
    room.stage.blind = { type: 'unknown', detail: 'timeline down' };
    await room.pass();
    expect(room.stage.looks).toBe(1);
  });

  it('speaks on its last look when the timeline fails for less than an hour', async () => {
    const room = await aNewsroom({ articles: [story('a', '2026-05-01T08:00Z')] });
    await room.pass();
    room.stage.blind = { type: 'unknown', detail: 'timeline down' };
    room.advance(20 * MINUTE_MS);
    room.articles = [story('a', '2026-05-01T08:00Z'), story('b', '2026-05-01T09:15Z')];
    await room.pass();
    expect(room.stage.creates).toHaveLength(2);
  });

  it('posts nothing again after an old copy of the store comes back', async () => {
    const articles = [anArticle()];
    const room = await aNewsroom({ articles });
    await room.pass();
    const restored = await aNewsroom({ articles });
    Object.assign(restored, { platformOf: async () => room.stage });
    await restored.pass();
    expect(room.stage.creates).toHaveLength(1);
    expect((await restored.post()).state).toBe('published');
  });
});

describe('rule 12: identity never hangs on configuration', () => {
  it('posts nothing again on a renamed channel of the same account', async () => {
    const room = await aNewsroom({ articles: [anArticle()] });
    await room.pass();
    room.channels.splice(0, 1, aChannel({ id: 'renamed' }));
    room.articles = [anArticle({ tags: ['touched'] })];
    room.advance(MINUTE_MS);
    await room.pass();
    expect(room.stage.creates).toHaveLength(1);
    expect((await room.posts()).map(({ channel, state, reason }) => `${channel} ${state} ${reason.type}`)).toEqual([
      'x published accepted',
      'renamed skipped link-taken',
    ]);
  });

  it('posts nothing again for a story that came under another id', async () => {
    const room = await aNewsroom({ articles: [anArticle()] });
    await room.pass();
    room.articles = [anArticle(), anArticle({ id: 'a1-renamed', url: 'http://www.news.example/a1/?utm_source=feed' })];
    await room.pass();
    expect(room.stage.creates).toHaveLength(1);
  });

  it('remembers the outlet', async () => {
    const room = await aNewsroom();
    expect(await room.store.claimOutlet('demo')).toBe('demo');
    expect(await room.store.claimOutlet('other')).toBe('demo');
  });
});

describe('rule 13: absence is not a command', () => {
  const many = Array.from({ length: 20 }, (_, n) => story(`m${n}`, '2026-05-01T08:00Z'));

  it('withdraws nothing when a source is unreachable, and says so once', async () => {
    const room = await aNewsroom({ channels: [aChannel({ review: 'required' })], articles: many });
    await room.pass();
    room.articles = undefined;
    await room.pass();
    await room.pass();
    expect(new Set((await room.posts()).map(({ state }) => state))).toEqual(new Set(['pending_review']));
    expect(room.tally.alerts).toEqual(['source desk stopped: the folder is not there']);
  });

  it('withdraws nothing when a source is empty all of a sudden, however little it held', async () => {
    const room = await aNewsroom({ channels: [aChannel({ review: 'required' })], articles: [anArticle()] });
    await room.pass();
    room.articles = [];
    await room.pass();
    expect((await room.post()).state).toBe('pending_review');
    expect(room.tally.alerts).toEqual([expect.stringContaining('source desk stopped')]);
  });

  it('withdraws nothing when many vanish at once, until a person accepts it', async () => {
    const room = await aNewsroom({ channels: [aChannel({ review: 'required' })], articles: many });
    await room.pass();
    room.articles = many.slice(0, 10);
    await room.pass();
    expect(new Set((await room.posts()).map(({ state }) => state))).toEqual(new Set(['pending_review']));
    await room.store.saveSource({ ...(await room.store.source('desk')), absenceAccepted: true });
    await room.pass();
    expect((await room.posts()).filter(({ state }) => state === 'canceled')).toHaveLength(10);
  });

  it('cancels what waits when a few vanish, and lets a story that comes back regain its place', async () => {
    const room = await aNewsroom({ channels: [aChannel({ review: 'required' })], articles: many });
    await room.pass();
    room.articles = many.slice(1);
    await room.pass();
    const gone = (await room.posts()).find(({ state }) => state === 'canceled');
    expect(gone).toMatchObject({ article: { id: 'm0' }, reason: { type: 'vanished' } });
    room.articles = many;
    await room.pass();
    expect((await room.store.post(gone?.id ?? ''))?.state).toBe('pending_review');
  });

  it('leaves what is live alone when its article vanishes, and deletes it when it is canceled', async () => {
    const room = await aNewsroom({ articles: [anArticle()] });
    await room.pass();
    room.articles = [story('other', '2026-05-01T08:10Z')];
    await room.pass();
    expect(room.stage.deleted).toEqual([]);
    room.articles = [anArticle({ status: 'canceled' })];
    await room.pass();
    expect(room.stage.deleted).toEqual(['1000']);
    expect((await room.posts()).find(({ article }) => article.id === 'a1')?.state).toBe('pulled');
    room.articles = [anArticle()];
    await room.pass();
    expect(room.stage.creates.filter((create) => create.includes('a1'))).toHaveLength(1);
  });

  it('takes back what turns out to be live after its article was canceled on the way', async () => {
    const room = await aNewsroom({ articles: [anArticle()] });
    room.stage.script.push('lost');
    await room.pass();
    room.articles = [anArticle({ status: 'canceled' })];
    await room.pass();
    expect(await room.post()).toMatchObject({ state: 'unconfirmed', withdrawal: 'withdrawn' });
    room.advance(2 * MINUTE_MS);
    await room.pass();
    expect((await room.post()).state).toBe('pulled');
  });
});

describe('rule 14: a pull is never held up', () => {
  it('deletes while everything is paused, blocks re-ingest, and lets the story in again when released', async () => {
    const room = await aNewsroom({ articles: [anArticle()] });
    await room.pass();
    await room.store.pause({ scope: 'all', at: room.now(), by: 'Ada', reason: 'night' });
    await pull(room, { source: 'desk', id: 'a1' }, 'Ada', 'court order');
    await room.pass();
    expect((await room.post()).state).toBe('pulled');
    room.articles = [anArticle({ body: 'A new version.' })];
    await room.store.lift('all');
    await room.pass();
    expect(room.stage.creates).toHaveLength(1);
    await release(room, { source: 'desk', id: 'a1' }, new AbortController().signal);
    await room.pass();
    expect(room.stage.creates).toHaveLength(1);
  });

  it('lets a released story that had not gone out regain its place', async () => {
    const room = await aNewsroom({ channels: [aChannel({ review: 'required' })], articles: [anArticle()] });
    await room.pass();
    await pull(room, { source: 'desk', id: 'a1' }, 'Ada', 'check first');
    expect((await room.post()).state).toBe('canceled');
    await release(room, { source: 'desk', id: 'a1' }, new AbortController().signal);
    expect((await room.post()).state).toBe('pending_review');
  });
});

describe('rule 15: sandbox and real never mix', () => {
  it('posts nothing older than the switch to real', async () => {
    const sandbox = aChannel({ sandbox: true, account: 'sandbox:twitter:X' });
    const room = await aNewsroom({ channels: [sandbox], articles: [story('a', '2026-05-01T08:00Z')] });
    await room.pass();
    await room.store.openAccount({ id: 'twitter:1', platform: 'twitter' });
    room.channels.splice(0, 1, aChannel());
    room.advance(10 * MINUTE_MS);
    room.articles = [story('a', '2026-05-01T08:00Z'), story('b', '2026-05-01T09:05Z'), story('c', '2026-05-01T09:10Z')];
    await room.pass();
    const states = (await room.posts()).map(({ article, state, reason }) => `${article.id} ${state} ${reason.type}`);
    expect(states).toEqual(['a published accepted', 'b skipped before-switch', 'c published accepted']);
  });

  it('does not carry what waited in the sandbox along', async () => {
    const sandbox = aChannel({ sandbox: true, account: 'sandbox:twitter:X', review: 'required' });
    const room = await aNewsroom({ channels: [sandbox], articles: [anArticle()] });
    await room.pass();
    await room.store.openAccount({ id: 'twitter:1', platform: 'twitter' });
    room.channels.splice(0, 1, aChannel());
    await room.pass();
    expect(await room.post()).toMatchObject({ state: 'canceled', reason: { type: 'account-switch' } });
    expect(room.stage.creates).toEqual([]);
  });
});

describe('rule 16: a pass', () => {
  it('never sleeps for a due time and takes no new post in hand after its end', async () => {
    const articles = Array.from({ length: 4 }, (_, n) => story(`s${n}`, `2026-05-01T0${n + 3}:00Z`));
    const room = await aNewsroom({ articles });
    const slow = async () => {
      room.advance(20 * SECOND_MS);
      return { type: 'published' as const, remoteId: `r${room.stage.creates.length}`, url: 'https://x.example/r' };
    };
    room.stage.script.push(slow, slow, slow, slow);
    await room.pass();
    expect(room.stage.creates).toHaveLength(3);
    await room.pass();
    expect(room.stage.creates).toHaveLength(4);
  });

  it('fails a post after its attempts are spent, visibly', async () => {
    const room = await aNewsroom({ articles: [anArticle()] });
    for (let n = 0; n < 8; n += 1) room.stage.script.push({ type: 'unavailable', detail: 'connection refused' });
    for (let n = 0; n < 12; n += 1) {
      await room.pass();
      room.advance(HOUR_MS * 0.9);
    }
    expect(await room.post()).toMatchObject({ state: 'failed', attempts: 8, reason: { type: 'attempts-spent' } });
    expect(room.tally.alerts).toHaveLength(1);
  });
});

type Room = Awaited<ReturnType<typeof aNewsroom>>;

function windows(room: Room) {
  const day = room.now().subtract({ hours: 24 });
  return { hourAgo: day, dayStart: day, monthStart: day };
}
