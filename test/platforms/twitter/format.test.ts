import fc from 'fast-check';
import tt from 'twitter-text';
import { describe, expect, test } from 'vitest';
import { twitterFormat } from '../../../src/platforms/twitter/format.ts';

const LINK = 'https://example.com/news/flood-in-the-valley?utm_source=x';
const weigh = (text: string) => twitterFormat.room('').measure(text);
const { phrase, render, costUsd } = twitterFormat;

/** Pieces that are harmless alone. */
const piece = fc.constantFrom(
  ...[
    '@',
    '＠',
    '$',
    ' ',
    '\n',
    '.',
    ':',
    '/',
    '_',
    'rt',
    'RT',
    'bob',
    'AAPL',
    'a',
    'B',
    '9',
    'é',
    'e',
    '\u0301',
    '日',
    '…',
  ],
  ...[
    '\u200B',
    '\u200C',
    '\u200D',
    '\u2060',
    '\u00AD',
    '\uFE0F',
    '\u20E3',
    '\uFEFF',
    '\u202E',
    '\u2066',
    '\u0000',
    '\u0085',
  ],
  ...[
    '👩',
    '🚀',
    '🏽',
    '🇺',
    '🇦',
    '🏴',
    '\u{E0067}',
    '\u{E007F}',
    '\uD83D',
    '\uDE00',
    'example.com',
    'https://',
    '!',
    '(',
    '~',
  ],
);
const anyText = fc.oneof(
  fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
);

