import { describe, expect, test } from 'vitest';
import { after as later } from '../../../src/domain/time.ts';
import { feedSite, item, NOW, polledOf } from './feed-site.ts';

const STORY = 'The river rises, and the dams hold, said the mayor, as the water is slow so far. '.repeat(4).trim();
const HTML = { 'content-type': 'text/html; charset=utf-8' };
const page = (fields: object) => ({
  headers: HTML,
  body: `<html><script type="application/ld+json">${JSON.stringify({ '@type': 'NewsArticle', ...fields })}</script></html>`,
});

async function site() {
  const made = await feedSite({ fullText: true });
  return {
    ...made,
    teaser: (guid: string, fields = {}) => item(guid, { link: `http://${made.host}/${guid}`, ...fields }),
  };
}

describe('a story of which the feed has the beginning only', () => {
  test('is completed from its page, and the beginning becomes its standfirst', async () => {
    const { teaser, ...news } = await site();
    news.feed(teaser('a'));
    news.answer('/a', page({ articleBody: STORY, author: { name: 'Ann' }, image: 'https://news.example/a.jpg' }));
    expect(await news.take()).toMatchObject([
      {
        id: 'a',
        body: STORY,
        summary: 'The river rises.',
        authors: ['Ann'],
        image: { url: 'https://news.example/a.jpg' },
      },
    ]);
  });

  test('has the date and title of its page where the feed has none', async () => {
    const { teaser, ...news } = await site();
    news.feed(teaser('a', { title: undefined, pubDate: undefined }));
    news.answer('/a', page({ articleBody: STORY, headline: 'River rises', datePublished: '2026-07-05T10:00:00Z' }));
    expect(await news.take()).toMatchObject([
      { title: 'River rises', publishedAt: Temporal.Instant.from('2026-07-05T10:00:00Z') },
    ]);
  });

  test('is not looked for where the feed has all of it, or again where nothing changed', async () => {
    const { teaser, ...news } = await site();
    news.feed(teaser('a'), teaser('b', { description: 'The river rises. '.repeat(50) }));
    news.answer('/a', page({ articleBody: STORY }));
    await news.poll();
    await news.poll();
    expect(news.asked.map(({ path }) => path)).toEqual(['/feed', '/a', '/feed']);
  });

  test('waits two polls for a page that cannot be read, then goes as the feed has it', async () => {
    const { teaser, ...news } = await site();
    news.feed(teaser('a'));
    news.answer('/a', { status: 503 });
    for (const _ of [1, 2]) {
      const again = later(NOW, 30_000);
      expect(polledOf(await news.poll())).toMatchObject({ articles: [], unreadable: [], more: false, againAt: again });
    }
    expect(polledOf(await news.poll())).toMatchObject({
      articles: [{ id: 'a', body: 'The river rises.' }],
      unreadable: [{ detail: 'its page answers 503: taken in with what the feed has of it' }],
    });
    expect(await news.take()).toEqual([]);
  });

  test('comes with its page as soon as that is there', async () => {
    const { teaser, ...news } = await site();
    news.feed(teaser('a'));
    expect(await news.take()).toEqual([]);
    news.answer('/a', page({ articleBody: STORY }));
    expect(await news.take()).toMatchObject([{ body: STORY }]);
  });

  test('goes as the feed has it where its page shows no story', async () => {
    const { teaser, ...news } = await site();
    news.feed(teaser('a'));
    news.answer('/a', { headers: HTML, body: '<p>Please enable JavaScript.</p>' });
    expect(await news.take()).toMatchObject([{ body: 'The river rises.' }]);
  });

  test('is one of 15 at a time', async () => {
    const { teaser, ...news } = await site();
    const names = Array.from({ length: 20 }, (_, number) => `n${number}`);
    for (const name of names) news.answer(`/${name}`, page({ articleBody: STORY }));
    news.feed(...names.map((name) => teaser(name)));
    expect(polledOf(await news.poll())).toMatchObject({ articles: { length: 15 }, more: true });
    expect(polledOf(await news.poll())).toMatchObject({ articles: { length: 5 }, more: false });
  });
});
