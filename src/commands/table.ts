import { printable } from '../lib/terminal.ts';
import type { Io } from './command.ts';

/** Prints lines for a person: whatever articles and platforms put into one stays on it and steers no terminal. */
export function printLines(io: Io, lines: readonly string[]): void {
  io.out(lines.map((line) => `${printable(line)}\n`).join(''));
}

/** Tells a person what went wrong, a line each, beside the data. */
export function complain(io: Io, ...lines: readonly string[]): void {
  io.err(lines.map((line) => `${printable(line)}\n`).join(''));
}

/** Rows as lines, every column as wide as its widest cell. */
export function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const clean = rows.map((row) => row.map(printable));
  const widths: number[] = [];
  for (const row of clean) {
    for (const [place, cell] of row.entries()) widths[place] = Math.max(widths[place] ?? 0, [...cell].length);
  }
  const padded = (cell: string, place: number) => cell + ' '.repeat((widths[place] ?? 0) - [...cell].length);
  return clean.map((row) => row.map(padded).join('  ').trimEnd());
}

/** The text, cut to `length` characters where it is longer. */
export function cut(text: string, length: number): string {
  const characters = [...printable(text)];
  return characters.length <= length ? characters.join('') : `${characters.slice(0, length - 1).join('')}…`;
}
