import { expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../../src/domain/time.ts';
import { pass } from '../../src/pipeline/pass.ts';
import { reportChannels } from '../../src/pipeline/report.ts';
import { liftPause } from '../../src/pipeline/resume.ts';
import { review, speakAgain } from '../../src/pipeline/review.ts';
import { pull, release } from '../../src/pipeline/withdraw.ts';
import { redacting } from '../../src/platforms/redacting.ts';
import { aChannel, aNewsroom, sourceOf, type TestRoom } from '../support/newsroom.ts';
import { anArticle, at } from '../support/posts.ts';

const key = { source: 'desk', id: 'a1' };
const story = (id: string, time: string, fields = {}) =>
  anArticle({ id, body: `Story ${id} happened.`, publishedAt: at(time), ...fields });

/** What the test needs to be there. */
function given<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the test lost what it was given');
  return value;
}

async function minutes(room: TestRoom, count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    room.advance(MINUTE_MS);
    await room.pass();
  }
}

it('survives a channel that gets an account of its own', async () => {
  const room = await aNewsroom({ channels: [aChannel(), aChannel({ id: 'y' })], articles: [anArticle()] });
  await room.pass();
  await room.store.openAccount({ id: 'twitter:2', platform: 'twitter' });
  room.channels.splice(1, 1, aChannel({ id: 'y', account: 'twitter:2' }));
  room.articles = [anArticle({ title: 'A typo mended' })];
  room.advance(MINUTE_MS);
  await room.pass();
});

it('refuses to revive a post whose link another one speaks', async () => {
  const room = await aNewsroom({ channels: [aChannel(), aChannel({ id: 'y' })], articles: [anArticle()] });
  await room.pass();
  const skipped = (await room.posts()).find(({ state }) => state === 'skipped');
  await review(room, given(skipped).id, { type: 'revive' }, 'Ada');
  await review(room, given(skipped).id, { type: 'approve' }, 'Ada');
  await room.pass();
  expect(room.stage.creates).toHaveLength(1);
});

it('adopts a hand post for a revived one', async () => {
  const room = await aNewsroom({ articles: [story('a1', '2026-04-30T08:00Z')] });
  await room.pass();
  const { id, state } = await room.post();
  expect(state).toBe('skipped');
  await review(room, id, { type: 'revive' }, 'Ada');
  await review(room, id, { type: 'approve' }, 'Ada');
  room.stage.postByHand('By hand!', ['https://news.example/a1']);
  room.looks.clear();
  await room.pass();
  expect(room.stage.creates).toEqual([]);
});

it('adopts a hand post for a revived one that an editor wrote anew', async () => {
  const room = await aNewsroom({ articles: [anArticle({ publishedAt: at('2026-04-30T08:00Z') })] });
  await room.pass();
  const { id } = await room.post();
  for (const d of [{ type: 'revive' }, { type: 'edit', text: 'Words.' }, { type: 'approve' }] as const)
    await review(room, id, d, 'Ada');
  room.stage.postByHand('By hand!', ['https://news.example/a1']);
  await minutes(room, 1);
  expect(room.stage.creates).toEqual([]);
});

it('posts nothing of a pulled story that is revived and approved', async () => {
  const room = await aNewsroom({ channels: [aChannel({ review: 'required' })], articles: [anArticle()] });
  await room.pass();
  const { id } = await room.post();
  await review(room, id, { type: 'reject' }, 'Ada');
  await pull(room, key, 'Bob', 'court order');
  await review(room, id, { type: 'revive' }, 'Ada');
  await review(room, id, { type: 'approve' }, 'Ada');
  await room.pass();
  expect(room.stage.creates).toEqual([]);
});

it('posts nothing of a story that was pulled while an editor opened an update', async () => {
  const room = await aNewsroom({ articles: [anArticle()] });
  await room.pass();
  const known = given(await room.store.article(key));
  await pull(room, key, 'Bob', 'court order');
  const v = await speakAgain(room, known, given(room.channels[0]), 'update', 'More.', 'Ada');
  if (v.type === 'decided') await review(room, v.post.id, { type: 'approve' }, 'Ada');
  await minutes(room, 2);
  expect(room.stage.creates).toHaveLength(1);
});

it('knows its own posts by their tagged links when a backup is put back', async () => {
  const channel = aChannel({ linkTags: { via: 'x' } });
  const room = await aNewsroom({ channels: [channel], articles: [anArticle()] });
  await room.pass();
  const restored = await aNewsroom({ channels: [channel], articles: [anArticle()] });
  Object.assign(restored, { platformOf: async () => room.stage });
  await restored.pass();
  expect(room.stage.creates).toHaveLength(1);
});

