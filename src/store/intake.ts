import type { Kysely, Transaction } from 'kysely';
import { type Article, articleName } from '../domain/article.ts';
import type { Post } from '../domain/post.ts';
import type { Admission, Sighting, Store } from '../domain/store.ts';
import { addressOf } from '../domain/story.ts';
import { bodyKey, writeArticles } from './articles.ts';
import { writeFiles } from './files.ts';
import type { Database } from './schema.ts';
import { noteNewest, readSource, writeSource } from './sources.ts';
import type { Sqlite } from './sqlite.ts';
import { sightAll, writeCopies } from './stories.ts';
import { writeOpened, writeTransition } from './write.ts';

/** The way in: a batch of articles, what becomes of each, and the source's next cursor, all or nothing. */
export function intakeBooks(db: Kysely<Database>, { finds }: Pick<Sqlite, 'finds'>): Pick<Store, 'known' | 'intake'> {
  const isLinkTaken: Sighting['isLinkTaken'] = (account, linkClaim, occasion) =>
    finds(
      db
        .selectFrom('posts')
        .select('id')
        .where('account', '=', account)
        .where('link_claim', '=', linkClaim)
        .where('occasion', '=', occasion),
    );

  return {
    known: (articles) =>
      db
        .transaction()
        .setAccessMode('read only')
        .execute(async (tx) => {
          return sightAll(tx, articles, isLinkTaken);
        }),

    intake: (source, cursor, articles, decide, polled) =>
      db.transaction().execute(async (tx) => {
        const { stopped: _, ...record } = await readSource(tx, source);
        if (polled && record.cursor !== polled.from) return undefined;
        const admitted = await admitAll(tx, articles, decide, isLinkTaken);
        if (cursor !== undefined) await writeSource(tx, { ...record, cursor, absenceAccepted: false });
        if (polled?.files) await writeFiles(tx, source, polled.files);
        const newestAt = admitted.findLast(({ isNew }) => isNew)?.admission.at;
        if (newestAt) await noteNewest(tx, source, newestAt);
        return admitted.map(({ admission }) => admission);
      }),
  };
}

type Decide = Parameters<Store['intake']>[3];
type Admitted = { readonly admission: Admission; readonly isNew: boolean };

/** Decides on each article and writes what comes of it, many at once; a decision sees what the ones before it wrote. */
async function admitAll(
  tx: Transaction<Database>,
  articles: readonly Article[],
  decide: Decide,
  isLinkStored: Sighting['isLinkTaken'],
): Promise<readonly Admitted[]> {
  const admitted: Admitted[] = [];
  /** By all that an article after it would be found by. */
  const decided = new Set<string>();
  const unwritten: Admission[] = [];
  const claims = new Set<string>();
  const isLinkTaken: Sighting['isLinkTaken'] = (account, linkClaim, occasion) =>
    claims.has(claimOf({ account, linkClaim, occasion })) || isLinkStored(account, linkClaim, occasion);
  const write = async () => {
    await writeAdmissions(tx, unwritten.splice(0));
    claims.clear();
  };
  const before = await sightAll(tx, articles, isLinkTaken);
  for (const [place, article] of articles.entries()) {
    const sighted = before[place] ?? { posts: [], isLinkTaken };
    const signs = signsOf(article);
    const isTouched = [...signs, nameOf(sighted.known?.article)].some((sign) => decided.has(sign));
    if (isTouched) await write();
    const [sighting = sighted] = isTouched ? await sightAll(tx, [article], isLinkTaken) : [];
    const admission = decide(article, sighting);
    if (!admission) continue;
    admitted.push({ admission, isNew: !sighting.known });
    for (const sign of [...signs, nameOf(admission.article)]) decided.add(sign);
    // A change may let go of a link that a later article claims, or take one that an earlier one let go of.
    if (admission.changed.length > 0) await write();
    unwritten.push(admission);
    for (const { post } of admission.opened) claims.add(claimOf(post));
    if (admission.changed.length > 0) await write();
  }
  await write();
  return admitted;
}

function signsOf(article: Article): readonly string[] {
  const [address, body] = [addressOf(article), bodyKey(article)];
  return [
    nameOf(article),
    ...(address === undefined ? [] : [`address ${address}`]),
    ...(body === undefined ? [] : [`body ${body}`]),
  ];
}

function nameOf(article: Article | undefined): string {
  return article ? `name ${articleName(article)}` : '';
}

function claimOf({ account, linkClaim, occasion }: Pick<Post, 'account' | 'linkClaim' | 'occasion'>): string {
  return JSON.stringify([account, linkClaim, occasion]);
}

async function writeAdmissions(tx: Transaction<Database>, admissions: readonly Admission[]): Promise<void> {
  await writeArticles(tx, admissions);
  for (const { article, copies } of admissions) if (copies) await writeCopies(tx, article, copies);
  // Changes first: they may let go of a link that an opened post claims.
  for (const transition of admissions.flatMap(({ changed }) => changed)) {
    if (await writeTransition(tx, transition)) continue;
    throw new Error(`decided on another version than that of post ${transition.post.id}`);
  }
  await writeOpened(
    tx,
    admissions.flatMap(({ opened }) => opened),
  );
}
