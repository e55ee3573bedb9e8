import { type Kysely, sql, type Transaction } from 'kysely';
import type { Article, ArticleKey } from '../domain/article.ts';
import { BODY_KEPT_MS } from '../domain/compaction.ts';
import { linkKey, parseLink } from '../domain/link.ts';
import type { Post } from '../domain/post.ts';
import type { Admission, KnownArticle, Store } from '../domain/store.ts';
import { BODY_TELLS_MS, TELLING_CHARACTERS } from '../domain/story.ts';
import { after, isDue } from '../domain/time.ts';
import { insertRows } from './insert.ts';
import { instant, instantOrNull, millis, postOf, present } from './rows.ts';
import type { ArticleRow, Database, Json, Millis, PostRow } from './schema.ts';

/** Articles as sources brought them, apart from the way in (`intake.ts`). */
export function articleBooks(
  db: Kysely<Database>,
): Pick<Store, 'article' | 'findArticle' | 'countSince' | 'hasNoOther' | 'coverage'> {
  return {
    article: (key) => readKnown(db, key),

    async findArticle(text) {
      const slash = text.indexOf('/');
      const key = { source: text.slice(0, slash), id: text.slice(slash + 1) };
      const named = slash > 0 && ((await readKnown(db, key)) ?? (await readByCopy(db, key)));
      return named || (await onlyOneWithId(db, text)) || newestWithLink(db, text);
    },

    async countSince(source, since, keys) {
      const rows = await db
        .selectFrom('articles')
        .select('id')
        .where('source', '=', source)
        .where('published_at', '>=', millis(since))
        .where('status', '=', 'usable')
        .where('withdrawal', 'is', null)
        .execute();
      const asked = new Set(keys.filter((key) => key.source === source).map(({ id }) => id));
      return { some: rows.filter(({ id }) => asked.has(id)).length, all: rows.length };
    },

    async hasNoOther(source, keys) {
      const asked = new Set(keys.filter((key) => key.source === source).map(({ id }) => id));
      const rows = await db
        .selectFrom('articles')
        .select('id')
        .where('source', '=', source)
        .where('status', '=', 'usable')
        .where('withdrawal', 'is', null)
        .orderBy('published_at', 'desc')
        // One more than were asked for is another one.
        .limit(asked.size + 1)
        .execute();
      return rows.length > 0 && rows.every(({ id }) => asked.has(id));
    },

    coverage: (since) =>
      db
        .transaction()
        .setAccessMode('read only')
        .execute(async (tx) => {
          const articles = await tx
            .selectFrom('articles')
            .selectAll()
            .where('first_seen_at', '>=', millis(since))
            .orderBy('first_seen_at', 'desc')
            .orderBy('published_at', 'desc')
            .orderBy('source')
            .orderBy('id')
            .execute();
          const covered = [];
          for (const row of articles) covered.push({ known: knownOf(row), posts: await readPostsOf(tx, row) });
          return covered;
        }),
  };
}

/** The article as the store knows it. */
export async function readKnown(db: Kysely<Database>, { source, id }: ArticleKey): Promise<KnownArticle | undefined> {
  const articles = db.selectFrom('articles').selectAll();
  const row = await articles.where('source', '=', source).where('id', '=', id).executeTakeFirst();
  return row && knownOf(row);
}

