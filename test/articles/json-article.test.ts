import { describe, expect, test } from 'vitest';
import { articleFromJson } from '../../src/articles/json-article.ts';
import type { Article } from '../../src/domain/article.ts';
import { LINK, NOW, story } from './article-folder.ts';

const SETTINGS = { source: 'desk', link: LINK, language: 'en', timezone: 'Europe/Kyiv' };

function read(fields: Record<string, unknown>, settings: Partial<typeof SETTINGS> = {}): Article {
  const parsed = articleFromJson(JSON.stringify(story(fields)), NOW, { ...SETTINGS, ...settings });
  if (parsed.type === 'unreadable') throw new Error(parsed.detail);
  return parsed.article;
}

function faultOf(json: unknown, settings: { link?: string } = { link: LINK }): string {
  const text = typeof json === 'string' ? json : JSON.stringify(json);
  const parsed = articleFromJson(text, NOW, { source: 'desk', language: 'en', timezone: 'Europe/Kyiv', ...settings });
  return parsed.type === 'unreadable' ? parsed.detail : `read as ${parsed.article.title}`;
}

describe('a JSON article', () => {
  test('has all it says', () => {
    const article = read({
      id: 4711,
      summary: 'A standfirst.',
      authors: ['Olena Petrenko', ' ', 'Olena Petrenko'],
      section: 'City',
      tags: ['bridges', ''],
      image: { url: 'https://news.example/a.jpg', alt: 'The bridge', width: 1200, height: 800 },
      video: { url: 'https://news.example/a.mp4' },
      updatedAt: '2026-03-01T13:00:00+02:00',
      language: 'pt_BR',
      status: 'withheld',
      embargoUntil: '2026-03-02',
      breaking: true,
      cmsOnly: { any: 'thing' },
    });
    expect({ ...article, updatedAt: String(article.updatedAt), embargoUntil: String(article.embargoUntil) }).toEqual({
      source: 'desk',
      id: '4711',
      url: 'https://news.example/a1',
      title: 'Bridge opens',
      body: 'The bridge opened on Sunday.',
      summary: 'A standfirst.',
      authors: ['Olena Petrenko'],
      section: 'City',
      tags: ['bridges'],
      image: { url: 'https://news.example/a.jpg', alt: 'The bridge', width: 1200, height: 800 },
      video: { url: 'https://news.example/a.mp4' },
      publishedAt: Temporal.Instant.from('2026-03-01T09:00:00Z'),
      updatedAt: '2026-03-01T11:00:00Z',
      embargoUntil: '2026-03-01T22:00:00Z',
      language: 'pt-br',
      status: 'withheld',
      breaking: true,
    });
  });

  test('needs no more than id, url, title, body and publishedAt; null is nothing', () => {
    const nothing = Object.fromEntries(
      [
        'summary',
        'authors',
        'section',
        'tags',
        'image',
        'video',
        'updatedAt',
        'language',
        'status',
        'embargoUntil',
        'breaking',
      ].map((key) => [key, null]),
    );
    expect(read(nothing)).toEqual(read({}));
    expect(Object.keys(read({})).sort()).toEqual([
      'authors',
      'body',
      'breaking',
      'id',
      'language',
      'publishedAt',
      'source',
      'status',
      'tags',
      'title',
      'url',
    ]);
    expect(read({}, { language: 'uk-UA' })).toMatchObject({ language: 'uk-ua', status: 'usable', breaking: false });
  });

  test('without url gets the link pattern, its id encoded', () => {
    expect(read({ id: 'a/b ?ü$&', url: undefined }).url).toBe('https://news.example/a%2Fb%20%3F%C3%BC%24%26');
  });

  test.each([
    ['2026-07-01T12:00:00Z', '2026-07-01T12:00:00Z'],
    ['2026-07-01T12:00:00+0200', '2026-07-01T10:00:00Z'],
    ['2026-07-01T12:00', '2026-07-01T09:00:00Z'],
    ['2026-01-01 12:00:00', '2026-01-01T10:00:00Z'],
    ['2026-07-01', '2026-06-30T21:00:00Z'],
    ['2026-07-01T12:00[America/New_York]', '2026-07-01T16:00:00Z'],
  ])('published %s is published at %s', (publishedAt, instant) => {
    expect(read({ publishedAt }).publishedAt.toString()).toBe(instant);
  });

  test('that is canceled needs nothing but its id and link', () => {
    const notice = JSON.stringify({ id: 'a1', status: 'canceled', title: '', body: null });
    expect(articleFromJson(notice, NOW, SETTINGS)).toMatchObject({
      type: 'article',
      article: { id: 'a1', status: 'canceled', title: 'a1', body: '', publishedAt: NOW },
    });
  });
});

