import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, truncateSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readArticleFile } from '../../src/articles/article-file.ts';
import { articleFolder, LINK, poll, said, story } from './article-folder.ts';

const SETTINGS = { source: 'desk', link: LINK, language: 'en', timezone: 'Europe/Kyiv' };

async function fault(name: string, content: string | Uint8Array): Promise<string> {
  const folder = articleFolder();
  folder.write(name, content);
  const reading = await readArticleFile(folder.place(name), SETTINGS);
  return reading.type === 'unreadable' ? reading.fault.detail : `read as ${reading.article.title}`;
}

describe('reading one file', () => {
  test('answers the article, links followed', async () => {
    const [folder, elsewhere] = [articleFolder(), articleFolder()];
    elsewhere.json('a.json');
    folder.link('b.json', elsewhere.place('a.json'));
    expect(await readArticleFile(folder.place('b.json'), SETTINGS)).toMatchObject({
      type: 'article',
      article: { id: 'a1' },
    });
  });

  test('finds out the language of an article that names none', async () => {
    const folder = articleFolder();
    const body = 'Міст через гавань знову відкрили в понеділок, і першими його перейшли діти з місцевої школи.';
    folder.json('own.json', { body, language: 'ru' });
    folder.json('found.json', { body });
    folder.write('found.txt', `Міст відкрили\n\n${body}`);
    folder.write('short.txt', 'Міст\n\nВідкрили.');
    const languages = ['own.json', 'found.json', 'found.txt', 'short.txt'].map(async (name) => {
      const reading = await readArticleFile(folder.place(name), SETTINGS);
      return reading.type === 'article' && reading.article.language;
    });
    expect(await Promise.all(languages)).toEqual(['ru', 'uk', 'uk', 'en']);
  });

  test('names the file as it was given', async () => {
    const folder = articleFolder();
    const path = folder.place('missing.json');
    expect(await readArticleFile(path, SETTINGS)).toEqual({
      type: 'unreadable',
      fault: { item: path, detail: 'is not there' },
    });
  });

  test('says what is no article file', async () => {
    const folder = articleFolder();
    folder.write('sub.json/a.txt', 'Title');
    folder.write('picture.jpg', '');
    const details = ['sub.json', 'picture.jpg', 'sub.json/a.txt/b.txt'].map(async (name) => {
      const reading = await readArticleFile(folder.place(name), SETTINGS);
      return reading.type === 'unreadable' && reading.fault.detail;
    });
    expect(await Promise.all(details)).toEqual(['is not a file', 'is no .json, .md or .txt file', 'is not there']);
  });

  test.skipIf(process.platform === 'win32')('does not wait at a pipe', async () => {
    const folder = articleFolder();
    execFileSync('mkfifo', [folder.place('pipe.json')]);
    const reading = await readArticleFile(folder.place('pipe.json'), SETTINGS);
    expect(reading).toMatchObject({ fault: { detail: 'is not a file' } });
    expect(await poll(folder.source())).toMatchObject({ articles: [], unreadable: [] });
  });

  test('reads no file over 5 MB', async () => {
    const folder = articleFolder();
    folder.write('huge.json', '{');
    truncateSync(folder.place('huge.json'), 7_340_000_000);
    folder.date('huge.json', '2026-03-01T11:00:00Z');
    folder.json('a.json');
    const result = await poll(folder.source());
    expect(said(result)).toEqual(['huge.json: has 7340.0 MB; the limit is 5 MB']);
    expect(result.articles).toHaveLength(1);
  });
});

