import tt from 'twitter-text';
import { visibleLines } from '../../lib/visible.ts';

/** Without one of these X finds nothing in a text to make a link of. */
const MAY_BE_LINKED = /[@＠$]|\.[^\s\d.!?…”“»"’')\]]/;
/** Read as nothing by everyone, and no part of an address (U+200C). */
const NON_JOINER = '\u200C';

/**
 * The words as X may carry them: NFC, in their lines, without invisible characters, linking nobody and at most one
 * cashtag (X refuses a second one and restricts mentions made by a program): the signs of the others are taken out.
 * With `meant`, X links nothing that stands in none of these texts, no address either, which it would weigh as 23; the
 * words look as they did, for they may be a quotation.
 */
export function phrase(words: string, meant?: readonly string[]): string {
  let text = visibleLines(words);
  if (!MAY_BE_LINKED.test(text)) return text;
  const change = meant === undefined ? withoutSigns : (linked: string) => unlinked(linked, meant);
  // One change can make the text read differently: looked at again until X finds nothing more.
  for (let next = change(text); next !== text; next = change(text)) text = next;
  return text;
}

function withoutSigns(text: string): string {
  const linked = [...tt.extractMentionsOrListsWithIndices(text), ...tt.extractCashtagsWithIndices(text).slice(1)];
  const signs = linked.map(({ indices }) => indices[0]);
  return signs.length === 0 ? text : edited(text, (unit, at) => (signs.includes(at) ? '' : unit));
}

function unlinked(text: string, meant: readonly string[]): string {
  const isMeant = (written: string) => meant.some((words) => words.includes(written));
  const mentions = tt.extractMentionsOrListsWithIndices(text);
  const cashtags = tt.extractCashtagsWithIndices(text);
  const kept = cashtags.find(({ cashtag }) => isMeant(`$${cashtag}`));
  const signs = [...mentions, ...cashtags.filter((cashtag) => cashtag !== kept)].map(({ indices }) => indices[0]);
  const addresses = tt.extractUrlsWithIndices(text).filter(({ url }) => !isMeant(url));
  const isDot = (unit: string, at: number) =>
    unit === '.' && addresses.some(({ indices: [from, to] }) => at >= from && at < to);
  if (signs.length + addresses.length === 0) return text;
  return edited(text, (unit, at) =>
    (signs.includes(at) || isDot(unit, at)) && text.charAt(at + 1) !== NON_JOINER ? unit + NON_JOINER : unit,
  );
}

// All signs are single UTF-16 units, and so are the positions.
function edited(text: string, change: (unit: string, at: number) => string): string {
  return text.split('').map(change).join('');
}
