import { z } from 'zod';
import type { Instant } from '../../domain/time.ts';
import { plainLine } from '../markup.ts';
import { instantIn, parseMoment } from '../moment.ts';
import type { Parsed, SourceSettings } from '../source-settings.ts';
import { articleFromFields } from '../story.ts';

/** What of a post is asked for; with `_embed`, `_links` must be among the fields. */
export const FIELDS =
  'id,date,date_gmt,modified,modified_gmt,status,link,lang,title,content,excerpt,_links.author,_links.wp:featuredmedia,_links.wp:term,_embedded';
/** What tells whether a post must be read whole. */
export const DATES = 'id,date,date_gmt,modified,modified_gmt';
/** https://developer.wordpress.org/rest-api/using-the-rest-api/global-parameters/#_embed */
export const EMBED = 'author,wp:featuredmedia,wp:term';

const Rendered = z.object({ rendered: z.string(), protected: z.boolean().optional() });
const Person = z.object({ name: z.string() });
const Term = z.object({ name: z.string(), taxonomy: z.string(), slug: z.string().optional() });
const Picture = z.object({
  source_url: z.string(),
  alt_text: z.string().optional(),
  media_details: z.object({ width: z.number().optional(), height: z.number().optional() }).optional().catch(undefined),
});

const Written = z.string().nullish().catch(undefined);
const Dates = z.object({ id: z.int(), date: Written, date_gmt: Written, modified: Written, modified_gmt: Written });

/** https://developer.wordpress.org/rest-api/reference/posts/#schema */
const Post = Dates.extend({
  status: z.string(),
  link: z.string(),
  lang: z.string().optional().catch(undefined),
  title: Rendered,
  content: Rendered,
  excerpt: Rendered.optional(),
  // What could not be embedded is an error in its place.
  _embedded: z
    .object({
      author: z.array(z.unknown()).optional(),
      'wp:featuredmedia': z.array(z.unknown()).optional(),
      'wp:term': z.array(z.array(z.unknown())).optional(),
    })
    .optional()
    .catch(undefined),
});
type Post = z.output<typeof Post>;

/** A post as it was listed. */
export interface ListedPost {
  readonly id: string;
  readonly modifiedAt: Instant | undefined;
  readonly publishedAt: Instant | undefined;
  readonly reading:
    | Parsed
    /** Not for every reader: no story of ours. */
    | { readonly type: 'hidden' };
}

/** Reads a post as a list has it; undefined where it has not even an id. */
export function readPost(said: unknown, settings: SourceSettings): ListedPost | undefined {
  const dates = readDates(said, settings);
  if (!dates) return undefined;
  const parsed = Post.safeParse(said);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const detail = `${issue?.path.join('.')}: ${issue?.message ?? 'is not as WordPress has it'}`;
    return { ...dates, reading: { type: 'unreadable', detail } };
  }
  const post = parsed.data;
  // Asked for or not: a draft or a scheduled post never passes here, nor one behind a password.
  const isHidden = post.status !== 'publish' || post.content.protected === true;
  if (isHidden) return { ...dates, reading: { type: 'hidden' } };
  return { ...dates, reading: articleFromFields(fieldsOf(post), dates.modifiedAt ?? EPOCH, settings) };
}

/** Reads only the id and the dates, with whatever else there is; undefined where there is no id. */
export function readDates(said: unknown, { timezone }: SourceSettings): Omit<ListedPost, 'reading'> | undefined {
  const parsed = Dates.safeParse(said);
  if (!parsed.success) return undefined;
  const { id, date, date_gmt, modified, modified_gmt } = parsed.data;
  const at = (time: string | undefined) => {
    const moment = time === undefined ? undefined : parseMoment(time);
    return moment && instantIn(moment, timezone);
  };
  return { id: String(id), modifiedAt: at(timeOf(modified_gmt, modified)), publishedAt: at(timeOf(date_gmt, date)) };
}

const EPOCH = Temporal.Instant.fromEpochMilliseconds(0);

/** The GMT fields are UTC without saying so; the others are of the site's zone, which is taken to be the outlet's. */
function timeOf(gmt: string | null | undefined, local: string | null | undefined): string | undefined {
  if (gmt && !gmt.startsWith('0000')) return /(?:Z|[+-]\d\d:?\d\d)$/.test(gmt) ? gmt : `${gmt}Z`;
  return local && !local.startsWith('0000') ? local : undefined;
}

function fieldsOf(post: Post) {
  const { author = [], 'wp:featuredmedia': media = [], 'wp:term': terms = [] } = post._embedded ?? {};
  const [section, ...otherSections] = termsOf(terms, 'category');
  const [picture] = soundOnes(Picture, media);
  const { width, height } = picture?.media_details ?? {};
  return {
    id: post.id,
    url: post.link,
    title: post.title.rendered,
    body: post.content.rendered,
    summary: standfirst(post.excerpt?.rendered ?? ''),
    authors: soundOnes(Person, author).map(({ name }) => name),
    section,
    // A story has one section; rules may look for the others among its tags.
    tags: [...termsOf(terms, 'post_tag'), ...otherSections],
    image: picture && { url: picture.source_url, alt: picture.alt_text, ...(width && height ? { width, height } : {}) },
    publishedAt: timeOf(post.date_gmt, post.date),
    updatedAt: timeOf(post.modified_gmt, post.modified),
    language: post.lang || undefined,
  };
}

function termsOf(terms: readonly (readonly unknown[])[], taxonomy: string): readonly string[] {
  const found = soundOnes(Term, terms.flat()).filter((term) => term.taxonomy === taxonomy);
  // What WordPress files a story under that nobody filed.
  return found.filter(({ slug }) => slug !== 'uncategorized').map(({ name }) => name);
}

/** Without an excerpt of its own WordPress shows the first words of the story and `[…]`: those are no standfirst. */
function standfirst(excerpt: string): string | undefined {
  const line = plainLine(excerpt);
  return line === '' || /(?:…|\.\.\.)\]?$/.test(line) ? undefined : line;
}

function soundOnes<Output>(schema: z.ZodType<Output>, entries: readonly unknown[]): readonly Output[] {
  return entries.flatMap((entry) => {
    const parsed = schema.safeParse(entry);
    return parsed.success ? [parsed.data] : [];
  });
}
