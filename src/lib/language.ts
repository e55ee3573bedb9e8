/** In UTF-16 code units: so much of a text tells its language. */
const LONGEST_SAMPLE = 1_000;
/** Fewer than 40 letters tell too little. */
const ENOUGH_LETTERS = /^(?:\P{L}*\p{L}){40}/u;

/** What is telling of a language and cheap to look for; the detector itself takes a fifth of a second to load. */
const TELLTALES: Readonly<Record<string, { readonly signs: RegExp; readonly foreign: RegExp }>> = {
  en: { signs: /\b(?:the|of|and|to|in|was|were|for|that|with)\b/gi, foreign: /[\p{L}--\p{Script=Latin}]/gv },
  uk: { signs: /[іїєґ]/gi, foreign: /[ыэъё]/gi },
  ru: { signs: /[ыэъё]/gi, foreign: /[іїєґў]/gi },
};
/** One sign of the language in so many UTF-16 code units of it, on the average, and hardly one of another. */
const SIGN_IN = 60;
const FOREIGN_IN = 300;

/**
 * The language a text is mostly written in, as a BCP 47 tag; `usual`, the outlet's own, where it is that language or the
 * text is too short or too mixed to tell.
 */
export async function languageOfText(text: string, usual: string): Promise<string> {
  const sample = text.slice(0, LONGEST_SAMPLE);
  const [primary = ''] = usual.toLowerCase().split('-');
  if (!ENOUGH_LETTERS.test(sample) || isSurely(primary, sample)) return usual;
  const { eld } = await import('eld/extrasmall');
  const detected = eld.detect(sample);
  return detected.isReliable() && detected.language !== primary ? detected.language : usual;
}

function isSurely(language: string, sample: string): boolean {
  const telltale = Object.hasOwn(TELLTALES, language) ? TELLTALES[language] : undefined;
  if (!telltale) return false;
  const signs = sample.match(telltale.signs)?.length ?? 0;
  const foreign = sample.match(telltale.foreign)?.length ?? 0;
  return signs * SIGN_IN >= sample.length && foreign * FOREIGN_IN <= sample.length;
}
