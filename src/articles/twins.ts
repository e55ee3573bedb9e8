import type { Article, Fault } from '../domain/article.ts';
import type { FileMemory } from './folder-memory.ts';

/**
 * Gives every article to one file, the first by name, whatever order they came in: the others become twins, and their
 * articles leave `fresh`. A twin whose rival is gone is to be read again. Answers the new faults, and whether any is.
 */
export function settleTwins(files: Map<string, FileMemory>, fresh: Map<string, Article>) {
  const faults: Fault[] = [];
  let anyToReadAgain = false;
  for (const [id, paths] of holders(files)) {
    const [owner = '', ...others] = paths.sort();
    const memory = files.get(owner);
    if (memory?.state === 'twin' && memory.key !== '') {
      files.set(owner, { ...memory, key: '' });
      anyToReadAgain = true;
    }
    for (const path of others) {
      const twin = files.get(path);
      if (twin?.state !== 'read') continue;
      files.set(path, { ...twin, state: 'twin' });
      fresh.delete(path);
      faults.push({ item: path, detail: `same id as ${owner}: ${JSON.stringify(id)}` });
    }
  }
  return { faults, anyToReadAgain };
}

function holders(files: ReadonlyMap<string, FileMemory>): Map<string, string[]> {
  const byId = new Map<string, string[]>();
  for (const [path, { id, state }] of files) {
    if (id === undefined || state === 'unreadable') continue;
    const paths = byId.get(id);
    if (paths) paths.push(path);
    else byId.set(id, [path]);
  }
  return byId;
}
