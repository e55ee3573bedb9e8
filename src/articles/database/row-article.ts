import type { Instant } from '../../domain/time.ts';
import { instantIn, parseMoment } from '../moment.ts';
import type { Parsed, SourceSettings } from '../source-settings.ts';
import { articleFromFields } from '../story.ts';
import type { Row } from './database.ts';

/** What a database says of a story's status, in its own words. */
export interface StatusWords {
  readonly usable: readonly string[];
  readonly canceled: readonly string[];
}

/** A row as a story; or no story for anybody: marked as deleted, or a draft that is not yet whole. */
export type Understood = Parsed | { readonly type: 'no-article' };

const TEXTS = ['url', 'title', 'body', 'summary', 'section', 'language'];
const TIMES = ['publishedAt', 'updatedAt', 'embargoUntil'];
/** A number below it counts seconds since 1970, one above it milliseconds: the year 5138, or 1973. */
const LARGEST_SECONDS = 100_000_000_000;

/** Reads a row. Whatever status is none of the configured words is withheld: a draft must not go out for a new word. */
export function articleFromRow(row: Row, words: StatusWords, settings: SourceSettings): Understood {
  const { deleted, ...said } = row;
  if (isTrue(deleted)) return { type: 'no-article' };
  const fields: Record<string, unknown> = {
    ...said,
    id: asText(row.id),
    authors: listOf(asText(row.authors)),
    tags: listOf(asText(row.tags)),
    image: asText(row.image) ? { url: asText(row.image), alt: asText(row.imageAlt) } : undefined,
    video: asText(row.video) ? { url: asText(row.video) } : undefined,
    status: 'status' in row ? statusOf(asText(row.status), words) : 'usable',
    breaking: isTrue(row.breaking),
  };
  for (const field of TEXTS) fields[field] = asText(row[field]);
  for (const field of TIMES) fields[field] = timeOf(row[field]);
  const changedAt = instantOf(row.updatedAt, settings.timezone) ?? Temporal.Instant.fromEpochMilliseconds(0);
  const parsed = articleFromFields(fields, changedAt, settings);
  return parsed.type === 'unreadable' && fields.status === 'withheld' ? { type: 'no-article' } : parsed;
}

/** The instant that a column of times means, undefined where it means none. */
export function instantOf(value: unknown, timezone: string): Instant | undefined {
  const written = timeOf(value);
  const moment = typeof written === 'string' ? parseMoment(written) : undefined;
  return moment && instantIn(moment, timezone);
}

/** Times as ISO 8601: numbers count from 1970, and MySQL's zero date is none. */
function timeOf(value: unknown): unknown {
  const text = asText(value);
  if (typeof text !== 'string') return text;
  if (text.startsWith('0000-00-00')) return undefined;
  if (!/^\d{9,16}(?:\.\d+)?$/.test(text)) return text;
  const count = Number(text);
  const ms = Math.trunc(count < LARGEST_SECONDS ? count * 1000 : count);
  return Math.abs(ms) <= 8.64e15 ? Temporal.Instant.fromEpochMilliseconds(ms).toString() : text;
}

/** Numbers, and text that the driver hands over as bytes, as text; empty text as none; all else as it is. */
function asText(value: unknown): unknown {
  if (value === null || value === '') return undefined;
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  return value instanceof Uint8Array ? new TextDecoder().decode(value) : value;
}

/** A list as the database has it, as JSON, or parted by commas, semicolons or line breaks. */
function listOf(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const json = value.trimStart().startsWith('[') ? parsed(value) : undefined;
  return json ?? value.split(/[,;\n]/).map((entry) => entry.trim());
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function statusOf(value: unknown, { usable, canceled }: StatusWords): string {
  const word = String(value ?? '')
    .trim()
    .toLowerCase();
  const isIn = (list: readonly string[]) => list.some((known) => known.toLowerCase() === word);
  return isIn(canceled) ? 'canceled' : isIn(usable) ? 'usable' : 'withheld';
}

const FALSE = ['', '0', 'f', 'false', 'n', 'no', 'off'];

/** Whatever is neither empty nor a no: a mark of deletion is often the time of it. */
function isTrue(value: unknown): boolean {
  if (value === null || value === undefined || value === false) return false;
  if (value instanceof Uint8Array) return value.some((byte) => byte !== 0 && byte !== 48);
  const text = String(value).trim().toLowerCase();
  return !FALSE.includes(text) && !text.startsWith('0000-00-00');
}
