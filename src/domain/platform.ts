import { MINUTE_MS } from './time.ts';

/** The platforms crier can post to. */
export const PLATFORM_IDS = ['twitter', 'facebook', 'google-news'] as const;
export type PlatformId = (typeof PLATFORM_IDS)[number];

/**
 * Whether a platform shows the articles themselves, in feeds that everyone may read again: an entry changes with its
 * article and leaves with it, and making one twice makes it once.
 */
export function showsArticles(platform: PlatformId): boolean {
  return platform === 'google-news';
}

/**
 * How young a post may be for an account's list to show it after one that was made later. Neither X nor Facebook says how
 * far its reads lag behind.
 */
export const SHOWS_LATE_MS = MINUTE_MS;
