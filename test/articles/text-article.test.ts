import { describe, expect, test } from 'vitest';
import { readDateline } from '../../src/articles/dateline.ts';
import { articleFromText } from '../../src/articles/text-article.ts';
import { LINK, NOW } from './article-folder.ts';

const SETTINGS = { source: 'desk', link: LINK, language: 'en', timezone: 'Europe/Kyiv' };

function read(text: string, settings: Partial<typeof SETTINGS> = {}) {
  const parsed = articleFromText(text, 'flood', NOW, { ...SETTINGS, ...settings });
  if (parsed.type === 'unreadable') throw new Error(parsed.detail);
  return parsed.article;
}

describe('a text file', () => {
  test('is title, dateline and paragraphs', () => {
    const text = 'Flood warning\n\n13 January 2022, 04:31 PM\n\nThe river rises.\n\nDams hold,\nfor now.\n';
    expect(read(text)).toEqual({
      source: 'desk',
      id: 'flood',
      url: 'https://news.example/flood',
      title: 'Flood warning',
      body: 'The river rises.\n\nDams hold, for now.',
      authors: [],
      tags: [],
      publishedAt: Temporal.Instant.from('2022-01-13T14:31:00Z'),
      language: 'en',
      status: 'usable',
      breaking: false,
    });
  });

  test('without dateline is published when the file was written', () => {
    expect(read('Flood warning\nThe river rises.\nDams hold.')).toMatchObject({
      body: 'The river rises.\n\nDams hold.',
      publishedAt: NOW,
    });
  });

  test('with a dateline that no calendar has is published when the file was written', () => {
    expect(read('Flood warning\n\n32 January 2022, 04:31 PM\n\nThe river rises.')).toMatchObject({
      body: 'The river rises.',
      publishedAt: NOW,
    });
  });

  test('may be a headline alone', () => {
    expect(read('\n\n  Flood\u0007 warning \n')).toMatchObject({ title: 'Flood warning', body: '', publishedAt: NOW });
  });

  test('keeps what looks like markup as it is written', () => {
    expect(read('When a < b\n\nIt is <b> & more.')).toMatchObject({ title: 'When a < b', body: 'It is <b> & more.' });
  });

  test.each([
    ['', 'flood', 'is empty'],
    [' \n\t\n', 'flood', 'is empty'],
    ['Title', 'x'.repeat(250), "the file's name, which is the id, is 250 characters long; the limit is 200"],
    ['Title', 'a\u0007', "the file's name, which is the id, has control or broken characters"],
  ])('that cannot be read says why: %j', (text, id, detail) => {
    expect(articleFromText(text, id, NOW, SETTINGS)).toEqual({ type: 'unreadable', detail });
  });

  test('without a link pattern says what to set', () => {
    const { link: _, ...settings } = SETTINGS;
    expect(articleFromText('Title', 'flood', NOW, settings)).toEqual({
      type: 'unreadable',
      detail: 'has no url: set sources.desk.link, for example "https://news.example/{id}"',
    });
  });
});

describe('a dateline', () => {
  test.each([
    ['13 January 2022, 04:31 PM', 'en', '2022-01-13T14:31:00Z'],
    ['13 July 2022, 04:31 PM', 'en', '2022-07-13T13:31:00Z'],
    ['Published: Thursday, January 13th, 2022 at 12:05 a.m.', 'en', '2022-01-12T22:05:00Z'],
    ['Sept. 3, 2022 4 PM', 'en', '2022-09-03T13:00:00Z'],
    ['13 January 2022, 12:30 PM', 'en', '2022-01-13T10:30:00Z'],
    ['13 Jan 2022 | 16:31', 'en-GB', '2022-01-13T14:31:00Z'],
    ['13 January 2022 16:31:20 GMT', 'en', '2022-01-13T16:31:20Z'],
    ['2022-01-13T16:31:00+01:00', 'en', '2022-01-13T15:31:00Z'],
    ['2022-01-13 16:31', 'en', '2022-01-13T14:31:00Z'],
    ['13 January 2022', 'en', '2022-01-12T22:00:00Z'],
    ['13.01.2022, 16:31', 'uk', '2022-01-13T14:31:00Z'],
    ['Четвер, 13 січня 2022 р., 16:31', 'uk', '2022-01-13T14:31:00Z'],
    ['13 января 2022 года в 16:31', 'ru', '2022-01-13T14:31:00Z'],
    ['13. Januar 2022, 16.31', 'de', '2022-01-13T14:31:00Z'],
    ['13 de janeiro de 2022 16:31', 'pt-br', '2022-01-13T14:31:00Z'],
    ['13 January 2022, 16:31', 'not a language', '2022-01-13T14:31:00Z'],
  ])('%s is read in %s', (line, language, instant) => {
    expect(readDateline(line, { ...SETTINGS, language })?.at?.toString()).toBe(instant);
  });

  test.each(['31 February 2022, 10:00', '13 January 2022, 25:00', '13 January 2022, 16:31 EST', '01/13/2022 04:31 PM'])(
    '%s is known for one, but not read',
    (line) => {
      expect(readDateline(line, SETTINGS)).toEqual({});
    },
  );

  test.each([
    '',
    'The river rises.',
    'In January 2022 the river rose 3 metres.',
    'Ukraine in 2022',
    'Match ends 2:31',
    'May 5',
    `13 January 2022 ${'x'.repeat(60)}`,
  ])('%j is none', (line) => {
    expect(readDateline(line, SETTINGS)).toBeUndefined();
  });
});

describe('page furniture', () => {
  test('stays out of the story, in between and at the end', () => {
    const text = [
      'Flood warning',
      'The river rises.',
      'Video of the day',
      'Dams hold.\nRead also: Bridges close',
      'Follow us on Facebook and elsewhere',
      'River Weekly\nA fresh newsletter about rivers\nEvery Monday at 8am\nShow more news',
    ].join('\n\n');
    expect(read(text).body).toBe('The river rises.\n\nDams hold.');
  });

  test('is a newsletter offer at the end', () => {
    expect(read('Flood\n\nThe river rises.\n\nRiver Weekly\nThe newsletter about rivers').body).toBe(
      'The river rises.',
    );
  });

  test('is known in the language of the outlet', () => {
    const text =
      'Паводок\n\nРічка піднімається.\n\nВідео дня\n\nДамби тримаються.\n\nПідписуйтесь на наш канал у Telegram';
    expect(read(text, { language: 'uk-UA' }).body).toBe('Річка піднімається.\n\nДамби тримаються.');
    expect(read(text, { language: 'en' }).body).toContain('Відео дня');
  });

  test('is not what a story says about newsletters', () => {
    const body = 'The newsletter grew.\n\nA letter on paper\n\nShe reads every newsletter there is.';
    expect(read(`Letters\n\n${body}`).body).toBe(body);
    expect(read('Letters\n\nThe newsletter nobody wanted\n\nIt came anyway.').body).toBe(
      'The newsletter nobody wanted\n\nIt came anyway.',
    );
  });
});
