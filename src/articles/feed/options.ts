import type { Instant } from '../../domain/time.ts';

/** Which feed is watched, and how its items are understood. */
export interface FeedOptions {
  readonly id: string;
  /** Of a feed, or of a page that names one. */
  readonly url: string;
  /** Reads the story's page where the feed has only its beginning. */
  readonly fullText: boolean;
  /** Link pattern with `{id}`, for items without a link. */
  readonly link?: string;
  /** What its articles are written in, whatever the feed says. */
  readonly ownLanguage?: string;
  /** The outlet's. */
  readonly language: string;
  readonly timezone: string;
  /** The outlet's own lines that are no part of a story. */
  readonly drop?: readonly string[];
  readonly fetchAllow: readonly string[];
  readonly now: () => Instant;
}
