import { existsSync, mkdirSync, renameSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of articles, which may be away for a while. */
export interface ArticleFolder {
  /** Files a text as a CMS does: written aside, then renamed in. While the folder is away it waits. */
  file(name: string, text: string): void;
  /** Takes the folder away, leaving nothing or an empty one; false where it is away already. */
  unmount(leaving: 'nothing' | 'an empty folder'): boolean;
  mount(): void;
}

/** Makes an empty one. */
export function articleFolder(path: string): ArticleFolder {
  mkdirSync(path);
  const away = `${path}.away`;
  const waiting = new Map<string, string>();
  const isAway = () => existsSync(away);
  const write = (name: string, text: string) => {
    const aside = join(path, `.${name}.tmp`);
    writeFileSync(aside, text);
    renameSync(aside, join(path, name));
  };
  return {
    file: (name, text) => (isAway() ? void waiting.set(name, text) : write(name, text)),
    unmount(leaving) {
      if (isAway()) return false;
      renameSync(path, away);
      if (leaving === 'an empty folder') mkdirSync(path);
      return true;
    },
    mount() {
      if (!isAway()) return;
      if (existsSync(path)) rmdirSync(path);
      renameSync(away, path);
      for (const [name, text] of waiting) write(name, text);
      waiting.clear();
    },
  };
}
