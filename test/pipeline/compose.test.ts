import { describe, expect, test } from 'vitest';
import type { Article } from '../../src/domain/article.ts';
import type { Channel } from '../../src/domain/channel.ts';
import { compose } from '../../src/pipeline/compose.ts';
import { formatOf } from '../../src/platforms/index.ts';
import { extractive } from '../../src/summaries/index.ts';
import { aChannel } from '../support/newsroom.ts';
import { anArticle } from '../support/posts.ts';

const LEAD = 'The harbour bridge in Marlow Bay is open to traffic again after eleven weeks of repairs.';
const MORE = 'Workers replaced 640 metres of steel cable and the bearings of the middle span.';
const COST = 'The work cost the city of Marlow Bay about four million euros in all, the mayor said.';
const LAST = 'Ships have been able to pass below it again since the first days of the month of May.';
const BRIDGE = anArticle({
  title: 'Bridge reopens early',
  body: `${LEAD} ${MORE} ${COST} ${LAST}`,
  tags: ['Marlow Bay', 'transport', '2026'],
  section: 'City',
});
const PICTURE = { image: { url: 'https://news.example/b.jpg', alt: 'A bridge' } };

async function composed(channel: Partial<Channel>, article: Partial<Article> = {}) {
  const signal = new AbortController().signal;
  return compose({ formatOf, summarizer: extractive }, { ...BRIDGE, ...article }, aChannel(channel), signal);
}

async function textOf(channel: Partial<Channel>, article: Partial<Article> = {}): Promise<string | undefined> {
  return (await composed(channel, article)).text;
}

const X = { platform: 'twitter' } as const;
const FACEBOOK = { platform: 'facebook', image: 'preview' } as const;
const FEEDS = { platform: 'google-news' } as const;

describe('each platform has a text of its own', () => {
  test('X: one or two sentences', async () => {
    expect(await textOf(X)).toBe(`${LEAD} ${MORE}`);
    const body = 'The old bridge is open again. The new road is shut today. The last ferry left at noon.';
    expect((await textOf(X, { body }))?.match(/\./g)).toHaveLength(2);
  });

  test('Facebook: up to the fold', async () => {
    expect(await textOf(FACEBOOK)).toBe(`${LEAD} ${MORE} ${COST} ${LAST}`);
  });

  test('feeds: two or three sentences, without a title, a hashtag or a picture', async () => {
    expect(await textOf(FEEDS)).toBe(`${LEAD} ${MORE} ${COST}`);
  });

  test('a feed shows its headline where no sentence can be taken', async () => {
    expect(await textOf(FEEDS, { body: 'WORDS' })).toBe('Bridge reopens early');
    expect(await textOf(X, { body: 'WORDS' })).toBeUndefined();
  });
});

describe('the headline', () => {
  test('is left to the card that shows it', async () => {
    const pictured = { ...X, image: 'attach' } as const;
    for (const channel of [X, pictured, FACEBOOK]) expect(await textOf(channel, PICTURE)).toMatch(/^The harbour/);
  });

  test('stands in the text where a picture takes the place of Facebook’s card', async () => {
    const attached = { ...FACEBOOK, image: 'attach' } as const;
    expect(await textOf(attached, PICTURE)).toBe(`Bridge reopens early\n\n${LEAD} ${MORE} ${COST} ${LAST}`);
    expect(await textOf(attached)).toMatch(/^The harbour/);
    expect(await textOf({ ...attached, headline: 'card' }, PICTURE)).toMatch(/^The harbour/);
  });

  test('stands in the text where the channel wants it', async () => {
    expect(await textOf({ ...X, headline: 'text' })).toBe(`Bridge reopens early\n\n${LEAD} ${MORE}`);
  });

  test('leaves the summary alone where not both fit', async () => {
    const title = `Bridge reopens ${'very '.repeat(34)}early`;
    expect(await textOf({ ...X, headline: 'text' }, { title })).toBe(`${LEAD} ${MORE}`);
  });
});

