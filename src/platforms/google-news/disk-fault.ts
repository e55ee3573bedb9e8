import { access, constants } from 'node:fs/promises';
import { dirname } from 'node:path';

const ADVICE: Readonly<Record<string, string>> = {
  EACCES: 'let the user that crier runs as write there',
  EPERM: 'let the user that crier runs as write there',
  EROFS: 'it is mounted read-only; name another directory in the config',
  ENOSPC: 'the disk is full; make room',
  EDQUOT: 'the quota is used up; make room',
  ENOTDIR: 'a file stands where a directory should be; move it away',
  EEXIST: 'a file stands where a directory should be; move it away',
  EISDIR: 'a directory stands where a file should be; move it away',
};

/** The system's name of an error, as `ENOSPC`; undefined where the system did not say it. */
export function codeOf(error: unknown): string | undefined {
  const isOfSystem = error instanceof Error && 'syscall' in error && 'code' in error;
  return isOfSystem && typeof error.code === 'string' ? error.code : undefined;
}

/** What the disk said of the feeds' directory and what to do, for a person; an error that the disk did not say is a bug and thrown on. */
export function diskFault(error: unknown, directory: string): string {
  const code = codeOf(error);
  if (code === undefined) throw error;
  return `${directory} cannot be written (${code}): ${ADVICE[code] ?? 'look at the directory'}`;
}

/** Why the directory cannot be written, for a person, judged by the nearest of its parents that is there; undefined: it can. */
export async function whyUnwritable(directory: string): Promise<string | undefined> {
  for (let path = directory; ; path = dirname(path)) {
    try {
      // The dot says that it must be a directory: to root every file seems writable.
      await access(`${path}/.`, constants.W_OK | constants.X_OK);
      return undefined;
    } catch (error) {
      if (codeOf(error) !== 'ENOENT' || path === dirname(path)) return diskFault(error, directory);
    }
  }
}
