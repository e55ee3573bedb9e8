import type { Format } from '../../domain/ports.ts';
import { codePoints } from '../../lib/code-points.ts';
import { visibleLines } from '../../lib/visible.ts';

/** Facebook takes this many characters; from about 477 on it folds them away behind "See more". */
const MOST_CHARACTERS = 63_206;
const FOLDS_AT = 450;

/** How Facebook carries text: 63,206 characters, counted in code points; the link stands apart from them, as a card. */
export const facebookFormat: Format = {
  id: 'facebook',
  room: () => ({ maxLength: MOST_CHARACTERS, foldsAt: FOLDS_AT, goesOn: true, measure: codePoints }),
  phrase,
  render: (words, link) => [words, link].filter(Boolean).join('\n'),
  costUsd: () => 0,
};

/**
 * The words as Facebook may carry them: NFC, in their lines, without control, direction and other invisible characters,
 * mentioning nobody (`@[` and the number of a Page).
 */
function phrase(words: string): string {
  return visibleLines(words).replace(/@+(?=\[)/g, '');
}