it('finds a hand post with the canonical link although ours would carry tags', async () => {
  const room = await aNewsroom({ channels: [aChannel({ linkTags: { via: 'x' } })], articles: [anArticle()] });
  room.stage.script.push('never-came');
  await room.pass();
  room.stage.postByHand('A colleague was faster', ['https://news.example/a1']);
  await minutes(room, 3);
  await minutes(room, 7);
});

it('speaks a story once when its slug changes and two channels share the account', async () => {
  const room = await aNewsroom({ channels: [aChannel(), aChannel({ id: 'y' })], articles: [anArticle()] });
  await room.pass();
  room.articles = [anArticle({ url: 'https://news.example/a1-better-slug' })];
  room.advance(MINUTE_MS);
  await room.pass();
  expect(room.stage.creates).toHaveLength(1);
});

it('speaks a story once when its channel was renamed and its slug changes later', async () => {
  const room = await aNewsroom({ articles: [anArticle()] });
  await room.pass();
  room.channels.splice(0, 1, aChannel({ id: 'renamed' }));
  room.articles = [anArticle({ tags: ['touched'] })];
  await minutes(room, 1);
  room.articles = [anArticle({ tags: ['touched'], url: 'https://news.example/a-better-slug' })];
  await minutes(room, 1);
  expect(room.stage.creates).toHaveLength(1);
});

it('speaks a story once when its slug changes, whichever channel is listed first', async () => {
  const room = await aNewsroom({ channels: [aChannel(), aChannel({ id: 'y' })], articles: [anArticle()] });
  await room.pass();
  room.channels.reverse();
  room.articles = [anArticle({ url: 'https://news.example/a-better-slug' })];
  await minutes(room, 1);
  expect(room.stage.creates).toHaveLength(1);
});

it('speaks a link once when the slug of another story moves onto it', async () => {
  const room = await aNewsroom({
    channels: [aChannel({ reviewWhen: { sections: ['courts'], tags: [], words: [] } })],
    articles: [story('a', '2026-05-01T08:00Z'), story('b', '2026-05-01T08:00Z', { section: 'courts' })],
  });
  await room.pass();
  room.articles = [
    story('a', '2026-05-01T08:00Z'),
    story('b', '2026-05-01T08:00Z', { section: 'courts', url: 'https://news.example/a' }),
  ];
  await room.pass();
  const b = given((await room.posts()).find(({ article }) => article.id === 'b'));
  await review(room, b.id, { type: 'approve' }, 'Ada');
  await room.pass();
  expect(room.stage.creates.filter((create) => create.endsWith('/a'))).toHaveLength(1);
});

it('never approves other words than those it will send again', async () => {
  const other = story('other', '2026-04-20T08:10Z');
  const room = await aNewsroom({ channels: [aChannel({ review: 'required' })], articles: [anArticle(), other] });
  await room.pass();
  const id = given((await room.posts()).find(({ article }) => article.id === 'a1')).id;
  await review(room, id, { type: 'approve' }, 'Ada');
  room.stage.script.push('never-came');
  await room.pass();
  room.articles = [other];
  await minutes(room, 10);
  expect((await room.store.post(id))?.state).toBe('canceled');
  room.articles = [anArticle({ body: 'Corrected: the bridge stays shut.' }), other];
  await room.pass();
  const seen = given(await room.store.post(id));
  expect(seen.state).toBe('pending_review');
  await review(room, id, { type: 'approve', hash: seen.contentHash }, 'Ada');
  await room.pass();
  expect(room.stage.creates.at(-1)).toBe(`${seen.text} ${seen.link}`);
});

it('sends a correction that came while a worker died with the claim', async () => {
  const room = await aNewsroom({ articles: [anArticle()] });
  Object.assign(room, { linkCheck: () => new Promise(() => {}) });
  void room.pass();
  await expect.poll(async () => (await room.posts())[0]?.state).toBe('publishing');
  Object.assign(room, { linkCheck: undefined });
  room.articles = [anArticle({ body: 'Corrected.' })];
  room.advance(MINUTE_MS);
  await room.pass();
  await minutes(room, 4);
  expect(room.stage.creates).toEqual(['Corrected. https://news.example/a1']);
});

