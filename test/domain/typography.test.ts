import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quotationsIn } from '../../src/domain/quotations.ts';
import { typeset } from '../../src/domain/typography.ts';

const N = '\u00A0';

describe('as English is set', () => {
  test.each([
    ['"We lost," she said.', '“We lost,” she said.'],
    ['The ("red") bridge', 'The (“red”) bridge'],
    ['Closed - for a month -- again', 'Closed – for a month – again'],
    ['About 4.6 million people and 30 km', `About 4.6${N}million people and 30${N}km`],
    ['Some 10 000 people', `Some 10${N}000 people`],
    ['In 2026 500 people came, 12 345 678 in all', `In 2026 500 people came, 12${N}345${N}678 in all`],
    ['They won 5 - 3', 'They won 5 - 3'],
    ['A well-known — and set – dash', 'A well-known — and set – dash'],
    ['‘Lyra’ and “Vega” don’t', '‘Lyra’ and “Vega” don’t'],
    ['A 5" pipe and "a word', 'A 5" pipe and "a word'],
  ])('%s', (typed, set) => {
    expect(typeset(typed, 'en')).toBe(set);
    expect(typeset(typed, 'en-gb')).toBe(set);
  });
});

describe('as Ukrainian and Russian are set', () => {
  test.each([
    ['"Так" - сказав І. Франко', `«Так»${N}— сказав І.${N}Франко`],
    ['Міст — це 5 млн грн і 30 %', `Міст${N}— це 5${N}млн грн і 30${N}%`],
    ['Дім № 5', `Дім №${N}5`],
    ['Газета "«Чайка» та інші" тут', 'Газета "«Чайка» та інші" тут'],
    ['»Так - це "Чайка"', `»Так${N}— це "Чайка"`],
  ])('%s', (typed, set) => {
    expect(typeset(typed, 'uk')).toBe(set);
    expect(typeset(typed, 'ru')).toBe(set);
  });
});

test('a language without rules of its own stays as it was typed', () => {
  expect(typeset('"Ja" - sagte er, 5 km', 'de')).toBe('"Ja" - sagte er, 5 km');
});

describe('what a quotation says is never changed', () => {
  test.each([
    ['“We won 10 000 - or so,” he said - and left', '“We won 10 000 - or so,” he said – and left'],
    ['"No - never" - she said', '“No - never” – she said'],
    ['"He said "no - no" to me" - twice', '“He said "no - no" to me” – twice'],
    ['„Ja - so“ - fertig', '„Ja - so“ – fertig'],
    ["'Not - once,' she said - again", "'Not - once,' she said – again"],
    ['“Unclosed - and 5 km', '“Unclosed - and 5 km'],
  ])('%s', (typed, set) => {
    expect(typeset(typed, 'en')).toBe(set);
  });

  const piece = fc.constantFrom(
    ...['"', '“', '”', '«', '»', '„', "'", '’', '‘', ' ', ' - ', ' -- ', ' — ', 'a', 'Б', '5', ' км', ' 000', '.', '('],
  );
  const anyText = fc.array(piece, { maxLength: 25 }).map((pieces) => pieces.join(''));

  test('whatever is quoted, by whatever marks', () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom('en', 'uk', 'ru'), (text, language) => {
        const inside = (one: string) =>
          quotationsIn(one).map(({ from, to, closed }) => one.slice(from + 1, closed ? to - 1 : to));
        expect(inside(typeset(text, language))).toEqual(inside(text));
      }),
      { numRuns: 3_000 },
    );
  });

  test('and no text gets longer, loses a word or is set twice', () => {
    const words = (text: string) => text.replace(/[^\p{L}\p{N}]+/gu, ' ');
    fc.assert(
      fc.property(anyText, fc.constantFrom('en', 'uk', 'ru'), (text, language) => {
        const set = typeset(text, language);
        expect(set.length).toBeLessThanOrEqual(text.length);
        expect(words(set)).toBe(words(text));
        expect(typeset(set, language)).toBe(set);
      }),
      { numRuns: 3_000 },
    );
  });
});
