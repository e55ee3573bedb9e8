import { describe, expect, it } from 'vitest';
import type { ArticleSource, PollResult } from '../../src/domain/ports.ts';
import { HOUR_MS, after as later, MINUTE_MS, SECOND_MS } from '../../src/domain/time.ts';
import { ingestFrom } from '../../src/pipeline/ingest.ts';
import { pass } from '../../src/pipeline/pass.ts';
import { aChannel, aNewsroom, type TestRoom } from '../support/newsroom.ts';
import { anArticle } from '../support/posts.ts';

/** A source over the network: `answers` says what it does at each poll. */
function aFeed(answer: (poll: number) => PollResult): ArticleSource & { polls: number } {
  const feed = {
    id: 'feed',
    polls: 0,
    async poll() {
      feed.polls += 1;
      return answer(feed.polls);
    },
  };
  return feed;
}

const nothingNew: PollResult = {
  type: 'polled',
  articles: [],
  vanished: [],
  unreadable: [],
  readable: [],
  cursor: 'c',
  more: false,
};
const noAnswer: PollResult = { type: 'unreachable', detail: 'no answer within 10 s', passing: true };

async function passesFor(room: TestRoom, sources: readonly ArticleSource[], ms: number): Promise<void> {
  for (let gone = 0; gone < ms; gone += 10 * SECOND_MS) {
    await pass({ ...room, sources }, 50_000, new AbortController().signal);
    room.advance(10 * SECOND_MS);
  }
}

describe('a source over the network', () => {
  it('is asked when it said it is worth it, not at every pass', async () => {
    const room = await aNewsroom();
    const feed = aFeed(() => ({ ...nothingNew, againAt: later(room.now(), MINUTE_MS) }));
    await passesFor(room, [feed], 10 * MINUTE_MS);
    expect(feed.polls).toBe(10);
  });

  it('that cannot be read is asked less and less, and a person hears of it once, after half an hour', async () => {
    const room = await aNewsroom();
    const feed = aFeed(() => noAnswer);
    await passesFor(room, [feed], 29 * MINUTE_MS);
    expect(room.tally.alerts).toEqual([]);
    await passesFor(room, [feed], 2 * HOUR_MS);
    expect(room.tally.alerts).toEqual(['source feed stopped: no answer within 10 s']);
    expect(feed.polls).toBeLessThan(20);
  });

  it('that says it is gone for good is told of at once, and asked no sooner than it likes', async () => {
    const room = await aNewsroom();
    const gone = (): PollResult => ({ type: 'unreachable', detail: 'gone', againAt: later(room.now(), 24 * HOUR_MS) });
    const feed = aFeed(gone);
    await passesFor(room, [feed], HOUR_MS);
    expect(room.tally.alerts).toEqual(['source feed stopped: gone']);
    expect(feed.polls).toBe(1);
  });

  it('never stops the others', async () => {
    const room = await aNewsroom({ channels: [aChannel({ review: 'required' })], articles: [anArticle()] });
    await passesFor(room, [aFeed(() => noAnswer), ...room.sources], SECOND_MS);
    expect(await room.posts()).toHaveLength(1);
  });

  it('that comes back is as good as new', async () => {
    const room = await aNewsroom();
    const feed = aFeed((poll) => (poll < 12 ? noAnswer : nothingNew));
    await passesFor(room, [feed], 3 * HOUR_MS);
    const { stopped, reading } = await room.store.source('feed');
    expect(stopped).toBeUndefined();
    expect(reading?.failing).toBeUndefined();
  });
});

describe('a source that is read twice at once', () => {
  it('is polled again only when what it brought is stored, and after a poll that failed', async () => {
    const room = await aNewsroom();
    const asked: (string | undefined)[] = [];
    const feed: ArticleSource = {
      id: 'feed',
      async poll(cursor) {
        asked.push(cursor);
        const nth = asked.length;
        await new Promise((resolve) => setImmediate(resolve));
        if (nth === 2) throw new Error('the store is locked');
        return { ...nothingNew, articles: [anArticle({ source: 'feed', id: `a${nth}` })], cursor: `c${nth}` };
      },
    };
    const { signal } = new AbortController();
    const reads = [1, 2, 3].map(() => ingestFrom({ ...room, sources: [feed] }, feed, () => true, signal));
    const ended = await Promise.allSettled(reads);
    expect(ended.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(asked).toEqual([undefined, 'c1', 'c1']);
    expect((await room.store.source('feed')).cursor).toBe('c3');
  });
});
