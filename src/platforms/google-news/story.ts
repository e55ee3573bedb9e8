import type { Outlet } from '../../domain/channel.ts';
import type { Entry } from '../../domain/ports.ts';
import { type Instant, latest } from '../../domain/time.ts';
import { storyId } from './identity.ts';
import { plainLine } from './text.ts';
import { webAddress } from './web-address.ts';

const MOST_TITLE_CHARACTERS = 500;
const MOST_OUTLET_CHARACTERS = 250;
/** As the language codes of ISO 639 are: what is longer no reader knows. */
const LANGUAGE_TAG = /^[a-z]{2,3}(?:-[a-z\d]{1,8})*$/i;

/** A story as every file names it. */
export interface Story {
  readonly id: string;
  /** Never empty. */
  readonly title: string;
  /** The article's own address. */
  readonly url: string;
  /** What readers of feeds follow: the address with the channel's tags. */
  readonly link: string;
  readonly language: string;
  readonly publishedAt: Instant;
  /** Never before publication. */
  readonly updatedAt: Instant;
  readonly entry: Entry;
}

/**
 * The stories of the entries, newest first by publication, equal times by id, each once. What has no address that
 * readers could follow is left out.
 */
export function storiesOf(entries: readonly Entry[], outlet: Outlet): readonly Story[] {
  const stories = new Map<string, Story>();
  for (const story of entries.flatMap((entry) => storyOf(entry, outlet))) {
    const known = stories.get(story.id);
    // An update is a post of its own: the later one speaks for the story.
    if (!known || Temporal.Instant.compare(story.updatedAt, known.updatedAt) > 0) stories.set(story.id, story);
  }
  return [...stories.values()].sort(
    (a, b) => Temporal.Instant.compare(b.publishedAt, a.publishedAt) || (a.id < b.id ? -1 : 1),
  );
}

/** How the outlet is named in every file; its host where the name has nothing to show. */
export function nameOf({ name, url }: Outlet): string {
  return plainLine(name, MOST_OUTLET_CHARACTERS) || new URL(url).host;
}

function storyOf(entry: Entry, outlet: Outlet): readonly Story[] {
  const { post, article } = entry;
  const url = webAddress(article.url);
  const link = webAddress(post.link);
  if (url === undefined || link === undefined) return [];
  return [
    {
      id: post.remoteId ?? storyId(outlet.url, article),
      title: plainLine(article.title, MOST_TITLE_CHARACTERS) || new URL(url).host,
      url,
      link,
      language: LANGUAGE_TAG.test(article.language) ? article.language : outlet.language,
      publishedAt: article.publishedAt,
      updatedAt: latest(article.publishedAt, entry.updatedAt),
      entry,
    },
  ];
}
