import tt from 'twitter-text';
import type { Format } from '../../domain/ports.ts';
import { phrase } from './phrase.ts';

/** What X charges for one create, in US dollars (docs.x.com pricing, August 2026): dearer with any address in it. */
const CREATE_USD = { plain: 0.015, withUrl: 0.2 } as const;
/** For telling X what an image shows; the upload itself is free. */
const ALT_TEXT_USD = 0.005;

/** An emoji weighs this much, however many code points it is made of. */
const EMOJI_WEIGHT = 2;

/** How X carries text: 280 weighted characters, an address counting 23, an emoji 2; the link stands last. */
export const twitterFormat: Format = {
  id: 'twitter',
  room: (link) => ({ maxLength: 280, measure: (words) => weightedLength(render(words, link)) }),
  phrase,
  render,
  costUsd(words, link, image) {
    const createUsd = tt.extractUrls(render(words, link)).length > 0 ? CREATE_USD.withUrl : CREATE_USD.plain;
    return image?.alt === undefined ? createUsd : createUsd + ALT_TEXT_USD;
  },
};

function render(words: string, link: string): string {
  return words && link ? `${words} ${link}` : words || link;
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
