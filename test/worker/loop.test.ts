import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Article } from '../../src/domain/article.ts';
import type { ArticleSource } from '../../src/domain/ports.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../src/domain/time.ts';
import { review } from '../../src/pipeline/review.ts';
import { work } from '../../src/worker/loop.ts';
import { factsOf, newPulse } from '../../src/worker/pulse.ts';
import { aChannel, aNewsroom, aStage, type TestRoom } from '../support/newsroom.ts';
import { anArticle, at } from '../support/posts.ts';
import { handClock, settled } from './hand-clock.ts';

class Trouble extends Error {}

const story = (id: string, fields: Partial<Article> = {}) =>
  anArticle({ id, body: `Story ${id} happened.`, publishedAt: at('2026-05-01T08:50Z'), ...fields });

/** A worker over a room, whose time the test lets pass. It works since nine o'clock. */
function aWorker(room: TestRoom, beat?: () => Promise<void>) {
  const clock = handClock(room);
  const stopping = new AbortController();
  const pulse = newPulse(room.now());
  const log: string[] = [];
  const say = (message: string, facts: object = {}) => void log.push(`${message} ${JSON.stringify(facts)}`);
  const done = work(
    { ...room, log: { debug() {}, info() {}, warn: say, error: say } },
    {
      pulse,
      sleep: clock.sleep,
      isTrouble: (error) => error instanceof Trouble,
      redact: (text) => text.replaceAll('swordfish', '[redacted]'),
      ...(beat ? { beat } : {}),
    },
    stopping.signal,
  );
  onTestFinished(async () => {
    stopping.abort();
    await done;
  });
  return {
    ...clock,
    log,
    stop: () => stopping.abort(),
    done,
    facts: () => factsOf(pulse, room.now()),
  };
}

/** When each text went out, by the seconds of the room's clock. */
const wentOut = ({ stage }: Pick<TestRoom, 'stage'>) =>
  stage.timeline.toReversed().map(({ text, createdAt }) => `${text} ${createdAt.toString().slice(11)}`);

async function idOf(room: TestRoom, article: string, channel = 'x'): Promise<string> {
  const post = (await room.posts()).find((one) => one.article.id === article && one.channel === channel);
  if (!post) throw new Error(`no post of ${article} on ${channel}`);
  return post.id;
}

const toReview = aChannel({ review: 'required' });

async function decided(room: TestRoom, article: string, time: string): Promise<void> {
  const id = await idOf(room, article);
  await review(room, id, { type: 'schedule', at: at(time) }, 'Ada');
  await review(room, id, { type: 'approve' }, 'Ada');
}

describe('a post', () => {
  it('goes out seconds after its article came, and once', async () => {
    const room = await aNewsroom();
    const worker = aWorker(room);
    await worker.pass(10_000);
    room.articles = [story('a')];
    await worker.pass(3000);
    expect(room.stage.creates).toHaveLength(1);
    await worker.pass(MINUTE_MS);
    expect(room.stage.creates).toHaveLength(1);
  });

  it('goes out within a second of its due time', async () => {
    const room = await aNewsroom({ channels: [toReview], articles: [story('a'), story('b')] });
    const worker = aWorker(room);
    await worker.pass(5000);
    await decided(room, 'a', '2026-05-01T09:01:00.777Z');
    await decided(room, 'b', '2026-05-01T09:02:21.300Z');
    await worker.pass(3 * MINUTE_MS);
    expect(wentOut(room)).toEqual(['Story a happened. 09:01:00.777Z', 'Story b happened. 09:02:21.3Z']);
  });

  it('goes out within a second of the approval that another process recorded', async () => {
    const room = await aNewsroom({ channels: [toReview], articles: [story('a')] });
    const worker = aWorker(room);
    await worker.pass(60_100);
    await review(room, await idOf(room, 'a'), { type: 'approve' }, 'Ada');
    await worker.pass(SECOND_MS);
    expect(room.stage.creates).toHaveLength(1);
  });

  it('is not hidden by another that waits behind a closed gate', async () => {
    const channels = [aChannel({ ...toReview, id: 'x' }), aChannel({ id: 'held' })];
    const room = await aNewsroom({ channels, articles: [story('a', { language: 'uk' })] });
    room.channels.splice(
      0,
      2,
      aChannel({ ...toReview, languages: ['uk'] }),
      aChannel({ id: 'held', languages: ['en'] }),
    );
    await room.store.pause({ scope: 'channel:held', at: room.now(), by: 'Ada', reason: 'broken' });
    const worker = aWorker(room);
    await worker.pass(1000);
    await decided(room, 'a', '2026-05-01T09:01:01.900Z');
    room.articles = [story('a', { language: 'uk' }), story('b')];
    await worker.pass(2 * MINUTE_MS);
    expect(wentOut(room)).toEqual(['Story a happened. 09:01:01.9Z']);
  });

  it('is not held up by an account that does not answer', async () => {
    const channels = [aChannel({ id: 'slow', account: 'twitter:2' }), toReview];
    const room = await aNewsroom({ channels, articles: [story('a')] });
    const never = Promise.withResolvers<never>();
    const slow = { ...aStage(room.now), publish: () => never.promise };
    const worker = aWorker({ ...room, platformOf: async (account) => (account === 'twitter:2' ? slow : room.stage) });
    await worker.pass(5000);
    const [onX] = (await room.posts()).filter(({ channel }) => channel === 'x');
    expect((await room.posts()).map(({ state }) => state).sort()).toEqual(['pending_review', 'publishing']);
    await review(room, onX?.id ?? '', { type: 'edit', text: 'Story a in other words.' }, 'Ada');
    await review(room, onX?.id ?? '', { type: 'approve' }, 'Ada');
    await worker.pass(SECOND_MS);
    expect(room.stage.creates).toHaveLength(1);
    never.reject(new Error('the test is over'));
  });

  it('that was taken back while nobody worked does not go out at the start', async () => {
    const room = await aNewsroom({ channels: [toReview], articles: [story('a')] });
    await room.pass();
    await decided(room, 'a', '2026-05-01T09:00:10Z');
    room.advance(5 * MINUTE_MS);
    room.articles = [story('a', { status: 'canceled' })];
    const worker = aWorker(room);
    await worker.pass(MINUTE_MS);
    expect(room.stage.creates).toEqual([]);
    expect((await room.post()).state).toBe('canceled');
  });
});

