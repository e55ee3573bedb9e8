import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Longest, type Ran, type RunOptions, runNode, spawnNode } from './node.ts';

const DIST = new URL('../../dist/', import.meta.url);

/** Runs the built crier to its end; the build must be there. */
export function runCrier(args: readonly string[], options: RunOptions & Longest = {}): Promise<Ran> {
  return runNode([bundleFor(args), ...args], options);
}

/** Starts the built crier, for a test that ends it; `ending` (node.ts) waits for it and reads what it said. */
export function spawnCrier(args: readonly string[], options: RunOptions = {}): ChildProcess {
  return spawnNode([bundleFor(args), ...args], options);
}

/** As bin/crier.cjs chooses it. */
function bundleFor([command]: readonly string[]): string {
  return fileURLToPath(new URL(command === 'serve' ? 'serve.cjs' : 'main.cjs', DIST));
}
