import type { Article } from '../domain/article.ts';
import type { Doubt } from '../domain/facts/doubt.ts';
import type { Post } from '../domain/post.ts';

/**
 * What an editor's words say that the story does not bear out: worth a second look, and no more. Words that crier composed
 * were held against the story when they were.
 */
export async function doubtsOf({ text, textBy }: Post, article: Article | undefined): Promise<readonly Doubt[]> {
  if (textBy !== 'editor' || text === undefined || !article?.body) return [];
  // Most commands and pages need none of it.
  const { doubtsAbout } = await import('../domain/facts/doubts.ts');
  return doubtsAbout(text, article);
}
