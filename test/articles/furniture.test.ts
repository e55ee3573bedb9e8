import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CLEANING_RULES } from '../../src/articles/cleaning-rules.ts';
import { withoutFurniture } from '../../src/articles/furniture.ts';
import { storyParagraphs } from '../../src/articles/markup.ts';

test('every rule is of lines in any case: they are tried as one', () => {
  for (const { anywhere, atTheEnd } of Object.values(CLEANING_RULES)) {
    for (const { source, flags } of [...anywhere, ...atTheEnd]) expect([source, flags]).toEqual([source, 'i']);
  }
});

/** A line for every rule, in its order. */
const LINES: Readonly<Record<string, readonly string[]>> = {
  en: [
    'Video of the day',
    'Follow us on Telegram and Facebook',
    'Show more news',
    'Read also: Bridges close in the south',
    'Sign up for our daily newsletter',
    'Share this article',
    'Photo: Jane Doe / AFP',
    'Getty Images / Jane Doe',
    'Continue reading →',
    'The post River rises appeared first on Demo Daily.',
  ],
  uk: [
    'Відео дня',
    'Підписуйтесь на наш канал у Telegram',
    'Показати ще новини',
    'Читайте також: На півдні закрили мости',
    'Поділитися:',
    'Фото: УНІАН',
  ],
  ru: [
    'Видео дня',
    'Подписывайтесь на наш канал в Telegram',
    'Показать ещё новостей',
    'Читайте также: На юге закрыли мосты',
    'Похожие статьи:',
    'Фото: Иван Иванов / AFP',
  ],
};
const OFFERS = {
  en: 'River Weekly, the newsletter about rivers',
  uk: 'Щотижнева розсилка про річки',
  ru: 'Еженедельная рассылка о реках',
};
const STORIES: Readonly<Record<string, readonly string[]>> = {
  en: [
    'Photo evidence was shown in court.',
    'Follow us.',
    'Advertisement revenue fell by a tenth.',
    'Image: everything was about image, said the mayor.',
    'Read also what the other side wrote.',
  ],
  uk: [
    'Фото з місця події оприлюднила поліція.',
    'Реклама подорожчала на третину.',
    'Читайте також Шевченка, радить міністр.',
  ],
  ru: [
    'Фото с места событий показала полиция.',
    'Реклама подорожала на треть.',
    'Видео дня не будет, сообщил министр.',
  ],
};

const clean = (lines: readonly string[], language: string, drop?: readonly string[]) =>
  withoutFurniture(
    lines.map((line) => [line]),
    language,
    drop,
  ).flat();

describe.each(Object.keys(CLEANING_RULES))('page furniture in %s', (language) => {
  const [first = '', ...others] = STORIES[language] ?? [];

  test('has a line for every rule', () => {
    for (const [place, rule] of CLEANING_RULES[language]?.anywhere.entries() ?? []) {
      expect(LINES[language]?.[place]).toMatch(rule);
    }
  });

  test.each(LINES[language] ?? [])('is taken out wherever it stands: %s', (line) => {
    expect(clean([first, line, ...others, line], `${language}-xx`)).toEqual([first, ...others]);
  });

  test('is an offer at the end, and none in between', () => {
    for (const [spoken, offer] of Object.entries(OFFERS)) {
      expect(clean([first, offer, ...others], language)).toEqual([first, offer, ...others]);
      if (spoken === language) expect(clean([first, ...others, offer], language)).toEqual([first, ...others]);
    }
  });

  test('is no sentence of a story', () => {
    expect(clean([first, ...others], language)).toEqual([first, ...others]);
  });
});

describe("an outlet's own lines", () => {
  test('are taken out in any case, * standing for anything', () => {
    const drop = ['Demo Daily in your pocket', 'Our view * ?', '*(sponsored)*'];
    const lines = [
      'River rises.',
      'DEMO  daily in your pocket',
      'Our view on dams ?',
      'A dam (sponsored) here',
      'Dams hold.',
    ];
    expect(clean(lines, 'en', drop)).toEqual(['River rises.', 'Dams hold.']);
  });

  test.each([
    ['a*a', 'a'],
    ['*b*c', 'a c b'],
    ['ab*', 'b'],
    ['.*', 'River'],
  ])('%s is not %s', (rule, line) => {
    expect(clean(['River rises.', line, 'Dams hold.'], 'en', [rule])).toContain(line);
  });

  test('that say * take out what has these parts in this order', () => {
    const part = fc.string({ unit: fc.constantFrom('a', 'b', ' '), maxLength: 4 });
    fc.assert(
      fc.property(
        fc.array(part, { minLength: 1, maxLength: 4 }),
        fc.string({ unit: fc.constantFrom('a', 'b', ' ', 'c') }),
        (parts, line) => {
          const words = (text: string) => text.replace(/\s+/g, ' ').trim();
          const rule = words(`a${parts.join('*')}`);
          const isLike = new RegExp(`^${rule.split('*').join('.*')}$`).test(words(line));
          expect(clean(['Zed.', line, 'Zed.'], 'xx', [rule]).length).toBe(isLike ? 2 : 3);
        },
      ),
    );
  });
});

describe('the markup of a story', () => {
  test('keeps its paragraphs, and loses captions and what widgets put there', () => {
    const html =
      '<p>The river <b>rises</b>&nbsp;&mdash; fast.</p><figure><img src="a.jpg"><figcaption>A river</figcaption></figure>' +
      '<div class="sharedaddy sd-sharing-enabled"><h3>Share this:</h3><ul><li>X</li></ul></div>' +
      '<ul><li>Dams hold.</li><li>Bridges close.</li></ul><div class="jp-relatedposts">Related</div><p>Read also: Floods</p>';
    expect(storyParagraphs(html, 'en', {})).toBe('The river rises — fast.\n\nDams hold.\n\nBridges close.');
  });
});
