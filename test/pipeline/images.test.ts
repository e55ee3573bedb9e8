import { describe, expect, it } from 'vitest';
import { heldMedia } from '../../src/domain/image-tries.ts';
import type { PrepareOutcome } from '../../src/domain/ports.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../src/domain/time.ts';
import { review, speakAgain } from '../../src/pipeline/review.ts';
import { aChannel, aNewsroom, type TestRoom } from '../support/newsroom.ts';
import { anArticle } from '../support/posts.ts';

const IMAGE = { url: 'https://news.example/bridge.jpg', alt: 'The bridge at night' };
const attaching = (fields = {}) => aChannel({ image: 'attach', withoutAlt: 'omit', ...fields });
const story = (fields = {}) => anArticle({ image: IMAGE, ...fields });

/** A platform that answers so when it is to get an image ready; afterwards it takes all of them. */
function preparing(room: TestRoom, ...script: PrepareOutcome[]) {
  const asked: (string | undefined)[] = [];
  const sent: unknown[] = [];
  const { publish } = room.stage;
  Object.assign(room.stage, {
    prepare: async ({ image }: { image?: { url: string } }) => {
      asked.push(image?.url);
      return script.shift() ?? { type: 'ready', media: { id: `m${asked.length}`, ...IMAGE } };
    },
    publish: async (...work: Parameters<typeof publish>) => {
      sent.push(work[0].sending?.media?.id);
      return publish(...work);
    },
  });
  return { asked, sent };
}

const unavailable: PrepareOutcome = { type: 'image-unavailable', detail: 'the image answers 503' };

describe('approval', () => {
  it('covers the image: another address or alt text sends an approved post back to review', async () => {
    for (const image of [
      { ...IMAGE, url: 'https://news.example/other.jpg' },
      { ...IMAGE, alt: 'At dawn' },
      undefined,
    ]) {
      const later = { embargoUntil: Temporal.Instant.from('2026-05-01T12:00Z') };
      const room = await aNewsroom({ channels: [attaching({ review: 'required' })], articles: [story(later)] });
      await room.pass();
      const before = await room.post();
      await review(room, before.id, { type: 'approve', hash: before.contentHash }, 'Ada');
      const { image: _, ...rest } = story(later);
      room.articles = [image ? { ...rest, image } : rest];
      await room.pass();
      const after = await room.post();
      expect(after).toMatchObject({ state: 'pending_review', reason: { type: 'article-changed' } });
      expect(after.image).toEqual(image);
      expect(after.contentHash).not.toBe(before.contentHash);
    }
  });

  it('of a post without an image is what it was before there were any', async () => {
    const plain = await aNewsroom({ articles: [anArticle()] });
    const { contentHash, text, link } = await (await passed(plain)).post();
    expect(contentHash).toBe(plain.digest(JSON.stringify([text, link])));
    for (const channel of [aChannel({ image: 'preview' }), aChannel(), attaching()]) {
      const image = channel.image === 'attach' ? { url: IMAGE.url } : IMAGE;
      const room = await passed(await aNewsroom({ channels: [channel], articles: [anArticle({ image })] }));
      expect(await room.post()).toMatchObject({ contentHash });
    }
  });

  it('is asked for where an image has no alt text, and not once the article has one', async () => {
    const { alt: _, ...bare } = IMAGE;
    const channels = [attaching({ withoutAlt: 'ask' })];
    const room = await passed(await aNewsroom({ channels, articles: [story({ image: bare })] }));
    expect(await room.post()).toMatchObject({ state: 'pending_review', reason: { type: 'review-alt' }, image: bare });
    room.articles = [story()];
    await room.pass();
    expect(await room.post()).toMatchObject({ state: 'published', image: IMAGE });
  });

  it('of an image without alt text is given as it is, with one, or without the image', async () => {
    const { alt: _, ...bare } = IMAGE;
    const ends = [];
    for (const as of [undefined, { alt: ' A\n bridge ' }, 'none'] as const) {
      const channels = [attaching({ withoutAlt: 'ask' })];
      const room = await passed(await aNewsroom({ channels, articles: [story({ image: bare })] }));
      const { id } = await room.post();
      if (as) await review(room, id, { type: 'edit-image', as }, 'Ada');
      await review(room, id, { type: 'approve' }, 'Ada');
      await room.pass();
      const { state, image, note } = await room.post();
      ends.push({ state, image, note });
    }
    expect(ends).toEqual([
      { state: 'published', image: bare, note: undefined },
      { state: 'published', image: { ...bare, alt: 'A bridge' }, note: undefined },
      { state: 'published', image: undefined, note: 'without its image: an editor left it out' },
    ]);
  });

  it('keeps the alt text an editor gave while the article has none for this image', async () => {
    const { alt: _, ...bare } = IMAGE;
    const channels = [attaching({ withoutAlt: 'ask' })];
    const room = await passed(await aNewsroom({ channels, articles: [story({ image: bare })] }));
    const { id } = await room.post();
    await review(room, id, { type: 'edit-image', as: { alt: 'A bridge' } }, 'Ada');
    room.articles = [story({ image: bare, body: 'The harbour bridge reopened on Saturday.' })];
    await room.pass();
    expect((await room.post()).image).toEqual({ ...bare, alt: 'A bridge' });
    room.articles = [story({ image: { url: 'https://news.example/other.jpg' } })];
    await room.pass();
    expect((await room.post()).image).toEqual({ url: 'https://news.example/other.jpg' });
  });

  it('of an image that is not there, or an alt text that says nothing, is refused', async () => {
    const room = await passed(await aNewsroom({ channels: [attaching({ review: 'required' })], articles: [story()] }));
    const { id } = await room.post();
    const empty = await review(room, id, { type: 'edit-image', as: { alt: ' \n' } }, 'Ada');
    expect(empty).toMatchObject({ type: 'refused', why: expect.stringContaining('says nothing') });
    await review(room, id, { type: 'edit-image', as: 'none' }, 'Ada');
    const gone = await review(room, id, { type: 'edit-image', as: { alt: 'A bridge' } }, 'Ada');
    expect(gone).toMatchObject({ type: 'refused', why: `${id} carries no image` });
  });
});

