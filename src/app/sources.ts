import { folderSource } from '../articles/folder.ts';
import type { Config, SourceSpec } from '../config/config.ts';
import type { ArticleSource } from '../domain/ports.ts';
import { delay, now } from './machine.ts';

/** The article stores of the configuration. */
export function sourcesOf({ sources, outlet }: Config): readonly ArticleSource[] {
  const { language, timezone } = outlet;
  return sources.map((spec) => sourceOf(spec, { language, timezone, now, delay }));
}

type Common = Pick<Config['outlet'], 'language' | 'timezone'> & {
  readonly now: typeof now;
  readonly delay: typeof delay;
};

function sourceOf(spec: SourceSpec, common: Common): ArticleSource {
  switch (spec.type) {
    case 'folder':
      return folderSource({ ...spec, ...common });
  }
}