describe('how X counts', () => {
  const weights: readonly [string, number][] = [
    ['', 0],
    ['Flood', 5],
    ['Повінь', 6],
    ['cafe\u0301', 4],
    ['—', 1],
    ['’“”', 3],
    ['…', 2],
    ['€', 2],
    ['日本語', 6],
    ['가', 2],
    ['\u{20000}', 2],
    ['😀', 2],
    ['👍🏽', 2],
    ['👨‍👩‍👧‍👦', 2],
    ['🇺🇦', 2],
    ['🇺🇦🇺🇦', 4],
    ['🏴󠁧󠁢󠁥󠁮󠁧󠁿', 2],
    ['1️⃣', 2],
    ['#️⃣', 2],
    ['❤️', 2],
    ['♾️', 2],
    // newer than the package's own list
    ['🫨', 2],
    ['🐦‍🔥', 2],
    ['🙂‍↔️', 2],
    ['🧑🏽‍❤️‍💋‍🧑🏿', 2],
    ['👩🏽‍🤝‍👨🏿', 2],
    ['fire 🐦‍🔥 bird', 12],
    ['example.com', 23],
    ['see example.com.', 28],
    ['https://example.com/a-very-long-path/that-goes-on/and-on-and-on', 23],
    ['https://example.invalidtld/', 27],
    // the emoji is no part of the address
    ['https://example.com/🐦‍🔥', 25],
    ['bob@example.com', 15],
  ];
  test.each(weights)('%s weighs %i', (text, weight) => {
    expect(weigh(text)).toBe(weight);
  });

  test('280 fit, 281 do not, the link and the space before it counted', () => {
    const room = twitterFormat.room(LINK);
    expect(room.measure('a'.repeat(256))).toBe(room.maxLength);
    expect(room.measure('a'.repeat(257))).toBe(281);
    expect(room.measure('')).toBe(23);
  });

  test('a link X does not know as one counts in full', () => {
    expect(twitterFormat.room('https://news.example.invalidtld/story').measure('Flood')).toBe(6 + 37);
    expect(twitterFormat.room('http://localhost:8080/story').measure('Flood')).toBe(6 + 27);
  });

  test('every emoji of today weighs 2', () => {
    const emoji = fc
      .array(
        fc.constantFrom(
          '👩',
          '🧑',
          '🏿',
          '🏽',
          '\u200D',
          '\uFE0F',
          '❤',
          '💋',
          '🚀',
          '🇺',
          '🇦',
          '🐦',
          '🔥',
          '\u20E3',
          '1',
          '⚕',
          '👁',
        ),
        {
          minLength: 1,
          maxLength: 8,
        },
      )
      .map((parts) => parts.join(''))
      .filter((text) => /^\p{RGI_Emoji}$/v.test(text));
    fc.assert(
      fc.property(emoji, (one) => {
        expect(weigh(one)).toBe(2);
      }),
    );
  });

  test('without emoji it is what the package counts', () => {
    const plain = anyText.filter((text) => !/\p{RGI_Emoji}/v.test(text.normalize('NFC')));
    fc.assert(
      fc.property(plain, (words) => {
        expect(twitterFormat.room(LINK).measure(words)).toBe(tt.parseTweet(render(words, LINK)).weightedLength);
      }),
    );
  });

  test('plain words are counted as the package does, one by one and together', () => {
    const plain = fc.constantFrom(
      ...['a', 'Я', 'é', '5', '.', ',', ' ', '\n', '”', '—', '©', 'ö', '#', '@', '$', '/', 'com', ':', '\u00A0'],
    );
    fc.assert(
      fc.property(
        fc.array(plain, { maxLength: 30 }).map((p) => p.join('')),
        (words) => {
          expect(twitterFormat.room(LINK).measure(words)).toBe(tt.parseTweet(render(words, LINK)).weightedLength);
          expect(weigh(words)).toBe(tt.parseTweet(words).weightedLength);
        },
      ),
      { numRuns: 3_000 },
    );
  });

  test('simple emoji among plain words weigh 2 each, beside whatever stands there', () => {
    const simple = fc.constantFrom(...['⚡', '📰', '🚨', '❗', '🔴', '🫨']);
    const piece = fc.constantFrom(
      ...['a', 'Я', '.', ' ', 'example.com', '\uFE0F', '🏽', '🇺', '🇦', '\u200D', '👩', '1', '\u20E3'],
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 6 }),
        simple,
        fc.array(piece, { maxLength: 6 }),
        (before, emoji, after) => {
          const words = [...before, ' ', emoji, ' ', ...after].join('');
          const apart = weigh([...before, ' '].join('')) + weigh([' ', ...after].join(''));
          expect(weigh(words)).toBe(apart + 2);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test('it never counts less than what readers see, nor more than the package', () => {
    const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
    fc.assert(
      fc.property(anyText, (any) => {
        const words = phrase(any).replaceAll('.', '');
        const weight = weigh(words);
        expect(weight).toBeGreaterThanOrEqual([...segmenter.segment(words)].length);
        expect(weight).toBeLessThanOrEqual(tt.parseTweet(words).weightedLength);
      }),
    );
  });
});

describe('what is sent', () => {
  test('is the words, a space, and the link, whole and last', () => {
    expect(render('Flood in the valley.', LINK)).toBe(`Flood in the valley. ${LINK}`);
  });

  test('is the link alone where there are no words', () => {
    expect(render('', LINK)).toBe(LINK);
  });

  test('always has the link as its last address', () => {
    fc.assert(
      fc.property(anyText, (words) => {
        expect(tt.extractUrls(render(phrase(words), LINK)).at(-1)).toBe(LINK);
      }),
    );
  });
});

describe('what X may carry', () => {
  const phrased: readonly [string, string][] = [
    ['  Flood\r\n\tin\u2028the\u00A0valley \u0085 now ', 'Flood\nin\nthe valley\nnow'],
    ['con\u0000trol \u001B[31mred', 'control [31mred'],
    ['\u202Eevil\u202C \u2066x\u2069 \u061C\u200E\u200F', 'evil x'],
    ['zero\u200Bwidth so\u00ADft jo\u2060in \uFEFFbom', 'zerowidth soft join bom'],
    ['cafe\u0301', 'café'],
    ['e\u200B\u0301', 'é'],
    ['می\u200Cخواهم', 'می\u200Cخواهم'],
    ['क्\u200Dष', 'क्\u200Dष'],
    ['葛\u{E0100}城', '葛\u{E0100}城'],
    ['👨‍👩‍👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿 ❤️ 1️⃣', '👨‍👩‍👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿 ❤️ 1️⃣'],
    ['hidden\u{E0068}\u{E0069} tags', 'hidden tags'],
    ['half \uD83D of a pair', 'half of a pair'],
    ['non\uFFFFcharacter\uFFFE', 'noncharacter'],
    ['@alice and ＠bob, .@carol (@dave)', 'alice and bob, .carol (dave)'],
    ['lists @alice/friends too', 'lists alice/friends too'],
    ['RT @alice: RT:@bob', 'RT alice: RT:bob'],
    ['write to desk@example.com @ noon', 'write to desk@example.com @ noon'],
    ['日本@alice', '日本alice'],
    ['$AAPL up, $TSLA down, $BTC. flat', '$AAPL up, TSLA down, BTC. flat'],
    ['costs $5 and US$7, $AAPL', 'costs $5 and US$7, $AAPL'],
  ];
  test.each(phrased)('%j becomes %j', (words, expected) => {
    expect(phrase(words)).toBe(expected);
  });

  const unlinked: readonly [string, string][] = [
    [
      'Booking.com, foo.co.uk and https://example.com/a.b lost',
      'Booking.~com, foo.~co.~uk and https://example.~com/a.~b lost',
    ],
    ['$AAPL up, $TSLA down', '$~AAPL up, $~TSLA down'],
    ['“@alice won,” said ＠bob', '“@~alice won,” said ＠~bob'],
    [
      '$DEMO and $DEMO at live.example.com, not demo.example.com',
      '$DEMO and $~DEMO at live.example.com, not demo.~example.~com',
    ],
    [
      'At 4.6 million, U.S. sales of Ph.D. Node.js end.The rest',
      'At 4.6 million, U.S. sales of Ph.D. Node.js end.The rest',
    ],
  ];
  test.each(unlinked)('of %j it links only what is meant, and all looks as it did', (words, expected) => {
    expect(phrase(words, ['See live.example.com', 'for $DEMO'])).toBe(expected.replaceAll('~', '\u200C'));
  });

  test('of what is not meant it links nothing, beside the link too', () => {
    fc.assert(
      fc.property(anyText, (words) => {
        const text = phrase(words, []);
        expect(phrase(text, [])).toBe(text);
        expect(tt.extractMentionsOrListsWithIndices(text)).toEqual([]);
        expect(tt.extractCashtags(text)).toEqual([]);
        expect(tt.extractUrls(render(text, LINK))).toEqual([LINK]);
      }),
      { numRuns: 3_000 },
    );
  });

  test('phrasing twice changes nothing more', () => {
    fc.assert(
      fc.property(anyText, (words) => {
        expect(phrase(phrase(words))).toBe(phrase(words));
      }),
      { numRuns: 2000 },
    );
  });

  test('nobody is mentioned and at most one cashtag is left, with the link too', () => {
    fc.assert(
      fc.property(anyText, (words) => {
        const text = phrase(words);
        expect(tt.extractMentionsOrListsWithIndices(text)).toEqual([]);
        expect(tt.extractMentions(render(text, LINK))).toEqual([]);
        expect(tt.extractCashtags(render(text, LINK)).length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 2000 },
    );
  });

  test('no character is left that readers cannot see or that turns text around', () => {
    fc.assert(
      fc.property(anyText, (words) => {
        const text = phrase(words).replace(/\p{RGI_Emoji}|\n/gv, '');
        expect(text).not.toMatch(
          /[\p{Cc}\p{Cs}\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF\u{E0000}-\u{E007F}]/u,
        );
        expect(tt.hasInvalidCharacters(text)).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });
});

test('a hashtag is what X takes for one, whole', () => {
  const sign = fc
    .oneof(
      fc
        .array(fc.constantFrom('a', 'Б', '1', '_', '日', 'ش', '\u200C', 'ꟷ', '-', '#', 'é', '×'), { maxLength: 6 })
        .map((p) => p.join('')),
      fc.string({ unit: 'grapheme', maxLength: 6 }),
    )
    .map((text) => `#${text}`);
  fc.assert(
    fc.property(sign, (one) => {
      expect(twitterFormat.takesHashtag?.(one)).toBe(tt.isValidHashtag(one));
    }),
    { numRuns: 2_000 },
  );
});

describe('what a post costs', () => {
  test('is 0.200 dollars with an address, 0.015 without', () => {
    expect(costUsd('Flood in the valley', LINK)).toBe(0.2);
    expect(costUsd('Booking.com sued', '')).toBe(0.2);
    expect(costUsd('Flood in the valley', '')).toBe(0.015);
    expect(costUsd('Flood', 'http://localhost:8080/story')).toBe(0.015);
  });

  test('is half a cent more where X is told what an image shows', () => {
    const url = 'https://example.com/flood.jpg';
    expect(costUsd('Flood in the valley', LINK, { url, alt: 'The river' })).toBeCloseTo(0.205, 10);
    expect(costUsd('Flood in the valley', LINK, { url })).toBe(0.2);
  });
});
