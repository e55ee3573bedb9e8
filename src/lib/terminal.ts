/** C0 and C1 controls, escape among them, and what changes direction, hides or breaks lines; not the joiners that scripts and emoji need. */
const UNPRINTABLE = /[\p{Cc}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu;

/**
 * The text as one line that a terminal or a log shows and nothing else: line breaks and tabs become spaces; control,
 * escape and direction characters go.
 */
export function printable(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\r\n\t\u2028\u2029]+/g, ' ')
    .replace(UNPRINTABLE, '');
}
