import type { Article } from '../domain/article.ts';
import type { Instant } from '../domain/time.ts';
import type { Shown } from './drawn/index.ts';
import type { DeskOptions } from './options.ts';
import { pictureOf } from './pictures.ts';

/** What stands on the platform, or would. */
export interface Spoken {
  readonly text: string;
  readonly link: string;
  readonly at?: Instant;
}

/** A post with all its platform shows around it. */
export function showing({ room, pictures }: DeskOptions, spoken: Spoken, article: Article | undefined): Shown {
  const { name, id } = room.outlet;
  const picture = article && pictureOf(article, pictures);
  return {
    ...spoken,
    outlet: name,
    handle: id.replaceAll('-', ''),
    now: room.now(),
    ...(article && { headline: article.title, language: article.language }),
    ...(picture && { picture }),
  };
}
