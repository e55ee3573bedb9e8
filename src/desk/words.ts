import type { PlatformId } from '../domain/platform.ts';
import type { PostState } from '../domain/post.ts';
import { DAY_MS, HOUR_MS, type Instant, isDue, MINUTE_MS, msBetween, SECOND_MS } from '../domain/time.ts';
import { type Html, html } from './html.ts';

/** The platforms as their readers call them. */
export const PLATFORM_NAMES = {
  twitter: 'X',
  facebook: 'Facebook',
  'google-news': 'Google News',
} as const satisfies Record<PlatformId | 'google-news', string>;

/** When a page is read, and by which clock. */
export interface Clock {
  readonly now: Instant;
  /** The outlet's. */
  readonly timezone: string;
}

/** A state as people say it: `pending review`. */
export function inWords(state: PostState): string {
  return state.replaceAll('_', ' ');
}

/** An instant by the outlet's clock: the time alone where it is today, else with its day. */
export function clockTime(at: Instant, { now, timezone }: Clock): Html {
  const local = at.toZonedDateTimeISO(timezone);
  const today = now.toZonedDateTimeISO(timezone);
  const time = local.toLocaleString('en-GB', { hour: '2-digit', minute: '2-digit' });
  const year = local.year === today.year ? {} : { year: 'numeric' as const };
  const day = local.toLocaleString('en-GB', { weekday: 'short', day: 'numeric', month: 'short', ...year });
  const full = local.toLocaleString('en-GB', { dateStyle: 'full', timeStyle: 'long' });
  const shown = local.toPlainDate().equals(today.toPlainDate()) ? time : `${day}, ${time}`;
  return html`<time datetime="${at.toString()}" title="${full}">${shown}</time>`;
}

/** How long ago, in one unit: `3 hours ago`, `just now`. */
export function ago(at: Instant, now: Instant): string {
  const ms = msBetween(at, now);
  return ms < MINUTE_MS ? 'just now' : `${inUnits(ms)} ago`;
}

/** How long until then: `in 40 seconds`; `now` where it is due. */
export function until(at: Instant, now: Instant): string {
  return isDue(at, now) ? 'now' : `in ${inUnits(msBetween(now, at))}`;
}

/** As X and Facebook show an age: `45s`, `3h`, `2d`. */
export function shortAge(at: Instant, now: Instant): string {
  const [count, unit] = largestUnit(Math.max(0, msBetween(at, now)));
  return `${count}${unit.charAt(0)}`;
}

/** `1 post`, `3 posts`. */
export function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`;
}

/** A number as people write it: `63,206`. */
export function grouped(count: number): string {
  return count.toLocaleString('en-GB');
}

function inUnits(ms: number): string {
  return counted(...largestUnit(ms));
}

function largestUnit(ms: number): [count: number, unit: string] {
  if (ms < MINUTE_MS) return [Math.ceil(ms / SECOND_MS), 'second'];
  if (ms < HOUR_MS) return [Math.floor(ms / MINUTE_MS), 'minute'];
  return ms < 2 * DAY_MS ? [Math.floor(ms / HOUR_MS), 'hour'] : [Math.floor(ms / DAY_MS), 'day'];
}
