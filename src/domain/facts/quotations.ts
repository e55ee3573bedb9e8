import { plain } from './plain.ts';

/**
 * From an opening mark to the next mark, whatever that is: a quotation inside another, or one that nobody closed, must not
 * turn the rest of the text inside out. A straight mark opens where no word or full stop stands before it.
 */
const QUOTED = /„([^„“”«»"\n]+)[“”]?|[“«]([^„“”«»"\n]+)[”»]?|(?<![\p{L}\p{N}.,!?…])"([^"\n]+)"?/gu;
/** What parts a quotation into pieces that stand in the article one by one. */
const LEFT_OUT = /\[[^\]]*\]|\.\.\.|(?<=[.!?]) /;
const LETTER = /[\p{L}\p{N}]/u;
/** What may stand before a sentence where that begins: `Kyiv, 5 May – The bridge …`. */
const BEFORE_SENTENCE = /[.!?:;…"“”„«»'’()[\]|\n–—-]/u;
const ENDS = /[.!?…:]["”»’')\]]*$/u;

/**
 * What stands in quotation marks in a text, plain, sentence by sentence, without what an editor put in brackets or left
 * out.
 */
export function quotationsOf(text: string): readonly string[] {
  return [...text.matchAll(QUOTED)]
    .flatMap(([, low, typographic, straight]) => plain(low ?? typographic ?? straight ?? '').split(LEFT_OUT))
    .map((piece) => piece.replace(/^[\s,.;:!?-]+|[\s,.;:!?-]+$/g, ''))
    .filter((piece) => piece !== '');
}

/** Whether these words stand in the text as they are, as whole words. */
export function hasWords(text: string, words: string): boolean {
  return placesOf(text, words).some(
    (at) => !LETTER.test(text.charAt(at - 1)) && !LETTER.test(text.charAt(at + words.length)),
  );
}

/**
 * Whether a sentence stands in the text as it is, from its beginning to its end: `Lund stole it` does not where `Berg
 * denies that Lund stole it` stands. Where lines of `text` were joined, `lines` still shows their ends.
 */
export function standsIn(text: string, sentence: string, lines = text): boolean {
  return placesOf(text, sentence).some((at) => beginsAt(lines, at) && endsAt(lines, at + sentence.length, sentence));
}

function beginsAt(lines: string, at: number): boolean {
  if (at === 0) return true;
  const before = lines.charAt(at - 1);
  return BEFORE_SENTENCE.test(before === ' ' ? lines.charAt(at - 2) : before);
}

function endsAt(lines: string, at: number, sentence: string): boolean {
  return ENDS.test(sentence) || at === lines.length || BEFORE_SENTENCE.test(lines.charAt(at));
}

function placesOf(text: string, piece: string): readonly number[] {
  const places: number[] = [];
  for (let at = text.indexOf(piece); piece !== '' && at >= 0; at = text.indexOf(piece, at + 1)) places.push(at);
  return places;
}
