import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import type { Io } from './command.ts';

/**
 * Asks for secrets, one line each: on a terminal with a prompt, where nothing of what is typed shows, else from standard
 * input in this order. Fewer come back where the input ends before.
 */
export async function askSecrets(
  { stdin, err }: Pick<Io, 'stdin' | 'err'>,
  prompts: readonly string[],
): Promise<readonly string[]> {
  const isTyped = stdin.isTTY === true;
  // In a terminal's raw mode readline does the echo, and is given nowhere to.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: stdin, output: nowhere, terminal: isTyped, historySize: 0 });
  const next = lines[Symbol.asyncIterator]();
  const answers: string[] = [];
  try {
    for (const prompt of prompts) {
      if (isTyped) err(`${prompt}: `);
      const line = await next.next();
      if (isTyped) err('\n');
      if (line.done) break;
      answers.push(line.value.trim());
    }
  } finally {
    lines.close();
  }
  return answers;
}
