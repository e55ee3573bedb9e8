/** A number as a text claims it: `2.4 million euros` is 2,400,000 of EUR. */
export interface Quantity {
  readonly value: number;
  /** `%`, or what is counted where that is money; empty for the rest. */
  readonly unit: string;
  /** As it stands in the text. */
  readonly text: string;
}

const SCALES: readonly (readonly [RegExp, number])[] = [
  [/^(?:thousand|тис|тыс)/, 1e3],
  [/^lakh/, 1e5],
  [/^(?:million|mln|mn|m$|млн|мільйон|миллион)/, 1e6],
  [/^crore/, 1e7],
  [/^(?:billion|bln|bn|млрд|мільярд|миллиард)/, 1e9],
  [/^(?:trillion|трлн|трильйон|триллион)/, 1e12],
];
const UNITS: readonly (readonly [RegExp, string])[] = [
  [/^(?:%|per ?cent|відсот|процент)/, '%'],
  [/^(?:\$|dollar|usd|дол)/, 'USD'],
  [/^(?:€|euro|eur|євро|евро)/, 'EUR'],
  [/^(?:£|pound|gbp|фунт)/, 'GBP'],
  [/^(?:₴|hryvn|uah|грн|грив)/, 'UAH'],
  [/^(?:₽|ruble|rouble|rub|руб|рубл)/, 'RUB'],
  [/^(?:₹|rupee|rs|inr|рупі|рупи)/, 'INR'],
];
const BEFORE = '(?<money>[$€£₴₽₹]|\\b[Rr]s\\.? ?)?';
const FIGURES = '(?<figures>\\d{1,3}(?:[ ,.]\\d{3})+(?![\\d])(?:[.,]\\d+)?|\\d+(?:,\\d\\d)+,\\d{3}|\\d+(?:[.,]\\d+)?)';
const AFTER = '(?:[ -]?(?<first>%|[\\p{L}]+)\\.?(?: (?<second>[\\p{L}]+))?)?';
const QUANTITY = new RegExp(`${BEFORE}(?<![\\p{L}\\d])${FIGURES}${AFTER}`, 'gu');

/** A scale that no figure stands before: `a million homes`, `a billion-dollar deal`. */
const BARE_SCALE =
  /(?<![\p{L}\p{N}]|\d[ -])(?:thousand|lakh|million|crore|billion|trillion|тисяч|тысяч|мільйон|миллион|мільярд|миллиард|трильйон|триллион)\p{L}*/giu;

const NUMBER_WORDS: readonly (readonly string[])[] = [
  [],
  ['one', 'один', 'одна', 'одно', 'одного'],
  ['two', 'два', 'дві', 'две', 'двоє', 'двох', 'двух', 'двое'],
  ['three', 'три', 'троє', 'трьох', 'трех', 'трёх', 'трое'],
  ['four', 'чотири', 'четверо', 'чотирьох', 'четыре', 'четырех', 'четырёх'],
  ['five', "п'ять", 'пять', 'пяти', "п'яти"],
  ['six', 'шість', 'шесть', 'шести'],
  ['seven', 'сім', 'семь', 'семи'],
  ['eight', 'вісім', 'восемь', 'восьми'],
  ['nine', "дев'ять", 'девять', 'девяти'],
  ['ten', 'десять', 'десяти'],
  ['eleven', 'одинадцять', 'одиннадцать'],
  ['twelve', 'дванадцять', 'двенадцать'],
];
const VALUE_OF = new Map(NUMBER_WORDS.flatMap((words, value) => words.map((word) => [word, value] as const)));

/** The numbers of a plain text in their order, written in figures; small ones in words only with `inWords`. */
export function quantitiesOf(text: string, { inWords = false } = {}): readonly Quantity[] {
  const found: Quantity[] = [];
  for (const { 0: whole, groups = {} } of text.matchAll(QUANTITY)) {
    const { money = '', figures = '', first = '', second = '' } = groups;
    const [scaleWord, unitWord] = scaleOf(first) === undefined ? ['', first] : [first, second];
    const unit = unitOf(money) || unitOf(`${unitWord} ${second}`) || unitOf(second);
    found.push({ value: round(numberOf(figures) * (scaleOf(scaleWord) ?? 1)), unit, text: whole.trim() });
  }
  for (const [word] of text.matchAll(BARE_SCALE)) found.push({ value: scaleOf(word) ?? 1, unit: '', text: word });
  if (!inWords) return found;
  for (const word of text.toLowerCase().match(/[\p{L}']+/gu) ?? []) {
    const value = VALUE_OF.get(word);
    if (value !== undefined) found.push({ value, unit: '', text: word });
  }
  return found;
}

/** Whether one of these numbers bears out the claim: the same value, and no other unit. */
export function isCounted(claim: Quantity, source: readonly Quantity[]): boolean {
  return source.some(({ value, unit }) => value === claim.value && (unit === claim.unit || !unit || !claim.unit));
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

function scaleOf(word: string): number | undefined {
  const lower = word.toLowerCase();
  return lower === '' ? undefined : SCALES.find(([sign]) => sign.test(lower))?.[1];
}

function unitOf(word: string): string {
  const lower = word.trim().toLowerCase();
  return lower === '' ? '' : (UNITS.find(([sign]) => sign.test(lower))?.[1] ?? '');
}

/** 2.3 × 1,000,000 is 2,300,000 exactly. */
function round(value: number): number {
  return Number(value.toPrecision(12));
}
