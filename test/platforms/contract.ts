import { beforeEach, describe, expect, test } from 'vitest';
import type { Platform, RecentQuery } from '../../src/domain/ports.ts';
import type { Post } from '../../src/domain/post.ts';

/** A fresh, empty account, and a way to let its platform's time go by. */
export interface OpenedPlatform {
  readonly platform: Platform;
  /** Later posts are dated this much later. */
  pass(ms: number): void;
  /** How the words read there, where the link stands apart from them. */
  shown?(words: string, link: string): string;
}

export const START = Temporal.Instant.from('2026-11-23T10:00:00Z');

/** A post that is armed with these words and this link. */
export function armed(text: string, link: string): Post {
  return {
    id: 'p1',
    version: 3,
    article: { source: 'wire', id: 'a1' },
    channel: 'main',
    account: 'gazette',
    platform: 'twitter',
    occasion: 'first',
    sandbox: false,
    foreign: false,
    state: 'publishing',
    reason: { type: 'approved' },
    textBy: 'crier',
    link: 'https://example.com/not-this-link',
    text: 'Not these words.',
    contentHash: 'h',
    breaking: false,
    dueAt: START,
    newsAt: START,
    timedByPerson: false,
    imageTries: 0,
    linkTries: 0,
    attempts: 1,
    sending: { text, link, sentAt: START, deadline: START, clockAheadMs: 0 },
    everUnconfirmed: false,
    duplicateAnswer: false,
    looks: 0,
    blindLooks: 0,
    twins: [],
    createdAt: START,
    updatedAt: START,
  };
}

/**
 * What every platform promises the pipeline, whatever is behind it. A repeatable one has no timeline to read: publishing
 * again is the same post, and only flushing shows it to readers.
 */
export function holdsTheContract(open: () => Promise<OpenedPlatform>, { repeatable = false } = {}): void {
  describe('as every platform', () => {
    const signal = new AbortController().signal;
    let opened: OpenedPlatform;

    beforeEach(async () => {
      opened = await open();
    });

    async function publish(words: string): Promise<string> {
      opened.pass(2000);
      const outcome = await opened.platform.publish(armed(words, linkOf(words)), signal);
      if (outcome.type !== 'published') throw new Error(`not published: ${JSON.stringify(outcome)}`);
      return outcome.remoteId;
    }

    async function recent(query: RecentQuery = { atMost: 100 }) {
      const result = await opened.platform.recent(query, signal);
      if (result.type !== 'read') throw new Error(`not read: ${JSON.stringify(result)}`);
      return result;
    }

    const linkOf = (words: string) => `https://example.com/${words.toLowerCase()}?a=1&b=2`;

    test('a new account has no posts, and that is all of them', async () => {
      expect(await recent()).toMatchObject({ posts: [], complete: true });
    });

    test('what was stopped before it began was surely not sent', async () => {
      const outcome = await opened.platform.publish(armed('Stopped', linkOf('Stopped')), AbortSignal.abort());
      expect(outcome).toMatchObject({ type: 'unavailable' });
      expect((await recent()).posts).toEqual([]);
    });

    test('it tells whom it posts as', async () => {
      expect(await opened.platform.whoami(signal)).toMatchObject({ type: 'known', mayWrite: true });
    });

    test('it says whether a lost attempt is simply made again', () => {
      expect(opened.platform.repeatable).toBe(repeatable);
    });

    if (repeatable) sameAgain();
    else hasTimeline();

    function sameAgain() {
      test('publishing again is the same post, whatever its words and link have become', async () => {
        const { platform } = opened;
        const first = await platform.publish(armed('Fire', linkOf('Fire')), signal);
        if (first.type !== 'published') throw new Error(`not published: ${JSON.stringify(first)}`);
        opened.pass(60_000);
        const again = await platform.publish({ ...armed('Flood', linkOf('Flood')), link: linkOf('Flood') }, signal);
        expect(again).toMatchObject({ type: 'published', remoteId: first.remoteId });
      });

      test('taking back what is not shown is done, each time', async () => {
        const taken = await publish('Taken');
        expect(await opened.platform.flush?.([], signal)).toMatchObject({ type: 'flushed' });
        expect(await opened.platform.retract(taken, signal)).toEqual({ type: 'gone' });
        expect(await opened.platform.retract(taken, signal)).toEqual({ type: 'gone' });
      });
    }

    function hasTimeline() {
      test('what was armed is what readers see, with its link, under the id that publishing named', async () => {
        const outcome = await opened.platform.publish(armed('Fire & flood: 1 < 2', linkOf('Fire')), signal);
        const { posts, complete } = await recent();
        expect(complete).toBe(true);
        expect(posts).toHaveLength(1);
        expect(outcome).toMatchObject({ type: 'published', remoteId: posts[0]?.remoteId, url: posts[0]?.url });
        const shown = opened.shown ?? ((words: string, link: string) => `${words} ${link}`);
        expect(posts[0]?.text).toBe(shown('Fire & flood: 1 < 2', linkOf('Fire')));
        expect(posts[0]?.links).toContain(linkOf('Fire'));
      });

      test('posts come newest first, and of those seen before at most what is of that minute', async () => {
        const ids = [await publish('One')];
        const { seenUpTo = '' } = await recent();
        ids.push(await publish('Two'), await publish('Three'));
        const all = await recent();
        expect(all.posts.map((post) => post.remoteId)).toEqual(ids.toReversed());
        const later = await recent({ since: seenUpTo, atMost: 100 });
        expect(later.posts.map((post) => post.remoteId).filter((id) => id !== ids[0])).toEqual([ids[2], ids[1]]);
        expect(later.complete).toBe(true);
      });

      test('a post made just after the newest one seen is not passed over', async () => {
        await publish('One');
        const { seenUpTo = '' } = await recent();
        opened.pass(1);
        const outcome = await opened.platform.publish(armed('Two', linkOf('Two')), signal);
        const { posts } = await recent({ since: seenUpTo, atMost: 100 });
        expect(outcome).toMatchObject({ type: 'published', remoteId: posts[0]?.remoteId });
      });

      test('posts older than asked for are left out', async () => {
        await publish('Old');
        opened.pass(60_000);
        const id = await publish('New');
        const [newest] = (await recent()).posts;
        const notBefore = newest?.createdAt ?? START;
        const result = await recent({ notBefore, atMost: 100 });
        expect(result).toMatchObject({ posts: [{ remoteId: id }], complete: true });
      });

      test('where more posts were asked for than may be shown, the newest come and the answer is not complete', async () => {
        await publish('First');
        const { seenUpTo: first = '' } = await recent();
        for (const words of ['One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven']) await publish(words);
        const result = await recent({ since: first, atMost: 2 });
        expect(result.posts.map((post) => post.text.split(' ')[0])).toEqual(['Seven', 'Six']);
        expect(result.complete).toBe(false);
        expect((await recent({ since: first, atMost: 8 })).complete).toBe(true);
      });

      test('a post taken back is gone, and taking it back again is no fault', async () => {
        const kept = await publish('Kept');
        const taken = await publish('Taken');
        expect(await opened.platform.retract(taken, signal)).toEqual({ type: 'gone' });
        expect((await recent()).posts.map((post) => post.remoteId)).toEqual([kept]);
        expect(await opened.platform.retract(taken, signal)).toEqual({ type: 'gone' });
      });

      test('a post that is not armed is our own bug', async () => {
        const { sending: _sending, ...post } = armed('Unarmed', linkOf('Unarmed'));
        await expect(opened.platform.publish(post, signal)).rejects.toThrow('not armed');
      });
    }
  });
}
