import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readArticleFile } from '../../src/articles/article-file.ts';
import { articleFromJson } from '../../src/articles/json-article.ts';
import { articleFromMarkdown } from '../../src/articles/markdown-article.ts';
import type { Article } from '../../src/domain/article.ts';
import { articleFolder, LINK, NOW } from './article-folder.ts';

const SETTINGS = { source: 'desk', link: LINK, language: 'en', timezone: 'Europe/Kyiv' };
const FRONT = '---\ntitle: Bridge opens\npublishedAt: 2026-03-01 11:00\n---\n';

function parse(text: string) {
  return articleFromMarkdown(text, 'bridge', NOW, SETTINGS);
}

function read(text: string): Article {
  const parsed = parse(text);
  if (parsed.type === 'unreadable') throw new Error(parsed.detail);
  return parsed.article;
}

function faultOf(text: string): string {
  const parsed = parse(text);
  return parsed.type === 'unreadable' ? parsed.detail : `read as ${parsed.article.title}`;
}

const bodyOf = (markdown: string) => read(FRONT + markdown).body;
const dated = (fields: string) => `---\npublishedAt: 2026-03-01\n${fields}\n---\n`;

describe('a Markdown article', () => {
  test('has the fields of a JSON article in its front matter', () => {
    const fields = {
      id: '4711',
      url: 'https://news.example/a1',
      title: 'Bridge opens: at last',
      summary: 'A standfirst.',
      authors: ['Olena Petrenko'],
      section: 'City',
      tags: ['bridges', '2026'],
      image: { url: 'https://news.example/a.jpg', alt: 'The bridge', width: 1200, height: 800 },
      video: { url: 'https://news.example/a.mp4' },
      publishedAt: '2026-03-01T11:00:00+02:00',
      updatedAt: '2026-03-01T13:00:00+02:00',
      language: 'uk',
      status: 'withheld',
      embargoUntil: '2026-03-02',
      breaking: true,
    };
    const article = read(`---
id: 4711
url: https://news.example/a1
title: "Bridge opens: at last"
summary: A standfirst.
authors:
  - Olena Petrenko
section: City
tags: [bridges, 2026]
image: { url: https://news.example/a.jpg, alt: The bridge, width: 1200, height: 800 }
video:
  url: https://news.example/a.mp4
publishedAt: 2026-03-01T11:00:00+02:00
updatedAt: 2026-03-01T13:00:00+02:00
language: uk
status: withheld
embargoUntil: 2026-03-02
breaking: true
cmsOnly: { any: thing }
body: not this
---
The bridge opened.
`);
    const json = articleFromJson(JSON.stringify({ ...fields, body: 'The bridge opened.' }), NOW, SETTINGS);
    expect(JSON.stringify(article)).toBe(JSON.stringify(json.type === 'article' && json.article));
  });

  test('needs no more than publishedAt and a heading: its name is its id, the link comes from the source', () => {
    const article = read('---\npublishedAt: 2026-03-01 11:00\n---\n\n# Bridge opens\n\nIt opened.\n');
    expect(article).toMatchObject({
      id: 'bridge',
      url: 'https://news.example/bridge',
      title: 'Bridge opens',
      body: 'It opened.',
    });
    expect(String(article.publishedAt)).toBe('2026-03-01T09:00:00Z');
  });

  test('is named like its file in the folder', async () => {
    const folder = articleFolder();
    folder.write('2026/Re\u0301sume\u0301.MD', `${FRONT}Words.`);
    const reading = await readArticleFile(folder.place('2026/Re\u0301sume\u0301.MD'), SETTINGS);
    expect(reading).toMatchObject({ article: { id: 'R\u00e9sum\u00e9' } });
  });

  test('keeps an id, a title and tags of digits as they were written', () => {
    const article = read(dated('id: 007\ntitle: 1984\ntags: [1e3, 0x10]'));
    expect(article).toMatchObject({ id: '007', title: '1984', tags: ['1e3', '0x10'] });
  });

  test('may have lost its story when it is canceled', () => {
    expect(read('---\nid: a1\nstatus: canceled\n---\n')).toMatchObject({ id: 'a1', status: 'canceled', body: '' });
  });

  test('reads the same with the line ends of Windows', () => {
    const text = `${FRONT}# A heading\n\nOne line\nand the next.\n\nAnother.\n`;
    expect(JSON.stringify(read(text.replaceAll('\n', '\r\n')))).toBe(JSON.stringify(read(text)));
  });
});

describe('the title of a Markdown article', () => {
  test('is the first heading of the first level, in plain words, and then not in the body', () => {
    const article = read(`${dated('')}Kessel\n\n## Before\n\n# *Bridge* & [pier](https://a.example) <open>\n\nWords.`);
    expect(article.title).toBe('Bridge & pier');
    expect(article.body).toBe('Kessel\n\nBefore\n\nWords.');
    expect(read(`${dated('')}Bridge opens\n============\n\nWords.`)).toMatchObject({
      title: 'Bridge opens',
      body: 'Words.',
    });
  });

  test('is decoded once', () => {
    expect(read(`${dated('')}# Why &amp;lt; is not \\<b\\>\n`).title).toBe('Why &lt; is not <b>');
  });

  test('said above, leaves another heading in the body but not the same again', () => {
    expect(bodyOf('# Bridge *opens*\n\nWords.')).toBe('Words.');
    expect(bodyOf('# The long way\n\nWords.')).toBe('The long way\n\nWords.');
  });

  test('may stand above alone, without a text', () => {
    expect(bodyOf('')).toBe('');
  });
});

