import { printable } from '../lib/terminal.ts';

/** In characters, the frame included. */
const WIDTH = 76;

/** What a card shows: a post, as its readers would see it. */
export interface Card {
  /** Who posts it. */
  readonly head: string;
  /** A part for each paragraph. */
  readonly parts: readonly string[];
  /** How long it is, and what else is to be said of it. */
  readonly foot: string;
}

/** A post in a frame, as lines for a terminal. */
export function cardLines({ head, parts, foot }: Card): readonly string[] {
  const lines = parts.flatMap((part) => part.split('\n')).flatMap((line) => wrapped(printable(line), WIDTH - 4));
  return [
    edge('┌', head, '┐'),
    ...lines.map((line) => `│ ${line}${' '.repeat(Math.max(0, WIDTH - 4 - lengthOf(line)))} │`),
    edge('└', foot, '┘'),
  ];
}

function edge(left: string, words: string, right: string): string {
  const label = wrapped(printable(words), WIDTH - 6)[0] ?? '';
  return `${left}─ ${label} ${'─'.repeat(Math.max(0, WIDTH - 5 - lengthOf(label)))}${right}`;
}

function wrapped(text: string, width: number): readonly string[] {
  const lines = [''];
  for (const word of text.split(' ').flatMap((whole) => pieces(whole, width))) {
    const last = lines.at(-1) ?? '';
    const joined = last === '' ? word : `${last} ${word}`;
    if (lengthOf(joined) <= width) lines[lines.length - 1] = joined;
    else lines.push(word);
  }
  return lines;
}

/** Words that are longer than a line, cut where the line ends. */
function pieces(word: string, width: number): readonly string[] {
  const characters = [...word];
  const count = Math.max(1, Math.ceil(characters.length / width));
  return Array.from({ length: count }, (_, place) => characters.slice(place * width, (place + 1) * width).join(''));
}

function lengthOf(text: string): number {
  return [...text].length;
}
