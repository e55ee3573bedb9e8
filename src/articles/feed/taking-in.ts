import type { Article, Fault } from '../../domain/article.ts';
import type { Instant } from '../../domain/time.ts';
import { inItsLanguage } from '../own-language.ts';
import { articleOf, isTeaser, publishedAt } from './article.ts';
import type { KnownItem } from './identity.ts';
import type { FeedItem } from './items.ts';
import type { FeedMemory, ItemMemory } from './memory.ts';
import type { FeedOptions } from './options.ts';
import { readPages } from './pages.ts';

/** Per poll: the store takes 200 articles in one transaction. */
const MOST_ARTICLES = 200;
const MOST_PAGES = 15;
/** A page that cannot be read holds its story up for so many polls; then the feed's own words go. */
const MOST_TRIES = 3;
/** The date of what had none at the first look: old, for all that anybody knows. */
const LONG_AGO_MS = 0;
const UNREAD: ItemMemory = { keys: [], digest: '', tries: 0 };
const LONGEST_NAME = 300;

export interface Taken {
  /** Oldest first. */
  readonly articles: readonly Article[];
  readonly faults: readonly Fault[];
  /** The items of the feed that cannot be read, those found so at earlier polls included. */
  readonly faulty: readonly string[];
  /** What to remember of every item in the feed. */
  readonly present: ReadonlyMap<string, ItemMemory>;
  /** There is more than one poll takes. */
  readonly isCutShort: boolean;
  /** A page could not be read, and its story waits for another try. */
  readonly isHeld: boolean;
}

/** Takes in the items that are new or were changed, the oldest first, as many as one poll may. */
export async function takeIn(
  items: readonly FeedItem[],
  known: readonly KnownItem[],
  memory: FeedMemory,
  options: FeedOptions,
  signal: AbortSignal,
): Promise<Taken> {
  const settings = settingsOf(options);
  const now = options.now();
  const seenMs = ({ id }: KnownItem) => {
    return memory.isKnown && !memory.items.has(id) ? now.epochMilliseconds : memory.items.get(id)?.seenMs;
  };
  const undatedAt = (one: KnownItem) => Temporal.Instant.fromEpochMilliseconds(seenMs(one) ?? LONG_AGO_MS);
  const changed = known
    .filter(({ id, digest }) => memory.items.get(id)?.digest !== digest)
    .map((one) => ({ ...one, at: publishedAt(one.item, settings) ?? undatedAt(one) }))
    .toReversed()
    .toSorted((a, b) => Temporal.Instant.compare(a.at, b.at));
  const { batch, links } = batchOf(changed, options.fullText);
  const pages = await readPages(links, options, signal);

  const articles: Article[] = [];
  const faults: Fault[] = items.filter(isNameless).map(namelessFault);
  const read = new Map<string, Pick<ItemMemory, 'digest' | 'tries'>>();
  for (const one of batch) {
    const { id, item, digest } = one;
    const page = item.link === undefined ? undefined : pages.get(item.link);
    const tries = (memory.items.get(id)?.tries ?? 0) + 1;
    if (page?.type === 'failed' && tries < MOST_TRIES) {
      read.set(id, { digest: '', tries });
      continue;
    }
    read.set(id, { digest, tries: 0 });
    const parsed = articleOf(id, item, page?.type === 'story' ? page.story : undefined, undatedAt(one), settings);
    if (parsed.type === 'unreadable') faults.push({ item: nameOf(one), detail: parsed.detail });
    else articles.push(await inItsLanguage(parsed));
    if (parsed.type === 'article' && page?.type === 'failed') {
      faults.push({ item: nameOf(one), detail: `its page ${page.detail}: taken in with what the feed has of it` });
    }
  }
  const present = known.map((one) => {
    const entry = { ...(memory.items.get(one.id) ?? UNREAD), ...read.get(one.id) };
    return [one.id, remembered(one, entry, seenMs(one))] as const;
  });
  const unread = new Set(known.filter(({ id }) => !read.has(id)).map(nameOf));
  return {
    articles,
    faults,
    faulty: [...new Set([...faults.map(({ item }) => item), ...memory.faults.filter((name) => unread.has(name))])],
    present: new Map(present),
    isCutShort: batch.length < changed.length,
    isHeld: [...read.values()].some(({ tries }) => tries > 0),
  };
}

function remembered({ item, keys }: KnownItem, entry: ItemMemory, seenMs: number | undefined): ItemMemory {
  return {
    keys: [...new Set([...entry.keys, ...keys])],
    digest: entry.digest,
    tries: entry.tries,
    ...(seenMs !== undefined && { seenMs }),
    ...(item.link !== undefined && { link: item.link }),
  };
}

/** The newest date in the feed that has come, in epoch milliseconds. */
export function newestIn(known: readonly KnownItem[], options: FeedOptions, now: Instant): number | undefined {
  const settings = settingsOf(options);
  const dates = known.flatMap(({ item }) => publishedAt(item, settings)?.epochMilliseconds ?? []);
  const past = dates.filter((ms) => ms <= now.epochMilliseconds);
  return past.length > 0 ? Math.max(...past) : undefined;
}

function batchOf(changed: readonly KnownItem[], fullText: boolean) {
  const batch: KnownItem[] = [];
  const links = new Set<string>();
  for (const one of changed) {
    const { link } = one.item;
    const wanted = fullText && link !== undefined && isTeaser(one.item) ? link : undefined;
    if (batch.length >= MOST_ARTICLES || (wanted !== undefined && links.size >= MOST_PAGES)) break;
    if (wanted !== undefined) links.add(wanted);
    batch.push(one);
  }
  return { batch, links: [...links] };
}

function settingsOf({ id, link, drop, language, timezone, ownLanguage }: FeedOptions) {
  return {
    ...{ source: id, language, timezone },
    ...(link !== undefined && { link }),
    ...(drop && { drop }),
    ...(ownLanguage !== undefined && { ownLanguage }),
  };
}

function isNameless({ guid, link }: FeedItem): boolean {
  return guid === undefined && link === undefined;
}

function namelessFault({ title = 'an item without a title' }: FeedItem): Fault {
  return { item: title.slice(0, LONGEST_NAME), detail: 'has neither an id nor a link' };
}

/** What a person would look for. */
function nameOf({ item, id }: KnownItem): string {
  return (item.link ?? item.guid ?? id).slice(0, LONGEST_NAME);
}
