import type { Instant } from '../domain/time.ts';
import { attempt, instantIn, type Moment, parseMoment } from './moment.ts';
import type { SourceSettings } from './source-settings.ts';

/** Characters; a longer line is a paragraph. */
const LONGEST = 60;
/** A label or weekday in front: `Published:`, `Thursday,`. */
const LEAD = /^(?:\p{L}+:\s*)?(?:\p{L}+\.?,\s*)?/u;
const DAY_FIRST = /^(?<day>\d{1,2})(?:st|nd|rd|th)?\.?\s+(?:de\s+)?(?<month>\p{L}+)\.?,?\s+(?:de\s+)?(?<year>\d{4})/iu;
const MONTH_FIRST = /^(?<month>\p{L}+)\.?\s+(?<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?<year>\d{4})/iu;
const DOTTED = /^(?<day>\d{1,2})\.(?<month>\d{1,2})\.(?<year>\d{4})/;
const YEAR_SIGN = /^\s*(?:року|года|р\.|г\.)/i;
const CLOCK =
  /^[\s,|–—-]*(?:(?:at|об|о|в|um|à)\s+)?(?<hour>\d{1,2})(?:[:.](?<minute>\d{2}))?(?::(?<second>\d{2}))?\s*(?<half>[ap]\.?m\.?)?\s*(?<utc>UTC|GMT|Z)?$/i;

/**
 * The date and time line under a headline, read in the outlet's zone: its instant, or no instant where the line is
 * surely a dateline but cannot be read. Undefined: the line is no dateline. Months in the outlet's language or English.
 */
export function readDateline(line: string, settings: SourceSettings): { readonly at?: Instant } | undefined {
  if (line.length > LONGEST) return undefined;
  const moment = parseMoment(line) ?? momentOf(line.replace(LEAD, ''), settings.language);
  if (moment) return { at: instantIn(moment, settings.timezone) };
  return looksLikeDateline(line, settings.language) ? {} : undefined;
}

function momentOf(text: string, language: string): Moment | undefined {
  const date = DAY_FIRST.exec(text) ?? MONTH_FIRST.exec(text) ?? DOTTED.exec(text);
  if (!date?.groups) return undefined;
  const { day, month = '', year } = date.groups;
  const clock = clockOf(text.slice(date[0].length).replace(YEAR_SIGN, ''));
  const monthNumber = /\d/.test(month) ? Number(month) : monthNamed(month, language);
  if (!clock || !monthNumber) return undefined;
  const parts = { year: Number(year), month: monthNumber, day: Number(day), ...clock.time };
  const wallClock = attempt(() => Temporal.PlainDateTime.from(parts, { overflow: 'reject' }));
  if (!wallClock) return undefined;
  return parseMoment(clock.utc ? `${wallClock}Z` : wallClock.toString());
}

function clockOf(text: string) {
  if (text === '') return { time: {}, utc: false };
  const clock = CLOCK.exec(text)?.groups;
  if (!clock || (!clock.minute && !clock.half)) return undefined;
  const { minute = 0, second = 0, half = '' } = clock;
  const hour = Number(clock.hour);
  const afternoon = /^p/i.test(half) && hour < 12 ? 12 : 0;
  const midnight = /^a/i.test(half) && hour === 12 ? -12 : 0;
  const time = { hour: hour + afternoon + midnight, minute: Number(minute), second: Number(second) };
  return { time, utc: clock.utc !== undefined };
}

function looksLikeDateline(line: string, language: string): boolean {
  const words = line.match(/\p{L}+/gu) ?? [];
  if (words.length > 6 || /[.!?…]$/.test(line) || !/\b(?:19|20)\d\d\b/.test(line)) return false;
  const hasMonth = words.some((word) => monthNamed(word, language) !== undefined) && /\b\d{1,2}\b/.test(line);
  return hasMonth || /\b\d{1,2}[:./-]\d{2}\b/.test(line);
}

const monthsByLanguage = new Map<string, ReadonlyMap<string, number>>();

/** The number of a month, 1 to 12, named long or short as the language writes it beside a day, or in English. */
export function monthNamed(word: string, language: string): number | undefined {
  const name = word.toLowerCase();
  return monthsOf(language).get(name) ?? monthsOf('en').get(name);
}

/** Month names as the language writes them beside a day (січня, not січень), long and short. */
function monthsOf(language: string): ReadonlyMap<string, number> {
  const known = monthsByLanguage.get(language);
  if (known) return known;
  const names = new Map<string, number>();
  const locale = attempt(() => Intl.getCanonicalLocales(language)[0]) ?? 'en';
  for (const style of ['long', 'short'] as const) {
    const format = new Intl.DateTimeFormat(locale, {
      day: 'numeric',
      month: style,
      calendar: 'gregory',
      timeZone: 'UTC',
    });
    for (let month = 0; month < 12; month += 1) {
      const name = format.formatToParts(Date.UTC(2022, month, 13)).find((part) => part.type === 'month')?.value ?? '';
      names.set(name.toLowerCase().replace(/\.$/, ''), month + 1);
    }
  }
  if (language === 'en') names.set('sept', 9);
  monthsByLanguage.set(language, names);
  return names;
}
