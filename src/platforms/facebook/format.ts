import type { Format } from '../../domain/ports.ts';

/** Facebook takes this many characters; from about 477 on it folds them away behind "See more". */
const MOST_CHARACTERS = 63_206;

/** How Facebook carries text: 63,206 characters, counted in code points; the link stands apart from them, as a card. */
export const facebookFormat: Format = {
  id: 'facebook',
  room: () => ({ maxLength: MOST_CHARACTERS, measure: (words) => [...words].length }),
  phrase,
  render: (words, link) => [words, link].filter(Boolean).join('\n'),
  costUsd: () => 0,
};

/**
 * The words as Facebook may carry them: NFC, in their lines, without control, direction and other invisible characters,
 * mentioning nobody (`@[` and the number of a Page).
 */
function phrase(words: string): string {
  const visible = words.replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, '\n').replace(INVISIBLE, keptEmoji);
  return inLines(visible.normalize('NFC')).replace(/@+(?=\[)/g, '');
}

// The first part is only matched to keep an emoji whole, joiners and tags included. Joiners outside emoji belong to
// Persian and Indic words; what parts words becomes a space later.
const INVISIBLE =
  /(?<emoji>\p{RGI_Emoji})|[[\p{Cc}--\s]\p{Cs}\p{Noncharacter_Code_Point}\uFFF9-\uFFFB[[[\p{Cf}\p{Cn}]&&\p{Default_Ignorable_Code_Point}]--[\u200C\u200D]]]/gv;

function keptEmoji(_match: string, emoji: string | undefined): string {
  return emoji ?? '';
}

/** One space between words, at most one empty line between paragraphs. */
function inLines(text: string): string {
  return text
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
