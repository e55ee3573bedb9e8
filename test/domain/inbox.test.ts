import { describe, expect, it } from 'vitest';
import { type Delivery, type Held, receive } from '../../src/domain/inbox.ts';
import { anArticle, at } from '../support/posts.ts';

const NINE = at('2026-05-01T09:00:00Z');
const TEN = at('2026-05-01T10:00:00Z');
const ELEVEN = at('2026-05-01T11:00:00Z');

const story = (when: typeof NINE, title = 'Bridge opens', status: 'usable' | 'canceled' = 'usable'): Delivery => ({
  type: 'story',
  at: when,
  article: anArticle({ title, status, updatedAt: when }),
});
const deletion = (when: typeof NINE, time: 'said' | 'sent' = 'said'): Delivery => ({
  type: 'deletion',
  at: when,
  time,
});

/** What is held after these came, one after another, and what each was answered. */
function allOf(...deliveries: readonly Delivery[]) {
  let held: Held | undefined;
  const answers = deliveries.map((delivery) => {
    const { status, hold } = receive(delivery, held, undefined);
    held = hold ?? held;
    return status;
  });
  return { held, answers };
}

describe('a story', () => {
  it('is held, and once more changes nothing', () => {
    const { held, answers } = allOf(story(NINE), story(NINE));
    expect(answers).toEqual(['accepted', 'unchanged']);
    expect(held).toMatchObject({ at: NINE, isCanceled: false, article: { title: 'Bridge opens' } });
  });

  it('gives way to a later one, and a belated older one is stale', () => {
    const { held, answers } = allOf(story(NINE), story(ELEVEN, 'Bridge is open'), story(TEN, 'Bridge opening'));
    expect(answers).toEqual(['accepted', 'accepted', 'stale']);
    expect(held).toMatchObject({ at: ELEVEN, article: { title: 'Bridge is open' } });
  });

  it('with the same time as the last is the word of who came last', () => {
    expect(allOf(story(NINE), story(NINE, 'Bridge is open')).held?.article?.title).toBe('Bridge is open');
  });

  it('that only moved its time is noted, so that what lies between is stale', () => {
    const { answers } = allOf(story(NINE), story(ELEVEN), story(TEN, 'Bridge opening'));
    expect(answers).toEqual(['accepted', 'accepted', 'stale']);
  });
});

describe('a deletion', () => {
  it('cancels what is held, as of its time', () => {
    const { held, answers } = allOf(story(NINE), deletion(TEN), deletion(TEN));
    expect(answers).toEqual(['accepted', 'accepted', 'unchanged']);
    expect(held).toMatchObject({ at: TEN, isCanceled: true, article: { status: 'canceled', updatedAt: TEN } });
  });

  it('cancels what is known from before, where nothing is held', () => {
    const { hold } = receive(deletion(TEN), undefined, anArticle());
    expect(hold).toMatchObject({ isCanceled: true, article: { id: 'a1', status: 'canceled' } });
  });

  it('of what nobody knows is kept all the same', () => {
    const { held, answers } = allOf(deletion(TEN), story(NINE));
    expect(answers).toEqual(['accepted', 'stale']);
    expect(held).toEqual({ at: TEN, isCanceled: true });
  });

  it('holds against all that came before, and a later story is back', () => {
    const { held, answers } = allOf(
      story(NINE),
      deletion(TEN),
      story(NINE),
      story(TEN, 'Bridge opening'),
      story(ELEVEN, 'Bridge is open after all'),
    );
    expect(answers).toEqual(['accepted', 'accepted', 'stale', 'stale', 'accepted']);
    expect(held).toMatchObject({ at: ELEVEN, isCanceled: false, article: { status: 'usable' } });
  });

  it('that says an earlier time than the story is stale', () => {
    expect(allOf(story(TEN), deletion(NINE)).answers).toEqual(['accepted', 'stale']);
  });

  it('that says no time is never stale, whatever clock the sender has', () => {
    const { held, answers } = allOf(story(TEN), deletion(NINE, 'sent'));
    expect(answers).toEqual(['accepted', 'accepted']);
    expect(held).toMatchObject({ at: TEN, isCanceled: true });
  });

  it('by a story of status canceled stands like any other', () => {
    const { answers } = allOf(story(TEN, 'Bridge opens', 'canceled'), story(TEN), story(ELEVEN));
    expect(answers).toEqual(['accepted', 'stale', 'accepted']);
  });

  it('again, and later, moves the time', () => {
    const { held } = allOf(story(NINE), deletion(TEN), deletion(ELEVEN));
    expect(held?.at).toEqual(ELEVEN);
  });
});
