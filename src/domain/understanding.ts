import type { Article } from './article.ts';

/** An article as crier understood it, for whoever sent it or set its source up to look at; of the body only how long it is. */
export function understood(article: Article) {
  const { source: _, body, authors, tags, breaking, ...facts } = article;
  return {
    ...facts,
    ...(authors.length > 0 && { authors }),
    ...(tags.length > 0 && { tags }),
    ...(breaking && { breaking }),
    words: body.split(/\s+/).filter((word) => word !== '').length,
    missing: missing(article),
  };
}

/** What an article could have and does not, as a person would say it. */
export function missing({ body, summary, section, authors, image, updatedAt }: Article): readonly string[] {
  const lacks: readonly (readonly [isThere: unknown, name: string])[] = [
    [body, 'body'],
    [summary, 'summary'],
    [section, 'section'],
    [authors.length > 0, 'authors'],
    [image, 'image'],
    [!image || image.alt, 'alt text'],
    [updatedAt, 'updatedAt'],
  ];
  return lacks.filter(([isThere]) => !isThere).map(([, name]) => name);
}
