const MARKS = /[“”„‟«»"‘’'()[\]「」『』《》（）]/gu;
const MARK = new RegExp(MARKS.source);
const OPENS_AFTER = /^$|[\s([{«“„‘"'—–-]/u;
const CLOSED_BY: Readonly<Record<string, string>> = {
  '“': '”',
  '„': '“”',
  '‟': '”',
  '”': '”',
  '«': '»',
  '"': '"',
  '‘': '’',
  "'": "'",
  '(': ')',
  '[': ']',
  '「': '」',
  '『': '』',
  '《': '》',
  '（': '）',
};

/** What the quotation marks and brackets of a text leave open. */
export interface Quotation {
  /** Whether something opened is not closed. */
  readonly open: boolean;
  /** Whether something is closed that was not opened. */
  readonly stray: boolean;
}

/** Pairs the quotation marks and brackets of a text; an apostrophe and an inch mark are neither. */
export function quotation(text: string): Quotation {
  const { waiting, stray } = pair(text, Number.POSITIVE_INFINITY);
  return { open: waiting > 0, stray };
}

/** Whether all that is open somewhere before `from` is closed again after it. */
export function closesAfter(text: string, from: number): boolean {
  return pair(text, from).closedAt !== undefined;
}

function pair(text: string, from: number): { waiting: number; stray: boolean; closedAt?: number } {
  if (!MARK.test(text)) return { waiting: 0, stray: false };
  const open: string[] = [];
  let stray = false;
  for (const { 0: mark, index } of text.matchAll(MARKS)) {
    const before = text.charAt(index - 1);
    const after = text.charAt(index + 1);
    const top = open.at(-1);
    if (top !== undefined && CLOSED_BY[top]?.includes(mark) && !isApostrophe(mark, before, after)) {
      open.pop();
      if (open.length === 0 && index >= from) return { waiting: 0, stray, closedAt: index };
    } else if (opens(mark, before, after)) open.push(mark);
    else if (!isApostrophe(mark, before, after) && !isInch(mark, before)) stray ||= !/[‘’']/.test(mark);
  }
  return { waiting: open.length, stray };
}

function opens(mark: string, before: string, after: string): boolean {
  // One and the same mark opens and closes: it opens where a word begins.
  if (mark === '"' || mark === '”') return OPENS_AFTER.test(before) && /\S/.test(after);
  if (mark === "'" || mark === '‘') return OPENS_AFTER.test(before) && /\p{L}/u.test(after);
  return mark !== '’' && mark in CLOSED_BY;
}

function isApostrophe(mark: string, before: string, after: string): boolean {
  return /['’]/.test(mark) && /[\p{L}\p{N}]/u.test(before) && /[\p{L}\p{N}]/u.test(after);
}

function isInch(mark: string, before: string): boolean {
  return mark === '"' && /\d/.test(before);
}
