import { z } from 'zod';
import { linkKey, parseLink } from '../domain/link.ts';
import { readTemplate } from '../domain/template.ts';
import { DAY_MS, type DailySpan, HOUR_MS, MINUTE_MS, SECOND_MS } from '../domain/time.ts';

/*
 * The single values of newsroom.yaml. Each says as its error what was expected, as the end of "expected …".
 */

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: SECOND_MS, m: MINUTE_MS, h: HOUR_MS, d: DAY_MS };
/** Ten years; far longer ones would leave the calendar. */
const LONGEST_MS = 3650 * DAY_MS;

/** A text with something in it. */
export const text = (expected = 'a text') => z.string({ error: expected }).regex(/\S/, { error: expected });

/** One or more texts. */
export const texts = (expected: string) => z.array(text(), { error: expected }).min(1, { error: expected });

/** What rows are keyed by. */
export const id = z
  .string({ error: 'an id of a-z, 0-9 and -, at most 40, in quotes where it is a number' })
  .regex(/^[a-z0-9-]{1,40}$/, { error: 'an id of a-z, 0-9 and -, at most 40' });

/** How posts are put together, such as `{breaking?⚡ }{headline}`. */
export const template = z.string({ error: 'a text such as "{summary}"' }).superRefine((written, context) => {
  const result = readTemplate(written);
  if (result.type === 'faulty') context.addIssue({ code: 'custom', message: result.expected });
});

export const flag = z.boolean({ error: 'true or false' });

/** A whole number of at least `least`. */
export const count = (least: number) => {
  const error = `a whole number, ${least} or more`;
  return z.int({ error }).min(least, { error });
};

const dollarsError = 'an amount in US dollars above 0, such as 2.50';
/** US dollars. */
export const dollars = z.number({ error: dollarsError }).positive({ error: dollarsError });

/** A span of time such as `12h`, read as milliseconds. */
export const duration = (example: string, leastMs = 1) => {
  const error = `a duration such as ${example}`;
  return z
    .string({ error })
    .regex(/^\d{1,12}(ms|s|m|h|d)$/, { error, abort: true })
    .transform(milliseconds)
    .refine((ms) => ms >= leastMs && ms <= LONGEST_MS, {
      error: `${error}, ${leastMs > 0 ? 'above 0 and ' : ''}at most 3650d`,
    });
};

/** A span of time such as `12h`, or `never`. */
export const durationOrNever = (example: string) =>
  z.union([z.literal('never'), duration(example)], { error: `a duration such as ${example}, at most 3650d, or never` });

const TIME = '([01]\\d|2[0-3]):[0-5]\\d';
const spanError = 'two different times such as 23:00-06:00';
/** A daily span of wall-clock time; it may pass midnight. */
export const dailySpan = z
  .string({ error: spanError })
  .regex(new RegExp(`^${TIME}-${TIME}$`), { error: spanError, abort: true })
  .transform((written): DailySpan => ({ from: written.slice(0, 5), to: written.slice(6) }))
  .refine(({ from, to }) => from !== to, { error: spanError });

const shareError = 'a share such as 20%';
/** A share such as `20%`, read as 0 to 1. */
export const share = z
  .string({ error: shareError })
  .regex(/^(100|\d{1,2})%$/, { error: shareError, abort: true })
  .transform((written) => Number.parseInt(written, 10) / 100);

/** An absolute http or https address. */
export const address = (example: string) => {
  const error = `an http or https address such as ${example}`;
  return z.string({ error }).refine((written) => parseLink(written) !== undefined, { error });
};

const patternError = 'an http or https address with {id} in it, such as https://news.example/{id}';
/** An address in which `{id}` stands for the id of a story. */
export const linkPattern = z.string({ error: patternError }).refine(isLinkPattern, { error: patternError });

const languageError = 'a language such as en, uk or pt-BR';
/** BCP 47, read in lower case. */
export const language = z
  .string({ error: languageError })
  .refine(isLanguage, { error: languageError })
  .transform((written) => written.toLowerCase());

const timezoneError = 'an IANA time zone such as Europe/Kyiv';
/** An IANA zone, never an offset. */
export const timezone = z.string({ error: timezoneError }).refine(isTimezone, { error: timezoneError });

/** `host:port`, an IPv6 host in brackets. */
export const hostAndPort = (example: string) => {
  const error = `a host and port such as ${example}`;
  return z
    .string({ error })
    .regex(/^(\[[0-9a-f:.]+\]|[a-z0-9.-]+):\d{1,5}$/i, { error, abort: true })
    .transform((written) => written.toLowerCase())
    .refine((written) => portOf(written) <= 65_535, { error });
};

/** Parts what `hostAndPort` accepts. */
export function listenAddress(written: string): { host: string; port: number } {
  const host = written.slice(0, written.lastIndexOf(':')).replace(/^\[|\]$/g, '');
  return { host, port: portOf(written) };
}

function portOf(written: string): number {
  return Number(written.slice(written.lastIndexOf(':') + 1));
}

function milliseconds(written: string): number {
  const unit = written.replace(/^\d+/, '');
  return Number.parseInt(written, 10) * (UNIT_MS[unit] ?? Number.NaN);
}

/** Whether two ids make two links on one host: a fragment or a tracking parameter does not tell stories apart. */
function isLinkPattern(written: string): boolean {
  const [one, other] = ['1', '2'].map((id) => parseLink(written.replaceAll('{id}', id)));
  return one !== undefined && one.host === other?.host && linkKey(one.href) !== linkKey(other.href);
}

function isLanguage(written: string): boolean {
  try {
    return /^[a-z]{2,3}(-|$)/i.test(written) && Intl.getCanonicalLocales(written).length === 1;
  } catch {
    return false;
  }
}

function isTimezone(written: string): boolean {
  if (!/^[a-z]/i.test(written)) return false;
  try {
    Temporal.PlainDate.from('2026-01-01').toZonedDateTime(written);
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: written }));
  } catch {
    return false;
  }
}
