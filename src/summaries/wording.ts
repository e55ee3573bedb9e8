/** In UTF-16 code units: what two texts of the same words may differ by in marks and white space. */
const MARKS = 20;
/** Whether two texts are the same words in the same order; case, marks and white space do not count. */
export function sameWords(one: string, other: string): boolean {
  return Math.abs(one.length - other.length) <= MARKS && letterRun(one) === letterRun(other);
}

function letterRun(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '');
}
