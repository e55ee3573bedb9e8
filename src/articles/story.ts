import { z } from 'zod';
import { parseLink } from '../domain/link.ts';
import type { Instant } from '../domain/time.ts';
import { cleanLine } from './clean.ts';
import { hasTooManyTags, plainLine, storyParagraphs } from './markup.ts';
import { instantIn, type Moment, parseMoment } from './moment.ts';
import { idFault, linkFor, type Parsed, type SourceSettings } from './source-settings.ts';

const MOST_FAULTS_NAMED = 3;
const MOST_ENTRIES = 500;

const Written = z.string().refine((text) => !hasTooManyTags(text), 'has too many tags to be an article');
const Line = Written.transform(plainLine);
const Title = Line.refine((title) => title !== '', 'is empty');
const Lines = z
  .array(z.unknown())
  .max(MOST_ENTRIES)
  .pipe(z.array(Line))
  .transform((lines) => [...new Set(lines)].filter((line) => line !== ''));
const Link = z.string().transform((text, context) => {
  const url = parseLink(text);
  if (url) return url.href;
  context.addIssue({ code: 'custom', message: `${quote(text)} is not an http(s) address` });
  return z.NEVER;
});
const Time = z.string().transform((text, context): Moment => {
  const moment = parseMoment(text);
  if (moment) return moment;
  context.addIssue({ code: 'custom', message: `${quote(text)} is not a date; expected ISO 8601` });
  return z.NEVER;
});
const Language = z
  .string()
  .transform((tag) => tag.trim().toLowerCase().replaceAll('_', '-'))
  .refine((tag) => /^[a-z]{2,8}(?:-[a-z\d]{1,8})*$/.test(tag), 'is not a language tag; expected one like en or pt-BR');
const Id = z.union([z.string(), z.number()]).transform((id, context) => {
  const unsafe = typeof id === 'number' && !Number.isSafeInteger(id);
  const wrong = unsafe ? 'is not a whole number that JSON keeps exactly; write it in quotes' : idFault(String(id));
  if (wrong) context.addIssue({ code: 'custom', message: wrong });
  return String(id);
});

/** Front matter keeps numbers as they were written, and so do some systems in JSON. */
const Pixels = z.preprocess(
  (size) => (typeof size === 'string' && /^\d{1,6}$/.test(size) ? Number(size) : size),
  z.number().positive(),
);

const Story = z.object({
  id: Id,
  url: Link.nullish(),
  title: Title,
  body: Written,
  summary: Line.nullish(),
  authors: Lines.nullish(),
  section: Line.nullish(),
  tags: Lines.nullish(),
  image: z
    .object({
      url: Link,
      alt: Line.nullish(),
      width: Pixels.nullish(),
      height: Pixels.nullish(),
    })
    .nullish(),
  video: z.object({ url: Link }).nullish(),
  publishedAt: Time,
  updatedAt: Time.nullish(),
  language: Language.nullish(),
  status: z.enum(['usable', 'withheld', 'canceled']).nullish(),
  embargoUntil: Time.nullish(),
  breaking: z.boolean().nullish(),
});
/** A notice that kills a story often has lost the story: it must not fail for that. */
const KillNotice = Story.extend({
  title: Line.nullish(),
  body: Story.shape.body.nullish(),
  publishedAt: Time.nullish(),
});

/**
 * An article from the fields of a file, whatever they were written in; fields it does not know are ignored.
 * `modifiedAt` dates only a `canceled` article that has lost its own date.
 */
export function articleFromFields(fields: unknown, modifiedAt: Instant, settings: SourceSettings): Parsed {
  const schema = isCanceled(fields) ? KillNotice : Story;
  const read = schema.safeParse(fields, { error: wording });
  if (!read.success) return { type: 'unreadable', detail: namedFaults(read.error.issues) };
  const story = read.data;
  const link = story.url ? { url: story.url } : linkFor(story.id, settings);
  if ('fault' in link) return { type: 'unreadable', detail: link.fault };

  const language = story.language ?? settings.language.toLowerCase();
  const at = (moment: Moment) => instantIn(moment, settings.timezone);
  return {
    type: 'article',
    namesLanguage: Boolean(story.language),
    article: {
      source: settings.source,
      id: story.id,
      url: link.url,
      title: story.title || story.id,
      body: storyParagraphs(story.body ?? '', language, settings),
      ...(story.summary && { summary: story.summary }),
      authors: story.authors ?? [],
      ...(story.section && { section: story.section }),
      tags: story.tags ?? [],
      ...(story.image && { image: imageOf(story.image) }),
      ...(story.video && { video: { url: story.video.url } }),
      publishedAt: story.publishedAt ? at(story.publishedAt) : modifiedAt,
      ...(story.updatedAt && { updatedAt: at(story.updatedAt) }),
      language,
      status: story.status ?? 'usable',
      ...(story.embargoUntil && { embargoUntil: at(story.embargoUntil) }),
      breaking: story.breaking ?? false,
    },
  };
}

function isCanceled(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'status' in value && value.status === 'canceled';
}

function imageOf({ url, alt, width, height }: NonNullable<z.output<typeof Story>['image']>) {
  return { url, ...(alt && { alt }), ...(width && { width }), ...(height && { height }) };
}

const EXPECTED: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

function wording(issue: z.core.$ZodRawIssue): string | undefined {
  const isMissing = issue.input === undefined;
  switch (issue.code) {
    case 'invalid_type':
      return isMissing ? 'is missing' : `${quote(issue.input)} is not ${EXPECTED[issue.expected] ?? issue.expected}`;
    case 'invalid_union':
      return isMissing ? 'is missing' : `${quote(issue.input)} is neither text nor a number`;
    case 'invalid_value':
      return `${quote(issue.input)} is none of ${issue.values.join(', ')}`;
    case 'too_small':
      return `${quote(issue.input)} is too small`;
    case 'too_big':
      return `has more than ${issue.maximum} entries`;
    default:
      return undefined;
  }
}

function namedFaults(issues: readonly z.core.$ZodIssue[]): string {
  const named = issues.slice(0, MOST_FAULTS_NAMED).map(({ path, message }) => {
    return path.length > 0 ? `${path.join('.')}: ${message}` : `is not one article: ${message}`;
  });
  const more = issues.length - named.length;
  return named.join('; ') + (more > 0 ? `; and ${more} more` : '');
}

/** The value as a person would recognise it, without what could upset a terminal. */
function quote(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  if (typeof value !== 'string') return String(value);
  const line = cleanLine(value);
  return `"${line.length > 60 ? `${line.slice(0, 60)}…` : line}"`;
}
