import { statSync } from 'node:fs';
import { isAbsolute, relative } from 'node:path';
import type { Article, Fault } from '../domain/article.ts';
import { readArticleFile } from './article-file.ts';
import { sweepFolder } from './folder-sweep.ts';

/** An article in a file that a person named, or what is wrong with the file. */
export type ReadArticle =
  | { readonly type: 'article'; readonly article: Article }
  | { readonly type: 'unreadable'; readonly fault: Fault };

/** By which settings a file is read: those of the watched folder around it, or of the first one. */
export interface Newsstand {
  /** Those without a path are no folders. */
  readonly sources: readonly { readonly id: string; readonly path?: string; readonly link?: string }[];
  readonly outlet: { readonly language: string; readonly timezone: string };
}

/** The articles in a file, or of all files in a folder, as the source around it would read them; it must be there. */
export async function* readArticles(path: string, { sources, outlet }: Newsstand): AsyncGenerator<ReadArticle> {
  const { id = 'preview', link } =
    sources.find((spec) => spec.path !== undefined && isWithin(path, spec.path)) ?? sources[0] ?? {};
  const { language, timezone } = outlet;
  const settings = { source: id, language, timezone, ...(link === undefined ? {} : { link }) };
  if (!statSync(path).isDirectory()) {
    yield await readArticleFile(path, settings);
    return;
  }
  const sweep = sweepFolder(path);
  if (sweep.type === 'unreachable') yield { type: 'unreadable', fault: { item: path, detail: sweep.detail } };
  else {
    for (const { file, path: item, fault } of sweep.files) {
      if (fault === undefined) yield await readArticleFile(file, settings);
      else yield { type: 'unreadable', fault: { item, detail: fault } };
    }
  }
}

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || !(isAbsolute(way) || way.startsWith('..'));
}
