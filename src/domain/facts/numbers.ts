import type { FactWords } from './languages/index.ts';

/** A number as a text claims it: `2.4 million euros` is 2,400,000 of EUR. */
export interface Quantity {
  readonly value: number;
  /** `%`, or what is counted where that is money; empty for the rest. */
  readonly unit: string;
  /** As it stands in the text. */
  readonly text: string;
}

const SIGNS = new Map([
  ['%', '%'],
  ['$', 'USD'],
  ['€', 'EUR'],
  ['£', 'GBP'],
  ['₴', 'UAH'],
  ['₽', 'RUB'],
  ['₹', 'INR'],
]);
const BEFORE = '(?:(?<money>[$€£₴₽₹]|\\b[Rr]s\\.? ?)|(?<![\\p{L}\\d]))';
const FIGURES = '(?<figures>\\d{1,3}(?:[ ,.]\\d{3})+(?![\\d])(?:[.,]\\d+)?|\\d+(?:,\\d\\d)+,\\d{3}|\\d+(?:[.,]\\d+)?)';
const AFTER = '(?:[ -]?(?<first>[%$€£₴₽₹]|[\\p{L}]+)\\.?(?: (?<second>[$€£₴₽₹]|[\\p{L}]+))?)?';
const QUANTITY = new RegExp(`${BEFORE}${FIGURES}${AFTER}`, 'gu');
/** A word that does not belong to the figures before it. */
const WORD = /(?<![\p{L}\p{N}']|\d[ -])\p{L}+(?:'\p{L}+)*/gu;
/** Shorter scales are abbreviations, which mean nothing without figures. */
const SHORTEST_BARE_SCALE = 4;

/** The numbers of a plain text in their order, written in figures or as a bare scale (`a million homes`). */
export function quantitiesOf(text: string, words: FactWords): readonly Quantity[] {
  const found: Quantity[] = [];
  for (const { 0: whole, groups = {} } of text.matchAll(QUANTITY)) {
    const { money = '', figures = '', first = '', second = '' } = groups;
    const scale = first && words.scales(first);
    const [unitWord, next] = scale ? [second, ''] : [first, second];
    const unit = unitOf(money.trim(), words) || unitOf(`${unitWord} ${next}`, words) || unitOf(unitWord, words);
    found.push({ value: round(numberOf(figures) * (scale || 1)), unit, text: whole.trim() });
  }
  for (const [word] of text.matchAll(WORD)) {
    const scale = word.length >= SHORTEST_BARE_SCALE ? words.scales(word) : undefined;
    if (scale !== undefined) found.push({ value: scale, unit: '', text: word });
  }
  return found;
}

/** The numbers of a plain text that are written in words: `two`, `twenty-one` and, as what it counts, `two million`. */
export function quantitiesInWords(text: string, words: FactWords): readonly Quantity[] {
  const found: Quantity[] = [];
  let before = 0;
  for (const [word] of text.matchAll(WORD)) {
    const value = words.numbers(word);
    const scale = value === undefined ? words.scales(word) : undefined;
    if (value !== undefined) found.push({ value, unit: '', text: word });
    if (value !== undefined && before >= 20 && value < 10) found.push({ value: before + value, unit: '', text: word });
    if (scale !== undefined && before > 0) found.push({ value: before * scale, unit: '', text: word });
    before = value ?? 0;
  }
  return found;
}

/** Whether two numbers are the same, and of no other unit. */
export function isSame(one: Quantity, other: Quantity): boolean {
  return one.value === other.value && (one.unit === other.unit || !one.unit || !other.unit);
}

/** `1,234.5`, `1.234,5`, `1 234,5` and `12,34,567` are numbers; a single comma before three figures parts thousands. */
function numberOf(figures: string): number {
  const compact = figures.replaceAll(' ', '');
  const decimals = /^(?:\d{1,3}(?:[.,]\d{3})+|\d+(?:,\d\d)+,\d{3})$/.test(compact)
    ? ''
    : (/[.,](\d+)$/.exec(compact)?.[1] ?? '');
  const digits = compact.replace(/[.,]/g, '');
  const wholeDigits = decimals ? digits.slice(0, -decimals.length) : digits;
  return Number(`${wholeDigits || '0'}.${decimals || '0'}`);
}

function unitOf(word: string, words: FactWords): string {
  const bare = word.trim().replace(/\.$/, '');
  return bare === '' ? '' : (SIGNS.get(bare) ?? words.units(bare) ?? '');
}

/** 2.3 × 1,000,000 is 2,300,000 exactly. */
function round(value: number): number {
  return Number(value.toPrecision(12));
}
