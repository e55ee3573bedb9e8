import { describe, expect, test } from 'vitest';
import { sayDoubt } from '../../../src/domain/facts/doubt.ts';
import { doubtsAbout } from '../../../src/domain/facts/doubts.ts';

const STORIES = {
  en: {
    language: 'en-gb',
    title: 'Halden bridge shut',
    body: `The old bridge at Halden was closed on Monday, 3 May, after Ana Lund and Per Berg of the National Divers Union found 12 cracks.
Repairs could cost up to 4.5 million euros and last until April, and the ferry will not sail before Friday.
“The town cannot live without its bridge for half a year,” Ana Lund told Per Berg. Two boats were hired for 1,200 crowns.
Mayor Ida Voss denied that Per Berg had warned her. A boat of twenty-one seats cost Rs80 million, J. Hansen of easyJet said.`,
  },
  uk: {
    language: 'uk',
    title: 'Міст у Мукачеві закрили',
    body: `Міст у Мукачеві закрили в понеділок, 3 травня, бо водолази знайшли у двох опорах 12 тріщин, повідомила Ганна Левчук.
Ремонт коштуватиме 4,5 млн грн і триватиме до квітня, а пором не вийде раніше п’ятниці. Мешканців попередив О. Рудий.
Грошей на ремонт мосту немає. Два мільйони просять у міністерства. Ніхто ніколи не перевіряв ці опори.
Стару опору лагодили 3 травня, нову лагодитимуть 8 квітня.`,
  },
  ru: {
    language: 'ru',
    title: 'Мост в Мукачеве закрыли',
    body: `Мост в Мукачеве закрыли в понедельник, 3 мая, так как водолазы нашли 12 трещин, сообщила Анна Громова из Киева.
Ремонт обойдётся в 4,5 млрд рублей и продлится до апреля, а паром не выйдет раньше пятницы.`,
  },
} as const;

type Language = keyof typeof STORIES;

describe('no doubt is raised by', () => {
  test.each<[Language, string]>([
    ['en', 'The old bridge at Halden was closed on Monday, 3 May, after Ana Lund found 12 cracks.'],
    ['en', 'Repairs could cost up to 4.5 million euros and last until April.'],
    ['en', 'Repairs could cost up to 4,500,000 euros.'],
    ['en', 'Repairs could cost up to €4.5m.'],
    ['en', 'Two boats were hired for 1 200 crowns. 2 boats were hired for 1200 crowns.'],
    ['en', 'A boat of 21 seats cost Rs 80 million.'],
    ['en', 'The divers of the NDU looked at Halden’s bridge on May 3.'],
    ['en', 'The town “cannot live without its bridge”, says Ana Lund.'],
    ['en', '"The town cannot live [...] for half a year," Ana Lund told Per Berg.'],
    ['en', 'An easyJet flight to Halden'],
    ['en', 'Correction: the old bridge was closed on Monday #HaldenNews @Crier https://news.example/A9'],
    ['uk', 'Понеділок: міст у Мукачеві закрили через 12 тріщин у двох опорах.'],
    ['uk', 'Про тріщини розповіла водолазам Ганна Левчук з Мукачева.'],
    ['uk', 'У міністерства просять 2 млн.'],
    ['uk', 'Ремонт коштуватиме 4,5 мільйона гривень, попередив Рудий.'],
    ['ru', 'Анна Громова рассказала о мосте Мукачева в понедельник.'],
    ['ru', 'Ремонт обойдётся в 4,5 миллиарда руб. и продлится до апреля.'],
  ])('%s: %s', (language, text) => {
    expect(doubtsAbout(text, STORIES[language])).toEqual([]);
  });

  test('what stands in the article word for word, whatever its lines', () => {
    const body = 'A heading\n\nNobody saw the\nMayor of Halden on 5 May. Ida Voss was\nnot there.';
    const story = { language: 'en', title: 'The mayor', body };
    expect(doubtsAbout('Nobody saw the Mayor of Halden on 5 May. Ida Voss was not there.', story)).toEqual([]);
  });

  test('words of the standfirst or the headline', () => {
    const story = { ...STORIES.en, summary: 'Ida Voss wants 7 new bridges.' };
    expect(doubtsAbout('Ida Voss wants 7 new bridges. Halden bridge shut', story)).toEqual([]);
  });
});