describe('markup in a JSON article', () => {
  test('becomes plain text in everything that is shown', () => {
    const article = read({
      title: 'AT&amp;T <i>wins</i>\n again',
      summary: '<p>One &ndash; two</p>',
      section: 'Arts &amp; Books',
      tags: ['R&amp;D'],
      authors: ['<b>Ann</b>'],
    });
    expect(article).toMatchObject({
      title: 'AT&T wins again',
      summary: 'One – two',
      section: 'Arts & Books',
      tags: ['R&D'],
      authors: ['Ann'],
    });
  });

  test('leaves the paragraphs of the body, without pictures, scripts and addresses', () => {
    const body = `<h2>The Bridge</h2><p>It <a href="https://x.example/">opened</a> on&nbsp;Sunday,<br>at noon.</p>
      <script>alert(1)</script><style>p{}</style><figure><img src="a.jpg" alt="No"><figcaption>Photo: Ann</figcaption></figure>
      <ul><li>First</li><li>Second</li></ul><blockquote><p>“Fine.”</p></blockquote><p></p><hr><aside>Read on</aside>`;
    expect(read({ body }).body).toBe('The Bridge\n\nIt opened on Sunday, at noon.\n\nFirst\n\nSecond\n\n“Fine.”');
  });

  test('keeps the lines of a text that has only a little of it', () => {
    expect(read({ body: 'It is <b>open</b>.\n\nAnd <a\nhref="x">busy</a> &amp; loud.' }).body).toBe(
      'It is open.\n\nAnd busy & loud.',
    );
  });

  test.each([
    ['First.\n\nSecond,\nwrapped.\n\n\n Third.', 'First.\n\nSecond, wrapped.\n\nThird.'],
    ['First.\r\nSecond.', 'First.\n\nSecond.'],
    ['3 < 4 & 5 > 2', '3 < 4 & 5 > 2'],
    ['', ''],
  ])('is not seen where there is none: %j', (body, expected) => {
    expect(read({ body }).body).toBe(expected);
  });

  test('has no control or direction characters left', () => {
    expect(read({ title: 'A\u202Eb\u0000c\u2066\u200Fd&#8238;\uD800', tags: ['\u202Ex'] })).toMatchObject({
      title: 'Ab cd\uFFFD',
      tags: ['x'],
    });
  });
});

describe('a JSON article that cannot be read', () => {
  test.each([
    ['', 'is empty'],
    ['{"id": "a"', 'is not valid JSON (line 1 column 11)'],
    ['{\n"id": "a",\n}', 'is not valid JSON (line 3 column 1)'],
    ['[', 'is not valid JSON: it ends too early'],
    ['oops', 'is not valid JSON'],
    ['[]', 'is not one article: a list is not an object'],
    ['null', 'is not one article: null is not an object'],
    ['"text"', 'is not one article: "text" is not an object'],
  ])('says so: %j', (text, detail) => {
    expect(faultOf(text)).toBe(detail);
  });

  test.each([
    [{ id: undefined }, 'id: is missing'],
    [{ id: '' }, 'id: is empty'],
    [{ id: ['a'] }, 'id: a list is neither text nor a number'],
    [{ id: 'x'.repeat(201) }, 'id: is 201 characters long; the limit is 200'],
    [{ id: 'a\nb' }, 'id: has control or broken characters'],
    [{ id: '\uD800' }, 'id: has control or broken characters'],
    [{ id: 1e25 }, 'id: is not a whole number that JSON keeps exactly; write it in quotes'],
    [{ title: undefined }, 'title: is missing'],
    [{ title: ' <b></b>' }, 'title: is empty'],
    [{ title: 7 }, 'title: 7 is not text'],
    [{ body: undefined }, 'body: is missing'],
    [{ url: 'javascript:alert(1)' }, 'url: "javascript:alert(1)" is not an http(s) address'],
    [{ url: '/a1' }, 'url: "/a1" is not an http(s) address'],
    [{ url: '' }, 'url: "" is not an http(s) address'],
    [{ image: { url: 'data:image/png,x' } }, 'image.url: "data:image/png,x" is not an http(s) address'],
    [{ image: 'https://news.example/a.jpg' }, 'image: "https://news.example/a.jpg" is not an object'],
    [{ image: { url: 'https://n.example/', width: 0 } }, 'image.width: 0 is too small'],
    [{ video: {} }, 'video.url: is missing'],
    [{ tags: 'one' }, 'tags: "one" is not a list'],
    [{ tags: ['one', 2] }, 'tags.1: 2 is not text'],
    [{ tags: Array(501).fill('x') }, 'tags: has more than 500 entries'],
    [{ publishedAt: undefined }, 'publishedAt: is missing'],
    [{ publishedAt: '32 May' }, 'publishedAt: "32 May" is not a date; expected ISO 8601'],
    [{ publishedAt: '2026-02-30' }, 'publishedAt: "2026-02-30" is not a date; expected ISO 8601'],
    [{ publishedAt: '+200000-01-01T00:00Z' }, 'publishedAt: "+200000-01-01T00:00Z" is not a date; expected ISO 8601'],
    [{ publishedAt: 1772355600 }, 'publishedAt: 1772355600 is not text'],
    [{ embargoUntil: 'soon\u202E' }, 'embargoUntil: "soon" is not a date; expected ISO 8601'],
    [{ language: 'English, please' }, 'language: is not a language tag; expected one like en or pt-BR'],
    [{ status: 'deleted' }, 'status: "deleted" is none of usable, withheld, canceled'],
    [{ breaking: 'yes' }, 'breaking: "yes" is not true or false'],
    [
      { title: '', publishedAt: 'now', breaking: 1 },
      'title: is empty; publishedAt: "now" is not a date; expected ISO 8601; breaking: 1 is not true or false',
    ],
    [
      { title: 1, body: 1, status: 1, breaking: 1 },
      'title: 1 is not text; body: 1 is not text; status: 1 is none of usable, withheld, canceled; and 1 more',
    ],
  ])('names the key: %j', (fields, detail) => {
    expect(faultOf(story(fields))).toBe(detail);
  });

  test.each([
    [{}, 'has no url: set sources.desk.link, for example "https://news.example/{id}"'],
    [
      { link: 'https://news.example/' },
      'has no url, and the link pattern has no {id}: set sources.desk.link, for example "https://news.example/{id}"',
    ],
    [
      { link: 'news/{id}' },
      'has no url, and the link pattern makes no http(s) address: set sources.desk.link, for example "https://news.example/{id}"',
    ],
  ])('says what to set where it has no url: %j', (settings, detail) => {
    expect(faultOf(story({ url: undefined }), settings)).toBe(detail);
  });
});