describe('a source that tells of changes', () => {
  /** The room's source, which now tells when the test says so. */
  function telling(room: TestRoom) {
    const [source] = room.sources;
    if (!source) throw new Error('the room has a source');
    let asked: PromiseWithResolvers<void> | undefined;
    source.changed = (signal) => {
      if (asked) throw new Error('asked twice at once');
      asked = Promise.withResolvers<void>();
      const { promise } = asked;
      signal.addEventListener('abort', () => answer((one) => one.reject(signal.reason)), { once: true });
      return promise;
    };
    const answer = (how: (asked: PromiseWithResolvers<void>) => void) => {
      const one = asked;
      asked = undefined;
      if (one) how(one);
    };
    return {
      tell: () => answer((one) => one.resolve()),
      fail: (why: string) => answer((one) => one.reject(new Error(why))),
      isAsked: () => asked !== undefined,
    };
  }

  it('has its story out within a tenth of a second, through a lane of its own', async () => {
    const room = await aNewsroom();
    const source = telling(room);
    const worker = aWorker(room);
    await worker.pass(10_100);
    room.articles = [story('a')];
    source.tell();
    await worker.pass(100);
    expect(room.stage.creates).toHaveLength(1);
  });

  it('is read again where something changes while it is read', async () => {
    const room = await aNewsroom();
    const source = telling(room);
    const poll = room.sources[0]?.poll;
    if (!room.sources[0] || !poll) throw new Error('the room has a source');
    const worker = aWorker(room);
    await worker.pass(10_100);
    let polls = 0;
    room.sources[0].poll = async (...asked) => {
      const polled = await poll(...asked);
      polls += 1;
      if (polls === 1) {
        room.articles = [story('a'), story('b')];
        source.tell();
      }
      return polled;
    };
    room.articles = [story('a')];
    source.tell();
    await worker.pass(200);
    expect(room.stage.creates).toHaveLength(2);
  });

  it('is read in its turn although it never tells', async () => {
    const room = await aNewsroom();
    telling(room);
    const worker = aWorker(room);
    await worker.pass(10_000);
    room.articles = [story('a')];
    await worker.pass(3000);
    expect(room.stage.creates).toHaveLength(1);
  });

  it('may tell twice, and of nothing: a story goes out once', async () => {
    const room = await aNewsroom();
    const source = telling(room);
    const worker = aWorker(room);
    await worker.pass(10_100);
    room.articles = [story('a')];
    for (let times = 0; times < 5; times += 1) {
      source.tell();
      await worker.pass(70);
    }
    expect(room.stage.creates).toHaveLength(1);
  });

  it('is heard beside another one that does not answer', async () => {
    const room = await aNewsroom();
    const source = telling(room);
    let isStuck = false;
    const never = Promise.withResolvers<never>();
    const slow: ArticleSource = {
      id: 'slow',
      poll: async () => (isStuck ? never.promise : { type: 'unreachable', detail: 'not yet', passing: true }),
    };
    const worker = aWorker({ ...room, sources: [slow, ...room.sources] });
    await worker.pass(5000);
    isStuck = true;
    await worker.pass(MINUTE_MS);
    room.articles = [story('a')];
    source.tell();
    await worker.pass(100);
    expect(room.stage.creates).toHaveLength(1);
    never.reject(new Error('the test is over'));
  });

  it('that cannot tell is asked less and less often, and a person reads it once', async () => {
    const room = await aNewsroom();
    const source = telling(room);
    const worker = aWorker(room);
    await worker.pass(5000);
    let asked = 0;
    for (let second = 0; second < 120; second += 1) {
      if (source.isAsked()) asked += 1;
      source.fail('swordfish: no more watches');
      await worker.pass(SECOND_MS);
    }
    expect(asked).toBeGreaterThan(4);
    expect(asked).toBeLessThan(10);
    expect(worker.log.filter((line) => line.includes('[redacted]: no more watches'))).toHaveLength(1);
    expect(worker.facts()).toMatchObject({ ok: true, bugs: 0, lastError: null });
    room.articles = [story('a')];
    await worker.pass(3000);
    expect(room.stage.creates).toHaveLength(1);
  });

  it('is not asked before its time while it cannot be read', async () => {
    const room = await aNewsroom();
    const source = telling(room);
    const [desk] = room.sources;
    if (!desk) throw new Error('the room has a source');
    let polls = 0;
    desk.poll = async () => {
      polls += 1;
      return { type: 'unreachable', detail: 'no route', passing: true };
    };
    const worker = aWorker(room);
    await worker.pass(5000);
    for (let times = 0; times < 50; times += 1) {
      source.tell();
      await worker.pass(100);
    }
    expect(polls).toBe(1);
  });

  it('does not make the worker spin, however often it tells', async () => {
    const room = await aNewsroom();
    const source = telling(room);
    const [desk] = room.sources;
    if (!desk) throw new Error('the room has a source');
    const polls = vi.spyOn(desk, 'poll');
    const worker = aWorker(room);
    await worker.pass(5000);
    polls.mockClear();
    for (let ms = 0; ms < 1000; ms += 1) {
      source.tell();
      await worker.pass(1);
    }
    expect(polls.mock.calls.length).toBeGreaterThan(25);
    expect(polls.mock.calls.length).toBeLessThan(55);
  });

  it('ends no gap by itself: what lay there is chosen from all that the sources have', async () => {
    const room = await aNewsroom({ channels: [aChannel({ catchUp: 1 })] });
    const source = telling(room);
    const worker = aWorker(room);
    await worker.pass(5000);
    await room.store.pause({ scope: 'all', at: room.now(), by: 'Ada', reason: 'lunch' });
    await worker.pass(3000);
    room.advance(2 * HOUR_MS);
    room.articles = [story('a'), story('b', { publishedAt: at('2026-05-01T08:55Z') })];
    source.tell();
    await worker.pass(10_000);
    await room.store.lift('all');
    source.tell();
    await worker.pass(5000);
    expect(room.stage.creates).toEqual(['Story b happened. https://news.example/b']);
  });

  it('is let go when the worker is asked to stop', async () => {
    const room = await aNewsroom();
    const source = telling(room);
    const worker = aWorker(room);
    await worker.pass(5000);
    expect(source.isAsked()).toBe(true);
    worker.stop();
    await worker.done;
    expect(source.isAsked()).toBe(false);
    expect(worker.log).toEqual([]);
  });
});

