import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { siteAt } from '../../../src/articles/wordpress/site.ts';
import { wordPressSource } from '../../../src/articles/wordpress/source.ts';
import { startWordPress, USER, type WordPress } from '../../support/wordpress-lookalike/lookalike.ts';
import { type WpPost, wpPost } from '../../support/wordpress-lookalike/posts.ts';
import { ids, type Polled, poll, said, vanished } from '../article-folder.ts';

const NOW = Temporal.Instant.from('2026-03-01T12:00:00Z');

let blog: WordPress;
beforeEach(async () => {
  const started = await startWordPress({ types: ['posts', 'liveblog'] });
  onTestFinished(started.close);
  blog = started;
});

function publish(...posts: readonly WpPost[]): void {
  for (const post of posts) blog.posts.set(post.id, post);
}

function edit(id: number, fields: Partial<WpPost>): void {
  const post = blog.posts.get(id);
  if (post) blog.posts.set(id, { ...post, ...fields });
}

interface SourceOptions {
  readonly types?: readonly string[];
  readonly keys?: { readonly username: string; readonly password: string };
  readonly now?: () => Temporal.Instant;
  readonly url?: string;
}

function sourceOf({ types = ['posts'], keys, now = () => NOW, url = blog.url }: SourceOptions = {}) {
  const site = siteAt({ url, allow: [`127.0.0.1:${blog.port}`], now, ...(keys && { keys }) });
  const redact = (text: string) => text;
  return wordPressSource({ id: 'blog', site, types, language: 'en', timezone: 'Europe/Kyiv', now, redact });
}

/** Polls until nothing more comes. */
async function drain(source: ReturnType<typeof sourceOf>, cursor?: string) {
  const brought: string[] = [];
  let last: Polled;
  let polls = 0;
  do {
    if (++polls > 50) throw new Error('it never ends');
    last = await poll(source, cursor);
    expect(last.articles.length).toBeLessThanOrEqual(200);
    brought.push(...ids(last));
    cursor = last.cursor;
  } while (last.more);
  return { brought, cursor, last };
}

const signal = new AbortController().signal;

