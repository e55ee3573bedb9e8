import { type Quotation, quotation } from './quotation.ts';

/** Latin and Cyrillic as newsrooms type them: no dirt, and no script without spaces. */
const COMMON = /[ -~\u00a0-\u00ff\u0400-\u04ff\u2010-\u2026\u20ac№]/;
const BEYOND = 0x2200;
/** A sentence that leaves nothing open. */
export const NOTHING_OPEN: Quotation = { open: false, stray: false };

/** Kinds of characters, a bit each. */
const UNCOMMON = 1;
const MARK = 2;
const DIGIT = 4;
const SIGN = 8;

/** What one look over a sentence tells: a sentence without a kind of characters need not be searched for it. */
export interface Look {
  readonly marks: Quotation;
  /** Whether it holds characters beyond Latin and Cyrillic as newsrooms type them. */
  readonly uncommon: boolean;
  readonly hasDigit: boolean;
  /** Whether it holds what only handles, hashtags and labels do. */
  readonly hasSign: boolean;
}

/** Looks over a sentence once. */
export function lookAt(text: string): Look {
  let kinds = 0;
  for (let at = 0; at < text.length; at++) kinds |= KINDS[text.charCodeAt(at)] ?? UNCOMMON;
  return {
    marks: kinds & (MARK | UNCOMMON) ? quotation(text) : NOTHING_OPEN,
    uncommon: (kinds & UNCOMMON) > 0,
    hasDigit: (kinds & DIGIT) > 0,
    hasSign: (kinds & SIGN) > 0,
  };
}

const KINDS = Uint8Array.from({ length: BEYOND }, (_, unit) => {
  const character = String.fromCharCode(unit);
  if (!COMMON.test(character)) return UNCOMMON;
  if (/[“”„‟«»"‘’'()[\]]/.test(character)) return MARK;
  if (/\d/.test(character)) return DIGIT;
  return /[@#:]/.test(character) ? SIGN : 0;
});