describe('doubt is raised where the article says', () => {
  test.each<[string, string, Language, string]>([
    ['another number', 'number', 'en', 'The old bridge at Halden was closed on Monday after Ana Lund found 13 cracks.'],
    ['another number in words', 'number', 'en', 'Three boats were hired for 1,200 crowns.'],
    ['a number once', 'number', 'en', 'On 12 May Ana Lund and Per Berg of the National Divers Union found 12 cracks.'],
    ['the number of something else', 'number', 'en', 'Two boats were hired for 12 crowns.'],
    ['another scale', 'number', 'en', 'Repairs could cost up to 4.5 billion euros and last until April.'],
    ['another scale', 'number', 'en', 'A boat of twenty-one seats cost Rs80 billion, J. Hansen said.'],
    ['another money', 'number', 'en', 'Repairs could cost up to 4.5 million dollars and last until April.'],
    ['another scale', 'number', 'uk', 'Ремонт коштуватиме 4,5 млрд грн і триватиме до квітня.'],
    ['another scale', 'number', 'uk', 'Два мільярди просять у міністерства.'],
    ['another scale', 'number', 'ru', 'Ремонт обойдётся в 4,5 миллиона рублей и продлится до апреля.'],
    ['another name', 'name', 'en', 'The old bridge at Halden was closed on Monday after Eva Lund found 12 cracks.'],
    ['another name', 'name', 'en', 'Sund closed the old bridge at Halden on Monday after Ana Lund found 12 cracks.'],
    ['another name', 'name', 'uk', 'Міст в Ужгороді закрили в понеділок, бо водолази знайшли 12 тріщин.'],
    ['another name after an initial', 'name', 'uk', 'Мешканців попередив О. Гірник.'],
    ['another name', 'name', 'ru', 'Мост в Мукачеве закрыли в понедельник, сообщила Вера Громова из Киева.'],
    [
      'it of another',
      'order',
      'en',
      'Per Berg told Ana Lund: “The town cannot live without its bridge for half a year.”',
    ],
    [
      'other words',
      'quotation',
      'en',
      '“The town can live without its bridge for half a year,” Ana Lund told Per Berg.',
    ],
    ['a part of the word', 'quotation', 'en', 'The “own” bridge'],
    [
      'another weekday',
      'date',
      'en',
      'The old bridge at Halden was closed on Friday, 3 May, after Ana Lund found 12 cracks.',
    ],
    ['another weekday', 'date', 'en', 'Sunday’s closing of the old bridge at Halden'],
    ['another weekday', 'date', 'uk', 'Міст у Мукачеві закрили у вівторок, бо водолази знайшли 12 тріщин.'],
    ['another weekday', 'date', 'ru', 'Мост в Мукачеве закрыли в среду, сообщила Анна Громова из Киева.'],
    ['another month', 'date', 'en', 'Repairs could cost up to 4.5 million euros and last until August.'],
    ['the day of another month', 'date', 'uk', 'Стару опору лагодили 8 травня, нову лагодитимуть 8 квітня.'],
    [
      'the contrary',
      'negation',
      'en',
      'The old bridge at Halden was not closed on Monday after Ana Lund found 12 cracks.',
    ],
    ['the contrary', 'negation', 'en', 'Repairs could last until April, and the ferry will sail before Friday.'],
    [
      'the contrary, in two sentences',
      'negation',
      'en',
      'The town lives without its bridge, Ana Lund told Per Berg, and two boats were not hired for 1,200 crowns.',
    ],
    ['that someone denies it', 'negation', 'en', 'Mayor Ida Voss said that Per Berg had warned her.'],
    ['that someone denies it', 'negation', 'en', 'Per Berg had warned her.'],
    ['the contrary', 'negation', 'uk', 'Ремонт коштуватиме 4,5 млн грн і не триватиме до квітня.'],
    ['the contrary', 'negation', 'uk', 'Ніхто ніколи перевіряв ці опори.'],
    ['the contrary', 'negation', 'uk', 'Грошей на ремонт мосту є.'],
    ['the contrary', 'negation', 'ru', 'Паром выйдет раньше пятницы, а ремонт продлится до апреля.'],
  ])('%s: %s: %s: %s', (_, type, language, text) => {
    expect(doubtsAbout(text, STORIES[language]).map((doubt) => doubt.type)).toContain(type);
  });

  test('another figure, name or quotation, in a language of which no words are known', () => {
    const story = { language: 'nb', title: 'Broen i Halden', body: 'Ana Lund fant 12 sprekker mandag.' };
    expect(doubtsAbout('Ana Berg fant 13 sprekker tirsdag.', story).map(({ type }) => type)).toEqual([
      'number',
      'name',
    ]);
  });
});

test('a name of several words is one doubt', () => {
  expect(doubtsAbout('The ferry of Mayor Olga Holm', STORIES.en)).toEqual([{ type: 'name', what: 'Olga Holm' }]);
});

test('a doubt names what the text says', () => {
  const doubts = doubtsAbout('Repairs could cost up to 5 million euros and last until April.', STORIES.en);
  expect(doubts).toEqual([{ type: 'number', what: '5 million euros' }]);
  expect(doubts.map(sayDoubt)).toEqual(['the number "5 million euros"']);
});
