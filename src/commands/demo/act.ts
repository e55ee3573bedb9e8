import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Instant } from '../../domain/time.ts';
import { writeWhole } from './write-whole.ts';

const CORRECTED = { file: 'evening-ferries.json', wrong: '26 more crossings', right: '22 more crossings' } as const;
const WITHDRAWN = { file: 'lynx-at-the-golf-course.json' } as const;

/**
 * Files what happens to every newsroom: one story is corrected, another withdrawn. Looks at the files only, so that it
 * is done once however often it is begun; answers whether anything was left to do.
 */
export function fileCorrections(folder: string, now: Instant): boolean {
  const corrected = rewrite(join(folder, CORRECTED.file), (text) =>
    text.includes(CORRECTED.wrong)
      ? withFields(text.replaceAll(CORRECTED.wrong, CORRECTED.right), { updatedAt: now.toString() })
      : text,
  );
  const withdrawn = rewrite(join(folder, WITHDRAWN.file), (text) => withFields(text, { status: 'canceled' }));
  return corrected || withdrawn;
}

function withFields(json: string, fields: Readonly<Record<string, string>>): string {
  return `${JSON.stringify({ ...JSON.parse(json), ...fields }, null, 2)}\n`;
}

/** Whether the file is there and the change made another text of it. */
function rewrite(path: string, change: (text: string) => string): boolean {
  if (!existsSync(path)) return false;
  const text = readFileSync(path, 'utf8');
  const changed = change(text);
  if (changed === text) return false;
  writeWhole(path, changed);
  return true;
}
