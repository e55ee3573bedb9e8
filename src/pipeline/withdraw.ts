import type { ArticleKey } from '../domain/article.ts';
import { isGap } from '../domain/catching-up.ts';
import { plan } from '../domain/planning.ts';
import type { Post } from '../domain/post.ts';
import type { Admission, Sighting } from '../domain/store.ts';
import { pullOf } from '../domain/withdrawal.ts';
import { compose } from './compose.ts';
import { type Newsroom, tell } from './newsroom.ts';

/**
 * Takes a story back everywhere: what waits is canceled, what is live is deleted at the next settling. Blocks its
 * re-ingest until it is released. Undefined: no such article. Answers its posts as they are now.
 */
export async function pull(
  room: Newsroom,
  key: ArticleKey,
  by: string,
  why: string,
): Promise<readonly Post[] | undefined> {
  const known = await room.store.article(key);
  if (!known) return undefined;
  const word = `${by}: ${why}`;
  const decide = (_: unknown, sighting: Sighting) => pullOf(sighting, room.now(), word);
  tellAll(room, await room.store.intake(key.source, undefined, [known.article], decide));
  return room.store.posts({ article: key });
}

/** Lets a pulled story in again: what had not gone out regains its place; what was live gets no second post. */
export async function release(
  room: Newsroom,
  key: ArticleKey,
  signal: AbortSignal,
): Promise<readonly Post[] | undefined> {
  const known = await room.store.article(key);
  if (!known) return undefined;
  const { article, revision } = known;
  const records = await room.store.channels();
  const channels = await Promise.all(
    room.channels.map(async (channel) => {
      const { text } = await compose(room, article, channel, signal);
      const record = records.find(({ id }) => id === channel.id);
      const inGap = isGap(record?.activeAt, room.now());
      const realSince = record?.realSince ? { realSince: record.realSince } : {};
      return { channel, inGap, ...realSince, ...(text === undefined ? {} : { text }) };
    }),
  );
  const terms = { now: room.now(), revision, channels, newId: room.newId, digest: room.digest };
  const decide = (_: unknown, { known: before, ...sighting }: Sighting): Admission | undefined =>
    before?.withdrawal === 'pulled-by-person'
      ? plan(article, { ...sighting, known: { ...before, withdrawal: 'vanished' } }, terms)
      : undefined;
  tellAll(room, await room.store.intake(key.source, undefined, [article], decide));
  return room.store.posts({ article: key });
}

function tellAll(room: Newsroom, admissions: readonly Admission[]): void {
  for (const { changed } of admissions) for (const transition of changed) tell(room, transition);
}