describe('what is due and held', () => {
  it('does not make the worker spin', async () => {
    const room = await aNewsroom({ channels: [aChannel({ maxPerHour: 1 })], articles: [story('a'), story('b')] });
    const rounds = vi.spyOn(room.store, 'unsettled');
    const worker = aWorker(room);
    await worker.pass(10_000);
    rounds.mockClear();
    await worker.pass(MINUTE_MS);
    expect((await room.posts()).map(({ state }) => state).sort()).toEqual(['published', 'scheduled']);
    expect(rounds.mock.calls.length).toBeGreaterThan(25);
    expect(rounds.mock.calls.length).toBeLessThan(35);
  });

  it('does not have an account that cannot be looked at asked more than once a minute', async () => {
    const room = await aNewsroom({ articles: [story('a')] });
    room.stage.blind = { type: 'unknown', detail: 'timeline down' };
    const worker = aWorker(room);
    await worker.pass(4 * MINUTE_MS - 1);
    expect(room.stage.looks).toBe(4);
    room.stage.blind = undefined;
    await worker.pass(MINUTE_MS + 2000);
    expect(room.stage.creates).toHaveLength(1);
  });

  it('goes out when the gate opens by itself', async () => {
    const room = await aNewsroom({
      channels: [aChannel({ minGapMs: 2 * MINUTE_MS })],
      articles: [story('a'), story('b')],
    });
    const worker = aWorker(room);
    await worker.pass(3 * MINUTE_MS);
    const [first, second] = room.stage.timeline.toReversed().map(({ createdAt }) => createdAt.epochMilliseconds);
    const gapMs = (second ?? 0) - (first ?? 0);
    expect(gapMs).toBeGreaterThanOrEqual(2 * MINUTE_MS);
    expect(gapMs).toBeLessThan(2 * MINUTE_MS + 3000);
  });

  it.each([0, 400, 800, 1200, 1600])(
    'goes out with care after a pause of hours: the newest by itself, whenever between two readings it ends (%i ms)',
    async (ms) => {
      const room = await aNewsroom({ channels: [aChannel({ catchUp: 1 })] });
      const worker = aWorker(room);
      await worker.pass(5000);
      await room.store.pause({ scope: 'all', at: room.now(), by: 'Ada', reason: 'lunch' });
      room.articles = [story('a'), story('b', { publishedAt: at('2026-05-01T08:55Z') })];
      await worker.pass(3000);
      room.advance(2 * HOUR_MS);
      await worker.pass(10_000 + ms);
      await room.store.lift('all');
      await worker.pass(5000);
      expect(room.stage.creates).toEqual(['Story b happened. https://news.example/b']);
    },
  );
});

