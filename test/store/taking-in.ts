import type { Article } from '../../src/domain/article.ts';
import { type Move, move } from '../../src/domain/move.ts';
import type { Post } from '../../src/domain/post.ts';
import type { Admission, Store, Transition, Windows } from '../../src/domain/store.ts';
import { anArticle, at } from '../support/posts.ts';

export const MORNING = at('2026-05-01T08:00Z');
export const WINDOWS: Windows = {
  hourAgo: at('2026-05-01T07:00Z'),
  dayStart: at('2026-05-01T00:00Z'),
  monthStart: at('2026-05-01T00:00Z'),
};

/** Takes in the posts with their articles, as ingest would. */
export async function opened(store: Store, ...posts: readonly Post[]): Promise<void> {
  const admissions = posts.map((post) => admission(anArticle(post.article), post));
  const articles = admissions.map(({ article }) => article);
  let next = 0;
  await store.intake('desk', 'cursor', articles, () => admissions[next++]);
}

/** What becomes of an article that opens these posts. */
export function admission(article: Article, ...posts: readonly Post[]): Admission {
  const opening = posts.map((post) => ({
    post,
    event: { type: 'opened', at: MORNING, to: post.state, reason: post.reason },
  }));
  return { article, at: MORNING, revision: 'revision-1', opened: opening, changed: [] };
}

/** The next version of a post, in the given state. */
export function moved(post: Post, to: Post['state'], change: NonNullable<Move['change']> = {}): Transition {
  return move(post, { type: 'moved', to, reason: post.reason, at: MORNING, change });
}
