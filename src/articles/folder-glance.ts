import type { Instant } from '../domain/time.ts';
import type { FolderCursor } from './folder-cursor.ts';
import { type FolderListing, isStillWritten, type Ready } from './folder-listing.ts';
import type { FolderMemory } from './folder-memory.ts';
import { digestAfter, keyOf, shelfOf } from './folder-shelves.ts';
import { type Place, plainFile } from './folder-sweep.ts';

/**
 * Looks at single files that the system named, which takes as long in a large folder as in a small one. Undefined: one is
 * gone or no plain file, and only the whole can tell what that means.
 */
export async function glance(
  places: readonly Place[],
  { shelves }: FolderCursor,
  { stored }: FolderMemory,
  reading: string,
  now: Instant,
): Promise<FolderListing | undefined> {
  const notes = new Map((await stored.of(places.map(({ path }) => path))).map((note) => [note.path, note]));
  const digests = [...shelves];
  const ready: Ready[] = [];
  const moved = new Set<number>();
  for (const place of places) {
    const file = plainFile(place);
    if (!file || isStillWritten(file, now)) return undefined;
    const { path } = file;
    const [known, key, shelf] = [notes.get(path), keyOf(file, reading), shelfOf(path)];
    if (known?.key === key) continue;
    ready.push({ file, known });
    moved.add(shelf);
    digests[shelf] = digestAfter(digests[shelf] ?? '', path, known?.key, key);
  }
  ready.sort(({ file: a }, { file: b }) => b.modifiedMs - a.modifiedMs);
  const found = { ready, walk: undefined, unseen: new Set<string>(), anyUnready: false };
  return { listedAt: now, reading, digests, moved, restless: new Set(), ...found };
}
