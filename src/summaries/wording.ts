/** Shorter words are mostly grammar. */
const SHORTEST_TELLING_WORD = 4;
/** Inflected forms of a word mostly share so many first letters. */
const STEM_LENGTH = 6;

/** Whether two texts are the same words in the same order; case, marks and white space do not count. */
export function sameWords(one: string, other: string): boolean {
  return bare(one) === bare(other);
}

/** The telling words of a text, roughly without their endings. */
export function tellingWords(text: string): ReadonlySet<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return new Set(
    words.filter((word) => word.length >= SHORTEST_TELLING_WORD).map((word) => word.slice(0, STEM_LENGTH)),
  );
}

function bare(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '');
}
