import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { languageOf } from '../../src/summaries/languages/index.ts';
import { shortenings } from '../../src/summaries/shortening.ts';

function shortened(language: string, sentence: string): readonly string[] {
  const clauses = languageOf(language)?.clauses;
  if (!clauses) throw new Error(`no clauses for ${language}`);
  return shortenings(sentence, clauses).map(({ text }) => text);
}

describe('a sentence is told without', () => {
  test.each([
    [
      'a clause at its end',
      'The council of Halden shut the old bridge on Monday, leaving three villages cut off.',
      'The council of Halden shut the old bridge on Monday.',
    ],
    [
      'a relative clause at its end',
      'Engineers closed the bridge over the Tista river on Monday, which is a holiday in the county.',
      'Engineers closed the bridge over the Tista river on Monday.',
    ],
    [
      'a relative clause before its verb',
      'The old bridge at Halden, which carried ten thousand cars a day, was shut by engineers on Monday.',
      'The old bridge at Halden was shut by engineers on Monday.',
    ],
    [
      'an aside before its verb',
      'Ana Lund, the mayor of Halden and a former diver, will meet the owners of the ferry on Thursday.',
      'Ana Lund will meet the owners of the ferry on Thursday.',
    ],
    [
      'what brackets explain',
      'The Halden County Council (HCC) will ask the state for money to mend all of its bridges.',
      'The Halden County Council will ask the state for money to mend all of its bridges.',
    ],
    [
      'the connective it opens with',
      'However, the county council had money for only one of the two bridges this year.',
      'The county council had money for only one of the two bridges this year.',
    ],
    [
      'uk',
      'Міст через річку Тиса, який звели ще в 1911 році, закрили в понеділок для всього транспорту.',
      'Міст через річку Тиса закрили в понеділок для всього транспорту.',
    ],
    [
      'uk',
      'У понеділок у місті закрили три мости через паводок, зокрема старий міст біля залізничного вокзалу.',
      'У понеділок у місті закрили три мости через паводок.',
    ],
    [
      'ru',
      'В понедельник артисты вернулись из города Кедров, где играли на открытии нового моста через реку.',
      'В понедельник артисты вернулись из города Кедров.',
    ],
  ])('%s: %s', (name, sentence, shorter) => {
    expect(shortened(/^..$/.test(name) ? name : 'en', sentence)).toContain(shorter);
  });
});

describe('nothing is left out', () => {
  test.each([
    [
      'en',
      'that says who said it',
      'The bridge at Halden will stay shut until spring, according to the county council.',
    ],
    [
      'en',
      'that is a condition',
      'The bridge at Halden will open again in spring, unless the divers find more cracks.',
    ],
    ['en', 'that is a denial', 'The mayor of Halden met the owners of the ferry, who did not want to be named.'],
    ['en', 'of a quotation', '“We shut the old bridge on Monday, which is a holiday, and went home,” Ana Lund said.'],
    ['en', 'before the verb of the sentence', 'The divers, who went down on Monday with the engineers, told nobody.'],
    [
      'en',
      'that a circumstance stands on',
      'When the council of Halden shut the old bridge, leaving no road, the ferry came back.',
    ],
    [
      'en',
      'in brackets that is somebody’s name',
      'The police said that he (Per Berg) had left the town before the bridge was shut.',
    ],
    [
      'uk',
      'that narrows whom it is about',
      'Допомогу від громади отримають родини, які втратили житло під час весняного паводку.',
    ],
    [
      'ru',
      'that narrows whom it is about',
      'Помощь от города получат семьи, которые потеряли жильё во время весеннего паводка.',
    ],
    ['uk', 'that says who said it', 'Міст через Тису закрили до весни, повідомили в міській раді в понеділок увечері.'],
    [
      'ru',
      'that is an exception',
      'Мост через реку Тису открыли для всех (кроме грузовых машин тяжелее двадцати тонн).',
    ],
  ])('%s: %s', (language, _, sentence) => {
    expect(shortened(language, sentence)).toEqual([]);
  });
});

test('what is left out can be named', () => {
  const clauses = languageOf('en')?.clauses;
  const sentence = 'The Halden Ferry Company (HFC) sold its last ship on Friday, ending two hundred years of service.';
  expect(clauses && shortenings(sentence, clauses)).toContainEqual({
    text: 'The Halden Ferry Company sold its last ship on Friday.',
    leftOut: ['(HFC)', ', ending two hundred years of service'],
  });
});

test('only words go: those that stay are the sentence’s own, in its order, and they end it', () => {
  const piece = fc.constantFrom(
    'The bridge',
    'However, ',
    ', which was old, ',
    ', leaving none behind',
    ' was shut',
    ' (HFC)',
    ' (built in 1911)',
    ' “so, which, they said”',
    ' in Halden',
    ', including two piers',
    ', who fell',
    ' — ',
    'Міст «Тиса»',
    ', який упав, ',
    ' закрили',
    ', зокрема вчора',
    ', которая упала, ',
    ' ',
    ',',
    '"',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), fc.constantFrom('en', 'uk', 'ru'), (pieces, language) => {
      const sentence = `${pieces.join('')}.`;
      for (const shorter of shortened(language, sentence)) {
        expect(shorter.length).toBeLessThan(sentence.length);
        expect(shorter).toMatch(/\.$/);
        expect(isWithin(wordsOf(shorter), wordsOf(sentence)), shorter).toBe(true);
      }
    }),
    { numRuns: 500 },
  );
});

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

function isWithin(some: readonly string[], all: readonly string[]): boolean {
  let found = 0;
  for (const word of all) if (word === some[found]) found += 1;
  return found === some.length;
}
