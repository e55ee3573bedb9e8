import { open } from 'node:fs/promises';
import { join } from 'node:path';

/** What a feed's file is. */
export interface FeedKind {
  /** Its content type. */
  readonly type: string;
  /** For whom it is, in words. */
  readonly meant: string;
  /** Whether readers subscribe to it; a sitemap is only fetched. */
  readonly subscribed: boolean;
}

const SUBSCRIBED = {
  'rss.xml': { type: 'application/rss+xml; charset=utf-8', meant: 'RSS, for readers and portals', subscribed: true },
  'atom.xml': { type: 'application/atom+xml; charset=utf-8', meant: 'Atom, for readers', subscribed: true },
  'feed.json': { type: 'application/feed+json; charset=utf-8', meant: 'JSON Feed, for programs', subscribed: true },
} as const satisfies Record<string, FeedKind>;

/** The sitemap, its further parts (news-sitemap-2.xml and so on) and their index. */
const SITEMAP_NAME = /^news-sitemap(?:-index|-[1-9]\d{0,4})?\.xml$/;
const SITEMAP: FeedKind = {
  type: 'application/xml; charset=utf-8',
  meant: 'news sitemap, for Google',
  subscribed: false,
};

/** What the file of this name is; undefined for every name that crier writes no feed under. */
export function feedKind(name: string): FeedKind | undefined {
  if (SITEMAP_NAME.test(name)) return SITEMAP;
  return isSubscribed(name) ? SUBSCRIBED[name] : undefined;
}

function isSubscribed(name: string): name is keyof typeof SUBSCRIBED {
  return Object.hasOwn(SUBSCRIBED, name);
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
