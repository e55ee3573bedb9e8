import { monthNamed } from './dateline.ts';
import { attempt, type Moment, parseMoment } from './moment.ts';

/** Hours east of Greenwich of the abbreviations that feeds use: RFC 822's own, and those of Europe and the Near East. */
const ZONES: Readonly<Record<string, number>> = {
  ut: 0,
  utc: 0,
  gmt: 0,
  z: 0,
  wet: 0,
  west: 1,
  bst: 1,
  cet: 1,
  cest: 2,
  eet: 2,
  eest: 3,
  msk: 3,
  trt: 3,
  est: -5,
  edt: -4,
  cst: -6,
  cdt: -5,
  mst: -7,
  mdt: -6,
  pst: -8,
  pdt: -7,
};
const LONGEST = 80;
/** A weekday, in whatever language, says nothing that the date does not. */
const WEEKDAY = /^\p{L}+(?:\.?,?\s+|,)/u;
/** As C writes it: `Mon Jul 06 10:00:00 EEST 2026`. */
const YEAR_LAST = /^(\p{L}+ \p{L}+ \d{1,2}) (\d{1,2}:\d{2}(?::\d{2})?(?: [A-Z]{1,5})?) (\d{4})$/u;
const DAY_FIRST = /^(?<day>\d{1,2})(?:st|nd|rd|th)?[\s.-]+(?<month>\p{L}+)\.?,?[\s-]+(?<year>\d{4}|\d{2})(?!\d)/iu;
const MONTH_FIRST = /^(?<month>\p{L}+)\.?\s+(?<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?<year>\d{4})(?!\d)/iu;
const DOTTED = /^(?<day>\d{1,2})\.(?<month>\d{1,2})\.(?<year>\d{4})(?!\d)/;
const YEAR_FIRST = /^(?<year>\d{4})[-/.](?<month>\d{1,2})[-/.](?<day>\d{1,2})(?!\d)/;
const CLOCK =
  /^(?:t|[\s,]+(?:at\s+)?)(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:[.,]\d{1,9})?)?\s*(?<half>[ap]\.?m\.?)?/i;
const OFFSET =
  /^\s*(?:\(?(?<name>[a-z]{1,5})\)?)?\s*(?:(?<sign>[+-])(?<hours>\d{1,2}):?(?<minutes>\d{2})?)?\s*(?:\([^()]*\))?$/i;
const SECONDS = /^\d{9,10}$/;
const MILLISECONDS = /^\d{12,13}$/;

/**
 * A date as feeds write it: ISO 8601, RFC 822 in all its wild forms (two-digit years, no weekday, zones by name or left
 * out, months of the outlet's language), `26.11.2026 19:44`, seconds of the epoch. Without a zone it is a wall clock.
 * Undefined where it cannot be told, as of 07/06/2026.
 */
export function parseWildDate(written: string, language: string): Moment | undefined {
  const text = written.trim().replace(/\s+/g, ' ');
  if (text.length > LONGEST) return undefined;
  const known = parseMoment(text) ?? epoch(text) ?? inWords(text, language);
  return known ?? inWords(text.replace(YEAR_LAST, '$1 $3 $2').replace(WEEKDAY, ''), language);
}

function epoch(text: string): Moment | undefined {
  const unitMs = SECONDS.test(text) ? 1000 : MILLISECONDS.test(text) ? 1 : undefined;
  return unitMs && Temporal.Instant.fromEpochMilliseconds(Number(text) * unitMs);
}

function inWords(text: string, language: string): Moment | undefined {
  const date = [DAY_FIRST, MONTH_FIRST, DOTTED, YEAR_FIRST].map((form) => form.exec(text)).find((found) => found);
  if (!date?.groups) return undefined;
  const { day, month = '', year = '' } = date.groups;
  const rest = text.slice(date[0].length);
  const clock = CLOCK.exec(rest);
  const zone = offsetOf(rest.slice(clock?.[0].length ?? 0));
  const monthNumber = /^\d/.test(month) ? Number(month) : monthNamed(month, language);
  if (!zone || !monthNumber) return undefined;
  const parts = { year: fullYear(year), month: monthNumber, day: Number(day), ...timeOf(clock) };
  const wallClock = attempt(() => Temporal.PlainDateTime.from(parts, { overflow: 'reject' }));
  if (!wallClock) return undefined;
  return parseMoment(zone.offset === undefined ? wallClock.toString() : `${wallClock}${zone.offset}`);
}

/** RFC 2822, 4.3: two digits are of this century up to 49. */
function fullYear(year: string): number {
  const number = Number(year);
  return year.length > 2 ? number : number + (number < 50 ? 2000 : 1900);
}

function timeOf(clock: RegExpExecArray | null) {
  const { hour = 0, minute = 0, second = 0, half = '' } = clock?.groups ?? {};
  const afternoon = /^p/i.test(half) && Number(hour) < 12 ? 12 : 0;
  const midnight = /^a/i.test(half) && Number(hour) === 12 ? -12 : 0;
  // A leap second is no second of any other clock.
  return { hour: Number(hour) + afternoon + midnight, minute: Number(minute), second: Math.min(Number(second), 59) };
}

/** `{}`: none is named. Undefined: what stands there is no zone that anybody knows. */
function offsetOf(text: string): { readonly offset?: string } | undefined {
  const found = OFFSET.exec(text)?.groups;
  if (!found) return undefined;
  const { name, sign, hours = '0', minutes = '00' } = found;
  const named = name === undefined ? undefined : ZONES[name.toLowerCase()];
  if (name !== undefined && named === undefined) return undefined;
  if (sign !== undefined) return { offset: `${sign}${hours.padStart(2, '0')}:${minutes}` };
  if (named === undefined) return {};
  return { offset: `${named < 0 ? '-' : '+'}${String(Math.abs(named)).padStart(2, '0')}:00` };
}
