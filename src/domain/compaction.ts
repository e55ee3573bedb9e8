import { FEED_ENTRIES } from './feed.ts';
import { showsArticles } from './platform.ts';
import type { Post, PostState } from './post.ts';
import type { KnownArticle } from './store.ts';
import { after, DAY_MS, type Instant, isDue, latest } from './time.ts';

/*
 * What of the past is let go, and when (docs/decisions/15-compaction.md). All that tells a story from a new one stays for
 * ever: the article's identity, revision and routing, and every row of a post.
 */

/** How long the body of an article stays after it, or one of its posts, last changed: 90 days. */
export const BODY_KEPT_MS = 90 * DAY_MS;
/** How long the history of a post of which nothing more comes stays after it last changed: 400 days. */
export const HISTORY_KEPT_MS = 400 * DAY_MS;
/** How long a line of the ledger stays: 62 days, past the end of the month it counts for in any time zone. */
export const LEDGER_KEPT_MS = 62 * DAY_MS;
/** So many of the newest entries of a channel of feeds keep their bodies: twice what the feeds show, as some may leave. */
export const ENTRIES_KEPT_WHOLE = 2 * FEED_ENTRIES;

const PAST: readonly PostState[] = ['published', 'skipped', 'rejected', 'expired', 'canceled', 'pulled'];

/** Whether nothing more comes of a post in this state by itself, and no person is waited for. */
export function isPast(state: PostState): boolean {
  return PAST.includes(state);
}

/**
 * Until when an article's body stays, at the least; undefined: nobody needs it any more. `oldestEntry` is the news time of
 * the last entry that a channel of feeds keeps whole; undefined: it keeps all.
 */
export function bodyKeptUntil(
  { firstSeenAt, revisedAt, withdrawal }: Pick<KnownArticle, 'firstSeenAt' | 'revisedAt' | 'withdrawal'>,
  posts: readonly Pick<Post, 'channel' | 'platform' | 'state' | 'newsAt' | 'updatedAt'>[],
  oldestEntry: (channel: string) => Instant | undefined,
  now: Instant,
): Instant | undefined {
  const touchedAt = latest(firstSeenAt, revisedAt, ...posts.flatMap(({ updatedAt, newsAt }) => [updatedAt, newsAt]));
  // Of news to come nothing can be said yet, and an embargo may end when time itself does.
  if (!isDue(touchedAt, now)) return after(now, BODY_KEPT_MS);
  const restedAt = after(touchedAt, BODY_KEPT_MS);
  if (!isDue(restedAt, now)) return restedAt;
  const isEntry = ({ platform, state, channel, newsAt }: (typeof posts)[number]) =>
    showsArticles(platform) && state === 'published' && isDue(oldestEntry(channel) ?? newsAt, newsAt);
  const isNeeded =
    // A person may release what a person pulled: its posts are then made of what the store holds.
    withdrawal === 'pulled-by-person' || posts.some((post) => !isPast(post.state) || isEntry(post));
  return isNeeded ? after(now, BODY_KEPT_MS) : undefined;
}
