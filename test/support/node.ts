import { type ChildProcess, spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/** What children read again and again is compiled once, as bin/crier does it: on a busy machine they start twice as fast. */
const COMPILED = join(tmpdir(), 'node-compile-cache');

/** How a child process is run. */
export interface RunOptions {
  /** The folder it runs in; the test's own without it. */
  readonly cwd?: string;
  /** Its whole environment, beside PATH: nothing of the test's own leaks in. */
  readonly env?: Readonly<Record<string, string>>;
  /** Whether test/support/preload.ts is loaded first; it is, where not said otherwise. */
  readonly preload?: boolean;
  /** What it reads on stdin. */
  readonly input?: string;
}

/** How a child process ended, and what it said. */
export interface Ran {
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts Node, the same one that runs the test. The child is the caller's to end. */
export function spawnNode(args: readonly string[], options: RunOptions = {}): ChildProcess {
  const { cwd, env = {}, preload = true, input = '' } = options;
  const first = preload ? ['--import', new URL('./preload.ts', import.meta.url).href] : [];
  const child = spawn(process.execPath, [...first, ...args], {
    ...(cwd === undefined ? {} : { cwd }),
    env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: COMPILED, ...env },
  });
  // A child that ends without reading its stdin is no fault of the test.
  child.stdin.on('error', () => undefined).end(input);
  return child;
}

/** Runs Node to its end, which after `longestMs` is SIGKILL. */
export async function runNode(args: readonly string[], options: RunOptions & Longest = {}): Promise<Ran> {
  const { longestMs = 25_000 } = options;
  const child = spawnNode(args, options);
  const tooLong = setTimeout(() => child.kill('SIGKILL'), longestMs);
  return ending(child).finally(() => clearTimeout(tooLong));
}

/** Real milliseconds; 25 seconds where not given: less than a test has, or its child would be left behind. */
export interface Longest {
  readonly longestMs?: number;
}

/** Waits for a child that was started with its output piped. */
export async function ending(child: ChildProcess): Promise<Ran> {
  const { promise, resolve, reject } = Promise.withResolvers<Pick<Ran, 'code' | 'signal'>>();
  child.once('error', reject).once('close', (code, signal) => resolve({ code, signal }));
  const [end, stdout, stderr] = await Promise.all([promise, heard(child.stdout), heard(child.stderr)]);
  return { ...end, stdout, stderr };
}

async function heard(stream: ChildProcess['stdout']): Promise<string> {
  return stream ? text(stream) : '';
}
