import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from './disk-fault.ts';

/** No writer takes this long: its temporary file was left behind. */
const LEFT_BEHIND_MS = 10 * 60 * 1000;
const TEMPORARY = /^\.(?:news-sitemap(?:-\w+)?\.xml|rss\.xml|atom\.xml|feed\.json)\.[\da-f-]{36}\.tmp$/;

/**
 * Makes the directory hold these files, each replaced whole and only where its bytes differ, and none of the others that
 * `isSurplus` knows by name. Can be killed on any line and run twice at once. Answers the names that were replaced; throws
 * what the disk says, and the signal's reason when that aborts.
 */
export async function replaceFiles(
  directory: string,
  files: ReadonlyMap<string, string>,
  isSurplus: (name: string) => boolean,
  signal: AbortSignal,
): Promise<readonly string[]> {
  await mkdir(directory, { recursive: true });
  const replaced: string[] = [];
  for (const [name, content] of files) {
    signal.throwIfAborted();
    const bytes = Buffer.from(content);
    if ((await readIfThere(join(directory, name)))?.equals(bytes)) continue;
    await replace(directory, name, bytes);
    replaced.push(name);
  }
  // Last: until here an index may name them.
  const surplus = (await readdir(directory)).filter((name) => isSurplus(name) && !files.has(name));
  for (const name of surplus) await rm(join(directory, name), { force: true });
  if (replaced.length + surplus.length > 0) await syncDirectory(directory);
  return replaced;
}

/** The bytes of a file; undefined where there is none. Throws what else the disk says. */
export async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function replace(directory: string, name: string, bytes: Buffer): Promise<void> {
  const temporary = join(directory, `.${name}.${randomUUID()}.tmp`);
  try {
    await using file = await open(temporary, 'wx');
    await file.writeFile(bytes);
    await file.sync();
    // The disk's own clock tells which temporary files are old.
    await removeLeftBehind(directory, (await file.stat()).mtimeMs);
    await rename(temporary, join(directory, name));
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

async function removeLeftBehind(directory: string, nowMs: number): Promise<void> {
  for (const name of (await readdir(directory)).filter((name) => TEMPORARY.test(name))) {
    const path = join(directory, name);
    const writtenMs = (await stat(path).catch(() => undefined))?.mtimeMs ?? nowMs;
    if (nowMs - writtenMs > LEFT_BEHIND_MS) await rm(path, { force: true });
  }
}

/** Names are lost in a power cut until their directory is on the disk; Windows has no such call. */
async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === 'win32') return;
  await using handle = await open(directory, 'r');
  await handle.sync();
}
