import type { ArticleKey } from '../domain/article.ts';

/** Where the desk shows a story beside its posts. */
export function storyPath({ source, id }: ArticleKey): string {
  return `/stories/${encodeURIComponent(source)}/${encodeURIComponent(id)}`;
}
