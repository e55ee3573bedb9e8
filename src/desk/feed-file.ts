import { open } from 'node:fs/promises';
import { join } from 'node:path';

/** What a feed's file is: its content type, and whether readers subscribe to it (a sitemap is only fetched). */
export interface FeedKind {
  readonly type: string;
  readonly subscribed: boolean;
}

const SUBSCRIBED: Readonly<Record<string, string>> = {
  'rss.xml': 'application/rss+xml; charset=utf-8',
  'atom.xml': 'application/atom+xml; charset=utf-8',
  'feed.json': 'application/feed+json; charset=utf-8',
};

/** The sitemap, its further parts (news-sitemap-2.xml and so on) and their index. */
const SITEMAP = /^news-sitemap(?:-index|-[1-9]\d{0,4})?\.xml$/;

/** What the file of this name is; undefined for every name that crier writes no feed under. */
export function feedKind(name: string): FeedKind | undefined {
  if (SITEMAP.test(name)) return { type: 'application/xml; charset=utf-8', subscribed: false };
  const type = Object.hasOwn(SUBSCRIBED, name) ? SUBSCRIBED[name] : undefined;
  return type === undefined ? undefined : { type, subscribed: true };
}

export interface WholeFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Epoch milliseconds. */
  readonly modifiedAt: number;
}

/**
 * Reads a file of a directory as it was at one moment: feeds are replaced whole, and a handle stays with the file it
 * opened. Undefined where there is none. `name` must be one that was allowed before.
 */
export async function readWhole(directory: string, name: string): Promise<WholeFile | undefined> {
  try {
    await using file = await open(join(directory, name), 'r');
    const stat = await file.stat();
    if (!stat.isFile()) return undefined;
    return { bytes: new Uint8Array(await file.readFile()), modifiedAt: stat.mtimeMs };
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) {
      return undefined;
    }
    throw error;
  }
}
