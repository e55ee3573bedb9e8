const PAIR = /[\ud800-\udbff][\udc00-\udfff]/;

/** How many Unicode code points a text has, an emoji counting one or more; most texts have no pairs of units to look at. */
export function codePoints(text: string): number {
  return PAIR.test(text) ? [...text].length : text.length;
}
