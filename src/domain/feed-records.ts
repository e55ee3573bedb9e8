import type { Instant } from './time.ts';

/** The stored side of the feeds of a channel. */
export interface FeedRecord {
  readonly channel: string;
  /** Counts the changes of the channel's posts. */
  readonly changes: number;
  /** What the files on disk were last made of; undefined: not known. */
  readonly flushed?: { readonly changes: number; readonly digest: string; readonly nextAt: Instant };
  /** Why the files could not be brought up to date, and when that is tried again. */
  readonly fault?: { readonly since: Instant; readonly detail: string; readonly nextAt: Instant };
}

/** What came of one attempt to bring the files of a channel up to date. */
export type FeedChange =
  | { readonly flushed: NonNullable<FeedRecord['flushed']> }
  | { readonly fault: NonNullable<FeedRecord['fault']> };

/** A hub that is to be told when the feeds of a channel change. */
export interface HubRecord {
  readonly channel: string;
  readonly hub: string;
  /** The digest of the feeds it was last told of, and when. */
  readonly told?: string;
  readonly toldAt?: Instant;
  /** Attempts in a row that failed, the next one's time, and what was said. */
  readonly attempts: number;
  readonly nextAt?: Instant;
  readonly lastError?: string;
}