describe('the encoding of a file', () => {
  const title = 'Міст відкрито';
  const text = JSON.stringify(story({ title }));
  const utf16 = Buffer.from(`\uFEFF${text}`, 'utf16le');

  test.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${text}`)],
    ['UTF-16, little end first', utf16],
    ['UTF-16, big end first', Buffer.from(utf16).swap16()],
  ])('may be %s', async (_, bytes) => {
    expect(await fault('a.json', bytes)).toBe(`read as ${title}`);
  });

  test.each([
    ['a.txt', Buffer.from([0xcc, 0xb3, 0xf1, 0xf2]), 'is not UTF-8'],
    ['a.json', Buffer.from([0x7b, 0xff, 0x7d]), 'is not UTF-8'],
    ['a.txt', utf16.subarray(0, 11), 'is not the UTF-16 it begins as'],
  ])('may be nothing else: %s %s', async (name, bytes, detail) => {
    expect(await fault(name, bytes)).toBe(detail);
  });
});

describe('a file date before 1970', () => {
  test('dates a text without a dateline as early as can be', async () => {
    const folder = articleFolder();
    folder.write('a.txt', 'Title\n\nText.', '1950-01-01T00:00:00Z');
    const reading = await readArticleFile(folder.place('a.txt'), SETTINGS);
    expect(reading.type === 'article' && reading.article.publishedAt.toString()).toBe('1970-01-01T00:00:00Z');
  });
});

describe('whatever a file holds', () => {
  const value = fc.oneof(
    fc.jsonValue(),
    fc.record(
      {
        id: fc.oneof(fc.jsonValue(), fc.string({ unit: 'binary' })),
        url: fc.oneof(fc.webUrl(), fc.jsonValue()),
        title: fc.oneof(fc.string({ unit: 'binary' }), fc.jsonValue()),
        body: fc.oneof(
          fc
            .array(fc.constantFrom('<p>', '</p>', '<br', '&amp;', '<!--', 'x', '\n', '\0', '<script>'))
            .map((s) => s.join('')),
          fc.jsonValue(),
        ),
        publishedAt: fc.oneof(
          fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
          fc.jsonValue(),
        ),
        tags: fc.oneof(fc.array(fc.string()), fc.jsonValue()),
        image: fc.oneof(fc.record({ url: fc.webUrl(), alt: fc.jsonValue(), width: fc.jsonValue() }), fc.jsonValue()),
        status: fc.oneof(fc.constantFrom('usable', 'withheld', 'canceled'), fc.jsonValue()),
        embargoUntil: fc.jsonValue(),
        language: fc.oneof(fc.constantFrom('en', 'pt_BR', 'ukraine!'), fc.jsonValue()),
        breaking: fc.jsonValue(),
      },
      { requiredKeys: [] },
    ),
  );

  test('as JSON, it is an article or a fault', async () => {
    const folder = articleFolder();
    await fc.assert(
      fc.asyncProperty(value, async (json) => {
        folder.write('a.json', JSON.stringify(json));
        const reading = await readArticleFile(folder.place('a.json'), SETTINGS);
        if (reading.type === 'unreadable') {
          expect(reading.fault.detail).not.toMatch(/undefined|\p{Cc}/u);
          return;
        }
        const { id, title, url, language } = reading.article;
        expect([id, title, url, language]).not.toContain('');
        expect(title).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
      }),
      { numRuns: 500 },
    );
  });

  test('as bytes, it is an article or a fault', async () => {
    const folder = articleFolder();
    const bytes = fc.oneof(
      fc.uint8Array(),
      fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
    );
    await fc.assert(
      fc.asyncProperty(bytes, fc.constantFrom('a.json', 'a.txt'), async (content, name) => {
        folder.write(name, content);
        const reading = await readArticleFile(folder.place(name), SETTINGS);
        expect(['article', 'unreadable']).toContain(reading.type);
      }),
    );
  });

  test.each([
    ['nested lists', '['.repeat(4_900_000)],
    ['nested objects', `${'{"a":'.repeat(700_000)}1${'}'.repeat(700_000)}`],
    ['a list of wrong tags', JSON.stringify(story({ tags: Array.from({ length: 1_000_000 }, () => 1) }))],
    ['nested tags', JSON.stringify(story({ body: '<div>'.repeat(900_000) }))],
    ['a few nested tags', JSON.stringify(story({ body: `${'<b>'.repeat(19_000)}x` }))],
    ['unclosed comments', JSON.stringify(story({ body: '<!--'.repeat(1_000_000) }))],
    ['one endless entity', JSON.stringify(story({ title: `&${'a'.repeat(4_000_000)}` }))],
  ])('a bomb of %s goes off quietly', async (_, content) => {
    expect(await fault('bomb.json', content)).toBeTypeOf('string');
  });
});

test('an idle poll loads neither zod nor html-to-text', () => {
  const loaded = new Set<string>();
  const visit = (file: string) => {
    if (loaded.has(file)) return;
    loaded.add(file);
    if (!file.startsWith('file:')) return;
    const source = readFileSync(fileURLToPath(file), 'utf8');
    for (const [, from = ''] of source.matchAll(/^(?:import|export) (?!type )[^;]*? from '([^']+)'/gm)) {
      visit(from.startsWith('.') ? new URL(from, file).href : from);
    }
  };
  visit(new URL('../../src/articles/folder.ts', import.meta.url).href);
  const packages = [...loaded].filter((name) => !name.startsWith('file:'));
  expect(packages.filter((name) => !name.startsWith('node:'))).toEqual([]);
  expect(packages).toContain('node:fs');
});

const SEED = new URL('../../../shared/seeds/000_d3ed848aa2241e1f.txt', import.meta.url);
test.skipIf(!existsSync(SEED))('a real page saved as text becomes a clean article', async () => {
  const reading = await readArticleFile(fileURLToPath(SEED), SETTINGS);
  if (reading.type !== 'article') throw new Error(reading.fault.detail);
  const { article } = reading;
  expect(article).toMatchObject({ id: '000_d3ed848aa2241e1f', url: 'https://news.example/000_d3ed848aa2241e1f' });
  expect(article.publishedAt.toString()).toBe('2022-01-13T14:31:00Z');
  expect(article.title).toMatch(/^Russia/);
  const paragraphs = article.body.split('\n\n');
  expect(paragraphs).toHaveLength(12);
  for (const paragraph of paragraphs) expect(paragraph).toMatch(/[.”]$/);
  expect(article.body).not.toMatch(/Video of day|Follow us|newsletter|9am|Show more/i);
});
