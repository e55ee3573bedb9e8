import { describe, expect, it } from 'vitest';
import type { Article } from '../../src/domain/article.ts';
import type { Channel } from '../../src/domain/channel.ts';
import { judgePage } from '../../src/domain/preflight.ts';
import { aChannel } from '../support/newsroom.ts';
import { anArticle, aPost } from '../support/posts.ts';

const LINK = 'https://news.example/a1?utm_source=x&ref=crier';

interface Seen {
  readonly canonicals?: readonly string[];
  readonly hasCardImage?: boolean;
  readonly url?: string;
}

function judge(
  { canonicals = [], hasCardImage = true, url = LINK }: Seen,
  channel: Partial<Channel> = {},
  article?: Article,
) {
  const tagged = aChannel({ linkTags: { utm_source: 'x', ref: 'crier' }, ...channel });
  return judgePage({ type: 'found', url, page: { canonicals, hasCardImage } }, aPost({ link: LINK }), tagged, article);
}

describe('a page', () => {
  it.each([
    [[]],
    [['https://news.example/a1']],
    [['http://www.news.example/a1/?utm_medium=rss#top']],
    [['https://other.example/b', 'https://news.example/a1']],
  ])('that names %j as its address is the story', (canonicals) => {
    expect(judge({ canonicals })).toEqual({ type: 'ready' });
  });

  it.each([
    'https://news.example/',
    'https://news.example/a2',
    'https://other.example/a1',
    'https://news.example/a1?page=2',
  ])('that names %s as its address is not', (elsewhere) => {
    expect(judge({ canonicals: [elsewhere] })).toEqual({
      type: 'not-ready',
      detail: `the page names another address as its own: ${elsewhere}, not ${LINK}`,
    });
  });

  it('is the story where the link leads on to it, but not where it leads to the front page', () => {
    const story = 'https://news.example/2026/05/bridge';
    expect(judge({ url: story, canonicals: [story] })).toEqual({ type: 'ready' });
    const front = 'https://news.example/';
    expect(judge({ url: front, canonicals: [front] })).toMatchObject({ type: 'not-ready' });
  });

  it('that is none, such as a PDF, is the story', () => {
    const pdf = { type: 'found', url: LINK } as const;
    expect(judgePage(pdf, aPost(), aChannel({ image: 'preview' }), anArticle())).toEqual({ type: 'ready' });
  });
});

describe('a card without a picture', () => {
  const withImage = anArticle({ image: { url: 'https://news.example/a.jpg' } });
  const bare = { hasCardImage: false };

  it('is waited for where the card is all that shows the image of the article', () => {
    const missing = { type: 'image-unavailable', detail: 'the page names no og:image for its card' };
    expect(judge(bare, { image: 'preview' }, withImage)).toEqual(missing);
  });

  it('is none of our business elsewhere', () => {
    expect(judge(bare, { image: 'attach' }, withImage)).toEqual({ type: 'ready' });
    expect(judge(bare, { image: 'preview' }, anArticle())).toEqual({ type: 'ready' });
    expect(judge(bare, { image: 'preview' }, undefined)).toEqual({ type: 'ready' });
    expect(judge({}, { image: 'preview' }, withImage)).toEqual({ type: 'ready' });
  });
});
