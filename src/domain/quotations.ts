/** Where a quotation stands in a text, its marks included. */
export interface Quotation {
  readonly from: number;
  /** After its last character. */
  readonly to: number;
  /** Whether it ends with the mark that belongs to the first. */
  readonly closed: boolean;
}

const MARKS = /[“„‟«»"‘'「『《]/gu;
const CLOSERS: Readonly<Record<string, string>> = {
  '“': '”',
  '„': '“”',
  '‟': '”',
  '«': '»',
  '»': '«',
  '"': '"',
  '‘': '’',
  "'": "'",
  '「': '」',
  '『': '』',
  '《': '》',
};
/** Marks that also close, or stand in the middle of words: they open where a word begins. */
const AMBIGUOUS = /["'»‘]/;
/** Unclosed, these are no quotation at all. */
const MAYBE_NONE = /['‘»]/;
const OPENS_AFTER = /^$|[\s([{“„«‘—–-]/u;
const LETTER = /[\p{L}\p{N}]/u;

/**
 * The outermost quotations of a text. One that is never closed goes on to the end, for nobody knows where it ended; an
 * apostrophe opens none.
 */
export function quotationsIn(text: string): readonly Quotation[] {
  const found: Quotation[] = [];
  const unclosed = new Set<string>();
  const isOdd = (text.split('"').length - 1) % 2 === 1;
  let after = 0;
  for (const { 0: mark, index: from } of text.matchAll(MARKS)) {
    if (from < after || unclosed.has(mark)) continue;
    // One typed mark too many: an inch, or a slip, and no telling which.
    const isUnclear = mark === '"' && isOdd;
    if (!isUnclear && !opens(text, from, mark)) continue;
    const close = isUnclear ? undefined : closing(text, from + 1, mark);
    if (close === undefined && MAYBE_NONE.test(mark)) unclosed.add(mark);
    else {
      after = close === undefined ? text.length : close + 1;
      found.push({ from, to: after, closed: close !== undefined });
    }
  }
  return found;
}

/** The text with all that is in no quotation, piece by piece, as `change` makes it. */
export function outsideQuotations(
  text: string,
  quotations: readonly Quotation[],
  change: (piece: string) => string,
): string {
  let done = '';
  let at = 0;
  for (const { from, to } of quotations) {
    done += change(text.slice(at, from)) + text.slice(from, to);
    at = to;
  }
  return done + change(text.slice(at));
}

function opens(text: string, at: number, mark: string): boolean {
  if (!AMBIGUOUS.test(mark)) return true;
  return opensWord(text, at) && (mark === '"' || LETTER.test(text.charAt(at + 1)));
}

function opensWord(text: string, at: number): boolean {
  return OPENS_AFTER.test(text.charAt(at - 1)) && /\S/.test(text.charAt(at + 1));
}

/** Where the quotation that `mark` opened ends: the same marks inside it are paired off. */
function closing(text: string, from: number, mark: string): number | undefined {
  const closers = CLOSERS[mark] ?? '';
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    const unit = text.charAt(at);
    if (closers.includes(unit)) {
      if (isApostrophe(text, at, unit)) continue;
      depth += /["“]/.test(unit) && opensWord(text, at) ? 1 : -1;
      if (depth === 0) return at;
    } else if (unit === mark) depth += 1;
  }
  return undefined;
}

function isApostrophe(text: string, at: number, mark: string): boolean {
  return /['’]/.test(mark) && LETTER.test(text.charAt(at - 1)) && LETTER.test(text.charAt(at + 1));
}
