import { sqliteCode } from './unreachable.ts';

const NO_ROOM = 'does not fit on the disk; make room';
const NO_RIGHT = 'may not be written there; check who owns the folder';
const NO_FOLDER = 'cannot be made, for its folder is not there; make it, or check the path';
const BAD_DISK = 'could not be written by the disk; look whether it is full or failing';

/** What a person can do about the system's answers. */
const ADVICE_BY_SYSTEM: Readonly<Record<string, string>> = {
  ENOSPC: NO_ROOM,
  EDQUOT: NO_ROOM,
  EACCES: NO_RIGHT,
  EPERM: NO_RIGHT,
  EROFS: NO_RIGHT,
  ENOENT: NO_FOLDER,
  ENOTDIR: NO_FOLDER,
  EIO: BAD_DISK,
};

/** The same for SQLite's primary codes that concern the file that is written; 10 where it is not the reading. */
const ADVICE_BY_SQLITE: Readonly<Record<number, string>> = { 8: NO_RIGHT, 10: BAD_DISK, 13: NO_ROOM, 14: NO_RIGHT };

/** SQLITE_IOERR_READ and _SHORT_READ: the database is read, its copy is not. */
const READING = [266, 522];

/** Why a file that SQLite copies into cannot be written, and what to do; undefined: the error says something else. */
export function whyNotWritten(error: unknown, path: string): string | undefined {
  const refusal = whyRefused(error, path);
  if (refusal !== undefined || !(error instanceof Error)) return refusal;
  const code = sqliteCode(error);
  const advice = READING.includes(code) ? undefined : ADVICE_BY_SQLITE[code & 0xff];
  return advice && `${path} ${advice} (${error.message})`;
}

/** The same where only the system's own answers are meant. */
export function whyRefused(error: unknown, path: string): string | undefined {
  if (!(error instanceof Error && 'syscall' in error && 'code' in error)) return undefined;
  const code = String(error.code);
  return `${path} ${ADVICE_BY_SYSTEM[code] ?? 'cannot be written'} (${code})`;
}
