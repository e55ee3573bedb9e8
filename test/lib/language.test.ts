import { describe, expect, test } from 'vitest';
import { languageOfText } from '../../src/lib/language.ts';

const TEXTS = {
  en: 'The harbour bridge was opened again on Monday, and the first to cross it were the children of the school.',
  uk: 'Міст через гавань знову відкрили в понеділок, і першими його перейшли діти з місцевої школи.',
  ru: 'Мост через гавань вновь открыли в понедельник, и первыми по нему прошли ученики местной школы, объявил мэр.',
  de: 'Die Brücke über den Hafen ist seit Montag wieder offen, und die ersten auf ihr waren die Kinder der Schule.',
  pl: 'Most nad portem został ponownie otwarty w poniedziałek, a jako pierwsze przeszły po nim dzieci ze szkoły.',
};

describe('the language of a text', () => {
  test.each(Object.entries(TEXTS))('is found out to be %s, whatever is usual', async (language, text) => {
    for (const usual of ['en', 'uk', 'ru', 'de', 'ja']) expect(await languageOfText(text, usual)).toBe(language);
  });

  test('keeps the outlet’s own tag where it is that language', async () => {
    expect(await languageOfText(TEXTS.en, 'en-gb')).toBe('en-gb');
    expect(await languageOfText(TEXTS.de, 'de-at')).toBe('de-at');
  });

  test.each(['', 'Bridge', '12:30, 4.5 %', 'Міст'])('is the usual one where "%s" does not tell', async (text) => {
    expect(await languageOfText(text, 'fr')).toBe('fr');
  });

  test('is the one it is mostly written in', async () => {
    expect(
      await languageOfText(`${TEXTS.uk} ${TEXTS.uk} «Мы рады, что мост снова открыт», — сказал гость.`, 'uk'),
    ).toBe('uk');
    expect(await languageOfText(`${TEXTS.en} ${TEXTS.en} “Вітаємо!” said the mayor.`, 'en')).toBe('en');
  });
});
