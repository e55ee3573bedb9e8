import { renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Writes a file so that whoever reads it sees the old one or the new one, never a part. */
export function writeWhole(path: string, text: string): void {
  // A source passes over hidden files.
  const unfinished = join(dirname(path), `.${basename(path)}.${process.pid}`);
  writeFileSync(unfinished, text, { flush: true });
  renameSync(unfinished, path);
}
