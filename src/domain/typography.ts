import { outsideQuotations, quotationsIn } from './quotations.ts';

/** How a language is set. Its signs are as long as the typed ones they stand for: no text gets longer. */
interface House {
  readonly opening: string;
  readonly closing: string;
  /** With what is around it. */
  readonly dash: string;
  /** The space before a unit, which a number is not parted from. */
  readonly beforeUnit: RegExp;
  /** Whether a dash stays on the line of the word before it, and initials on that of their name. */
  readonly binds?: true;
}

const NBSP = '\u00A0';

const HOUSES: Readonly<Record<string, House>> = {
  en: {
    opening: '“',
    closing: '”',
    dash: ' – ',
    beforeUnit: before('million|billion|trillion|km|kg|mm|cm|mph|per cent'),
  },
  uk: {
    opening: '«',
    closing: '»',
    dash: `${NBSP}— `,
    beforeUnit: before('млн|млрд|трлн|тис|грн|км|кг|мм|см|га|м|хв'),
    binds: true,
  },
  ru: {
    opening: '«',
    closing: '»',
    dash: `${NBSP}— `,
    beforeUnit: before('млн|млрд|трлн|тыс|руб|км|кг|мм|см|га|м|мин'),
    binds: true,
  },
};

/** Told at once: what is to be set has one of these. */
const MAY_NEED_SETTING = /["–—]| --? |\d |[№§] |\p{Lu}\. \p{Lu}/u;
const TYPED_DASH = / --? /g;
const DASH = / (?=[–—] )/g;
const NUMBER_IN_GROUPS = /(?<![\d\u00A0]|\d[ .,])\d{1,3}(?: \d{3})+(?!\d)/g;
const BEFORE_SIGN = /(?<=\d) (?=[%‰°€₴₽$£¥])/g;
const AFTER_SIGN = /(?<=[№§]) (?=\d)/g;
const AFTER_INITIAL = /(?<=(?<!\p{L})\p{Lu}\.) (?=\p{Lu})/gu;

/**
 * The text as the language is set: typed quotation marks and hyphens for dashes become the language's own, and a number
 * keeps its unit beside it. Signs that the outlet set stay as they are, and so does every word of a quotation.
 */
export function typeset(text: string, language: string): string {
  const house = HOUSES[language.split('-', 1)[0] ?? ''];
  if (!house || !MAY_NEED_SETTING.test(text)) return text;
  const quotations = quotationsIn(text);
  const set = outsideQuotations(text, quotations, (piece) => setPiece(piece, house));
  if (quotations.length === 0 || !text.includes('"')) return set;
  const marked = withMarks(set, house);
  // A stray mark of the outlet's would be taken for the other half of one that was set.
  return isQuotedAlike(marked, set) ? marked : set;
}

function isQuotedAlike(one: string, other: string): boolean {
  const others = quotationsIn(other);
  const quotations = quotationsIn(one);
  return (
    quotations.length === others.length &&
    quotations.every(({ from, to }, nth) => from === others[nth]?.from && to === others[nth]?.to)
  );
}

function setPiece(piece: string, house: House): string {
  const dashed = piece
    .replace(TYPED_DASH, (typed, at: number) => (isMinus(piece, at, typed.length) ? typed : house.dash))
    .replace(NUMBER_IN_GROUPS, (number) => number.replaceAll(' ', NBSP))
    .replace(BEFORE_SIGN, NBSP)
    .replace(AFTER_SIGN, NBSP)
    .replace(house.beforeUnit, NBSP);
  return house.binds ? dashed.replace(DASH, NBSP).replace(AFTER_INITIAL, NBSP) : dashed;
}

function before(units: string): RegExp {
  return new RegExp(`(?<=\\d) (?=(?:${units})(?!\\p{L}))`, 'gu');
}

/** Between two numbers it is a score or a sum. */
function isMinus(piece: string, at: number, length: number): boolean {
  return /\d/.test(piece.charAt(at - 1)) && /\d/.test(piece.charAt(at + length));
}

/** The typed marks around quotations as the language has them, unless the same ones stand inside. */
function withMarks(text: string, { opening, closing }: House): string {
  let done = '';
  let at = 0;
  for (const { from, to, closed } of quotationsIn(text)) {
    const inside = text.slice(from + 1, to - 1);
    const isTyped = closed && text.charAt(from) === '"' && !inside.includes(opening) && !inside.includes(closing);
    done += text.slice(at, from) + (isTyped ? `${opening}${inside}${closing}` : text.slice(from, to));
    at = to;
  }
  return done + text.slice(at);
}
