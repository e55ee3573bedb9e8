import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sentences } from '../../src/summaries/sentences.ts';

/** Each case is one paragraph, its sentences parted by ` | `. */
function expectSplit(language: string, marked: string): void {
  const parts = marked.split(' | ');
  expect(sentences(parts.join(' '), language)).toEqual(parts);
}

describe('English sentences', () => {
  test.each([
    'Dr. Ellen Marsh met Gov. T. J. Hale on Tuesday. | They spoke for an hour.',
    'The ferry sank off St. Agnes on Feb. 9, 2021, police said. | Nobody was hurt.',
    'She moved to the U.S. in May. | The U.S. Navy hired her.',
    'He left the U.K. | The trip took two days.',
    'Shares in Halden Inc. rose 3.5 percent. | Rivals fell.',
    'Doors open at 7 p.m. on Friday. | Entry is free.',
    'The No. 4 seed lost. | No. 9 went through.',
    'Asked twice, he said no. | The vote went ahead.',
    '“Stop it. We are not ready,” the captain said. | The crew obeyed.',
    '“Why now?” | The question hung in the air.',
    'Prices rose by $4.99 in 2019. | 12 shops closed.',
    'He went to work for the F.B.I. in Va. | Her brother stayed.',
    'Was it true? | Of course! | Everybody knew.',
    'The mayor (a former teacher) agreed. | (Her deputy did not.)',
    '1. The first point is price. | The second is time.',
  ])('%s', (marked) => expectSplit('en', marked));
});

describe('Ukrainian sentences', () => {
  test.each([
    'Пожежа сталася на вул. Зеленій, буд. 7. | Постраждалих немає.',
    'Школа отримала 2,4 млн грн. | Кошти підуть на дах.',
    'Громада витратила понад 30 тис. грн на ліки. | Звіт оприлюднили.',
    'У 2016 р. Верховна Рада ухвалила закон. | Він діє й досі.',
    'Суд послався на ст. 111 Кримінального кодексу. | Вирок оскаржать.',
    'Проф. О. В. Левчук очолив кафедру ім. Шевченка. | Його привітали колеги.',
    '«Ми повернемося. Місто чекає», — сказала мерка. | Потяг рушив.',
    '— Коли почнете? — запитав журналіст.',
    '«Почнемо завтра!» — Ганна Левчук не вагалася.',
    'Об’єднання зібрало підписи. | Комісія їх перевірить.',
    'Загинули 2 особи, у т. ч. дитина. | Триває розслідування.',
  ])('%s', (marked) => expectSplit('uk', marked));
});

describe('Russian sentences', () => {
  test.each([
    'Пожар начался на ул. Садовой, д. 4. | Жильцов вывели.',
    'Бюджет вырос на 5,1 млрд руб. | Доклад утвердили.',
    'Завод построили в 1954 г. и закрыли в 1998 г. | Теперь там музей.',
    'Статью подготовил проф. А. Н. Громов. | Её напечатали осенью.',
    '«Мы готовы. Ждём поезд», — сообщил начальник станции. | Люди ждали.',
    'Площадь парка — 40 га. | Вход свободный.',
    'Кто виноват? | Суд ещё не решил.',
  ])('%s', (marked) => expectSplit('ru', marked));
});

describe('sentences of other languages', () => {
  test.each([
    ['de', 'Am 3. Mai kam Dr. Vogel nach Kiel. | „Es regnet. Wir bleiben“, sagte sie.'],
    ['pl', 'Burmistrz podpisał umowę. | Most stanie w przyszłym roku.'],
    ['es', '¿Quién ganó? | Nadie lo sabe todavía.'],
  ])('%s: %s', (language, marked) => expectSplit(language, marked));

  test('need no spaces between them', () => {
    expect(sentences('桥今天开放了。市长很高兴。', 'zh')).toEqual(['桥今天开放了。', '市长很高兴。']);
  });

  test('are found under a language tag that does not exist', () => {
    expect(sentences('One came. Two went.', 'not a language')).toEqual(['One came.', 'Two went.']);
  });
});

describe('paragraphs', () => {
  test('end sentences, with or without an empty line between them', () => {
    expect(sentences('Weather\nRain fell all day.\n\nSnow   is\tdue.', 'en')).toEqual([
      'Weather',
      'Rain fell all day.',
      'Snow is due.',
    ]);
  });

  test('that are hard-wrapped are read as one', () => {
    const wrapped =
      'The bridge over the river was\nclosed on Monday after engineers\nfound cracks. Mayor Ana\nLund spoke.';
    expect(sentences(wrapped, 'en')).toEqual([
      'The bridge over the river was closed on Monday after engineers found cracks.',
      'Mayor Ana Lund spoke.',
    ]);
  });
});

test('nothing of any text is lost, added or moved', () => {
  const piece = fc.constantFrom(
    'Dr. ',
    'The sea. ',
    'Rose? ',
    '“',
    '” ',
    '"',
    ' — ',
    '3. ',
    'млн. ',
    'Ми ',
    '\n',
    '…',
    '\u00a0',
    'ok.',
  );
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join('')),
  );
  fc.assert(
    fc.property(text, fc.constantFrom('en', 'uk', 'ru', 'de', 'zh', ''), (anything, language) => {
      const bare = (words: string) => words.replace(/[\s\u200b\u2800\u3164]/gu, '');
      expect(bare(sentences(anything, language).join(''))).toBe(bare(anything));
    }),
  );
});
