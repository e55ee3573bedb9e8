import { fingerprint } from '../../lib/fingerprint.ts';

/** What is remembered of one item, under the id of its article. */
export interface ItemMemory {
  /** Fingerprints of the ids and links it was seen under. */
  readonly keys: readonly string[];
  /** The fingerprint of the item as it was taken in; empty: it is still to be taken in. */
  readonly digest: string;
  /** Epoch milliseconds: when an item without a date was first seen. */
  readonly seenMs?: number;
  /** How often its page could not be read. */
  readonly tries: number;
  /** Where its page is, while it is in the feed or missed there. */
  readonly link?: string;
  /** It is missed in the feed, and its page was looked at so often. */
  readonly looks?: number;
}

/** What is remembered of a feed; it travels in the cursor. */
export interface FeedMemory {
  /** Where it was found, if not at the configured address: it moved for good, or a page named it. */
  readonly address?: string;
  /** What the server gave for asking whether it changed. */
  readonly etag?: string;
  readonly modified?: string;
  /** The fingerprint of the document that was last taken in whole. */
  readonly document?: string;
  /** Epoch milliseconds: the newest date in it. */
  readonly newestMs?: number;
  /** Whether all that the feed had at the first look was taken in. */
  readonly isKnown: boolean;
  /** The latest seen last. */
  readonly items: ReadonlyMap<string, ItemMemory>;
  /** The items that could not be read, as a person knows them. */
  readonly faults: readonly string[];
}

export const NOTHING: FeedMemory = { isKnown: false, items: new Map(), faults: [] };

/** Raised when items are to be read again because they are understood differently. */
const FORMAT = 1;
/** Items remembered beside those in the feed: one that comes back under another id or link is known. */
const MOST_PAST_ITEMS = 500;
const MOST_KEYS = 6;

/** What decides, besides the feed, what its items say. */
export function readingOf(url: string, settings: readonly (string | number | undefined)[]): string {
  return fingerprint([FORMAT, url, ...settings.map((value) => value ?? '')]);
}

/** The memory as a cursor, bounded; `reading` stands for the settings it was read with. */
export function writeCursor(memory: FeedMemory, reading: string): string {
  const { address, etag, modified, document, newestMs, isKnown, faults, items } = memory;
  const entries = [...items].map(([id, { keys, digest, seenMs = 0, tries, link, looks }]) => {
    const place = link === undefined ? [] : looks === undefined ? [link] : [link, looks];
    return [id, keys.slice(-MOST_KEYS), digest, seenMs, tries, ...place];
  });
  return JSON.stringify({ reading, address, etag, modified, document, newestMs, isKnown, faults, items: entries });
}

/** Only where the feed was found: the next poll asks for all of it. */
export function addressIn({ address }: Pick<FeedMemory, 'address'>): Pick<FeedMemory, 'address'> {
  return address === undefined ? {} : { address };
}

/** Items of the feed last, in its order; before them those that are missed, and of the others the latest. */
export function rememberAll(
  past: ReadonlyMap<string, ItemMemory>,
  missing: ReadonlyMap<string, ItemMemory>,
  present: ReadonlyMap<string, ItemMemory>,
): ReadonlyMap<string, ItemMemory> {
  const others = [...past].filter(([id]) => !present.has(id)).slice(-MOST_PAST_ITEMS);
  const fallenOut = others.map(([id, { link: _, looks: __, ...item }]) => [id, missing.get(id) ?? item] as const);
  return new Map([...fallenOut, ...present]);
}

/**
 * The memory in a cursor, empty where the cursor is none of ours. After a change of settings every item counts as
 * unread and the feed is asked for anew, while ids and links stay known.
 */
export function readCursor(cursor: string | undefined, reading: string): FeedMemory {
  const kept = parse(cursor);
  if (!kept || !Array.isArray(kept.items)) return NOTHING;
  const isSameReading = kept.reading === reading;
  const items = new Map<string, ItemMemory>();
  for (const entry of kept.items) {
    if (!Array.isArray(entry)) continue;
    const [id, keys, digest, seenMs, tries, link, looks] = entry;
    if (typeof id !== 'string' || typeof digest !== 'string' || !Array.isArray(keys)) continue;
    items.set(id, {
      keys: keys.filter((key) => typeof key === 'string'),
      digest: isSameReading ? digest : '',
      ...(typeof seenMs === 'number' && seenMs > 0 && { seenMs }),
      tries: typeof tries === 'number' ? tries : 0,
      ...(typeof link === 'string' && { link }),
      ...(typeof looks === 'number' && { looks }),
    });
  }
  const faults = Array.isArray(kept.faults) ? kept.faults.filter((item) => typeof item === 'string') : [];
  const known = { isKnown: kept.isKnown === true, items, faults };
  if (!isSameReading) return known;
  const { address, etag, modified, document, newestMs } = kept;
  return {
    ...known,
    ...(typeof address === 'string' && { address }),
    ...(typeof etag === 'string' && { etag }),
    ...(typeof modified === 'string' && { modified }),
    ...(typeof document === 'string' && { document }),
    ...(typeof newestMs === 'number' && { newestMs }),
  };
}

function parse(text: string | undefined): Partial<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
