import type { PlatformId } from '../domain/platform.ts';
import type { PostState } from '../domain/post.ts';
import { DAY_MS, HOUR_MS, type Instant, isDue, MINUTE_MS, msBetween, SECOND_MS } from '../domain/time.ts';
import { type Html, html } from './html.ts';

/** The platforms as their readers call them. */
export const PLATFORM_NAMES = {
  twitter: 'X',
  facebook: 'Facebook',
  'google-news': 'Google News',
} as const satisfies Record<PlatformId, string>;

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
  const faces = facesOf(timezone);
  const year = (instant: Instant) => faces.year.format(instant.epochMilliseconds);
  const day = (year(at) === year(now) ? faces.day : faces.dayOfYear).format(at.epochMilliseconds);
  const isToday = day === faces.day.format(now.epochMilliseconds);
  const time = faces.time.format(at.epochMilliseconds);
  const full = faces.full.format(at.epochMilliseconds);
  return html`<time datetime="${at.toString()}" title="${full}">${isToday ? time : `${day}, ${time}`}</time>`;
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
  return NUMBERS.format(count);
}

function inUnits(ms: number): string {
  return counted(...largestUnit(ms));
}

function largestUnit(ms: number): [count: number, unit: string] {
  if (ms < MINUTE_MS) return [Math.ceil(ms / SECOND_MS), 'second'];
  if (ms < HOUR_MS) return [Math.floor(ms / MINUTE_MS), 'minute'];
  return ms < 2 * DAY_MS ? [Math.floor(ms / HOUR_MS), 'hour'] : [Math.floor(ms / DAY_MS), 'day'];
}

const NUMBERS = new Intl.NumberFormat('en-GB');

type Faces = Readonly<Record<'time' | 'day' | 'dayOfYear' | 'year' | 'full', Intl.DateTimeFormat>>;
const KNOWN_FACES = new Map<string, Faces>();

/** Making a formatter takes as long as drawing ten posts: there is one set for each zone. */
function facesOf(timeZone: string): Faces {
  const known = KNOWN_FACES.get(timeZone);
  if (known) return known;
  const face = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('en-GB', { timeZone, ...options });
  const day = { weekday: 'short', day: 'numeric', month: 'short' } as const;
  const faces = {
    time: face({ hour: '2-digit', minute: '2-digit' }),
    day: face(day),
    dayOfYear: face({ ...day, year: 'numeric' }),
    year: face({ year: 'numeric' }),
    full: face({ dateStyle: 'full', timeStyle: 'long' }),
  };
  KNOWN_FACES.set(timeZone, faces);
  return faces;
}
