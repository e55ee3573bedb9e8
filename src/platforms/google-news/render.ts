import { hash } from 'node:crypto';
import type { Entry } from '../../domain/ports.ts';
import type { Instant } from '../../domain/time.ts';
import { type FeedSettings, feedFiles } from './feed-files.ts';
import { nextChange, sitemapFiles } from './sitemap.ts';
import { storiesOf } from './story.ts';

/** What the entries look like. */
export interface Rendered {
  /** The text of every file by its name, in the order in which they are to be replaced. */
  readonly files: ReadonlyMap<string, string>;
  readonly digest: string;
  readonly nextAt?: Instant;
}

/** All files of these entries; the same entries give the same bytes, but for the sitemaps' window. */
export async function render(entries: readonly Entry[], settings: FeedSettings, now: Instant): Promise<Rendered> {
  const stories = storiesOf(entries, settings.outlet);
  const feeds = feedFiles(stories, settings);
  const sitemaps = await sitemapFiles(stories, settings, now);
  const nextAt = nextChange(stories, now);
  return {
    files: new Map([...sitemaps, ...feeds]),
    digest: hash('sha256', [...feeds.values()].join('\n'), 'base64url'),
    ...(nextAt && { nextAt }),
  };
}