it('retries a failed post with the corrected words', async () => {
  const room = await aNewsroom({ articles: [anArticle()] });
  room.stage.script.push({ type: 'refused', detail: 'no' });
  await room.pass();
  expect((await room.post()).state).toBe('failed');
  room.articles = [anArticle({ body: 'Corrected.' })];
  await room.pass();
  await review(room, (await room.post()).id, { type: 'retry' }, 'Ada');
  await room.pass();
  expect(room.stage.creates.at(-1)).toBe('Corrected. https://news.example/a1');
});

it('deletes a pulled post although its twin cannot be deleted', async () => {
  const room = await aNewsroom({ articles: [anArticle()] });
  room.stage.script.push('late');
  await room.pass();
  await minutes(room, 6);
  room.stage.land();
  let down = true;
  Object.assign(room.stage, {
    retract: async (remoteId: string) => {
      if (down) return { type: 'unavailable', detail: 'X is down' };
      if (remoteId === '1001') return { type: 'refused', detail: 'may not' };
      room.stage.deleted.push(remoteId);
      return { type: 'gone' };
    },
  });
  await minutes(room, 16);
  expect((await room.post()).twins).toEqual(['1001']);
  await pull(room, key, 'Ada', 'court order');
  down = false;
  await minutes(room, 120);
  expect(room.stage.deleted).toEqual(['1000']);
});

it('gives up after its attempts where no answer is ever clear, and tells a person', async () => {
  const room = await aNewsroom({
    channels: [aChannel({})].map(({ freshForMs: _, ...c }) => c),
    articles: [anArticle()],
  });
  for (let n = 0; n < 500; n += 1) room.stage.script.push('never-came');
  for (let n = 0; n < 24 * 12; n += 1) {
    room.advance(5 * MINUTE_MS);
    await room.pass();
  }
  const post = await room.post();
  expect(post.state).toBe('failed');
});

it('keeps a cancellation that an overlapping pass had read before', async () => {
  const room = await aNewsroom({
    channels: [aChannel({ quietHours: { from: '09:00', to: '13:00' } })],
    articles: [anArticle()],
  });
  await room.pass(); // 12:00 Kyiv: quiet, it waits
  expect((await room.post()).state).toBe('scheduled');
  room.setClock('2026-05-01T10:00Z'); // 13:00 Kyiv: may speak
  // pass A polls a harmless change...
  room.articles = [anArticle({ tags: ['x'] })];
  let go: () => void = () => {};
  const slow = new Promise<void>((resolve) => {
    go = resolve;
  });
  const original = room.summarizer.summarize;
  let first = true;
  Object.assign(room.summarizer, {
    summarize: async (...args: Parameters<typeof original>) => {
      if (first) {
        first = false;
        await slow;
      }
      return original(...args);
    },
  });
  const a = room.pass();
  await new Promise((resolve) => setTimeout(resolve, 50));
  // ...pass B, of another process, sees the cancellation and takes it in
  room.articles = [anArticle({ status: 'canceled' })];
  await pass({ ...room, sources: [sourceOf(() => room)] }, 50_000, new AbortController().signal);
  expect((await room.post()).state).toBe('canceled');
  go();
  await a;
  expect(room.stage.creates).toEqual([]);
});

it('sends a placed post to review when a tag asks for it', async () => {
  const room = await aNewsroom({
    channels: [
      aChannel({ review: { holdMs: 10 * MINUTE_MS }, reviewWhen: { sections: [], tags: ['obituary'], words: [] } }),
    ],
    articles: [anArticle()],
  });
  await room.pass();
  expect((await room.post()).state).toBe('scheduled');
  room.articles = [anArticle({ tags: ['obituary'] })];
  await minutes(room, 12);
  expect(room.stage.creates).toEqual([]);
});

it('sends a post to review when it is no longer breaking', async () => {
  const room = await aNewsroom({
    channels: [
      aChannel({
        review: 'required',
        breaking: {
          review: { holdMs: 5 * MINUTE_MS },
          maxPerHour: 3,
          when: { sections: [], tags: [], titleStarts: [] },
        },
      }),
    ],
    articles: [anArticle({ breaking: true })],
  });
  await room.pass();
  expect((await room.post()).state).toBe('scheduled');
  room.articles = [anArticle()];
  await minutes(room, 12);
  expect(room.stage.creates).toEqual([]);
});

it('lets a post go out that turns out to be breaking', async () => {
  const room = await aNewsroom({
    channels: [
      aChannel({
        review: 'required',
        breaking: { review: 'none', maxPerHour: 3, when: { sections: [], tags: [], titleStarts: [] } },
      }),
    ],
    articles: [anArticle()],
  });
  await room.pass();
  room.articles = [anArticle({ breaking: true })];
  await minutes(room, 2);
  expect(room.stage.creates).toHaveLength(1);
});