describe('trouble', () => {
  it('with the store is met with patience, and is over when it is over', async () => {
    const room = await aNewsroom({ channels: [toReview], articles: [story('a')] });
    const worker = aWorker(room);
    await worker.pass(5000);
    expect(worker.facts()).toMatchObject({ ok: true, bugs: 0 });
    const broken = [
      vi.spyOn(room.store, 'channels').mockRejectedValue(new Trouble('the disk is full')),
      vi.spyOn(room.store, 'unsettled').mockRejectedValue(new Trouble('the disk is full')),
      vi.spyOn(room.store, 'nextAt').mockRejectedValue(new Trouble('the disk is full')),
    ];
    await worker.pass(10 * MINUTE_MS);
    expect(broken[0]?.mock.calls.length).toBeLessThan(16);
    expect(broken[1]?.mock.calls.length).toBeLessThan(16);
    expect(worker.facts()).toMatchObject({ ok: false, bugs: 0, lastError: { detail: 'the disk is full' } });
    for (const method of broken) method.mockRestore();
    await review(room, await idOf(room, 'a'), { type: 'approve' }, 'Ada');
    await worker.pass(MINUTE_MS);
    expect(room.stage.creates).toHaveLength(1);
    expect(worker.facts()).toMatchObject({ ok: true });
  });

  it('that is a bug does not end the worker, is counted and told without a secret', async () => {
    const room = await aNewsroom();
    room.articles = [story('a')];
    vi.spyOn(room.summarizer, 'summarize').mockRejectedValueOnce(new TypeError('swordfish is not a function'));
    const worker = aWorker(room);
    await worker.pass(10_000);
    expect(room.stage.creates).toHaveLength(1);
    expect(worker.facts()).toMatchObject({
      ok: true,
      bugs: 1,
      lastError: { lane: 'sources', detail: '[redacted] is not a function' },
    });
    expect(worker.log.join('\n')).toContain('a bug in crier');
    expect(worker.log.join('\n')).not.toContain('swordfish');
  });
});

