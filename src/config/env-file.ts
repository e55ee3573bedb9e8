import {
  closeSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { parse } from 'dotenv';

/**
 * The text of a `.env` file with these values in it: only their lines are replaced or appended. Undefined where dotenv
 * would not read the values back as they are, and all others as before.
 */
export function withValues(text: string, values: Readonly<Record<string, string>>): string | undefined {
  return Object.entries(values).reduce<string | undefined>((before, [key, value]) => {
    if (before === undefined) return undefined;
    const expected = { ...parse(before), [key]: value };
    const candidates = QUOTES.map((quote) => withLine(before, key, `${quote}${value}${quote}`));
    return candidates.find((candidate) => isDeepStrictEqual({ ...parse(candidate) }, expected));
  }, text);
}

/**
 * Writes these values into a `.env` file, which may be missing, and through a link to where it is. The file is replaced
 * whole and is never readable by others; its owner and group stay. Answers what is wrong where it cannot be done.
 */
export function writeEnvFile(link: string, values: Readonly<Record<string, string>>): string | undefined {
  const path = ifThere(() => realpathSync(link)) ?? link;
  const aside = `${path}.new`;
  try {
    // Made first, and by one only: two that write at once would each lose what the other wrote.
    const file = openSync(aside, 'wx', OWNER_ONLY);
    try {
      const text = withValues(ifThere(() => UTF_8.decode(readFileSync(path))) ?? '', values);
      if (text === undefined) return 'expected quotes that are closed; write the keys by hand';
      keepReaders(file, path);
      writeFileSync(file, text);
      fsyncSync(file);
      renameSync(aside, path);
    } finally {
      closeSync(file);
      rmSync(aside, { force: true });
    }
    return undefined;
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    if (code === 'EEXIST') return `expected no ${aside}: another crier writes it, or was killed then; remove it`;
    if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return 'expected text in UTF-8';
    return `expected a file that can be written (${code})`;
  }
}

const QUOTES = ["'", '"', '`'];

function withLine(text: string, key: string, quoted: string): string {
  const line = new RegExp(
    String.raw`^(${GAP}*(?:export${GAP}+)?${RegExp.escape(key)})${GAP}*(?:=|:${GAP})[^\r\n]*`,
    'gm',
  );
  let found = false;
  const replaced = text.replace(line, (_line, named: string) => {
    found = true;
    return `${named}=${quoted}`;
  });
  if (found) return replaced;
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  return `${text}${text === '' || text.endsWith('\n') ? '' : end}${key}=${quoted}${end}`;
}

/** White space within a line. */
const GAP = String.raw`[^\S\r\n]`;
const OWNER_ONLY = 0o600;
const GROUP_READS = 0o040;
const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Whom a file belongs to is who reads it: a service of another user, or of the group. */
function keepReaders(file: number, path: string): void {
  const stats = ifThere(() => statSync(path));
  if (!stats) return;
  if (stats.uid !== process.getuid?.() || stats.gid !== process.getgid?.()) fchownSync(file, stats.uid, stats.gid);
  fchmodSync(file, OWNER_ONLY | (stats.mode & GROUP_READS));
}

function ifThere<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
