import { describe, expect, test } from 'vitest';
import { doubtsAbout } from '../../../src/domain/facts/doubts.ts';

const ARTICLE = `Halden bridge shut

The old bridge at Halden was closed on Monday after Ana Lund and Per Berg of the National Divers Union found 12 cracks.
Repairs could cost up to 4.5 million euros and last until April, and the ferry will not sail before Friday.
“The town cannot live without its bridge for half a year,” Ana Lund told Per Berg. Two boats were hired for 1,200 crowns.

Міст у Мукачеві закрили в понеділок, бо водолази знайшли у двох опорах 12 тріщин, повідомила Ганна Левчук.
Ремонт коштуватиме 4,5 млн грн і триватиме до квітня, а пором не вийде раніше п’ятниці.

Мост в Мукачеве закрыли в понедельник, сообщила Анна Громова из Киева.`;

const types = (text: string) => doubtsAbout(text, ARTICLE).map(({ type }) => type);

describe('no doubt is raised by', () => {
  test.each([
    'The old bridge at Halden was closed on Monday after Ana Lund and Per Berg of the National Divers Union found 12 cracks.',
    'The old bridge at Halden was closed on Monday after Ana Lund found 12 cracks.',
    'Repairs could cost up to 4,500,000 euros.',
    'Repairs could cost up to €4.5m.',
    'Two boats were hired for 1 200 crowns.',
    '2 boats were hired for 1200 crowns.',
    'The divers of the NDU looked at Halden’s bridge on Monday.',
    'The town “cannot live without its bridge”, says Ana Lund.',
    '"The town cannot live [...] for half a year," Ana Lund told Per Berg.',
    'Понеділок: міст у Мукачеві закрили через 12 тріщин у двох опорах.',
    'Про тріщини розповіла водолазам Ганна Левчук з Мукачева.',
    'Анна Громова рассказала о мосте Мукачева в понедельник.',
  ])('%s', (text) => {
    expect(doubtsAbout(text, ARTICLE)).toEqual([]);
  });
});

describe('doubt is raised where the article says', () => {
  test.each([
    ['another number', 'number', 'The old bridge at Halden was closed on Monday after Ana Lund found 13 cracks.'],
    ['the number of something else', 'number', 'Two boats were hired for 12 crowns.'],
    ['another scale', 'number', 'Repairs could cost up to 4.5 billion euros and last until April.'],
    ['another money', 'number', 'Repairs could cost up to 4.5 million dollars and last until April.'],
    ['another scale', 'number', 'Ремонт коштуватиме 4,5 млрд грн і триватиме до квітня.'],
    ['another name', 'name', 'The old bridge at Halden was closed on Monday after Eva Lund found 12 cracks.'],
    ['another name', 'name', 'Sund closed the old bridge at Halden on Monday after Ana Lund found 12 cracks.'],
    ['another name', 'name', 'Міст в Ужгороді закрили в понеділок, бо водолази знайшли 12 тріщин.'],
    ['it of another', 'order', 'Per Berg told Ana Lund: “The town cannot live without its bridge for half a year.”'],
    ['other words', 'quotation', '“The town can live without its bridge for half a year,” Ana Lund told Per Berg.'],
    ['another weekday', 'date', 'The old bridge at Halden was closed on Friday after Ana Lund found 12 cracks.'],
    ['another weekday', 'date', 'Міст у Мукачеві закрили у вівторок, бо водолази знайшли 12 тріщин.'],
    ['another month', 'date', 'Repairs could cost up to 4.5 million euros and last until August.'],
    ['the contrary', 'negation', 'The old bridge at Halden was not closed on Monday after Ana Lund found 12 cracks.'],
    ['the contrary', 'negation', 'Ремонт коштуватиме 4,5 млн грн і не триватиме до квітня.'],
  ])('%s: %s: %s', (_, type, text) => {
    expect(types(text)).toContain(type);
  });
});

test('a doubt names what the text says', () => {
  expect(doubtsAbout('Repairs could cost up to 5 million euros and last until April.', ARTICLE)).toEqual([
    { type: 'number', what: '5 million euros' },
  ]);
});