it('tells of a dead token once, however often it looks', async () => {
  const room = await aNewsroom({ articles: [anArticle()] });
  room.stage.script.push('lost');
  await room.pass();
  room.stage.blind = { type: 'unauthorized', detail: 'token revoked' };
  await minutes(room, 180);
  expect(room.tally.alerts.filter((alert) => alert.includes('paused'))).toHaveLength(1);
});

it('takes a secret out of an exception before it enters an event', async () => {
  const room = await aNewsroom({ articles: [anArticle()] });
  Object.assign(room, { platformOf: async () => redacting(room.stage, (t) => t.replaceAll('S3CRET', '***')) });
  room.stage.script.push(async () => {
    throw new Error('bad header S3CRET');
  });
  await room.pass();
  const events = await room.store.events((await room.post()).id);
  expect(JSON.stringify([await room.post(), events])).not.toContain('S3CRET');
});

it('keeps a post in review that a person sent back, when its file blips', async () => {
  const other = story('other', '2026-04-20T08:10Z');
  const room = await aNewsroom({
    channels: [aChannel({ review: { holdMs: 10 * MINUTE_MS } })],
    articles: [anArticle(), other],
  });
  await room.pass();
  const { id } = given((await room.posts()).find(({ article }) => article.id === 'a1'));
  await review(room, id, { type: 'return' }, 'Ada');
  room.articles = [other];
  await minutes(room, 1);
  room.articles = [anArticle(), other];
  await minutes(room, 15);
  expect(room.stage.creates).toEqual([]);
});

it('keeps the time a person set, when the file blips', async () => {
  const other = story('other', '2026-04-20T08:10Z');
  const room = await aNewsroom({
    channels: [aChannel({ review: { holdMs: 10 * MINUTE_MS } })],
    articles: [anArticle(), other],
  });
  await room.pass();
  const { id } = given((await room.posts()).find(({ article }) => article.id === 'a1'));
  await review(room, id, { type: 'schedule', at: at('2026-05-01T18:00Z') }, 'Ada');
  room.articles = [other];
  await minutes(room, 1);
  room.articles = [anArticle(), other];
  await minutes(room, 15);
  expect(room.stage.creates).toEqual([]);
});

it('keeps the words of an editor, when the file blips', async () => {
  const other = story('other', '2026-04-20T08:10Z');
  const room = await aNewsroom({
    channels: [aChannel({ review: { holdMs: 10 * MINUTE_MS } })],
    articles: [anArticle(), other],
  });
  await room.pass();
  const { id } = given((await room.posts()).find(({ article }) => article.id === 'a1'));
  await review(room, id, { type: 'edit', text: 'Better words.' }, 'Ada');
  room.articles = [other];
  await minutes(room, 1);
  room.articles = [anArticle(), other];
  await minutes(room, 15);
  expect(room.stage.creates.filter((c) => !c.startsWith('Better'))).toEqual([]);
});

it('brings a correction back to review, when the file blips', async () => {
  const other = story('other', '2026-04-20T08:10Z');
  const room = await aNewsroom({ articles: [anArticle(), other] });
  await room.pass();
  const known = given(await room.store.article(key));
  await speakAgain(room, known, given(room.channels[0]), 'correction', 'We were wrong.', 'Ada');
  room.articles = [other];
  await minutes(room, 1);
  room.articles = [anArticle(), other];
  await minutes(room, 2);
  const correction = given((await room.posts()).find(({ occasion }) => occasion === 'correction-1'));
  expect(correction.state).toBe('pending_review');
});

it('posts on the real channel what the sandbox had skipped', async () => {
  const sandbox = aChannel({ sandbox: true, account: 'sandbox:twitter:X' });
  const room = await aNewsroom({ channels: [sandbox], articles: [anArticle({ status: 'withheld' })] });
  await room.pass();
  await room.store.openAccount({ id: 'twitter:1', platform: 'twitter' });
  room.channels.splice(0, 1, aChannel());
  await minutes(room, 10);
  room.articles = [anArticle({ publishedAt: at('2026-05-01T09:12Z') })];
  await minutes(room, 10);
  expect(room.stage.creates).toHaveLength(1);
});

