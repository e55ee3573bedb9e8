import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';

/** How much of the end of a sandbox file is read. */
const TAIL_BYTES = 1024 * 1024;

const RECORD = z.union([
  z.object({
    remoteId: z.string().regex(/^\d{19}$/),
    text: z.string(),
    link: z.string(),
    /** The picture it carries as its own, and what that shows. */
    image: z.string().optional(),
    alt: z.string().optional(),
    createdAt: z.iso.datetime(),
  }),
  z.object({ deleted: z.string() }),
]);

/** One line of a sandbox file: a post, or the deletion of one. */
export type SandboxRecord = z.infer<typeof RECORD>;

/** The end of a sandbox file, at most 1 MB. */
export interface Tail {
  /** Oldest first; lines that are torn or not ours are left out. */
  readonly records: readonly SandboxRecord[];
  /** Whether these are all records of the file. */
  readonly whole: boolean;
  /** Whether the last line was never ended, as after a crash. */
  readonly torn: boolean;
}

/** Where an account's file of this kind is; no two accounts share one, on systems that fold case too. */
export function accountFile(directory: string, account: string, kind: 'jsonl' | 'fault'): string {
  const name = [...Buffer.from(account)]
    .map((byte) => String.fromCharCode(byte))
    .map((char) => (/[a-z0-9_-]/.test(char) ? char : `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`))
    .join('');
  return join(directory, `${name}.${kind}`);
}

/** Opens a sandbox file for reading its tail and appending to it, with its directory where that is missing. */
export async function openForAppend(path: string): Promise<FileHandle> {
  await mkdir(dirname(path), { recursive: true });
  return open(path, 'a+');
}

/** Reads the end of a sandbox file. */
export async function readTail(file: FileHandle): Promise<Tail> {
  const { size } = await file.stat();
  const from = Math.max(0, size - TAIL_BYTES);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(size - from), 0, size - from, from);
  const lines = buffer.toString('utf8', 0, bytesRead).split('\n');
  const torn = lines.at(-1) !== '';
  // A read that starts in the middle starts in the middle of a line.
  return { records: lines.slice(from === 0 ? 0 : 1).flatMap(recordIn), whole: from === 0, torn };
}

/** Appends one record in one write and waits until it is on the disk. */
export async function append(file: FileHandle, record: SandboxRecord, { torn }: Tail): Promise<void> {
  const line = Buffer.from(`${torn ? '\n' : ''}${JSON.stringify(record)}\n`);
  const { bytesWritten } = await file.write(line);
  await file.sync();
  if (bytesWritten < line.length) throw Object.assign(new Error('the disk took half a line'), { code: 'ENOSPC' });
}

function recordIn(line: string): SandboxRecord[] {
  try {
    const { data } = RECORD.safeParse(JSON.parse(line));
    return data ? [data] : [];
  } catch {
    return [];
  }
}
