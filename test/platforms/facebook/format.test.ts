import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { facebookFormat } from '../../../src/platforms/facebook/format.ts';

const LINK = 'https://example.com/news/flood';
const { phrase, render, room, costUsd } = facebookFormat;
const { maxLength, measure } = room(LINK);

/** Pieces that are harmless alone. */
const piece = fc.constantFrom(
  ...['@', '[', ']', '104', ' ', '\t', '\n', '\r', '\v', '\f', '\u0085', '\u2028', '\u2029', '\u00A0', 'a', 'é', 'e'],
  ...[
    '\u0301',
    '日',
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
  ],
  ...[
    '\u0000',
    '\u001B',
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
    '\uFFFF',
    '1',
  ],
);
const anyText = fc.oneof(
  fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
);

describe('how Facebook counts', () => {
  test.each([
    ['', 0],
    ['Flood', 5],
    ['Повінь', 6],
    ['日本語', 3],
    ['😀', 1],
    ['\u{20000}', 1],
    ['a\nb', 3],
  ])('%j counts %i', (words, length) => {
    expect(measure(words)).toBe(length);
  });

  test('63,206 characters fit, one more does not, whatever the link', () => {
    expect(measure('a'.repeat(63_206))).toBe(maxLength);
    expect(measure('a'.repeat(63_207))).toBeGreaterThan(maxLength);
    expect(room(`${LINK}${'x'.repeat(500)}`).measure('Flood')).toBe(5);
  });
});

describe('what is shown', () => {
  test('is the words, and below them the link', () => {
    expect(render('Flood in the valley.', LINK)).toBe(`Flood in the valley.\n${LINK}`);
    expect(render('', LINK)).toBe(LINK);
    expect(render('Flood', '')).toBe('Flood');
  });

  test('costs nothing', () => {
    expect(costUsd('Flood', LINK)).toBe(0);
  });
});

describe('what Facebook may carry', () => {
  const phrased: readonly [string, string][] = [
    ['  Flood\t in\u00A0the   valley  ', 'Flood in the valley'],
    ['One\r\nTwo\rThree\u2028Four\u2029Five\u0085Six\vSeven\fEight', 'One\nTwo\nThree\nFour\nFive\nSix\nSeven\nEight'],
    ['One \n \n\n\n Two', 'One\n\nTwo'],
    ['\n\nFlood\n', 'Flood'],
    ['con\u0000trol \u001B[31mred', 'control [31mred'],
    ['\u202Eevil\u202C \u2066x\u2069 \u061C\u200E\u200F', 'evil x'],
    ['zero\u200Bwidth so\u00ADft jo\u2060in \uFEFFbom', 'zerowidth soft join bom'],
    ['cafe\u0301', 'café'],
    ['می\u200Cخواهم', 'می\u200Cخواهم'],
    ['👨‍👩‍👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿 ❤️ 1️⃣', '👨‍👩‍👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿 ❤️ 1️⃣'],
    ['hidden\u{E0068}\u{E0069} and not yet named\u{E0002} tags', 'hidden and not yet named tags'],
    ['half \uD83D of a pair', 'half of a pair'],
    ['non\uFFFFcharacter', 'noncharacter'],
    ['see @[104] and @@[104:The Gazette] or @\u200B[104]', 'see [104] and [104:The Gazette] or [104]'],
    ['write to desk@example.com @ noon, @alice', 'write to desk@example.com @ noon, @alice'],
  ];
  test.each(phrased)('%j becomes %j', (words, expected) => {
    expect(phrase(words)).toBe(expected);
  });

  test('phrasing twice changes nothing more', () => {
    fc.assert(
      fc.property(anyText, (words) => {
        expect(phrase(phrase(words))).toBe(phrase(words));
      }),
      { numRuns: 5000 },
    );
  });

  test('nobody is mentioned, no line is padded, and never are two lines empty', () => {
    fc.assert(
      fc.property(anyText, (words) => {
        expect(phrase(words)).not.toMatch(/@\[|\n\n\n| \n|\n | {2}|^\s|\s$/);
      }),
      { numRuns: 5000 },
    );
  });

  test('no character is left that readers cannot see or that turns text around', () => {
    fc.assert(
      fc.property(anyText, (words) => {
        const text = phrase(words).replace(/\p{RGI_Emoji}/gv, '');
        expect(text).not.toMatch(
          /[[\p{Cc}--\n]\p{Cs}\u061C\u200B\u200E\u200F\u2028-\u202E\u2060-\u2069\uFEFF\u{E0000}-\u{E007F}]/v,
        );
      }),
      { numRuns: 5000 },
    );
  });

  test('the words that are seen stay, in their order', () => {
    const seen = (text: string) => text.normalize('NFC').match(/[\p{L}\p{N}]/gu) ?? [];
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (words) => {
        expect(seen(phrase(words))).toEqual(seen(words));
      }),
    );
  });
});
