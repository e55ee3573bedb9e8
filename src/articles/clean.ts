const LINE_BREAK = /\r\n?|[\n\v\f\u0085\u2028\u2029]/;
const SPACE = /[\s\p{Cc}]+/gu;
/** Where there is none of this, all space is single spaces already, as in nearly every line. */
const UNEVEN = /[^\S ]|\p{Cc}| {2}/u;
/** Direction overrides could make a headline read backwards; soft hyphens and zero-width spaces break words for search. */
const INVISIBLE = /[\p{Bidi_Control}\u00AD\u200B\u2060\uFEFF]/gu;

/** Text as one line: no control or direction characters, no broken ones, single spaces. */
export function cleanLine(text: string): string {
  const visible = text.toWellFormed().replace(INVISIBLE, '');
  return (UNEVEN.test(visible) ? visible.replace(SPACE, ' ') : visible).trim();
}

/** The clean lines of a text, empty ones included. */
export function cleanLines(text: string): readonly string[] {
  return text.split(LINE_BREAK).map(cleanLine);
}

/** The blocks of lines that empty lines part; where there is no empty line, every line is its own block. */
export function blocksOf(lines: readonly string[]): readonly (readonly string[])[] {
  const from = lines.findIndex((line) => line !== '');
  if (from < 0) return [];
  const filled = lines.slice(from, lines.findLastIndex((line) => line !== '') + 1);
  if (!filled.includes('')) return filled.map((line) => [line]);
  const blocks: string[][] = [[]];
  for (const line of filled) {
    if (line !== '') blocks.at(-1)?.push(line);
    else if (blocks.at(-1)?.length) blocks.push([]);
  }
  return blocks;
}

/** Blocks as paragraphs parted by an empty line; lines within a block are one paragraph. */
export function joinBlocks(blocks: readonly (readonly string[])[]): string {
  return blocks.map((block) => block.join(' ')).join('\n\n');
}