describe('an image', () => {
  it('is got ready before the arm, which stores what will be sent', async () => {
    const room = await aNewsroom({ channels: [attaching()], articles: [story()] });
    const { sent } = preparing(room);
    await room.pass();
    expect(sent).toEqual(['m1']);
    expect((await room.post()).sending).toMatchObject({ media: { id: 'm1', ...IMAGE } });
  });

  it('that cannot be had is tried three times, at no attempt of the post, and then left out', async () => {
    const room = await aNewsroom({ channels: [attaching()], articles: [story()] });
    const { sent } = preparing(room, unavailable, unavailable, unavailable);
    await room.pass();
    expect(await room.post()).toMatchObject({ state: 'retrying', attempts: 0, imageTries: 1 });
    expect((await room.post()).dueAt.toString()).toBe('2026-05-01T09:00:33Z');
    room.advance(MINUTE_MS);
    await room.pass();
    expect(await room.post()).toMatchObject({ state: 'retrying', attempts: 0, imageTries: 2 });
    room.advance(2 * MINUTE_MS);
    await room.pass();
    const note = 'without its image: the image answers 503';
    expect(await room.post()).toMatchObject({ state: 'published', attempts: 1, note });
    expect(sent).toEqual([undefined]);
    const events = await room.store.events((await room.post()).id);
    expect(events.map(({ type, reason }) => `${type}: ${reason.detail ?? ''}`)).toEqual([
      'opened: ',
      'claimed: ',
      'image-unavailable: the image answers 503',
      'claimed: ',
      'image-unavailable: the image answers 503',
      'claimed: ',
      `armed: ${note}`,
      'accepted: ',
    ]);
  });

  it.each([
    ['breaking news', { breaking: true }, {}],
    ['news that gets stale over it', {}, { freshForMs: HOUR_MS + 20 * SECOND_MS }],
  ])('holds up no %s', async (_what, article, channel) => {
    const room = await aNewsroom({ channels: [attaching(channel)], articles: [story(article)] });
    preparing(room, unavailable);
    await room.pass();
    expect(await room.post()).toMatchObject({ state: 'published', note: expect.stringContaining('503') });
  });

  it('says nothing of its troubles once it went out after all', async () => {
    const room = await aNewsroom({ channels: [attaching()], articles: [story()] });
    preparing(room, unavailable);
    await room.pass();
    room.advance(MINUTE_MS);
    await room.pass();
    expect(await room.post()).toMatchObject({ state: 'published' });
    expect(await room.post()).not.toHaveProperty('note');
  });

  it('that kills the worker who opens it is left out in the end', async () => {
    const room = await aNewsroom({ channels: [attaching()], articles: [story()] });
    for (let times = 0; times < 3; times += 1) {
      Object.assign(room.stage, { prepare: () => new Promise(() => {}) });
      void room.pass();
      await expect.poll(async () => (await room.posts())[0]?.state).toBe('publishing');
      room.advance(20 * MINUTE_MS);
      Object.assign(room, { channels: [] });
      await room.pass();
      Object.assign(room, { channels: [attaching()] });
      room.advance(20 * MINUTE_MS);
    }
    expect(await room.post()).toMatchObject({ state: 'retrying', imageTries: 3 });
    Object.assign(room.stage, { prepare: async () => ({ type: 'ready' }) });
    await room.pass();
    expect(await room.post()).toMatchObject({ state: 'published', note: expect.stringContaining('the worker died') });
  });

  it('that is so slow that the arm comes too late is left out at the next try', async () => {
    const room = await aNewsroom({ channels: [attaching()], articles: [story()] });
    const { asked } = preparing(room);
    const { prepare } = room.stage;
    Object.assign(room.stage, {
      prepare: async (...work: Parameters<NonNullable<typeof prepare>>) => {
        if (asked.length === 0) room.advance(81 * SECOND_MS);
        return (await prepare?.(...work)) ?? { type: 'ready' };
      },
    });
    await room.pass();
    expect(await room.post()).toMatchObject({ imageTries: 3, note: expect.stringContaining('took too long') });
  });

  it('that may be why a post was refused is left out, and the post tried once more', async () => {
    const room = await aNewsroom({ channels: [attaching()], articles: [story()] });
    const { sent } = preparing(room, { type: 'ready', media: { id: 'm1', ...IMAGE } }, { type: 'ready' });
    room.stage.script.push({ type: 'refused', detail: 'bad media' });
    await room.pass();
    const note = 'without its image: the platform refused the post with it: bad media';
    expect(await room.post()).toMatchObject({ state: 'published', attempts: 1, note });
    expect(sent).toEqual(['m1', undefined]);
  });

  it('is not looked for on an account that never saw it', async () => {
    const room = await aNewsroom({ channels: [attaching()], articles: [story()] });
    const usableUntil = Temporal.Instant.from('2026-05-02T09:00Z');
    preparing(room, { type: 'ready', media: { id: 'm1', ...IMAGE, usableUntil } });
    room.stage.script.push({ type: 'unavailable', detail: 'no network' });
    await room.pass();
    expect((await room.post()).sending?.media?.usableUntil?.toString()).toBe(usableUntil.toString());
    await room.store.openAccount({ id: 'twitter:2', platform: 'twitter' });
    room.channels = [attaching({ account: 'twitter:2', review: 'required' })];
    await room.pass();
    expect(await room.post()).toMatchObject({ account: 'twitter:2' });
    expect(heldMedia(await room.post(), room.now())).toBeUndefined();
  });

  it('is not looked for there either once its article was away', async () => {
    const room = await aNewsroom({ channels: [attaching()], articles: [story(), anArticle({ id: 'other' })] });
    const usableUntil = Temporal.Instant.from('2026-05-02T09:00Z');
    preparing(room, { type: 'ready', media: { id: 'm1', ...IMAGE, usableUntil } });
    room.stage.script.push({ type: 'unavailable', detail: 'no network' });
    await room.pass();
    room.articles = [anArticle({ id: 'other' })];
    await room.pass();
    await room.store.openAccount({ id: 'twitter:2', platform: 'twitter' });
    room.channels = [attaching({ account: 'twitter:2', review: 'required' })];
    room.articles = [story(), anArticle({ id: 'other' })];
    await room.pass();
    const [back] = (await room.posts()).filter(({ article }) => article.id === 'a1');
    expect(back).toMatchObject({ account: 'twitter:2', state: 'pending_review' });
    expect(back).not.toHaveProperty('sending');
  });

  it('does not save words that are refused', async () => {
    const room = await aNewsroom({ channels: [attaching()], articles: [story()] });
    const refused = { type: 'refused', detail: 'bad words' } as const;
    preparing(room, { type: 'ready', media: { id: 'm1', ...IMAGE } }, { type: 'ready' });
    room.stage.script.push(refused, refused);
    await room.pass();
    expect(await room.post()).toMatchObject({ state: 'failed', reason: { type: 'refused', detail: 'bad words' } });
  });

  it.each([
    [{ type: 'unauthorized', detail: 'dead token' }, 'unauthorized'],
    [
      { type: 'rate-limited', retryAt: Temporal.Instant.from('2026-05-01T09:10Z'), scope: 'account', detail: 'slow' },
      'limited',
    ],
  ] satisfies [PrepareOutcome, string][])('meets the gate as everything does: %o', async (outcome, reason) => {
    const room = await aNewsroom({ channels: [attaching()], articles: [story()] });
    preparing(room, outcome);
    await room.pass();
    expect(await room.post()).toMatchObject({
      state: 'retrying',
      attempts: 0,
      imageTries: 0,
      reason: { type: reason },
    });
    expect(room.stage.creates).toEqual([]);
  });

  it('goes with an update of the story too', async () => {
    const room = await passed(await aNewsroom({ channels: [attaching()], articles: [story()] }));
    const known = await room.store.article({ source: 'desk', id: 'a1' });
    if (!known) throw new Error('no article');
    const said = await speakAgain(room, known, attaching(), 'update', 'It closed again.', 'Ada');
    expect(said).toMatchObject({ type: 'decided', post: { image: IMAGE } });
  });
});

async function passed(room: TestRoom): Promise<TestRoom> {
  await room.pass();
  return room;
}