it('moves what waits to the account that its channel uses now', async () => {
  const { freshForMs: _, ...never } = aChannel({ review: { holdMs: 10 * MINUTE_MS } });
  const room = await aNewsroom({ channels: [never], articles: [anArticle()] });
  await room.pass();
  await room.store.openAccount({ id: 'twitter:2', platform: 'twitter' });
  room.channels.splice(0, 1, { ...never, account: 'twitter:2' });
  await minutes(room, 60);
  expect((await room.post()).state).not.toBe('scheduled');
});

it('does not take a waiting update for the first post', async () => {
  const room = await aNewsroom({ articles: [anArticle()] });
  room.stage.script.push('lost');
  await room.pass();
  const known = given(await room.store.article(key));
  await speakAgain(room, known, given(room.channels[0]), 'update', 'More on this.', 'Ada');
  room.articles = [anArticle(), story('b', '2026-05-01T08:30Z')];
  room.looks.clear(); // the next cron pass
  room.advance(MINUTE_MS);
  await room.pass();
  for (let n = 0; n < 10; n += 1) {
    room.looks.clear();
    await minutes(room, 1);
  }
  expect(room.stage.creates.filter((c) => c.endsWith('/a1'))).toHaveLength(1);
});

it('deletes the twin that comes after a post was pulled', async () => {
  const room = await aNewsroom({ articles: [anArticle()] });
  room.stage.script.push('late');
  await room.pass();
  await minutes(room, 6);
  expect((await room.post()).state).toBe('published');
  await pull(room, key, 'Ada', 'court order');
  await minutes(room, 1);
  expect((await room.post()).state).toBe('pulled');
  room.stage.land();
  await minutes(room, 60);
  expect(room.stage.deleted).toContain('1001');
});

it('deletes while the window for creates is used up', async () => {
  const room = await aNewsroom({ articles: [anArticle()] });
  room.stage.script.push({
    type: 'published',
    remoteId: '5',
    url: 'https://x.example/5',
    limits: [{ remaining: 0, resetAt: at('2026-05-02T09:00Z') }],
  });
  await room.pass();
  await pull(room, key, 'Ada', 'court order');
  await minutes(room, 5);
  expect(room.stage.deleted).toEqual(['5']);
});

it('remembers a hand post until its story comes in', async () => {
  const room = await aNewsroom({ articles: [story('a', '2026-05-01T08:00Z')] });
  room.stage.postByHand('Breaking by hand!', ['https://news.example/b']);
  await room.pass();
  room.articles = [story('a', '2026-05-01T08:00Z'), story('b', '2026-05-01T08:59Z')];
  room.looks.clear();
  await minutes(room, 1);
  expect(room.stage.creates.filter((c) => c.endsWith('/b'))).toEqual([]);
});

it('settles the accounts it has while others are no longer configured', async () => {
  const articles = Array.from({ length: 100 }, (_, n) => story(`s${n}`, '2026-05-01T08:00Z'));
  const room = await aNewsroom({
    channels: [aChannel(), aChannel({ id: 'y', account: 'twitter:2', sections: ['sport'] })],
    articles,
  });
  await room.pass();
  room.channels.splice(0, 1);
  Object.assign(room, { platformOf: async (id: string) => (id === 'twitter:1' ? undefined : room.stage) });
  for (const { id } of articles) await pull(room, { source: 'desk', id }, 'Ada', 'gone');
  room.articles = [...articles, story('t', '2026-05-01T09:00Z', { section: 'sport' })];
  await minutes(room, 2);
  await pull(room, { source: 'desk', id: 't' }, 'Ada', 'court order');
  await minutes(room, 30);
  const t = (await room.posts()).find(({ article, channel }) => article.id === 't' && channel === 'y');
  expect(t?.state).toBe('pulled');
});

it('cancels what waited in the sandbox although it was killed at the switch', async () => {
  const { freshForMs: _, ...never } = aChannel({ sandbox: true, account: 'sandbox:twitter:X', review: 'required' });
  const room = await aNewsroom({ channels: [never], articles: [anArticle()] });
  await room.pass();
  await room.store.openAccount({ id: 'twitter:1', platform: 'twitter' });
  room.channels.splice(0, 1, { ...never, sandbox: false, account: 'twitter:1' });
  const { posts } = room.store;
  room.store.posts = async () => {
    throw new Error('killed');
  };
  await room.pass().catch(() => {});
  room.store.posts = posts;
  await minutes(room, 5);
  expect((await room.post()).state).toBe('canceled');
});