describe('a poll of WordPress', () => {
  test('brings posts with author, section, tags and picture, oldest change first, and then nothing', async () => {
    publish(
      wpPost(7, {
        title: 'Bridge &#038; <em>tunnel</em> &#8220;open&#8221;',
        content: '<p>It opened.</p>\n<figure><img src="x.jpg"><figcaption>Photo</figcaption></figure><p>At last.</p>',
        excerpt: '<p>What the city waited for.</p>\n',
        author: 'Ann Lee',
        categories: ['City', 'Transport'],
        tags: ['bridge'],
        picture: { url: 'https://blog.example/bridge.jpg', alt: 'The new bridge', width: 1200, height: 800 },
        modified: '2026-03-01T11:30:00Z',
      }),
      wpPost(5, { categories: ['Uncategorized'] }),
    );
    const result = await poll(sourceOf());
    expect(ids(result)).toEqual(['5', '7']);
    expect(result.articles[1]).toEqual({
      source: 'blog',
      id: '7',
      url: 'https://blog.example/2026/story-7/',
      title: 'Bridge & tunnel “open”',
      body: 'It opened.\n\nAt last.',
      summary: 'What the city waited for.',
      authors: ['Ann Lee'],
      section: 'City',
      tags: ['bridge', 'Transport'],
      image: { url: 'https://blog.example/bridge.jpg', alt: 'The new bridge', width: 1200, height: 800 },
      publishedAt: Temporal.Instant.from('2026-03-01T11:00:00Z'),
      updatedAt: Temporal.Instant.from('2026-03-01T11:30:00Z'),
      language: 'en',
      status: 'usable',
      breaking: false,
    });
    // The first words of the story are no standfirst, and nobody filed it anywhere.
    expect(result.articles[0]).not.toHaveProperty('summary');
    expect(result.articles[0]).not.toHaveProperty('section');
    const again = await poll(sourceOf(), result.cursor);
    expect(again).toMatchObject({ articles: [], vanished: [], unreadable: [], more: false, cursor: result.cursor });
  });

  test('finds out the language of a post that names none', async () => {
    const content =
      '<p>Міст через гавань знову відкрили в понеділок, і першими його перейшли діти з місцевої школи.</p>';
    publish(wpPost(1, { content }), wpPost(2));
    expect((await poll(sourceOf())).articles.map(({ language }) => language)).toEqual(['uk', 'en']);
  });

  test('brings a change as the same article, a new slug included', async () => {
    publish(wpPost(1));
    const { cursor } = await poll(sourceOf());
    edit(1, { title: 'New title', modified: '2026-03-01T11:45:00Z' });
    const changed = await poll(sourceOf(), cursor);
    expect(changed.articles).toMatchObject([{ id: '1', title: 'New title' }]);
  });

  test('brings a scheduled post when it is out, and not before, though its change lies days back', async () => {
    publish(wpPost(1), wpPost(2, { status: 'future', date: '2026-03-01T12:30:00Z', modified: '2026-02-20T09:00:00Z' }));
    const first = await poll(sourceOf({ keys: USER }));
    expect(ids(first)).toEqual(['1']);
    edit(2, { status: 'publish' });
    const now = () => NOW.add({ minutes: 31 });
    const second = await poll(sourceOf({ now, keys: USER }), first.cursor);
    expect(ids(second)).toEqual(['2']);
    expect(ids(await poll(sourceOf({ now }), second.cursor))).toEqual([]);
  });

  test.each([undefined, USER])('never brings what is not for everybody, logged in or not', async (keys) => {
    const states = ['draft', 'pending', 'private', 'future', 'trash'] as const;
    publish(...states.map((status, id) => wpPost(id + 1, { status })), wpPost(9, { password: 'psst' }));
    const result = await poll(sourceOf({ ...(keys && { keys }) }));
    expect(result).toMatchObject({ articles: [], vanished: [], unreadable: [] });
  });

  test.each([
    { name: 'deleted', change: () => blog.posts.delete(2) },
    { name: 'in the trash', change: () => edit(2, { status: 'trash', modified: '2026-03-01T11:50:00Z' }) },
    { name: 'a draft again', change: () => edit(2, { status: 'draft' }) },
    { name: 'private', change: () => edit(2, { status: 'private' }) },
    { name: 'behind a password', change: () => edit(2, { password: 'psst', modified: '2026-03-01T11:50:00Z' }) },
  ])('a post that is $name has vanished, once, and comes back', async ({ change }) => {
    for (const keys of [undefined, USER]) {
      publish(wpPost(1), wpPost(2), wpPost(3, { date: '2026-03-01T11:58:00Z' }));
      const source = sourceOf({ ...(keys && { keys }) });
      const { cursor } = await poll(source);
      change();
      const gone = await poll(source, cursor);
      expect([vanished(gone), ids(gone)]).toEqual([['2'], []]);
      const later = await poll(source, gone.cursor);
      expect(later).toMatchObject({ articles: [], vanished: [] });
      publish(wpPost(2));
      expect(ids(await poll(source, later.cursor))).toEqual(['2']);
    }
  });

  test('a post that a list leaves out, but that is there, has not vanished', async () => {
    publish(wpPost(1), wpPost(2));
    const { cursor } = await poll(sourceOf());
    blog.unlisted.add(1);
    expect(await poll(sourceOf(), cursor)).toMatchObject({ vanished: [], cursor });
    expect(blog.asked.at(-1)?.pathname).toBe('/wp-json/wp/v2/posts/1');
  });

  test('asks for a few of many missing posts at a time', async () => {
    publish(...Array.from({ length: 30 }, (_, id) => wpPost(id + 1)));
    const { cursor } = await poll(sourceOf());
    blog.posts.clear();
    publish(wpPost(99));
    const gone = await poll(sourceOf(), cursor);
    expect(vanished(gone)).toHaveLength(10);
    expect(vanished(await poll(sourceOf(), gone.cursor))).toHaveLength(10);
  });

  test('reads on through hundreds of posts, of many seconds and of one, each once', async () => {
    const minute = (id: number) =>
      `2026-02-28T${String(Math.floor(id / 60)).padStart(2, '0')}:${String(id % 60).padStart(2, '0')}:00Z`;
    publish(...Array.from({ length: 330 }, (_, id) => wpPost(id + 1, { date: minute(id) })));
    publish(...Array.from({ length: 430 }, (_, id) => wpPost(id + 1001, { date: '2026-02-28T20:00:00Z' })));
    const { brought, cursor } = await drain(sourceOf());
    expect(brought.toSorted()).toEqual([...blog.posts.keys()].map(String).toSorted());
    const idle = await drain(sourceOf(), cursor);
    expect(idle.brought).toEqual([]);
    expect(cursor.length).toBeLessThan(20_000);
  });

  test('skips nothing when posts change while the list is read', async () => {
    const second = (id: number) =>
      `2026-02-28T10:${String(Math.floor(id / 60)).padStart(2, '0')}:${String(id % 60).padStart(2, '0')}Z`;
    publish(...Array.from({ length: 180 }, (_, id) => wpPost(id + 1, { date: second(id) })));
    const polling = drain(sourceOf());
    while (blog.asked.length < 2) await new Promise((next) => setImmediate(next));
    for (let id = 1; id <= 40; id += 1) edit(id, { title: `Again ${id}`, modified: '2026-03-01T11:59:00Z' });
    const { brought } = await polling;
    expect(new Set(brought).size).toBe(180);
  });

  test('begins with the last week', async () => {
    publish(wpPost(1, { date: '2026-02-01T09:00:00Z' }), wpPost(2, { date: '2026-02-25T09:00:00Z' }));
    expect(ids(await poll(sourceOf()))).toEqual(['2']);
  });

  test('reads every configured type', async () => {
    publish(wpPost(1), wpPost(2, { type: 'liveblog' }));
    expect(ids(await poll(sourceOf({ types: ['posts', 'liveblog'] })))).toEqual(['1', '2']);
    expect(ids(await poll(sourceOf()))).toEqual(['1']);
  });

  test('a post dated ahead hides nothing that comes after it', async () => {
    publish(wpPost(1, { date: '2026-03-01T11:00:00Z', modified: '2026-03-01T15:00:00Z' }));
    const { cursor } = await poll(sourceOf());
    publish(wpPost(2, { date: '2026-03-01T11:59:30Z' }));
    expect(ids(await poll(sourceOf(), cursor))).toEqual(['2']);
  });

  test('a post that cannot be understood stops no other', async () => {
    publish(wpPost(1, { title: '' }), wpPost(2));
    const result = await poll(sourceOf());
    expect(ids(result)).toEqual(['2']);
    expect(said(result)).toEqual(['post 1: title: is empty']);
    expect((await poll(sourceOf(), result.cursor)).unreadable).toEqual([]);
  });

  test('where clocks were put back, the hour that comes twice hides nothing', async () => {
    // In Kyiv 03:00 to 04:00 came twice on 25 October 2026: at 00:00 UTC, and again at 01:00 UTC.
    const now = () => Temporal.Instant.from('2026-10-25T01:06:00Z');
    publish(wpPost(1, { date: '2026-10-25T00:59:00Z' }));
    const { cursor } = await poll(sourceOf({ now }));
    publish(wpPost(2, { date: '2026-10-25T01:05:00Z' }));
    expect(ids(await poll(sourceOf({ now }), cursor))).toEqual(['2']);
  });

  test('wants to be asked again soon while something is going on, and later otherwise', async () => {
    const waitS = async (newest: string) => {
      blog.posts.clear();
      publish(wpPost(1, { date: newest }));
      const { againAt } = await poll(sourceOf());
      return againAt && NOW.until(againAt).total('seconds');
    };
    expect(await waitS('2026-03-01T11:58:00Z')).toBe(30);
    expect(await waitS('2026-03-01T11:20:00Z')).toBe(120);
    expect(await waitS('2026-02-28T11:20:00Z')).toBe(300);
  });

  test('an idle poll asks three times, and for whole posts only of the last minutes', async () => {
    publish(...Array.from({ length: 20 }, (_, id) => wpPost(id + 1, { date: `2026-03-01T10:${String(id + 10)}:00Z` })));
    const { cursor } = await poll(sourceOf());
    blog.asked.length = 0;
    await poll(sourceOf(), cursor);
    expect(blog.asked.map(({ searchParams }) => searchParams.get('orderby'))).toEqual(['modified', 'date', 'include']);
    expect(blog.asked[0]?.searchParams.get('modified_after')).toBe('2026-03-01T10:18:59Z');
  });
});

