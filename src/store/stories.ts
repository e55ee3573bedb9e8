import type { Kysely, Transaction } from 'kysely';
import { type Article, type ArticleKey, articleName } from '../domain/article.ts';
import type { Post } from '../domain/post.ts';
import type { Copy, KnownArticle, Sighting } from '../domain/store.ts';
import { addressOf, isSameStory } from '../domain/story.ts';
import { bodyKey, readAllKnown, readAllPostsOf } from './articles.ts';
import type { CopyRow, Database } from './schema.ts';

type Db = Kysely<Database>;

/** What the store knows of the story of each of these articles, in their order; see `Store.known`. */
export async function sightAll(
  db: Db,
  articles: readonly (Article | ArticleKey)[],
  isLinkTaken: Sighting['isLinkTaken'],
): Promise<readonly Sighting[]> {
  const keyOf = await storyKeys(db, articles);
  const named = await readStories(db, articles.map(keyOf));
  const strangers = articles.filter((article) => 'url' in article && !named.has(articleName(keyOf(article))));
  const alike = await readAlike(
    db,
    strangers.filter((article) => 'url' in article),
  );
  return articles.map((article) => {
    const story = named.get(articleName(keyOf(article))) ?? alike.get(articleName(article));
    return { ...(story ?? { posts: [] }), isLinkTaken };
  });
}

/** Writes the copies of a story. */
export async function writeCopies(
  tx: Transaction<Database>,
  story: ArticleKey,
  copies: readonly Copy[],
): Promise<void> {
  const rows = copies.map(({ linkKey, leads, ...copy }): CopyRow => {
    return { ...copy, story_source: story.source, story_id: story.id, link_key: linkKey, leads: Number(leads) };
  });
  for (const { source, id, ...columns } of rows) {
    await tx
      .insertInto('copies')
      .values({ source, id, ...columns })
      .onConflict((conflict) => conflict.columns(['source', 'id']).doUpdateSet(columns))
      .execute();
  }
}

interface Story {
  readonly known: KnownArticle;
  readonly posts: readonly Post[];
  readonly copies?: readonly Copy[];
}

/** By which name the store has the story of an article: its own, or that of the copy it came by first. */
async function storyKeys(db: Db, articles: readonly ArticleKey[]): Promise<(article: ArticleKey) => ArticleKey> {
  const stories = new Map<string, ArticleKey>();
  for (const [source, ids] of idsBySource(articles)) {
    const copies = db.selectFrom('copies').selectAll().where('source', '=', source);
    for (const row of await copies.where('id', 'in', ids).execute()) stories.set(articleName(row), storyOf(row));
  }
  return (article) => stories.get(articleName(article)) ?? article;
}

/** The stories that the store has by these names. */
async function readStories(db: Db, keys: readonly ArticleKey[]): Promise<ReadonlyMap<string, Story>> {
  const stories = new Map<string, Story>();
  for (const [source, ids] of idsBySource(keys)) {
    const known = await readAllKnown(db, source, ids);
    if (known.size === 0) continue;
    const posts = await readAllPostsOf(db, source, [...known.keys()]);
    const rows = await db
      .selectFrom('copies')
      .selectAll()
      .where('story_source', '=', source)
      .where('story_id', 'in', [...known.keys()])
      .orderBy('source')
      .orderBy('id')
      .execute();
    const copies = Map.groupBy(rows, ({ story_id }) => story_id);
    for (const [id, article] of known) {
      const ofStory = copies.get(id);
      const story = { known: article, posts: posts.get(id) ?? [], ...(ofStory && { copies: ofStory.map(copyOf) }) };
      stories.set(articleName({ source, id }), story);
    }
  }
  return stories;
}

/** Of articles that came under new names, the stories they are by address or body. */
async function readAlike(db: Db, strangers: readonly Article[]): Promise<ReadonlyMap<string, Story>> {
  const addresses = new Set(strangers.flatMap((article) => addressOf(article) ?? []));
  const bodies = new Set(strangers.flatMap((article) => bodyKey(article) ?? []));
  const found = [...(await byAddress(db, [...addresses])), ...(await byBody(db, [...bodies]))];
  if (found.length === 0) return new Map();
  const stories = [...(await readStories(db, found)).values()].sort(oldestFirst);
  return new Map(
    strangers.flatMap((article) => {
      const story = stories.find(({ known, copies }) => isSameStory(article, known.article, copies ?? []));
      return story ? [[articleName(article), story] as const] : [];
    }),
  );
}

/** Of each address the first story, which another one under it would only follow. */
async function byAddress(db: Db, addresses: readonly string[]): Promise<readonly ArticleKey[]> {
  if (addresses.length === 0) return [];
  const rows = await db
    .selectFrom('articles')
    .select(['source', 'id', 'link_key'])
    .where('link_key', 'in', addresses)
    .orderBy('first_seen_at')
    .orderBy('source')
    .orderBy('id')
    .execute();
  const copies = await db.selectFrom('copies').selectAll().where('link_key', 'in', addresses).execute();
  const first = new Map(rows.toReversed().map((row) => [row.link_key, row]));
  return [...copies.map(storyOf), ...first.values()];
}

async function byBody(db: Db, bodies: readonly string[]): Promise<readonly ArticleKey[]> {
  if (bodies.length === 0) return [];
  return db.selectFrom('articles').select(['source', 'id']).where('body_key', 'in', bodies).execute();
}

function idsBySource(keys: readonly ArticleKey[]): ReadonlyMap<string, string[]> {
  const bySource = Map.groupBy(keys, ({ source }) => source);
  return new Map([...bySource].map(([source, ofSource]) => [source, [...new Set(ofSource.map(({ id }) => id))]]));
}

function oldestFirst({ known: a }: Story, { known: b }: Story): number {
  return (
    Temporal.Instant.compare(a.firstSeenAt, b.firstSeenAt) || (articleName(a.article) < articleName(b.article) ? -1 : 1)
  );
}

function storyOf({ story_source, story_id }: Pick<CopyRow, 'story_source' | 'story_id'>): ArticleKey {
  return { source: story_source, id: story_id };
}

function copyOf({ source, id, link_key, said, state, leads }: CopyRow): Copy {
  return { source, id, linkKey: link_key, said, state, leads: leads === 1 };
}
