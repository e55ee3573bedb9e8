import fc from 'fast-check';
import tt from 'twitter-text';
import { expect, test } from 'vitest';
import type { Article } from '../../src/domain/article.ts';
import type { Channel } from '../../src/domain/channel.ts';
import { PLATFORM_IDS } from '../../src/domain/platform.ts';
import { quotationsIn } from '../../src/domain/quotations.ts';
import { compose } from '../../src/pipeline/compose.ts';
import { formatOf } from '../../src/platforms/index.ts';
import { extractive } from '../../src/summaries/index.ts';
import { aChannel } from '../support/newsroom.ts';
import { anArticle } from '../support/posts.ts';

const LINK = 'https://news.example.com/a1?utm_source=x';

const sentence = fc.constantFrom(
  'The harbour of Marlow Bay was closed on Friday - for the 3rd time.',
  'Booking.com and Node.js Inc. bought $AAPL, $TSLA and sport.ua on Monday.',
  '"We use example.com - and pay $BTC," said the mayor of Marlow Bay.',
  '“It was 5 km - or 10 000 steps,” Anna Berg of Marlow Bay told the council.',
  '«Ми бачили хвилі - і не раз», - сказав капітан порту Одеса.',
  'У порту "Південний" - 5 млн грн збитків, повідомили в Одесі у п’ятницю.',
  'Порт закрыли в пятницу - на 3 дня, сообщил И. Громов.',
  'It was cold.',
  '港口因暴风雨于星期五关闭了，船员获救。',
);
const tag = fc.oneof(
  fc.constantFrom(
    'Marlow Bay',
    'Одеса',
    'нова пошта',
    '2026',
    '24/7',
    'قطر',
    'می\u200Cشود ها',
    'Booking.com',
    '@desk',
    'порт',
  ),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
);
const title = fc.oneof(
  fc.constantFrom(
    'Port closed',
    'Booking.com vs $TSLA',
    '@mayor: "We - lost"',
    '"Порт" - закрито',
    'A'.repeat(400),
    '  ',
    '#1 port',
  ),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
);
const article: fc.Arbitrary<Article> = fc
  .record({
    title,
    body: fc.array(sentence, { minLength: 1, maxLength: 8 }).map((parts) => parts.join(' ')),
    tags: fc.array(tag, { maxLength: 4 }),
    section: fc.constantFrom('City', 'news', '$IBM', 'example.com', ''),
    authors: fc.constantFrom([], ['Ada Reporter'], ['@ada', 'Bo.de']),
    language: fc.constantFrom('en', 'uk', 'ru', 'fa', 'zh'),
    breaking: fc.boolean(),
    image: fc.constant({ url: 'https://news.example/p.jpg', alt: 'Port' }),
  })
  .map((fields) => anArticle({ ...fields, url: 'https://news.example.com/a1' }));
const channel: fc.Arbitrary<Channel> = fc
  .record({
    platform: fc.constantFrom(...PLATFORM_IDS),
    image: fc.constantFrom('attach' as const, 'preview' as const),
    hashtags: fc.record({
      most: fc.integer({ min: 0, max: 3 }),
      place: fc.constantFrom('end' as const, 'inline' as const),
    }),
    linkTags: fc.constant({ utm_source: 'x' }),
  })
  .chain((fields) =>
    fc
      .constantFrom<Partial<Channel>>(
        {},
        { headline: 'text' },
        { headline: 'card' },
        { text: '{breaking?⚡ }{headline}\n\n{summary}' },
        { text: '{section}.{headline}{summary?: }{summary} — {authors}' },
        { text: '{summary}{hashtags?\n}{hashtags}' },
      )
      .map((wording) => aChannel({ ...fields, ...wording })),
  );

async function composed(story: Article, where: Channel) {
  return compose({ formatOf, summarizer: extractive }, story, where, new AbortController().signal);
}

test('whatever the article and the wording: a post is within its room, and below the fold nothing', async () => {
  await fc.assert(
    fc.asyncProperty(article, channel, async (story, where) => {
      const { text, room } = await composed(story, where);
      if (text === undefined) return;
      expect(text.trim()).not.toBe('');
      expect(room.measure(text)).toBeLessThanOrEqual(Math.min(room.maxLength, room.foldsAt ?? room.maxLength));
    }),
    { numRuns: 500 },
  );
});

test('X finds no mention, no cashtag and no address in it but the link', async () => {
  await fc.assert(
    fc.asyncProperty(article, channel, async (story, where) => {
      const { text = '', format, link } = await composed(story, { ...where, platform: 'twitter' });
      expect(link).toBe(LINK);
      const sent = format.render(text, link);
      expect(tt.extractMentionsOrListsWithIndices(sent)).toEqual([]);
      expect(tt.extractCashtags(sent)).toEqual([]);
      expect(tt.extractUrls(sent)).toEqual([LINK]);
    }),
    { numRuns: 500 },
  );
});

test('a hashtag of ours is one on X, and no more of them than the channel has', async () => {
  await fc.assert(
    fc.asyncProperty(article, channel, async (story, where) => {
      const plain = { ...story, title: 'Port closed' };
      const { text = '' } = await composed(plain, { ...where, platform: 'twitter' });
      const found = text.match(/#[^\s.,:;!?—]+/gu) ?? [];
      expect(found.length).toBeLessThanOrEqual(where.hashtags?.most ?? 0);
      expect(tt.extractHashtags(text)).toEqual(found.map((sign) => sign.slice(1)));
      for (const sign of found) expect(sign).toMatch(/\p{L}/u);
    }),
    { numRuns: 500 },
  );
});

test('what it quotes stands in the article, character for character', async () => {
  await fc.assert(
    fc.asyncProperty(article, channel, async (story, where) => {
      const { text = '' } = await composed({ ...story, title: 'Port closed' }, where);
      const seen = text.replaceAll('\u200C', '');
      for (const { from, to } of quotationsIn(seen)) expect(story.body).toContain(seen.slice(from + 1, to - 1));
    }),
    { numRuns: 500 },
  );
});
