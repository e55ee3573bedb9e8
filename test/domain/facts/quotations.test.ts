import { expect, test } from 'vitest';
import { quotationsOf, standsIn } from '../../../src/domain/facts/quotations.ts';

test.each([
  ['He said: “It is so. We know.”', ['It is so', 'We know']],
  ['«Це так», – сказав він', ['Це так']],
  ['„Це так“, сказав він. “Ні”', ['Це так', 'Ні']],
  ['a law «On the «Fund» of books» of 2019', ['On the', 'Fund']],
  ['“You will, he said, “see it”. And that was it.', ['You will, he said', 'see it']],
  ['a man of 6\'2" said "yes" and "no"', ['yes', 'no']],
  ['"It [...] is so... and so"', ['It', 'is so', 'and so']],
  ['“It goes on\nin another line', ['It goes on']],
])('%s quotes %j', (text, quoted) => {
  expect(quotationsOf(text)).toEqual(quoted);
});

test.each([
  ['The bridge was shut.', true],
  ['Nobody knew.', true],
  ['the bridge was shut.', false],
  ['Lund stole it.', false],
  ['The bridge was', false],
  ['Berg denies that Lund stole it', true],
])('of a text, "%s" stands in it as a sentence: %s', (sentence, stands) => {
  const text = 'Halden, 5 May – The bridge was shut. Mayor\nBerg denies that Lund stole it. “Nobody knew.”';
  expect(standsIn(text, sentence)).toBe(stands);
});