/** The articles of one source that the store knows, by id. */
export async function readAllKnown(
  db: Kysely<Database>,
  source: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, KnownArticle>> {
  const articles = db.selectFrom('articles').selectAll();
  const rows = await articles.where('source', '=', source).where('id', 'in', ids).execute();
  return new Map(rows.map((row) => [row.id, knownOf(row)]));
}

/** All posts of an article, in the order they were opened. */
export async function readPostsOf(db: Kysely<Database>, { source, id }: ArticleKey): Promise<readonly Post[]> {
  return (await readAllPostsOf(db, source, [id])).get(id) ?? [];
}

/** All posts of articles of one source by the article's id, in the order they were opened. */
export async function readAllPostsOf(
  db: Kysely<Database>,
  source: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly Post[]>> {
  const rows: readonly PostRow[] = await db
    .selectFrom('posts')
    .selectAll()
    .where('source', '=', source)
    .where('article_id', 'in', ids)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return Map.groupBy(rows.map(postOf), ({ article }) => article.id);
}

/** Writes the articles, each only once, as they are now; when one was first seen stays. */
export async function writeArticles(tx: Transaction<Database>, admissions: readonly Admission[]): Promise<void> {
  await insertRows(tx, 'articles', admissions.map(articleRow), (rows) =>
    tx
      .insertInto('articles')
      .values(rows)
      .onConflict((conflict) =>
        conflict.columns(['source', 'id']).doUpdateSet((row) => ({
          revision: row.ref('excluded.revision'),
          status: row.ref('excluded.status'),
          published_at: row.ref('excluded.published_at'),
          withdrawal: row.ref('excluded.withdrawal'),
          link_key: row.ref('excluded.link_key'),
          body_key: row.ref('excluded.body_key'),
          content: row.ref('excluded.content'),
          compact_at: row.ref('excluded.compact_at'),
          revised_at: sql<Millis | null>`case when articles.revision <> excluded.revision then excluded.first_seen_at
          else articles.revised_at end`,
        })),
      ),
  );
}

/** The story that comes under this name too. */
async function readByCopy(db: Kysely<Database>, { source, id }: ArticleKey): Promise<KnownArticle | undefined> {
  const copies = db.selectFrom('copies').select(['story_source', 'story_id']);
  const copy = await copies.where('source', '=', source).where('id', '=', id).executeTakeFirst();
  return copy && readKnown(db, { source: copy.story_source, id: copy.story_id });
}

async function onlyOneWithId(db: Kysely<Database>, id: string): Promise<KnownArticle | undefined> {
  const [row, second] = await db.selectFrom('articles').selectAll().where('id', '=', id).limit(2).execute();
  return row && !second ? knownOf(row) : undefined;
}

async function newestWithLink(db: Kysely<Database>, link: string): Promise<KnownArticle | undefined> {
  if (!parseLink(link)) return undefined;
  const articles = db.selectFrom('articles').selectAll().where('link_key', '=', linkKey(link));
  const row = await articles.orderBy('published_at', 'desc').limit(1).executeTakeFirst();
  return row && knownOf(row);
}

function articleRow({ article, at, revision, withdrawal }: Admission): ArticleRow {
  return {
    source: article.source,
    id: article.id,
    revision,
    status: article.status,
    published_at: millis(article.publishedAt),
    first_seen_at: millis(at),
    revised_at: null,
    withdrawal: withdrawal ?? null,
    link_key: linkKey(article.url),
    body_key: isDue(after(article.publishedAt, BODY_TELLS_MS), at) ? null : (bodyKey(article) ?? null),
    content: JSON.stringify(article),
    compact_at: millis(at) + BODY_KEPT_MS,
  };
}

/** The keys of the bodies that are in hand: each is asked for several times on an article's way in. */
const bodyKeys = new WeakMap<Pick<Article, 'body'>, string | undefined>();

/** The ends of a body that tells its story: enough for an index, and those that share them are compared whole. */
export function bodyKey(article: Pick<Article, 'body'>): string | undefined {
  if (!bodyKeys.has(article)) bodyKeys.set(article, endsOf(article.body));
  return bodyKeys.get(article);
}

function endsOf(body: string): string | undefined {
  if (body.length < TELLING_CHARACTERS) return undefined;
  const words = (text: string) => text.replace(/\s+/g, ' ').trim();
  return `${words(body.slice(0, 300)).slice(0, 50)} ${words(body.slice(-300)).slice(-50)}`;
}

/** What of an article's row makes it known. */
export type KnownRow = Pick<ArticleRow, 'revision' | 'withdrawal' | 'first_seen_at' | 'revised_at' | 'content'>;

/** The article that a row holds. */
export function knownOf(row: KnownRow): KnownArticle {
  const { revision, withdrawal, first_seen_at, revised_at, content } = row;
  return {
    article: articleOf(content),
    revision,
    firstSeenAt: instant(first_seen_at),
    ...present({ withdrawal, revisedAt: instantOrNull(revised_at) }),
  };
}

/** In JSON an instant is text, to the nanosecond: rounded, an article would seem changed at every poll. */
type ArticleJson = Omit<Article, InstantKey | 'body'> & { readonly publishedAt: string; readonly body?: string } & {
  readonly [K in InstantKey]?: string;
};
type InstantKey = 'publishedAt' | 'updatedAt' | 'embargoUntil';

/** The article that was kept as JSON. */
export function articleOf(content: Json): Article {
  const { publishedAt, updatedAt, embargoUntil, body, ...article }: ArticleJson = JSON.parse(content);
  return {
    ...article,
    // A compacted article has none.
    body: body ?? '',
    publishedAt: Temporal.Instant.from(publishedAt),
    ...(updatedAt && { updatedAt: Temporal.Instant.from(updatedAt) }),
    ...(embargoUntil && { embargoUntil: Temporal.Instant.from(embargoUntil) }),
  };
}
