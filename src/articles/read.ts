import { statSync } from 'node:fs';
import { isAbsolute, relative } from 'node:path';
import type { Article, Fault } from '../domain/article.ts';
import { readArticleFile } from './article-file.ts';
import { fileOf, sweep } from './folder-sweep.ts';

/** An article in a file that a person named, or what is wrong with the file. */
export type ReadArticle =
  | { readonly type: 'article'; readonly article: Article }
  | { readonly type: 'unreadable'; readonly fault: Fault };

/** What of a source matters to a file; only a folder has a path. */
interface Place {
  readonly id: string;
  readonly path?: string;
  readonly link?: string;
  readonly drop?: readonly string[];
}

/** By which settings a file is read: those of the watched folder around it, or of the first one. */
export interface Newsstand {
  readonly sources: readonly Place[];
  readonly outlet: { readonly language: string; readonly timezone: string };
}

/** The articles in a file, or of all files in a folder, as the source around it would read them; it must be there. */
export async function* readArticles(path: string, { sources, outlet }: Newsstand): AsyncGenerator<ReadArticle> {
  const folders = sources.filter((spec) => spec.path !== undefined);
  const around = folders.find((spec) => isWithin(path, spec.path ?? ''));
  const { id = 'preview', link, drop }: Partial<Place> = around ?? folders[0] ?? {};
  const { language, timezone } = outlet;
  const settings = { source: id, language, timezone, ...(link === undefined ? {} : { link }), ...(drop && { drop }) };
  if (!statSync(path).isDirectory()) {
    yield await readArticleFile(path, settings);
    return;
  }
  const files = sweep(path);
  let next = files.next();
  for (; !next.done; next = files.next()) {
    const { path: item, fault } = next.value;
    if (fault === undefined) yield await readArticleFile(fileOf(next.value), settings);
    else yield { type: 'unreadable', fault: { item, detail: fault } };
  }
  if (next.value.type === 'unreachable') yield { type: 'unreadable', fault: { item: path, detail: next.value.detail } };
}

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || !(isAbsolute(way) || way.startsWith('..'));
}
