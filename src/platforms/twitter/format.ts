import tt from 'twitter-text';
import type { Format } from '../../domain/ports.ts';
import { phrase } from './phrase.ts';

/** What X charges for one create, in US dollars (docs.x.com pricing, August 2026): dearer with any address in it. */
const CREATE_USD = { plain: 0.015, withUrl: 0.2 } as const;
/** For telling X what an image shows; the upload itself is free. */
const ALT_TEXT_USD = 0.005;

/** An emoji weighs this much, however many code points it is made of. */
const EMOJI_WEIGHT = 2;
const MOST_WEIGHT = 280;
const MOST_SENTENCES = 2;
/** Characters of weight 1 that make no address, no emoji and, in NFC, no other character: what most posts consist of. */
const PLAIN = /^(?:[\n -\-/-~\u00A0-\u02FF\u0400-\u0482\u048A-\u052F\u2010-\u201F]|\.(?![^\s\d.!?…”“»"’')\]]))*$/;
/** One code point, one emoji: none that joins with others. */
const SIMPLE_EMOJI = /[\p{Emoji_Presentation}--[\p{Emoji_Modifier}\u{1F1E6}-\u{1F1FF}]]/gv;
const TWO_PLAIN = 'aa';
/** Letters of these scripts are in the package's list, however old it is. */
const SURE_HASHTAG = /^#[a-z\d_\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u024F\u0400-\u0481\u048A-\u052F]*$/i;

/** How X carries text: 280 weighted characters, an address counting 23, an emoji 2; the link stands last. */
export const twitterFormat: Format = {
  id: 'twitter',
  room: (link) => ({ maxLength: MOST_WEIGHT, mostSentences: MOST_SENTENCES, measure: measureBeside(link) }),
  phrase,
  takesHashtag: (sign) => (SURE_HASHTAG.test(sign) && /\p{L}/u.test(sign)) || tt.isValidHashtag(sign),
  render,
  costUsd(words, link, image) {
    const createUsd = tt.extractUrls(render(words, link)).length > 0 ? CREATE_USD.withUrl : CREATE_USD.plain;
    return image?.alt === undefined ? createUsd : createUsd + ALT_TEXT_USD;
  },
};

function render(words: string, link: string): string {
  return words && link ? `${words} ${link}` : words || link;
}

/** Asks the package about the link once, and about the words only where they are not plain. */
function measureBeside(link: string): (words: string) => number {
  let weightOfLink: number | undefined;
  return (words) => {
    const plain = PLAIN.test(words) ? words : words.replace(SIMPLE_EMOJI, TWO_PLAIN);
    if (words === '' || !PLAIN.test(plain)) return weightedLength(render(words, link));
    if (link === '') return plain.length;
    weightOfLink ??= weightedLength(` ${link}`);
    return plain.length + weightOfLink;
  };
}

function weightedLength(text: string): number {
  const normal = text.normalize('NFC');
  const urls = tt.extractUrlsWithIndices(normal);
  let weight = tt.parseTweet(normal).weightedLength;
  // The package knows the emoji of 2018 only and counts the parts of newer ones.
  for (const { 0: emoji, index } of normal.matchAll(/\p{RGI_Emoji}/gv)) {
    const inUrl = urls.some(({ indices: [start, end] }) => index >= start && index < end);
    if (!inUrl) weight += EMOJI_WEIGHT - tt.parseTweet(emoji).weightedLength;
  }
  return weight;
}
