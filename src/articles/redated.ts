import { extname } from 'node:path';
import type { Article } from '../domain/article.ts';
import type { Instant } from '../domain/time.ts';
import { readDateline } from './dateline.ts';
import { withFields } from './front-matter.ts';
import type { SourceSettings } from './source-settings.ts';

/** When a story was published and changed, and until when it waits: what a file says of its dates. */
export type Dates = Pick<Article, 'publishedAt' | 'updatedAt' | 'embargoUntil'>;

/**
 * The text of a sound article file as it would be with these dates, all else as it was: fields of JSON or of front
 * matter, or the dateline of a plain text, which has only the publication and tells it to the minute. `name` gives the
 * kind by its ending.
 */
export function redated(text: string, name: string, dates: Dates, settings: SourceSettings): string {
  switch (extname(name).toLowerCase()) {
    case '.json':
      return `${JSON.stringify({ ...JSON.parse(text), ...fieldsOf(dates) }, null, 2)}\n`;
    case '.md':
      return withFields(text, fieldsOf(dates));
    default:
      return withDateline(text, datelineOf(dates.publishedAt), settings);
  }
}

function fieldsOf({ publishedAt, updatedAt, embargoUntil }: Dates): Readonly<Record<string, string>> {
  return {
    publishedAt: isoOf(publishedAt),
    ...(updatedAt && { updatedAt: isoOf(updatedAt) }),
    ...(embargoUntil && { embargoUntil: isoOf(embargoUntil) }),
  };
}

function isoOf(at: Instant): string {
  return at.toString({ smallestUnit: 'second' });
}

/** `26 November 2026, 19:44 UTC`: an hour that a zone has twice would not say which it means. */
function datelineOf(at: Instant): string {
  const { day, month, year, hour, minute } = at.toZonedDateTimeISO('UTC');
  const name = new Intl.DateTimeFormat('en', { month: 'long', timeZone: 'UTC' }).format(Date.UTC(2000, month - 1, 2));
  return `${day} ${name} ${year}, ${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')} UTC`;
}

function withDateline(text: string, dateline: string, settings: SourceSettings): string {
  const lines = text.split('\n');
  const titleAt = lines.findIndex((line) => line.trim() !== '');
  const nextAt = lines.findIndex((line, at) => at > titleAt && line.trim() !== '');
  if (nextAt < 0) return `${text.trimEnd()}\n\n${dateline}\n`;
  if (readDateline((lines[nextAt] ?? '').trim(), settings)) return lines.with(nextAt, dateline).join('\n');
  return lines.toSpliced(nextAt, 0, dateline, '').join('\n');
}