it('brings the posts of other accounts to their end when one account fails', async () => {
  const room = await aNewsroom({
    channels: [aChannel(), aChannel({ id: 'y', account: 'twitter:2' })],
    articles: [anArticle()],
  });
  const failure = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<void>();
  room.stage.script.push(
    async () => {
      await answer.promise;
      return { type: 'published', remoteId: '1', url: 'https://x' };
    },
    async () => {
      room.store.nextDue = async () => {
        failure.resolve();
        throw new Error('database is locked');
      };
      return { type: 'published', remoteId: '2', url: 'https://x' };
    },
  );
  let isOver = false;
  const passing = room.pass().catch(() => {
    isOver = true;
  });
  await failure.promise;
  await new Promise(setImmediate);
  expect(isOver).toBe(false);
  answer.resolve();
  await passing;
  expect((await room.posts()).map(({ state }) => state)).toEqual(['published', 'published']);
});

it('gives no slot after a gap to what is stale', async () => {
  const room = await aNewsroom({
    channels: [
      aChannel({
        catchUp: 1,
        breaking: {
          review: 'none',
          freshForMs: HOUR_MS,
          maxPerHour: 3,
          when: { sections: [], tags: [], titleStarts: [] },
        },
      }),
    ],
  });
  await room.pass();
  // the machine is off for two hours
  room.articles = [story('a', '2026-05-01T09:00Z'), story('b', '2026-05-01T09:05Z', { breaking: true })];
  room.setClock('2026-05-01T09:06Z');
  await room.store.pause({ scope: 'all', at: room.now(), by: 'Ada', reason: 'x' });
  await room.pass();
  room.setClock('2026-05-01T11:30Z');
  await room.store.lift('all');
  await room.pass();
  expect(room.stage.creates).toHaveLength(1);
});

it('releases a story as it is by now', async () => {
  const room = await aNewsroom({ channels: [aChannel({ review: 'required' })], articles: [anArticle()] });
  await room.pass();
  await pull(room, key, 'Ada', 'check');
  const original = room.summarizer.summarize;
  let first = true;
  Object.assign(room.summarizer, {
    summarize: async (...args: Parameters<typeof original>) => {
      if (first) {
        first = false;
        room.articles = [anArticle({ body: 'Corrected.' })];
        await room.pass();
      }
      return original(...args);
    },
  });
  await release(room, key, new AbortController().signal);
  await minutes(room, 5);
  expect((await room.post()).text).toBe('Corrected.');
});

it('opens a post for every known article on a new channel', async () => {
  const room = await aNewsroom({ articles: [anArticle()] });
  await room.pass();
  await room.store.openAccount({ id: 'twitter:2', platform: 'twitter' });
  room.channels.push(aChannel({ id: 'y', account: 'twitter:2' }));
  await minutes(room, 2);
  expect(await room.posts()).toHaveLength(2);
});

it('lets other news pass when breaking news is over its cap', async () => {
  const articles = Array.from({ length: 25 }, (_, n) => story(`s${n}`, '2026-05-01T08:30Z', { breaking: true }));
  const room = await aNewsroom({
    channels: [
      aChannel({ breaking: { review: 'none', maxPerHour: 3, when: { sections: [], tags: [], titleStarts: [] } } }),
    ],
    articles: [...articles, story('plain', '2026-05-01T08:40Z')],
  });
  await minutes(room, 10);
  expect(room.stage.creates.some((c) => c.endsWith('/plain'))).toBe(true);
});

it('lets a timed post out in quiet hours although breaking news is over its cap', async () => {
  const room = await aNewsroom({
    now: '2026-05-01T20:30Z',
    channels: [
      aChannel({
        quietHours: { from: '23:00', to: '06:00' },
        review: 'required',
        breaking: { review: 'none', maxPerHour: 1, when: { sections: [], tags: [], titleStarts: [] } },
      }),
    ],
    articles: [story('b', '2026-05-01T20:20Z', { breaking: true }), story('t', '2026-05-01T20:00Z')],
  });
  await room.pass();
  const t = given((await room.posts()).find(({ article }) => article.id === 't'));
  await review(room, t.id, { type: 'schedule', at: at('2026-05-01T20:35Z') }, 'Ada');
  await review(room, t.id, { type: 'approve' }, 'Ada');
  await minutes(room, 10);
  expect(room.stage.creates).toHaveLength(2);
});

it('posts nothing of a released story that is gone by now', async () => {
  const other = story('other', '2026-04-20T08:10Z');
  const room = await aNewsroom({
    channels: [aChannel({ quietHours: { from: '09:00', to: '13:00' } })],
    articles: [anArticle(), other],
  });
  await room.pass();
  await pull(room, key, 'Ada', 'x');
  room.articles = [other];
  await minutes(room, 1);
  const { release } = await import('../../src/pipeline/withdraw.ts');
  await release(room, key, new AbortController().signal);
  room.setClock('2026-05-01T10:01Z');
  await room.pass();
  expect(room.stage.creates).toEqual([]);
});

