import { expect, test } from 'vitest';
import { factWordsOf } from '../../../src/domain/facts/languages/index.ts';
import { quantitiesInWords, quantitiesOf } from '../../../src/domain/facts/numbers.ts';

test.each([
  ['en', '12', 12, ''],
  ['en', '1,234.5', 1234.5, ''],
  ['en', '1.234,5', 1234.5, ''],
  ['en', '1 234 567', 1_234_567, ''],
  ['en', '12,34,567', 1_234_567, ''],
  ['en', '3.5 %', 3.5, '%'],
  ['en', '45 per cent', 45, '%'],
  ['en', '$4.99', 4.99, 'USD'],
  ['en', 'Rs 10 lakh', 1_000_000, 'INR'],
  ['en', 'Rs12-crore', 120_000_000, 'INR'],
  ['en', '2.3 million euros', 2_300_000, 'EUR'],
  ['en', '€2.3bn', 2_300_000_000, 'EUR'],
  ['en', '12 European states', 12, ''],
  ['en', 'a billion-dollar deal', 1e9, ''],
  ['uk', '2,4 млн грн', 2_400_000, 'UAH'],
  ['uk', '30 тис. осіб', 30_000, ''],
  ['uk', '30 тисків', 30, ''],
  ['uk', '15 відсотків', 15, '%'],
  ['ru', '5,1 млрд руб.', 5_100_000_000, 'RUB'],
])('%s: %s is %d %s', (language, text, value, unit) => {
  expect(quantitiesOf(text, factWordsOf(language))).toMatchObject([{ value, unit }]);
});

test('a year beside a number is not part of it', () => {
  expect(quantitiesOf('in 2019 300 people', factWordsOf('en')).map(({ value }) => value)).toEqual([2019, 300]);
});

test.each([
  ['en', 'two boats', [2]],
  ['en', 'twenty-one boats', [20, 1, 21]],
  ['en', 'two million boats', [2, 2_000_000]],
  ['uk', "п'ять човнів", [5]],
  ['uk', 'дві тисячі', [2, 2000]],
  ['uk', "сім'ї", []],
  ['ru', 'тридцать два', [30, 2, 32]],
])('%s: %s in words is %j', (language, text, values) => {
  expect(quantitiesInWords(text, factWordsOf(language)).map(({ value }) => value)).toEqual(values);
});
