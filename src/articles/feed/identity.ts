import { linkKey } from '../../domain/link.ts';
import { fingerprint } from '../../lib/fingerprint.ts';
import { idFault } from '../source-settings.ts';
import type { FeedItem } from './items.ts';
import type { ItemMemory } from './memory.ts';

/** An item and the article it is. */
export interface KnownItem {
  readonly item: FeedItem;
  /** The id of its article. */
  readonly id: string;
  /** Fingerprints of what it is known by. */
  readonly keys: readonly string[];
  /** The fingerprint of all that it says. */
  readonly digest: string;
}

/**
 * Which article each item is, every article once: the one known by the item's id, or else by its link, or a new one.
 * An id that several links share, or a link that several ids share, names none of them. Items with neither are left out.
 */
export function identify(
  items: readonly FeedItem[],
  remembered: ReadonlyMap<string, Pick<ItemMemory, 'keys'>>,
): readonly KnownItem[] {
  const byKey = new Map<string, string>();
  for (const [id, { keys }] of remembered) for (const key of keys) byKey.set(key, id);
  const linksOfGuid = partners(items, ({ guid }) => guid, linkOf);
  const guidsOfLink = partners(items, linkOf, ({ guid }) => guid);
  const known = new Map<string, KnownItem>();
  for (const item of items) {
    const link = linkOf(item);
    const guid = (linksOfGuid.get(item.guid ?? '')?.size ?? 0) > 1 ? undefined : item.guid;
    const ownLink = (guidsOfLink.get(link ?? '')?.size ?? 0) > 1 ? undefined : link;
    const names = [guid, ownLink].filter((name) => name !== undefined);
    const [first] = names.length > 0 ? names : [item.guid === undefined ? link : `${item.guid} ${link}`];
    if (first === undefined) continue;
    const keys = (names.length > 0 ? names : [first]).map((name) => fingerprint([name]));
    const id = keys.map((key) => byKey.get(key)).find((one) => one !== undefined) ?? newId(names, first);
    // The upper one is the later one.
    if (!known.has(id)) known.set(id, { item, id, keys, digest: fingerprint([JSON.stringify(item)]) });
  }
  return [...known.values()];
}

/** The id as the feed has it, the link, or a short name for what is too long to be one. */
function newId(names: readonly string[], first: string): string {
  return names.find((name) => idFault(name) === undefined) ?? fingerprint([first]);
}

function linkOf({ link }: FeedItem): string | undefined {
  return link === undefined ? undefined : linkKey(link);
}

function partners(
  items: readonly FeedItem[],
  nameOf: (item: FeedItem) => string | undefined,
  partnerOf: (item: FeedItem) => string | undefined,
): ReadonlyMap<string, ReadonlySet<string>> {
  const all = new Map<string, Set<string>>();
  for (const item of items) {
    const name = nameOf(item);
    const partner = partnerOf(item);
    if (name === undefined || partner === undefined) continue;
    const others = all.get(name);
    if (others) others.add(partner);
    else all.set(name, new Set([partner]));
  }
  return all;
}