describe('a site that does not answer as it should', () => {
  const answer = (source = sourceOf()) => source.poll(undefined, signal);

  test('may come back: what passes', async () => {
    blog.refusals.push({ status: 503, headers: { 'retry-after': '120' } });
    expect(await answer()).toMatchObject({ type: 'unreachable', passing: true, againAt: NOW.add({ seconds: 120 }) });
    blog.refusals.push({ status: 429, headers: { 'retry-after': 'Sun, 01 Mar 2026 12:05:00 GMT' } });
    expect(await answer()).toMatchObject({ passing: true, againAt: NOW.add({ minutes: 5 }) });
    blog.refusals.push({ status: 500, body: 'Fatal error' }, { status: 200, body: '<html>Maintenance</html>' });
    expect(await answer()).toMatchObject({ type: 'unreachable', passing: true });
    expect(await answer()).toMatchObject({ type: 'unreachable', passing: true });
    blog.close();
    expect(await answer()).toMatchObject({ type: 'unreachable', passing: true });
  });

  test('wants a person: what does not pass', async () => {
    blog.isClosed = true;
    const closed = await answer();
    expect(closed).toMatchObject({ type: 'unreachable', detail: expect.stringContaining('account') });
    expect(closed).not.toHaveProperty('passing');
    expect(await answer(sourceOf({ keys: USER }))).toMatchObject({ type: 'polled' });
    const wrong = await answer(sourceOf({ keys: { ...USER, password: 'wrong horse' } }));
    expect(wrong).toMatchObject({ type: 'unreachable', detail: expect.stringContaining('application password') });
    expect(JSON.stringify(wrong)).not.toContain('wrong horse');
    const noType = await answer(sourceOf({ types: ['stories'] }));
    expect(noType).toMatchObject({ type: 'unreachable', detail: expect.stringContaining('"stories"') });
    expect(noType).not.toHaveProperty('passing');
  });

  test('a private address is asked only where it is allowed', async () => {
    const other = await answer(sourceOf({ url: 'http://127.0.0.1:9' }));
    expect(other).toMatchObject({ type: 'unreachable', detail: expect.stringContaining('public internet') });
  });

  test('an abort rejects', async () => {
    await expect(sourceOf().poll(undefined, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
    const stop = new AbortController();
    const polling = sourceOf().poll(undefined, stop.signal);
    stop.abort(new Error('enough'));
    await expect(polling).rejects.toThrow('enough');
  });

  test('a half-read site is read again from where the cursor is', async () => {
    publish(wpPost(1), wpPost(2));
    blog.refusals.length = 0;
    const { cursor } = await poll(sourceOf());
    publish(wpPost(3, { date: '2026-03-01T11:55:00Z' }));
    const asking = sourceOf().poll(cursor, signal);
    blog.refusals.push({ status: 200, body: '[]' }, { status: 502 });
    expect(await asking).toMatchObject({ type: 'unreachable' });
    expect(ids(await poll(sourceOf(), cursor))).toEqual(['3']);
  });
});