describe('the body of a Markdown article', () => {
  test.each([
    ['One line\nand the next.\n\nAnother.', 'One line and the next.\n\nAnother.'],
    [
      '**Bold**, *slanted*, ~~gone~~, `code` and [a link](https://a.example "hint").',
      'Bold, slanted, gone, code and a link.',
    ],
    ['> “Quoted,”\n> he said.', '“Quoted,” he said.'],
    ['- one\n- two\n\n1. first\n2. second', 'one\n\ntwo\n\nfirst\n\nsecond'],
    ['![A picture](a.jpg)\n\nWords.', 'Words.'],
    ['Before\n\n---\n\nAfter', 'Before\n\nAfter'],
    ['5 < 6 & 7 > 2, snake_case_name, 2 * 3 * 4', '5 < 6 & 7 > 2, snake_case_name, 2 * 3 * 4'],
    ['[A note][1] here.\n\n[1]: https://a.example', 'A note here.'],
    ['<p>Raw <b>HTML</b></p>\n<script>alert(1)</script>\n\nWords.', 'Raw HTML\n\nWords.'],
    ['Shown: `<script>` &copy;', 'Shown: <script> ©'],
  ])('%j is plain text: %j', (markdown, body) => {
    expect(bodyOf(markdown)).toBe(body);
  });
});

describe('a Markdown file is unreadable', () => {
  const cases: readonly (readonly [string, string | RegExp])[] = [
    ['', 'is empty'],
    ['# Notes\n\nFor the team.', 'has no front matter: fields between two lines of --- at its very beginning'],
    ['---js\n{ get title() { return 1 } }\n---\n', 'has front matter that is not YAML between two lines of ---'],
    ['---\ntitle: Bridge', 'has front matter without a line of --- at its end'],
    [`---\n${'a: b\n'.repeat(9_000)}---\n`, 'has front matter without a line of --- at its end'],
    ['---\n- a\n---\n', 'has front matter that is not a list of fields'],
    ['---\nwords\n---\n', 'has front matter that is not a list of fields'],
    ['---\ntitle: A\ntitle: B\n---\n', 'has front matter that is not YAML: Map keys must be unique (line 3)'],
    ['---\ntitle: Bridge: open\n---\n', /^has front matter that is not YAML: .* \(line 2\)$/],
    ['---\ntitle: !!js/function "function () {}"\n---\n', /^has front matter that is not YAML: Unresolved tag: /],
    ['---\ntitle: *who\n---\n', /^has front matter that /],
    [`---\na: ${'['.repeat(15_000)}\n---\n`, /^has front matter that /],
    ['---\ntitle: Bridge\n---\n', 'publishedAt: is missing'],
    ['---\n---\n# Bridge', 'publishedAt: is missing'],
    [dated('authors: Olena'), 'title: is missing; authors: "Olena" is not a list'],
    [dated('title: A\nbreaking: yes'), 'breaking: "yes" is not true or false'],
    [dated('title: A\nimage: { url: https://a.example, width: wide }'), 'image.width: "wide" is not a number'],
    [`${FRONT}${'word '.repeat(50_000)}`, 'has more than 200000 characters or 3000 marks: too much for an article'],
    [`${FRONT}${'*a_'.repeat(50_000)}`, 'has more than 200000 characters or 3000 marks: too much for an article'],
    [`${FRONT}${'+ '.repeat(30_000)}`, 'has lists or quotes nested deeper than can be read'],
  ];
  test.each(cases.map(([text, fault]) => ({ text, fault })))('that $fault', ({ text, fault }) => {
    const detail = faultOf(text);
    if (typeof fault === 'string') expect(detail).toBe(fault);
    else expect(detail).toMatch(fault);
  });

  test('whose aliases would fill the memory', () => {
    const bomb = Array.from({ length: 9 }, (_, level) => {
      const [name, below] = [`a${level + 1}`, level === 0 ? 'x' : `*a${level}`];
      return `${name}: &${name} [${Array(9).fill(below).join(', ')}]`;
    });
    expect(faultOf(dated(bomb.join('\n')))).toMatch(/more than 50 of them/);
  });

  test('or read, never a crash, whatever it holds', () => {
    const piece = fc.constantFrom(
      '---\n',
      '# ',
      '- ',
      '> ',
      '*',
      '`',
      '[',
      '](',
      '\n',
      '\n\n',
      'a: ',
      '&a ',
      '*a',
      '<p>',
      'é',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ unit: 'binary' }))), fc.boolean(), (pieces, withFront) => {
        const parsed = parse((withFront ? FRONT : '---\n') + pieces.join(''));
        if (parsed.type === 'article') expect(parsed.article.body).toBe(parsed.article.body.trim());
        else expect(parsed.detail).not.toBe('');
      }),
    );
  });
});
