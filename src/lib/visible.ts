// The first part is only matched to keep an emoji whole, joiners and tags included. Joiners outside emoji belong to
// Persian and Indic words; white space is left for whoever lays out the lines.
const INVISIBLE =
  /(?<emoji>\p{RGI_Emoji})|[[\p{Cc}--[\s\u0085]]\p{Cs}\p{Noncharacter_Code_Point}\uFFF9-\uFFFB[[[\p{Cf}\p{Cn}]&&\p{Default_Ignorable_Code_Point}]--[\u200C\u200D]]]/gv;

/** The text in NFC without control, direction and other characters that readers cannot see, white space aside. */
export function withoutInvisible(text: string): string {
  return text.replace(INVISIBLE, (_match, emoji: string | undefined) => emoji ?? '').normalize('NFC');
}

/** What readers see of a text, in its lines: one space between words, at most one empty line between paragraphs. */
export function visibleLines(text: string): string {
  return withoutInvisible(text)
    .replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, '\n')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
