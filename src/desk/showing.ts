import type { Article } from '../domain/article.ts';
import type { Post, PostImage } from '../domain/post.ts';
import type { Instant } from '../domain/time.ts';
import type { Shown } from './drawn/index.ts';
import type { DeskOptions } from './options.ts';
import { pictureOf } from './pictures.ts';

/** What stands on the platform, or would. */
export interface Spoken {
  readonly text: string;
  readonly link: string;
  /** What it carries as its own. */
  readonly image?: PostImage | undefined;
  readonly at?: Instant;
}

/** A post with all its platform shows around it. */
export function showing(
  { room, pictures }: DeskOptions,
  { image, ...spoken }: Spoken,
  article: Article | undefined,
): Shown {
  const { name, id } = room.outlet;
  const attached = pictureOf(image, pictures);
  const picture = pictureOf(article?.image, pictures);
  return {
    ...spoken,
    outlet: name,
    handle: id.replaceAll('-', ''),
    now: room.now(),
    ...(article && { headline: article.title, language: article.language }),
    ...(attached && { attached }),
    ...(picture && { picture }),
  };
}

/** What a post carries as its own: what was sent, or else would be. */
export function ownImage({ sending, image }: Post): PostImage | undefined {
  return sending ? sending.media : image;
}
