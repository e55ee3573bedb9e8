import { admit } from '../domain/admission.ts';
import type { Article } from '../domain/article.ts';
import type { Words } from '../domain/place.ts';
import { isWaiting, type Post } from '../domain/post.ts';
import { wasShown } from '../domain/showing.ts';
import type { Sighting } from '../domain/store.ts';
import type { Telling } from '../domain/story.ts';
import { wordingKey } from '../domain/wording.ts';
import { type Composed, compose } from './compose.ts';
import type { Newsroom } from './newsroom.ts';

/**
 * The words of every story on every channel that may need them, by its revision; composed before the transaction, which
 * must be short.
 */
export async function wordsFor(
  room: Newsroom,
  articles: readonly Article[],
  sightings: readonly Sighting[],
  telling: (seen: Article, sighting: Sighting) => Telling,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, ReadonlyMap<string, Words>>> {
  const texts = new Map<string, Map<string, Words>>();
  for (const [place, seen] of articles.entries()) {
    const sighting = sightings[place];
    if (!sighting) continue;
    const { article, revision } = telling(seen, sighting);
    const byChannel = new Map<string, Words>();
    const composed = new Map<string, Composed>();
    const now = room.now();
    for (const channel of room.channels) {
      if (!mayNeedWords(article, channel.id, sighting.posts, admit(article, channel, now).type)) continue;
      const sharedBy = wordingKey(article, channel);
      const words = composed.get(sharedBy) ?? (await compose(room, article, channel, signal));
      composed.set(sharedBy, words);
      byChannel.set(channel.id, words);
    }
    texts.set(revision, byChannel);
  }
  return texts;
}

function mayNeedWords(
  article: Article,
  channel: string,
  posts: readonly Post[],
  admitted: 'skipped' | 'admitted',
): boolean {
  const post = posts.find((other) => other.channel === channel && other.occasion === 'first');
  if (post && (isWaiting(post) || wasShown(post))) return article.status === 'usable';
  return admitted === 'admitted';
}