describe('the clock', () => {
  it('may be set forward: what fell due goes out', async () => {
    const room = await aNewsroom({ channels: [toReview], articles: [story('a')] });
    const worker = aWorker(room);
    await worker.pass(5000);
    await decided(room, 'a', '2026-05-01T09:40Z');
    room.advance(50 * MINUTE_MS);
    await worker.pass(5000);
    expect(room.stage.creates).toHaveLength(1);
  });

  it('may be set back: the worker goes on, and due times hold by the new time', async () => {
    const room = await aNewsroom({ channels: [toReview], articles: [story('a')] });
    const worker = aWorker(room);
    room.advance(30 * MINUTE_MS);
    await worker.pass(5000);
    room.setClock('2026-05-01T09:00:10Z');
    await decided(room, 'a', '2026-05-01T09:01:30.250Z');
    await worker.pass(2 * MINUTE_MS);
    expect(wentOut(room)).toEqual(['Story a happened. 09:01:30.25Z']);
    expect(worker.facts()).toMatchObject({ ok: true, bugs: 0 });
  });

  it('that jumps over hours, as on a machine that slept, has the sources read before anything is said', async () => {
    const room = await aNewsroom({ channels: [aChannel({ ...toReview, catchUp: 0 })], articles: [story('a')] });
    const worker = aWorker(room);
    await worker.pass(5000);
    await decided(room, 'a', '2026-05-01T09:40Z');
    room.advance(3 * HOUR_MS);
    await worker.pass(MINUTE_MS);
    expect(room.stage.creates).toEqual([]);
    expect((await room.post()).reason.type).toBe('held-after-gap');
  });

  it('that sleeps in the middle of a reading has the sources read again: what was read is old by now', async () => {
    const room = await aNewsroom({ articles: [] });
    const [source] = room.sources;
    const poll = source?.poll;
    if (!source || !poll) throw new Error('the room has a source');
    source.poll = async (...asked) => {
      const polled = await poll(...asked);
      if (polled.type === 'polled' && polled.articles.length > 0 && room.articles?.[0]?.status === 'usable') {
        room.articles = [story('a', { status: 'canceled' })];
        room.advance(50 * MINUTE_MS);
      }
      return polled;
    };
    const worker = aWorker(room);
    await worker.pass(5000);
    room.articles = [story('a')];
    await worker.pass(MINUTE_MS);
    expect(room.stage.creates).toEqual([]);
    expect((await room.post()).state).toBe('canceled');
  });
});

describe('a stop', () => {
  it('ends between two posts: the one in hand is recorded, no other is taken', async () => {
    const room = await aNewsroom({ articles: [story('a'), story('b')] });
    const answer = Promise.withResolvers<void>();
    room.stage.script.push(async () => {
      await answer.promise;
      return { type: 'published', remoteId: '77', url: 'https://x.example/77' };
    });
    const worker = aWorker(room);
    await worker.pass(5000);
    worker.stop();
    await settled();
    answer.resolve();
    await worker.done;
    expect((await room.posts()).map(({ state }) => state).sort()).toEqual(['published', 'scheduled']);
    expect(room.stage.creates).toHaveLength(1);
  });

  it('during a look ends before anything is claimed', async () => {
    const room = await aNewsroom({ articles: [story('a')] });
    const look = Promise.withResolvers<void>();
    const recent: typeof room.stage.recent = async () => {
      await look.promise;
      return { type: 'read', posts: [], complete: true, clockAheadMs: 0 };
    };
    const worker = aWorker({ ...room, platformOf: async () => ({ ...room.stage, recent }) });
    await worker.pass(5000);
    worker.stop();
    look.resolve();
    await worker.done;
    expect((await room.post()).state).toBe('scheduled');
  });
});

describe('health', () => {
  it('is not well before the first pass, and after two minutes without one', async () => {
    const room = await aNewsroom();
    const pulse = newPulse(room.now());
    expect(factsOf(pulse, room.now())).toMatchObject({ ok: false, lastPassAt: null, passes: 0 });
    const worker = aWorker(room);
    await worker.pass(1000);
    expect(worker.facts()).toMatchObject({ ok: true, passes: 1, alerts: 0, lastError: null });
    room.advance(3 * MINUTE_MS);
    expect(worker.facts()).toMatchObject({ ok: false });
    await worker.pass(3000);
    expect(worker.facts()).toMatchObject({ ok: true });
  });

  it('counts what newly needs a person, and keeps nothing else', async () => {
    const room = await aNewsroom({ articles: [story('a')] });
    room.stage.script.push({ type: 'refused', detail: 'no' });
    const worker = aWorker(room);
    await worker.pass(5000);
    expect(worker.facts()).toMatchObject({ ok: true, alerts: 1 });
    expect(worker.log.join('\n')).toContain('failed');
    expect(room.tally).toMatchObject({ alerts: [], posts: {} });
  });
});

describe('the heartbeat', () => {
  it('is sent once a minute, but not for a minute in which something needed a person', async () => {
    const room = await aNewsroom();
    const beats: string[] = [];
    const worker = aWorker(room, async () => void beats.push(room.now().toString().slice(11, 16)));
    await worker.pass(2.5 * MINUTE_MS);
    room.stage.script.push({ type: 'refused', detail: 'no' });
    room.articles = [story('a')];
    await worker.pass(2 * MINUTE_MS);
    expect(beats).toEqual(['09:00', '09:01', '09:02', '09:04']);
  });
});
