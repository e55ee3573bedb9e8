import { setTimeout as sleep } from 'node:timers/promises';
import { SECOND_MS } from '../../domain/time.ts';
import type { Newsroom } from '../../pipeline/newsroom.ts';
import { pass } from '../../pipeline/pass.ts';
import { EXIT, type ExitCode, type Io } from '../command.ts';
import { printLines } from '../table.ts';

const PASS_MS = 50 * SECOND_MS;
const REST_MS = SECOND_MS;

/** Goes on working in the demo newsroom until Ctrl-C. */
export async function stay(room: Newsroom, io: Io): Promise<ExitCode> {
  printLines(io, ['', 'crier goes on working: Ctrl-C ends it.']);
  while (!io.signal.aborted) {
    await pass(room, PASS_MS, io.signal);
    await sleep(REST_MS, undefined, { signal: io.signal }).catch(() => undefined);
  }
  return EXIT.done;
}
