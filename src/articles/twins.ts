import type { Article, Fault } from '../domain/article.ts';
import { type FolderMemory, holdersOf, isReadable, remember } from './folder-memory.ts';

/**
 * Gives every article to one file, the first by name, whatever order they came in: the others become twins, and their
 * articles leave `fresh`. A twin whose rival is gone is to be read again. Looks at the articles whose files changed;
 * answers the new faults, and the shelves of files that are to be read again.
 */
export async function settleTwins(memory: FolderMemory, fresh: Map<string, Article>) {
  const faults: Fault[] = [];
  const toReadAgain = new Set<number>();
  const holders = await holdersOf(memory, memory.stirred);
  for (const [article, notes] of holders) {
    const [first, ...others] = notes.filter(isReadable).sort((a, b) => (a.path < b.path ? -1 : 1));
    if (!first) continue;
    if (first.state === 'twin' && first.key !== '') {
      remember(memory, { ...first, key: '' }, first);
      toReadAgain.add(first.shelf);
    }
    for (const twin of others) {
      if (twin.state !== 'read') continue;
      remember(memory, { ...twin, state: 'twin' }, twin);
      fresh.delete(twin.path);
      faults.push({ item: twin.path, detail: `same id as ${first.path}: ${JSON.stringify(article)}` });
    }
  }
  memory.stirred.clear();
  return { faults, toReadAgain };
}
