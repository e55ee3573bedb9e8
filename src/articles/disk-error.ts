/** What the operating system said about a file or folder. */
export interface DiskError {
  /** The system's own name for it, as `ENOTDIR`. */
  readonly code: string;
  /** Nothing is there. */
  readonly isGone: boolean;
  /** For a person, as in `may not be read (EACCES)`. */
  readonly detail: string;
}

/** Reads an error of a file call; an error that is not the operating system's is a bug and thrown on. */
export function diskErrorOf(error: unknown): DiskError {
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) throw error;
  const code = String(error.code);
  const denied = code === 'EACCES' || code === 'EPERM';
  return {
    code,
    isGone: code === 'ENOENT' || code === 'ENOTDIR',
    detail: denied ? `may not be read (${code})` : `cannot be read (${code})`,
  };
}