it('holds changed words as long as the first ones', async () => {
  const room = await aNewsroom({
    channels: [aChannel({ review: { holdMs: 10 * MINUTE_MS } })],
    articles: [anArticle()],
  });
  await minutes(room, 9);
  room.articles = [anArticle({ body: 'Corrected.' })];
  await minutes(room, 5);
  expect(room.stage.creates).toEqual([]);
  await minutes(room, 6);
  expect(room.stage.creates).toEqual(['Corrected. https://news.example/a1']);
});

it('asks for review when a late paragraph says a word that wants it', async () => {
  const reviewWhen = { sections: [], tags: [], words: ['child'] };
  const room = await aNewsroom({
    channels: [aChannel({ review: { holdMs: 10 * MINUTE_MS }, reviewWhen })],
    articles: [anArticle()],
  });
  await room.pass();
  room.articles = [anArticle({ body: `${anArticle().body}\n\nA child was hurt.` })];
  await minutes(room, 12);
  expect(await room.post()).toMatchObject({ state: 'pending_review', reason: { type: 'review-when' } });
});

it('does not try again what a rule excludes by now, and leaves it where it is live', async () => {
  const exclude = { sections: [], tags: ['sponsored'], words: [] };
  for (const answer of ['never-came', 'lost'] as const) {
    const room = await aNewsroom({ channels: [aChannel({ exclude })], articles: [anArticle()] });
    room.stage.script.push(answer);
    await room.pass();
    room.articles = [anArticle({ tags: ['sponsored'] })];
    await minutes(room, 10);
    expect(room.stage.creates).toHaveLength(1);
    expect((await room.post()).state).toBe(answer === 'lost' ? 'published' : 'canceled');
  }
});

it('does not make news of an old file that was touched', async () => {
  const room = await aNewsroom({ articles: [story('old', '2026-04-28T08:00Z')] });
  await room.pass();
  room.articles = [story('old', '2026-05-01T08:59Z')];
  await minutes(room, 1);
  expect(room.stage.creates).toEqual([]);
});

it('posts a story that comes back under another id before it ever went out', async () => {
  const url = 'https://news.example/story';
  const embargoUntil = at('2026-05-01T10:00Z');
  const room = await aNewsroom({ articles: [anArticle({ url, embargoUntil }), story('other', '2026-04-20T08:00Z')] });
  await room.pass();
  room.articles = [anArticle({ id: 'b2', url, embargoUntil }), story('other', '2026-04-20T08:00Z')];
  await room.pass();
  room.setClock('2026-05-01T10:00Z');
  await room.pass();
  expect(room.stage.creates).toHaveLength(1);
});

it('takes news that is still to come along when a channel leaves the sandbox', async () => {
  const sandbox = aChannel({ sandbox: true, account: 'sandbox:twitter:X' });
  const room = await aNewsroom({
    channels: [sandbox],
    articles: [anArticle({ embargoUntil: at('2026-05-01T10:00Z') })],
  });
  await room.pass();
  await room.store.openAccount({ id: 'twitter:1', platform: 'twitter' });
  room.channels.splice(0, 1, aChannel());
  await room.pass();
  room.setClock('2026-05-01T10:00Z');
  await room.pass();
  expect((await room.post()).state).toBe('published');
  expect(room.stage.creates).toHaveLength(1);
});

it('tells a person once of an account that cannot be looked at', async () => {
  const room = await aNewsroom({ articles: [anArticle()] });
  room.stage.blind = { type: 'unknown', detail: 'timeline down' };
  await minutes(room, 180);
  expect(room.stage.creates).toEqual([]);
  expect(room.tally.alerts).toEqual([expect.stringContaining('cannot be looked at')]);
  const [report] = await reportChannels(room);
  expect(report?.gate).toMatchObject({ type: 'closed', why: 'unseen' });
  room.stage.blind = undefined;
  await minutes(room, 1);
  expect((await room.post()).state).toBe('published');
  expect((await room.store.account('twitter:1'))?.blindSince).toBeUndefined();
});

