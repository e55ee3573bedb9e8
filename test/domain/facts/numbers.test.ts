import { expect, test } from 'vitest';
import { quantitiesOf } from '../../../src/domain/facts/numbers.ts';

test.each([
  ['12', 12, ''],
  ['1,234.5', 1234.5, ''],
  ['1.234,5', 1234.5, ''],
  ['1 234 567', 1_234_567, ''],
  ['12,34,567', 1_234_567, ''],
  ['3.5 %', 3.5, '%'],
  ['45 per cent', 45, '%'],
  ['$4.99', 4.99, 'USD'],
  ['Rs 10 lakh', 1_000_000, 'INR'],
  ['2.3 million euros', 2_300_000, 'EUR'],
  ['€2.3bn', 2_300_000_000, 'EUR'],
  ['2,4 млн грн', 2_400_000, 'UAH'],
  ['5,1 млрд руб.', 5_100_000_000, 'RUB'],
  ['30 тис. осіб', 30_000, ''],
  ['a billion-dollar deal', 1e9, ''],
])('%s is %d %s', (text, value, unit) => {
  expect(quantitiesOf(text)).toMatchObject([{ value, unit }]);
});

test('a year beside a number is not part of it', () => {
  expect(quantitiesOf('in 2019 300 people').map(({ value }) => value)).toEqual([2019, 300]);
});

test('small numbers in words are read where asked for', () => {
  expect(quantitiesOf('two boats and п’ять'.replace('’', "'"), { inWords: true }).map(({ value }) => value)).toEqual([
    2, 5,
  ]);
  expect(quantitiesOf('two boats')).toEqual([]);
});
