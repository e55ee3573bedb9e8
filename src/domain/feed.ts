import { DAY_MS } from './time.ts';

/** How long a story is in a news sitemap (Google's news-sitemap guide: created in the last two days). */
export const SITEMAP_WINDOW_MS = 2 * DAY_MS;
/** How many of the newest stories the other feeds show. */
export const FEED_ENTRIES = 100;
