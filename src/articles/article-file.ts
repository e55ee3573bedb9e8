import { realpathSync } from 'node:fs';
import { basename, extname } from 'node:path';
import type { Article, Fault } from '../domain/article.ts';
import type { Instant } from '../domain/time.ts';
import { diskErrorOf } from './disk-error.ts';
import { type Content, contentOf } from './file-content.ts';
import { inItsLanguage } from './own-language.ts';
import type { Parsed, SourceSettings } from './source-settings.ts';

const LATEST_MS = Date.UTC(9998, 0);

/** Whether a file of this name would hold an article, by its ending. */
export function isArticleFile(name: string): boolean {
  return /[^.]\.(json|md|txt)$/i.test(name);
}

export type Reading =
  | { readonly type: 'article'; readonly article: Article }
  /** Its content is at fault: it stays unreadable until it changes. */
  | { readonly type: 'unreadable'; readonly fault: Fault }
  /** The disk is at fault: it may be readable the next time without having changed. */
  | { readonly type: 'out-of-reach'; readonly fault: Fault }
  | { readonly type: 'gone' };

/**
 * Reads one article file (JSON, Markdown or plain text, at most 5 MB) that a person named; symbolic links are followed.
 * Whatever is wrong with it is a fault, never an exception.
 */
export async function readArticleFile(
  path: string,
  settings: SourceSettings,
): Promise<{ type: 'article'; article: Article } | { type: 'unreadable'; fault: Fault }> {
  if (!isArticleFile(path)) return unreadable(path, 'is no .json, .md or .txt file');
  const file = resolveLinks(path);
  if (typeof file !== 'string') return unreadable(path, file.isGone ? 'is not there' : file.detail);
  const reading = await articleIn(await contentOf(file), path, settings);
  if (reading.type === 'gone') return unreadable(path, 'is not there');
  return reading.type === 'article' ? reading : { type: 'unreadable', fault: reading.fault };
}

/** Understands what lies in a file; `item` is what a person calls it, and gives its name and kind. */
export async function articleIn(content: Content, item: string, settings: SourceSettings): Promise<Reading> {
  switch (content.type) {
    case 'gone':
      return content;
    case 'unreadable':
    case 'out-of-reach':
      return { type: content.type, fault: { item, detail: content.detail } };
    case 'content': {
      const text = decode(content.bytes);
      if (typeof text !== 'string') return unreadable(item, text.fault);
      const parsed = await parse(text, item, instantOf(content.modifiedMs), settings);
      if (parsed.type !== 'article') return unreadable(item, parsed.detail);
      return { type: 'article', article: await inItsLanguage(parsed) };
    }
  }
}

/** The parsers, and the libraries with them, are loaded by the first file that needs them: most passes read none. */
async function parse(text: string, item: string, modifiedAt: Instant, settings: SourceSettings): Promise<Parsed> {
  const ending = extname(item);
  // Some file systems store é as two characters: the same name must stay the same article.
  const name = basename(item, ending).normalize('NFC');
  switch (ending.toLowerCase()) {
    case '.json':
      return (await import('./json-article.ts')).articleFromJson(text, modifiedAt, settings);
    case '.md':
      return (await import('./markdown-article.ts')).articleFromMarkdown(text, name, modifiedAt, settings);
    default:
      return (await import('./text-article.ts')).articleFromText(text, name, modifiedAt, settings);
  }
}

/** A file can bear any date, years that no calendar has included. */
function instantOf(modifiedMs: number): Instant {
  return Temporal.Instant.fromEpochMilliseconds(Math.min(Math.max(Math.trunc(modifiedMs), 0), LATEST_MS));
}

function decode(bytes: Buffer): string | { readonly fault: string } {
  const mark = bytes.subarray(0, 2).toString('hex');
  const encoding = mark === 'fffe' ? 'utf-16le' : mark === 'feff' ? 'utf-16be' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { fault: `is not ${encoding === 'utf-8' ? 'UTF-8' : 'the UTF-16 it begins as'}` };
  }
}

function resolveLinks(path: string) {
  try {
    return realpathSync(path);
  } catch (error) {
    return diskErrorOf(error);
  }
}

function unreadable(item: string, detail: string): { type: 'unreadable'; fault: Fault } {
  return { type: 'unreadable', fault: { item, detail } };
}
