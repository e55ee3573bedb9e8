import type { Article, ArticleKey } from '../domain/article.ts';
import { isGap } from '../domain/catching-up.ts';
import type { ChannelAtWork } from '../domain/place.ts';
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
  tellAll(room, (await room.store.intake(key.source, undefined, [known.article], decide)) ?? []);
  return room.store.posts({ article: key });
}

/**
 * Lets a pulled story in again: what had not gone out regains its place; what was live gets no second post. A story that
 * changed while this was prepared is prepared again.
 */
export async function release(
  room: Newsroom,
  key: ArticleKey,
  signal: AbortSignal,
): Promise<readonly Post[] | undefined> {
  for (;;) {
    const known = await room.store.article(key);
    if (!known) return undefined;
    const { article, revision } = known;
    const terms = {
      now: room.now(),
      revision,
      channels: await atWork(room, article, signal),
      newId: room.newId,
      digest: room.digest,
    };
    let isStale = false;
    const decide = (_: unknown, { known: before, ...sighting }: Sighting): Admission | undefined => {
      isStale = before?.revision !== revision;
      if (isStale || before?.withdrawal !== 'pulled-by-person') return undefined;
      return plan(article, { ...sighting, known: { ...before, withdrawal: 'vanished' } }, terms);
    };
    tellAll(room, (await room.store.intake(key.source, undefined, [article], decide)) ?? []);
    if (!isStale) return room.store.posts({ article: key });
  }
}

async function atWork(room: Newsroom, article: Article, signal: AbortSignal): Promise<readonly ChannelAtWork[]> {
  const records = await room.store.channels();
  return Promise.all(
    room.channels.map(async (channel) => {
      const words = await compose(room, article, channel, signal);
      const record = records.find(({ id }) => id === channel.id);
      const realSince = record?.realSince ? { realSince: record.realSince } : {};
      const inGap = isGap(record?.activeAt, room.now());
      return { ...words, channel, inGap, ...realSince };
    }),
  );
}

function tellAll(room: Newsroom, admissions: readonly Admission[]): void {
  for (const { changed } of admissions) for (const transition of changed) tell(room, transition);
}
