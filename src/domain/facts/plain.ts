/** The text with one kind of quotation mark, apostrophe, dash and blank, so that typography makes no difference. */
export function plain(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[“”„‟«»″]/g, '"')
    .replace(/[‘’‚‛ʼ′`]/g, "'")
    .replace(/[‐‑‒–—―−]/g, '-')
    .replace(/…/g, '...')
    .replace(/[\s\u200b]+/g, ' ')
    .trim();
}

/** Between two sentences, not after an initial or a short abbreviation: `J. Smith`, `с. Рів`. */
const BOUNDARY = /(?<=[.!?]["')\]]*)(?<!(?<![\p{L}\p{N}])\p{L}\.) (?=["'([]*[\p{Lu}\p{N}])/u;

/** The lines of a text, each plain; empty ones go. */
export function plainLines(text: string): readonly string[] {
  return text.split(/\n+/).flatMap((line) => plain(line) || []);
}

/**
 * The sentences of plain lines, roughly: an abbreviation may part one in two, which does no harm where each part is
 * looked for by itself.
 */
export function roughSentences(lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => line.split(BOUNDARY)).filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
}

/** The words of a plain text as they are written. */
export function wordsOf(text: string): readonly string[] {
  return text.match(/[\p{L}\p{M}\p{N}]+(?:'[\p{L}\p{M}]+)*/gu) ?? [];
}
