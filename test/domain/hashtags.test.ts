import fc from 'fast-check';
import tt from 'twitter-text';
import { describe, expect, test } from 'vitest';
import { type Hashtag, hasHashtag, hashtagsOf, markedInline } from '../../src/domain/hashtags.ts';

const signs = (tags: readonly string[], language = 'en') => hashtagsOf(tags, language).map(({ sign }) => sign);
const one = (tag: string) => hashtagsOf([tag], 'en')[0] as Hashtag;

describe('the hashtag of a tag', () => {
  test.each([
    ['Marlow Bay', '#MarlowBay'],
    ['climate change', '#ClimateChange'],
    ['world-news', '#WorldNews'],
    ['COVID-19', '#COVID19'],
    ['G7', '#G7'],
    ['iPhone', '#iPhone'],
    ['Formula 1', '#Formula1'],
    ['2026 budget', '#2026Budget'],
    ['Top 10 2026', '#Top10_2026'],
    ['O’Neill & Sons', '#ONeillSons'],
    ['#climate', '#Climate'],
    ['Booking.com', '#BookingCom'],
    ['cafe\u0301s', '#Cafés'],
    ['нова пошта', '#НоваПошта'],
    ['Кам’янець-Подільський', '#КамянецьПодільський'],
    ['їжа', '#Їжа'],
    ['انتخابات ریاست', '#انتخابات_ریاست'],
    ['می\u200Cشود', '#می\u200Cشود'],
    ['בחירות 2026', '#בחירות2026'],
    ['東京 都知事選', '#東京_都知事選'],
  ])('%s is %s', (tag, sign) => {
    expect(signs([tag])).toEqual([sign]);
    expect(tt.extractHashtags(`News ${sign} news`)).toEqual([sign.slice(1)]);
  });

  test('has the capitals of its language', () => {
    expect(signs(['istanbul'], 'tr')).toEqual(['#İstanbul']);
    expect(signs(['istanbul'], 'tlh')).toEqual(['#Istanbul']);
  });

  test('is never a bare number, never nothing, and never a sentence', () => {
    expect(signs(['2026', '24/7', '5%', '—', '', '👍', 'what the council of the bay said', 'a'.repeat(200)])).toEqual(
      [],
    );
  });

  test('is there once, in the order of the tags', () => {
    expect(signs(['Ferries', 'marlow bay', 'ferries', 'Marlow Bay'])).toEqual(['#Ferries', '#MarlowBay']);
  });

  test('of any tag at all is whole where X knows its letters', () => {
    const tag = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 20 }),
      fc
        .array(fc.constantFrom('Київ', ' ', '-', '’', '12', '#', '@', 'bay', 'قطر', '\u200C', 'é', '.', '_', '日本'))
        .map((p) => p.join('')),
    );
    fc.assert(
      fc.property(tag, (any) => {
        for (const sign of signs([any])) {
          expect(sign).toMatch(/^#[\p{L}\p{M}\p{Nd}_\u200C\u200D]+$/u);
          expect(sign).toMatch(/\p{L}/u);
          if (tt.isValidHashtag(sign)) expect(tt.extractHashtags(`a ${sign} b`)).toEqual([sign.slice(1)]);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('inline', () => {
  test.each([
    ['Marlow Bay', 'Ships left Marlow Bay.', 'Ships left #MarlowBay.'],
    ['Marlow Bay', 'In Marlow\u00A0Bay (Marlow Bay) it rained.', 'In #MarlowBay (Marlow Bay) it rained.'],
    ['ferry', 'The ferry sails. Ferry lines grow.', 'The #ferry sails. Ferry lines grow.'],
    ['elections', 'Elections were held.', '#Elections were held.'],
    ['Кам’янець', "Замок у місті Кам'янець.", 'Замок у місті #Камянець.'],
    [
      'Marlow Bay',
      '“Marlow Bay is ours,” said a man in Marlow Bay.',
      '“Marlow Bay is ours,” said a man in #MarlowBay.',
    ],
  ])('%s is marked where it first stands: %s', (tag, text, marked) => {
    expect(markedInline(text, one(tag))).toBe(marked);
  });

  test.each([
    ['IT', 'Then it rained.'],
    ['US', 'They told us.'],
    ['Marlow Bay', 'The Marlow Bay-based club.'],
    ['Marlow Bay', 'The #Marlow Bay'],
    ['bay', 'news.bay.example and @bay, $bay and bay.com'],
    ['Ferry', 'Ferryman'],
    ['Bay', 'Bay’s council'],
    ['Bay', 'He said: “Bay”. And «Bay».'],
  ])('%s is not marked in: %s', (tag, text) => {
    expect(markedInline(text, one(tag))).toBeUndefined();
  });
});

test('a text has a hashtag in any case, but not in a longer one', () => {
  expect(hasHashtag('On #marlowbay today', one('Marlow Bay'))).toBe(true);
  expect(hasHashtag('On #MarlowBayNews and #MarlowBay', one('Marlow Bay'))).toBe(true);
  expect(hasHashtag('On #MarlowBayNews', one('Marlow Bay'))).toBe(false);
});
