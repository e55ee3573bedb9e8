import type { ArticleKey } from '../../domain/article.ts';

/** A tag URI names a day on which its author held the domain (RFC 4151). Fixed: another year would be another story. */
const MINTED_IN = '2026';

/**
 * A story's lasting identity in every feed, as a tag URI of the outlet's host, the source and the article's id: the same
 * after a new headline, a new address, a renamed channel or a lost database. Holds nothing that XML or JSON escape.
 */
export function storyId(outletUrl: string, { source, id }: ArticleKey): string {
  return `tag:${new URL(outletUrl).hostname},${MINTED_IN}:${encoded(source)}/${encoded(id)}`;
}

function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
