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

/**
 * The sentences and lines of a text, roughly and plain: an abbreviation may part one in two, which does no harm where each part is
 * looked for by itself.
 */
export function roughSentences(text: string): readonly string[] {
  return text
    .split(/\n+/)
    .flatMap((line) => plain(line).split(/(?<=[.!?]["')\]]*) (?=["'([]*[\p{Lu}\p{N}])/u))
    .filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
}

/** The words of a text in lower case. */
export function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+(?:'[\p{L}\p{M}]+)*/gu) ?? [];
}
