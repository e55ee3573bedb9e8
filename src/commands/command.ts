import type { ParseArgsOptionsConfig } from 'node:util';

/** How a command ended, as cron and scripts read it. */
export const EXIT = {
  done: 0,
  /** Something newly needs a person. */
  needsPerson: 1,
  /** Someone else decided first, or the rules refuse it. */
  refused: 3,
  usage: 64,
  noSuchId: 66,
  tryLater: 75,
  configuration: 78,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The world a command lives in. */
export interface Io {
  /** The project's folder, absolute. */
  readonly root: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  /** Data; nothing else is written here. */
  out(text: string): void;
  /** What a person should know. */
  err(text: string): void;
  readonly isTerminal: boolean;
  /** How far something is, in a line that the next one takes the place of; '' ends it. Nothing where nobody watches. */
  progress(line: string): void;
  /** Aborts when the process is asked to stop. */
  readonly signal: AbortSignal;
}

/** What was typed, checked against the command's options. */
export interface Args {
  readonly values: Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;
  readonly positionals: readonly string[];
}

export interface Command {
  /** One line: what it does. */
  readonly summary: string;
  /** What `--help` teaches: how it is called, what it does, with examples. */
  readonly help: string;
  readonly options: ParseArgsOptionsConfig;
  readonly run: (args: Args, io: Io) => Promise<ExitCode>;
}

/** The call was not understood; the message says what would be. */
export class Usage extends Error {
  override readonly name = 'Usage';
}

/** The value of a text option. */
export function text({ values }: Args, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

/** Whether a switch is on. */
export function flag({ values }: Args, name: string): boolean {
  return values[name] === true;
}

/** One JSON document on standard output. */
export function printJson(io: Io, value: unknown): void {
  const json = JSON.stringify(value, null, io.isTerminal ? 2 : 0);
  io.out(`${json.replace(HIDDEN, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`);
}

/** What JSON leaves raw and a terminal would obey: C1 controls, and what changes the direction of the text. */
const HIDDEN = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;
