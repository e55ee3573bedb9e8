import { safeFetch } from '../../lib/fetch.ts';
import type { ItemMemory } from './memory.ts';

const DEADLINE_MS = 8000;
/** Per poll. */
const MOST_LOOKS_AT_ONCE = 5;
/** Pages outlive their story in caches; after so many looks the item only made room for another. */
const MOST_LOOKS = 10;

/** What became of items that are no longer in the feed. */
export interface Missing {
  /** The ids of articles that were withdrawn. */
  readonly withdrawn: readonly string[];
  /** What to remember of all that were looked for. */
  readonly remembered: ReadonlyMap<string, ItemMemory>;
}

/**
 * Looks for items that were taken out of the middle of the feed: one that stood above another which is still there did not
 * just fall out at the end. It is withdrawn once its page answers 404 or 410. `listed`: the ids in the feed, undefined where it
 * is as it was.
 */
export async function lookForMissing(
  items: ReadonlyMap<string, ItemMemory>,
  listed: ReadonlySet<string> | undefined,
  fetchAllow: readonly string[],
  signal: AbortSignal,
): Promise<Missing> {
  const entries = [...items];
  const missed = entries.filter(([id, { looks }]) => looks !== undefined && !listed?.has(id));
  const before = entries.filter(([, { link, looks }]) => link !== undefined && looks === undefined);
  const lastKept = listed ? before.findLastIndex(([id]) => listed.has(id)) : 0;
  const takenOut = before
    .slice(0, Math.max(0, lastKept))
    .filter(([id, { digest }]) => !listed?.has(id) && digest !== '');
  const withdrawn: string[] = [];
  const remembered = new Map<string, ItemMemory>();
  const look = async ([id, item]: readonly [string, ItemMemory], number: number) => {
    const { link, looks = 0, ...past } = item;
    if (link === undefined || looks >= MOST_LOOKS) return void remembered.set(id, past);
    if (number >= MOST_LOOKS_AT_ONCE) return void remembered.set(id, { ...item, looks });
    const answer = await safeFetch(link, { deadlineMs: DEADLINE_MS, maxBytes: 0, allow: fetchAllow, signal });
    signal.throwIfAborted();
    const isGone = answer.type === 'answered' && (answer.status === 404 || answer.status === 410);
    if (isGone) withdrawn.push(id);
    // Should it come back, it is read again.
    remembered.set(id, isGone ? { ...past, digest: '' } : { ...item, looks: looks + 1 });
  };
  await Promise.all([...missed, ...takenOut].map(look));
  return { withdrawn, remembered };
}
