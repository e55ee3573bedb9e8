import { constants, promises, realpathSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import type { Article, Fault } from '../domain/article.ts';
import type { Instant } from '../domain/time.ts';
import { diskErrorOf } from './disk-error.ts';
import type { Parsed, SourceSettings } from './source-settings.ts';

/** Bytes; a larger file is never read. */
export const LARGEST_FILE = 5_000_000;

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
  const reading = await readListedFile(file, path, settings);
  if (reading.type === 'gone') return unreadable(path, 'is not there');
  return reading.type === 'article' ? reading : { type: 'unreadable', fault: reading.fault };
}

/** Reads the article in `file`, no symbolic link itself; `item` is what a person calls it, and gives its name and kind. */
export async function readListedFile(file: string, item: string, settings: SourceSettings): Promise<Reading> {
  let handle: FileHandle | undefined;
  try {
    // No link is followed that was put in the file's place after it was listed; a pipe does not block.
    // Not from node:fs/promises, which an idle pass would load for nothing.
    handle = await promises.open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const about = await handle.stat({ bigint: true });
    if (!about.isFile()) return unreadable(item, 'is not a file');
    const sizeBytes = Number(about.size);
    if (sizeBytes > LARGEST_FILE) return unreadable(item, tooLarge(sizeBytes));
    const text = decode(await readBytes(handle, sizeBytes));
    if (typeof text !== 'string') return unreadable(item, text.fault);
    const modifiedAt = instantOf(Number(about.mtimeMs));
    const parsed = await parse(text, item, modifiedAt, settings);
    if (parsed.type !== 'article') return unreadable(item, parsed.detail);
    const { article, namesLanguage } = parsed;
    return { type: 'article', article: namesLanguage ? article : await inItsLanguage(article) };
  } catch (error) {
    const { isGone, detail } = diskErrorOf(error);
    return isGone ? { type: 'gone' } : { type: 'out-of-reach', fault: { item, detail } };
  } finally {
    await handle?.close();
  }
}

/** An article that names no language, in the one it is written in. */
async function inItsLanguage(article: Article): Promise<Article> {
  const { languageOfText } = await import('../lib/language.ts');
  return { ...article, language: await languageOfText(`${article.body}\n${article.title}`, article.language) };
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

async function readBytes(handle: FileHandle, sizeBytes: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(sizeBytes);
  let filled = 0;
  while (filled < sizeBytes) {
    const { bytesRead } = await handle.read(bytes, filled, sizeBytes - filled, filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
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

function tooLarge(sizeBytes: number): string {
  return `has ${(sizeBytes / 1e6).toFixed(1)} MB; the limit is ${LARGEST_FILE / 1e6} MB`;
}

function unreadable(item: string, detail: string): { type: 'unreadable'; fault: Fault } {
  return { type: 'unreadable', fault: { item, detail } };
}
