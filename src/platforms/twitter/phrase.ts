import tt from 'twitter-text';
import { withoutInvisible } from '../../lib/visible.ts';

/**
 * The words as X may carry them: NFC, on one line, without invisible characters, linking nobody and at most one
 * cashtag (X refuses a second one and restricts mentions made by a program).
 */
export function phrase(words: string): string {
  let text = onOneLine(withoutInvisible(words));
  // Taking one sign out can make the text read differently: looked at again until X finds nothing more.
  for (let signs = unwantedSigns(text); signs.length > 0; signs = unwantedSigns(text)) text = without(text, signs);
  return text;
}

function onOneLine(text: string): string {
  return text.replace(/[\s\u0085]+/g, ' ').trim();
}

/** Where the signs stand that make mentions, and cashtags after the first. */
function unwantedSigns(text: string): readonly number[] {
  const mentions = tt.extractMentionsOrListsWithIndices(text);
  const cashtags = tt.extractCashtagsWithIndices(text).slice(1);
  return [...mentions, ...cashtags].map(({ indices }) => indices[0]);
}

function without(text: string, positions: readonly number[]): string {
  // All signs are single UTF-16 units, and so are the positions.
  return text
    .split('')
    .filter((_unit, at) => !positions.includes(at))
    .join('');
}
