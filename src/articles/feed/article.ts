import type { Instant } from '../../domain/time.ts';
import { plainParagraphs } from '../markup.ts';
import { instantIn } from '../moment.ts';
import type { PageStory } from '../page-story.ts';
import type { Parsed, SourceSettings } from '../source-settings.ts';
import { articleFromFields } from '../story.ts';
import { parseWildDate } from '../wild-date.ts';
import type { FeedItem } from './items.ts';

/** In UTF-16 code units: a text this long is a story, a shorter one may be its beginning. */
const SHORTEST_STORY = 600;
const CUT_OFF = /(?:…|\.\.\.|\[\s*(?:…|\.\.\.)\s*\])[\s\]]*$/;
const MOST_NAMES = 100;
const LANGUAGE = /^[a-z]{2,3}(?:-[a-z\d]{1,8})*$/i;

/** Whether the feed has only the beginning of the story. */
export function isTeaser({ content, teaser }: FeedItem): boolean {
  const text = plainParagraphs(content ?? teaser ?? '');
  return text.length < SHORTEST_STORY || CUT_OFF.test(text);
}

/**
 * The article that an item is; what its page says stands in for what the feed leaves out. `undatedAt`: the date of an
 * item without one. `language`: what the articles are in, whatever the feed says.
 */
export function articleOf(
  id: string,
  item: FeedItem,
  page: PageStory | undefined,
  undatedAt: Instant,
  settings: SourceSettings & { readonly ownLanguage?: string },
): Parsed {
  const { title, link, content, teaser, section, tags, authors, pictures } = item;
  const body = page?.body ?? content ?? teaser ?? '';
  const summary = teaser ?? page?.summary;
  const published = publishedAt(item, settings) ?? dateIn(page?.published, settings) ?? undatedAt;
  const updated = dateIn(item.updated, settings);
  const [picture] = pictures.length > 0 ? pictures : (page?.pictures ?? []);
  const language = settings.ownLanguage ?? spoken(item.language);
  const fields = {
    id,
    ...(link !== undefined && { url: link }),
    title: title ?? page?.title,
    body,
    // A beginning that was cut off, or all there is, is no standfirst.
    ...(summary && summary !== body && !CUT_OFF.test(plainParagraphs(summary)) && { summary }),
    authors: (authors.length > 0 ? authors : (page?.authors ?? [])).slice(0, MOST_NAMES),
    section: section ?? tags[0] ?? page?.section,
    tags: tags.slice(0, MOST_NAMES),
    ...(picture && { image: picture }),
    publishedAt: published.toString(),
    ...(updated && { updatedAt: updated.toString() }),
    ...(language && { language }),
  };
  return articleFromFields(fields, undatedAt, settings);
}

/** When the item says it was published; undefined where it says nothing that can be read. */
export function publishedAt({ published }: FeedItem, settings: SourceSettings): Instant | undefined {
  return dateIn(published, settings);
}

function dateIn(written: readonly string[] | undefined, settings: SourceSettings): Instant | undefined {
  for (const text of written ?? []) {
    const moment = parseWildDate(text, settings.language);
    if (moment) return instantIn(moment, settings.timezone);
  }
  return undefined;
}

function spoken(tag: string | undefined): string | undefined {
  const written = tag?.trim().replaceAll('_', '-');
  return written && LANGUAGE.test(written) ? written : undefined;
}