it('looks before it speaks once a person resumed it, however lately the store that was put back says it did', async () => {
  const room = await aNewsroom({ articles: [anArticle()] });
  await room.pass();
  expect((await room.store.account('twitter:1'))?.lookedAt).toBeDefined();
  room.articles = [anArticle(), story('b2', '2026-05-01T08:30Z')];
  room.stage.blind = { type: 'unknown', detail: 'timeline down' };
  room.looks.clear();
  await liftPause(room, 'all', 'Ada');
  await minutes(room, 20);
  expect(room.stage.creates).toHaveLength(1);
  room.stage.blind = undefined;
  await minutes(room, 2);
  expect(room.stage.creates).toHaveLength(2);
});

it('tells a person of a withdrawn story that is live, as after an old store was put back', async () => {
  const room = await aNewsroom({ articles: [anArticle()] });
  await room.pass();
  const restored = await aNewsroom({ articles: [anArticle({ status: 'canceled' })] });
  Object.assign(restored, { platformOf: async () => room.stage });
  await restored.pass();
  expect((await restored.post()).state).toBe('skipped');
  restored.articles = [anArticle({ status: 'canceled' }), story('a2', '2026-05-01T08:30Z')];
  await minutes(restored, 1);
  const posts = await restored.posts();
  expect(posts.map(({ state, reason }) => [state, reason.type])).toEqual([
    ['retracting', 'delete-by-hand'],
    ['published', 'accepted'],
  ]);
  expect(restored.tally.alerts).toHaveLength(1);
  expect(room.stage.deleted).toEqual([]);
  await minutes(restored, 30);
  expect(restored.tally.alerts).toHaveLength(1);
});

it('tells a person of a colleague who posts a story that was canceled while it waited', async () => {
  const room = await aNewsroom({ channels: [aChannel({ review: 'required' })], articles: [anArticle()] });
  await room.pass();
  room.articles = [anArticle({ status: 'canceled' }), story('a2', '2026-05-01T08:30Z')];
  await minutes(room, 1);
  room.stage.postByHand('By hand!', ['https://news.example/a1?utm_source=x']);
  for (const { id, state } of await room.posts())
    if (state === 'pending_review') await review(room, id, { type: 'approve' }, 'Ada');
  await minutes(room, 1);
  const [taken] = await room.posts();
  expect(taken).toMatchObject({ state: 'retracting', reason: { type: 'delete-by-hand' }, foreign: true });
});

it('tells a person of a story that comes in canceled after it was seen live', async () => {
  // A colleague was faster; or an old store was put back, which knows neither the story nor our own post.
  const room = await aNewsroom({ articles: [story('a2', '2026-05-01T08:30Z')] });
  room.stage.postByHand('By hand!', ['https://news.example/a1?utm_source=x']);
  await room.pass();
  room.articles = [anArticle({ status: 'canceled' }), story('a2', '2026-05-01T08:30Z')];
  await minutes(room, 1);
  const of = async (id: string) => (await room.posts()).find(({ article }) => article.id === id);
  expect(await of('a1')).toMatchObject({ state: 'retracting', reason: { type: 'delete-by-hand' }, foreign: true });
  expect(room.tally.alerts).toHaveLength(1);
  expect(room.stage.deleted).toEqual([]);
});

it('tells a person of a story that is canceled while it waits, and was seen live before it came in', async () => {
  const room = await aNewsroom({ articles: [story('a2', '2026-05-01T08:30Z')] });
  room.stage.postByHand('By hand!', ['https://news.example/a1']);
  await room.pass();
  room.channels.splice(0, 1, aChannel({ review: 'required' }));
  room.articles = [anArticle(), story('a2', '2026-05-01T08:30Z')];
  await minutes(room, 1);
  room.articles = [anArticle({ status: 'canceled' }), story('a2', '2026-05-01T08:30Z')];
  await minutes(room, 1);
  const a1 = (await room.posts()).find(({ article }) => article.id === 'a1');
  expect(a1).toMatchObject({ state: 'retracting', reason: { type: 'delete-by-hand' }, foreign: true });
});

it('lets a story that only vanished stay where a colleague posts it', async () => {
  const room = await aNewsroom({ articles: [anArticle(), story('a2', '2026-05-01T08:30Z')] });
  await room.store.pause({ scope: 'all', at: room.now(), by: 'Ada', reason: 'quiet' });
  await room.pass();
  room.articles = [story('a2', '2026-05-01T08:30Z')];
  await minutes(room, 1);
  room.stage.postByHand('By hand!', ['https://news.example/a1']);
  await room.store.lift('all');
  await minutes(room, 1);
  expect((await room.posts()).map(({ state }) => state).sort()).toEqual(['canceled', 'published']);
});
