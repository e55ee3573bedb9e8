import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { askSecrets } from '../../src/commands/secrets.ts';

/** Standard input, and what a person saw on standard error. */
function console(isTTY: boolean) {
  const shown: string[] = [];
  const modes: boolean[] = [];
  const stdin = Object.assign(new PassThrough(), {
    isTTY,
    setRawMode: (raw: boolean) => void modes.push(raw),
  });
  return { stdin, shown, modes, err: (text: string) => void shown.push(text) };
}

test('a program gives them a line each, and nothing is asked', async () => {
  const io = console(false);
  io.stdin.end('first \r\nsecond\nthird\n');
  expect(await askSecrets(io, ['User token', 'App secret'])).toEqual(['first', 'second']);
  expect(io.shown).toEqual([]);
});

test('fewer come back where the input ends before', async () => {
  const io = console(false);
  io.stdin.end('only');
  expect(await askSecrets(io, ['User token', 'App secret'])).toEqual(['only']);
});

test('on a terminal each is asked for, and what is typed does not show', async () => {
  const io = console(true);
  const asked = askSecrets(io, ['User token', 'App secret']);
  io.stdin.write('EAAt');
  io.stdin.write('x\u007foken\r');
  io.stdin.write('a0b1\r');
  expect(await asked).toEqual(['EAAtoken', 'a0b1']);
  expect(io.shown).toEqual(['User token: ', '\n', 'App secret: ', '\n']);
  expect(io.modes).toEqual([true, false]);
});

test('a person may give up with Ctrl-C, and the terminal shows again what is typed', async () => {
  const io = console(true);
  const asked = askSecrets(io, ['User token', 'App secret']);
  io.stdin.write('EAA\u0003');
  expect(await asked).toEqual([]);
  expect(io.modes).toEqual([true, false]);
});
