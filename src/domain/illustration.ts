import type { Article } from './article.ts';
import type { Channel } from './channel.ts';
import type { Post } from './post.ts';

/**
 * The image a post of this article carries as its own, as the channel has it, and in `note` why it carries none although
 * the article has one. A channel that attaches none says nothing: the link's card is what it shows.
 */
export function illustrate(
  { image }: Article,
  channel: Pick<Channel, 'image' | 'withoutAlt'>,
): Pick<Post, 'image' | 'note'> {
  if (channel.image !== 'attach' || !image) return {};
  const { url, alt } = image;
  if (alt) return { image: { url, alt } };
  return channel.withoutAlt === 'ask' ? { image: { url } } : { note: withoutImage('it has no alt text') };
}

/** Whether a person is to say what becomes of an image without alt text. */
export function asksForAlt(article: Article, channel: Channel): boolean {
  const { image } = illustrate(article, channel);
  return image !== undefined && image.alt === undefined;
}

/** What a post that goes out without its image says of it. */
export function withoutImage(why: string): string {
  return `without its image: ${why}`;
}
