import type { Kysely, Transaction } from 'kysely';
import type { ArticleKey } from '../domain/article.ts';
import type { Admission, Sighting, Store } from '../domain/store.ts';
import type { Instant } from '../domain/time.ts';
import { readKnown, readPostsOf, writeArticle } from './articles.ts';
import type { Database } from './schema.ts';
import { noteNewest, readSource, writeSource } from './sources.ts';
import type { Sqlite } from './sqlite.ts';
import { writeOpened, writeTransition } from './write.ts';

/** The way in: a batch of articles, what becomes of each, and the source's next cursor, all or nothing. */
export function intakeBooks(db: Kysely<Database>, { finds }: Pick<Sqlite, 'finds'>): Pick<Store, 'known' | 'intake'> {
  const sight = async (tx: Kysely<Database>, key: ArticleKey): Promise<Sighting> => {
    const known = await readKnown(tx, key);
    const posts = await readPostsOf(tx, key);
    const isLinkTaken: Sighting['isLinkTaken'] = (account, linkClaim, occasion) =>
      finds(
        db
          .selectFrom('posts')
          .select('id')
          .where('account', '=', account)
          .where('link_claim', '=', linkClaim)
          .where('occasion', '=', occasion),
      );
    return { ...(known && { known }), posts, isLinkTaken };
  };

  return {
    known: (keys) =>
      db
        .transaction()
        .setAccessMode('read only')
        .execute(async (tx) => {
          const sightings = [];
          for (const key of keys) sightings.push(await sight(tx, key));
          return sightings;
        }),

    intake: (source, cursor, articles, decide, polledFrom) =>
      db.transaction().execute(async (tx) => {
        if (polledFrom && ((await readSource(tx, source)).cursor ?? undefined) !== polledFrom.cursor) return undefined;
        const admissions = [];
        let newestAt: Instant | undefined;
        for (const article of articles) {
          const sighting = await sight(tx, article);
          const admission = decide(article, sighting);
          if (!admission) continue;
          await writeAdmission(tx, admission);
          admissions.push(admission);
          if (!sighting.known) newestAt = admission.at;
        }
        if (newestAt) await noteNewest(tx, source, newestAt);
        if (cursor !== undefined) {
          const { stopped: _, ...record } = await readSource(tx, source);
          await writeSource(tx, { ...record, cursor, absenceAccepted: false });
        }
        return admissions;
      }),
  };
}

async function writeAdmission(tx: Transaction<Database>, admission: Admission): Promise<void> {
  await writeArticle(tx, admission);
  // Changes first: they may let go of a link that an opened post claims.
  for (const transition of admission.changed) {
    if (await writeTransition(tx, transition)) continue;
    throw new Error(`decided on another version than that of post ${transition.post.id}`);
  }
  for (const { post, event } of admission.opened) await writeOpened(tx, post, event);
}
