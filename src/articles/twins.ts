import type { Article, Fault } from '../domain/article.ts';
import { type FolderMemory, holdersOf, remember } from './folder-memory.ts';

/**
 * Gives every article to one file, the first by name, whatever order they came in: the others become twins, and their
 * articles leave `fresh`. A twin whose rival is gone is to be read again. Looks at the articles whose files changed;
 * answers the new faults, and whether any file is to be read again.
 */
export function settleTwins(memory: FolderMemory, fresh: Map<string, Article>) {
  const { files, stirred } = memory;
  const faults: Fault[] = [];
  let anyToReadAgain = false;
  for (const id of [...stirred]) {
    const [owner, ...others] = holdersOf(memory, id).toSorted();
    if (owner === undefined) continue;
    const first = files.get(owner);
    if (first?.state === 'twin' && first.key !== '') {
      remember(memory, owner, { ...first, key: '' });
      anyToReadAgain = true;
    }
    for (const path of others) {
      const twin = files.get(path);
      if (twin?.state !== 'read') continue;
      remember(memory, path, { ...twin, state: 'twin' });
      fresh.delete(path);
      faults.push({ item: path, detail: `same id as ${owner}: ${JSON.stringify(id)}` });
    }
  }
  stirred.clear();
  return { faults, anyToReadAgain };
}