describe('a template', () => {
  const text = '{breaking?⚡ }{section?{section}: }{headline}\n\n{summary}';

  test('words the post', async () => {
    expect(await textOf({ ...X, text })).toBe(`City: Bridge reopens early\n\n${LEAD} ${MORE}`);
    expect(await textOf({ ...X, text }, { breaking: true })).toMatch(/^⚡ City: /);
  });

  test('knows breaking news by the signs of the channel', async () => {
    const breaking = {
      review: 'none',
      maxPerHour: 3,
      when: { sections: [], tags: ['alert'], titleStarts: [] },
    } as const;
    expect(await textOf({ ...X, text, breaking }, { tags: ['Alert'] })).toMatch(/^⚡ /);
    expect(
      await textOf({ ...X, text, breaking, hashtags: { most: 3, place: 'end' } }, { tags: ['Alert'] }),
    ).not.toMatch(/#/);
  });

  test('of the headline alone needs no sentence', async () => {
    expect(await textOf({ ...X, text: '{headline}' }, { body: 'WORDS' })).toBe('Bridge reopens early');
  });

  test('that asks for a summary does without one', async () => {
    const asking = { ...X, text: '{headline}{summary?\n\n}{summary}' };
    expect(await textOf(asking, { body: 'WORDS' })).toBe('Bridge reopens early');
    expect(await textOf(asking)).toBe(`Bridge reopens early\n\n${LEAD} ${MORE}`);
  });

  test('gives way to the summary where it is too long without one', async () => {
    const title = 'Bridge '.repeat(60);
    expect(await textOf({ ...X, text: '{headline}{summary?\n\n}{summary}' }, { title })).toBe(`${LEAD} ${MORE}`);
    expect(await textOf({ ...X, text: '{headline}' }, { title })).toBe(`${LEAD} ${MORE}`);
  });

  test('keeps its room: the summary gets shorter', async () => {
    const long = { ...X, text: `${'Our city, day by day. '.repeat(4)}{headline}\n\n{summary}` };
    expect(await textOf(long)).toMatch(/^Our city.*\n\nThe harbour bridge.*repairs\.$/s);
  });
});

describe('hashtags', () => {
  test('stand at the end, as many as the channel wants', async () => {
    const short = { body: LEAD };
    expect(await textOf({ ...X, hashtags: { most: 1, place: 'end' } }, short)).toBe(`${LEAD} #MarlowBay`);
    expect(await textOf({ ...X, hashtags: { most: 3, place: 'end' } }, short)).toBe(`${LEAD} #MarlowBay #Transport`);
    expect(await textOf({ ...FACEBOOK, hashtags: { most: 3, place: 'end' } }, short)).toBe(
      `${LEAD}\n\n#MarlowBay #Transport`,
    );
    expect(await textOf({ ...X, hashtags: { most: 0, place: 'end' } }, short)).toBe(LEAD);
  });

  test('stand in place of their words, the others at the end', async () => {
    const body = `“Marlow Bay is whole,” said the mayor of Marlow Bay. ${MORE}`;
    expect(await textOf({ ...X, hashtags: { most: 2, place: 'inline' } }, { body })).toBe(
      `“Marlow Bay is whole,” said the mayor of #MarlowBay. ${MORE} #Transport`,
    );
  });

  test('stand where the template has them', async () => {
    const channel = { ...X, text: '{hashtags?{hashtags}: }{summary}', hashtags: { most: 2, place: 'end' } } as const;
    expect(await textOf(channel, { body: LEAD })).toBe(`#MarlowBay #Transport: ${LEAD}`);
    expect(await textOf(channel, { body: LEAD, tags: ['2026'] })).toBe(LEAD);
  });

  test('are the first thing left out, the longest before the next', async () => {
    const tags = ['The harbour bridge of Marlow', 'a'.repeat(29), 'bay'];
    const body = `${LEAD} ${MORE} ${COST}`;
    const text = await textOf(
      { ...X, hashtags: { most: 2, place: 'end' }, text: `${'a'.repeat(60)} {summary}` },
      { tags, body },
    );
    expect(text).toBe(`${'a'.repeat(60)} ${LEAD} ${MORE} #Bay`);
  });

  test('are not said twice', async () => {
    const channel = { ...X, text: '{summary} #marlowbay', hashtags: { most: 3, place: 'end' } } as const;
    expect(await textOf(channel, { body: LEAD })).toBe(`${LEAD} #marlowbay #Transport`);
  });
});

describe('what X would make a link of', () => {
  const body = 'Booking.com paid $TSLA on Friday, the court of Marlow Bay said. “Booking.com won,” $AAPL said.';
  const seen = (text: string | undefined) => text?.replaceAll('\u200C', '');

  test('is no link in what crier writes, and looks as it did', async () => {
    const { text = '', format, link, room } = await composed(X, { body });
    expect(seen(text)).toBe(body);
    expect(text).not.toMatch(/\.com|\$\w/);
    expect(room.measure(text)).toBe(text.length + 1 + 23);
    expect(format.costUsd(text, '')).toBe(0.015);
    expect(link).toBe(BRIDGE.url);
  });

  test('is one where the template means it', async () => {
    const text = await textOf({ ...X, text: '{summary} $TSLA demo.example.com' }, { body });
    expect(text).toContain('demo.example.com');
    expect(text?.match(/\$TSLA/g)).toHaveLength(1);
  });

  test('is not made where two things meet', async () => {
    const text = await textOf(
      { ...X, text: '{section}.{headline} {summary}' },
      { section: 'news', title: 'com trade' },
    );
    expect(seen(text)).toMatch(/^news\.com trade/);
    expect(text).not.toContain('news.com');
  });
});

test('a post is set as its language is, but for what is quoted', async () => {
  const body =
    'The bridge of Marlow Bay is open to all traffic again - a month early. "We worked hard - nights, too," said the builder, 5 million in hand.';
  expect(await textOf(FACEBOOK, { body })).toBe(
    'The bridge of Marlow Bay is open to all traffic again – a month early. “We worked hard - nights, too,” said the builder, 5\u00A0million in hand.',
  );
});
