// Joiners outside emoji belong to Persian and Indic words; white space is left for whoever lays out the lines.
const UNSEEN = String.raw`[[\p{Cc}--[\s\u0085]]\p{Cs}\p{Noncharacter_Code_Point}\uFFF9-\uFFFB[[[\p{Cf}\p{Cn}]&&\p{Default_Ignorable_Code_Point}]--[\u200C\u200D]]]`;
/** Told much sooner than where it stands. */
const HAS_UNSEEN = new RegExp(UNSEEN, 'v');
/** The first part is only matched to keep an emoji whole, joiners and tags included. */
const INVISIBLE = new RegExp(String.raw`(?<emoji>\p{RGI_Emoji})|${UNSEEN}`, 'gv');

const SEEN = String.raw`[!-~\u00A1-\u00AC\u00AE-\u02FF\u0400-\u0482\u048A-\u052F\u2010-\u2027\u2030-\u205E\u20AC\u2116]`;
/** Latin and Cyrillic as newsrooms type them: told at once, and nothing to change. */
const TIDY = new RegExp(`^${SEEN}+(?:(?: |\\n\\n?)${SEEN}+)*$`);

/** The text in NFC without control, direction and other characters that readers cannot see, white space aside. */
export function withoutInvisible(text: string): string {
  if (!HAS_UNSEEN.test(text)) return text.normalize('NFC');
  return text.replace(INVISIBLE, (_match, emoji: string | undefined) => emoji ?? '').normalize('NFC');
}

/** What readers see of a text, in its lines: one space between words, at most one empty line between paragraphs. */
export function visibleLines(text: string): string {
  if (TIDY.test(text)) return text;
  return withoutInvisible(text)
    .replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, '\n')
    .replace(/[^\S\n ][^\S\n]*| [^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
