import { describe, expect, test } from 'vitest';
import { plainParagraphs } from '../../src/articles/markup.ts';
import { readPageStory } from '../../src/articles/page-story.ts';

const URL = 'https://news.example/a';
const PARAGRAPHS = [1, 2, 3].map(
  (n) => `The river rises for day ${n}, and the dams hold, said the mayor, as the water is slow so far.`,
);
const STORY = PARAGRAPHS.join(' ');
const page = (head: string, body: string) =>
  `<!doctype html><html><head><title>River rises | Demo Daily</title>${head}</head><body>${body}</body></html>`;
const jsonLd = (value: unknown) =>
  `<script type="application/ld+json">${typeof value === 'string' ? value : JSON.stringify(value)}</script>`;
const BODY =
  `<nav><a href="/">Home</a></nav><article><h1>River rises</h1>${PARAGRAPHS.map((text) => `<p>${text}</p>`).join('')}</article>` +
  `<footer>${'<a href="/x">More</a> '.repeat(50)}</footer>`;

describe("a story's page", () => {
  test('says by its JSON-LD what its story is', async () => {
    const article = {
      '@type': 'NewsArticle',
      headline: 'River rises',
      articleBody: STORY,
      description: 'Dams hold.',
      author: [{ '@type': 'Person', name: 'Ann' }, { name: 'Bo' }],
      articleSection: 'World',
      datePublished: '2026-07-06T10:00:00Z',
      image: { '@type': 'ImageObject', url: '/a.jpg' },
    };
    const html = page(jsonLd({ '@context': 'https://schema.org', '@graph': [{ '@type': 'WebSite' }, article] }), BODY);
    expect(await readPageStory(html, URL)).toEqual({
      title: 'River rises',
      body: STORY,
      summary: 'Dams hold.',
      authors: ['Ann', 'Bo'],
      section: 'World',
      published: ['2026-07-06T10:00:00Z'],
      pictures: [{ url: 'https://news.example/a.jpg' }],
    });
  });

  test.each([
    [
      'a list of types',
      { '@type': ['Thing', 'https://schema.org/ReportageNewsArticle'], articleBody: STORY, author: 'Ann' },
    ],
    [
      'a list of nodes',
      [{ '@type': 'Organization' }, { '@type': 'Article', articleBody: STORY, author: { name: 'Ann' } }],
    ],
    ['line breaks in its strings', `{"@type":"NewsArticle","author":["Ann"],"articleBody":"${PARAGRAPHS.join('\n')}"}`],
  ])('may have %s', async (_, value) => {
    expect(await readPageStory(page(jsonLd(value), BODY), URL)).toMatchObject({ body: STORY, authors: ['Ann'] });
  });

  test('is read itself where its JSON-LD has no story, which keeps what else it says', async () => {
    const html = page(jsonLd('{ broken') + jsonLd({ '@type': 'NewsArticle', datePublished: '2026-07-06' }), BODY);
    const story = await readPageStory(html, URL);
    expect(story?.published).toEqual(['2026-07-06']);
    expect(plainParagraphs(story?.body ?? '')).toBe(PARAGRAPHS.join('\n\n'));
  });

  test('has no story where it has a few words only', async () => {
    expect(await readPageStory(page('', '<p>Please enable JavaScript.</p>'), URL)).toBeUndefined();
    expect(await readPageStory('', URL)).toBeUndefined();
  });

  // Each takes the library behind it minutes, or the stack; the test's own limit is 5 s.
  test.each([
    ['nested without end', '<div>'.repeat(100_000) + STORY],
    ['of more elements than a story has', `<p>${STORY}</p>`.repeat(9000)],
    ['of a million signs', '<'.repeat(1_000_000)],
  ])('keeps nobody waiting: %s', async (_, body) => {
    expect(await readPageStory(page('', body), URL)).toBeUndefined();
  });
});
