import { createHash } from 'node:crypto';
import type { ArticleKey, Fault } from '../../domain/article.ts';
import type { Instant } from '../../domain/time.ts';
import { SECOND_MS } from '../../domain/time.ts';
import type { Told } from '../own-language.ts';
import type { SourceSettings } from '../source-settings.ts';
import { type Mark, MOST_KNOWN, type TypeMemory } from './memory.ts';
import { DATES, EMBED, FIELDS, readDates, readPost } from './post-article.ts';
import type { Page, Site, Unanswered } from './site.ts';

/** One look at the posts of one type. */
export interface Visit {
  readonly site: Site;
  /** REST base. */
  readonly type: string;
  /** Changed by the visit. */
  readonly memory: TypeMemory;
  readonly nowMs: number;
  /** So much before its mark each list is read again. */
  readonly overlapMs: number;
  readonly taking: Taking;
  readonly signal: AbortSignal;
}

export type Visited = Unanswered | { readonly type: 'visited'; readonly more: boolean };

const NO_MORE: Visited = { type: 'visited', more: false };
const MORE: Visited = { type: 'visited', more: true };

/** Whole posts with all that is embedded are heavy; the most that WordPress gives at once is 100. */
const WHOLE_POSTS = 50;
/** https://developer.wordpress.org/rest-api/using-the-rest-api/pagination/ */
const MOST_PER_PAGE = 100;
/** Per poll: the store takes 200 articles in one transaction. */
const MOST_TAKEN = 200;
const MOST_PAGES = 10;
/** How many that are missing in a list are asked for one by one in a poll. */
const MOST_ASKED_FOR = 10;

/** Everything of a post that makes it an article. */
const WHOLE = { _embed: EMBED, _fields: FIELDS };

/** Looks for what changed, for what was published without a change, and for what is gone. */
export async function visit(terms: Visit): Promise<Visited> {
  for (const look of [changed, published, missing]) {
    const visited = await look(terms);
    if (visited.type === 'unanswered' || visited.more) return visited;
  }
  return NO_MORE;
}

/** Posts by the time of their last change, not before the oldest that is remembered where there are too many. */
async function changed(terms: Visit): Promise<Visited> {
  const { memory, overlapMs, taking } = terms;
  const oldestMs = Math.min(...[...memory.known.values()].map(({ at }) => at));
  const floorMs = memory.known.size >= MOST_KNOWN ? oldestMs + SECOND_MS : 0;
  const fromMs = Math.max(memory.modified.at - overlapMs, floorMs);
  const parameters = { orderby: 'modified', ...WHOLE, per_page: WHOLE_POSTS };
  const order: Order = { since: 'modified_after', timeOf: ({ modifiedAt }) => modifiedAt, parameters };
  return sweep(terms, memory.modified, fromMs, order, async ({ posts }) => taking.read(posts, memory));
}

/**
 * Posts that were scheduled: they are published without the time of their last change moving (wp_publish_post sets nothing
 * but the status, https://developer.wordpress.org/reference/functions/wp_publish_post/), so it lies before.
 */
async function published(terms: Visit): Promise<Visited> {
  const { site, type, memory, overlapMs, taking, signal } = terms;
  const parameters = { orderby: 'date', _fields: DATES, per_page: MOST_PER_PAGE };
  const order: Order = { since: 'after', timeOf: ({ publishedAt }) => publishedAt, parameters };
  return sweep(terms, memory.published, memory.published.at - overlapMs, order, async ({ posts }) => {
    const dates = posts.flatMap((entry) => readDates(entry, taking.settings) ?? []);
    const wereScheduled = dates.filter(({ id, modifiedAt, publishedAt }) => {
      const isCovered = modifiedAt && publishedAt && modifiedAt.epochMilliseconds >= publishedAt.epochMilliseconds;
      return !isCovered && !memory.known.get(id)?.digest;
    });
    if (wereScheduled.length > 0) {
      const include = wereScheduled.map(({ id }) => id).join(',');
      const list = await site.list(type, { include, per_page: MOST_PER_PAGE, ...WHOLE }, signal);
      if (list.type === 'unanswered') return list;
      taking.read(list.posts, memory);
    }
    return dates;
  });
}

interface Dated {
  readonly modifiedAt: Instant | undefined;
  readonly publishedAt: Instant | undefined;
}

/** A list by a time: the parameter that bounds it, and the time of an entry. */
interface Order {
  readonly since: 'modified_after' | 'after';
  readonly timeOf: (post: Dated) => Instant | undefined;
  readonly parameters: Readonly<Record<string, string | number>> & { readonly per_page: number };
}

/**
 * Reads a list on from its mark. Not page by page: what changes meanwhile moves to its end, and all behind it one place up.
 * Each page begins at the second the last one ended in; only within one second, as after an import, are there pages.
 */
async function sweep(
  { site, type, nowMs, taking, signal }: Visit,
  mark: Mark,
  floorMs: number,
  { since, timeOf, parameters }: Order,
  take: (page: Page) => Promise<readonly Dated[] | Unanswered>,
): Promise<Visited> {
  let fromMs = mark.rest?.from ?? floorMs;
  let page = (mark.rest?.pages ?? 0) + 1;
  for (let pages = 0; pages < MOST_PAGES && taking.hasRoomFor(parameters.per_page); pages += 1) {
    // What comes in the very second belongs to it: WordPress lists what is later than the time it is told.
    const bounds = { [since]: secondOf(fromMs - SECOND_MS), order: 'asc', page };
    const list = await site.list(type, { ...bounds, ...parameters }, signal);
    if (list.type === 'unanswered') return list;
    const posts = await take(list);
    if ('type' in posts) return posts;
    // What is dated ahead of our clock moves no mark: what comes now would stand before it.
    const times = posts.map((post) => timeOf(post)?.epochMilliseconds ?? 0).filter((ms) => ms <= nowMs);
    const lastMs = Math.max(fromMs, ...times);
    mark.at = Math.max(mark.at, lastMs);
    const isFull = Number.isFinite(list.pages) ? page < list.pages : list.posts.length >= parameters.per_page;
    if (!isFull || list.posts.length === 0) {
      delete mark.rest;
      return NO_MORE;
    }
    [fromMs, page] = lastMs > fromMs ? [lastMs, 1] : [fromMs, page + 1];
    mark.rest = { from: fromMs, pages: page - 1 };
  }
  mark.rest ??= { from: fromMs, pages: page - 1 };
  return MORE;
}

/** Known posts that are in the list no more are asked for by themselves before they count as gone. */
async function missing({ site, type, memory, taking, signal }: Visit): Promise<Visited> {
  const ids = [...memory.known.keys()];
  const absent: string[] = [];
  const back: string[] = [];
  for (let at = 0; at < ids.length; at += MOST_PER_PAGE) {
    const some = ids.slice(at, at + MOST_PER_PAGE);
    const asked = { include: some.join(','), orderby: 'include', per_page: MOST_PER_PAGE, _fields: 'id' };
    const list = await site.list(type, asked, signal);
    if (list.type === 'unanswered') return list;
    const there = new Set(list.posts.map((entry) => readDates(entry, taking.settings)?.id));
    const isGone = (id: string) => memory.known.get(id)?.digest === '';
    absent.push(...some.filter((id) => !there.has(id) && !isGone(id)));
    back.push(...some.filter((id) => there.has(id) && isGone(id)));
  }
  for (const id of absent.slice(0, MOST_ASKED_FOR)) {
    if ((await site.standing(type, id, signal)) === 'gone') taking.lose(id, memory);
  }
  const include = back.slice(0, WHOLE_POSTS).join(',');
  if (include === '' || !taking.hasRoomFor(WHOLE_POSTS)) return NO_MORE;
  const list = await site.list(type, { include, per_page: MOST_PER_PAGE, ...WHOLE }, signal);
  if (list.type === 'unanswered') return list;
  taking.read(list.posts, memory);
  return NO_MORE;
}

export type Taking = ReturnType<typeof startTaking>;

/** Takes posts in over all types: each only where it is not as it was. */
export function startTaking(settings: SourceSettings) {
  const articles: Told[] = [];
  const vanished: ArticleKey[] = [];
  const unreadable: Fault[] = [];
  const readable: string[] = [];
  let taken = 0;
  return {
    settings,
    articles,
    vanished,
    unreadable,
    readable,
    hasRoomFor: (posts: number) => taken + posts <= MOST_TAKEN,
    read(entries: readonly unknown[], { known }: TypeMemory): readonly Dated[] {
      const posts = entries.flatMap((entry) => readPost(entry, settings) ?? []);
      for (const { id, modifiedAt, reading } of posts) {
        const digest = reading.type === 'hidden' ? '' : digestOf(reading);
        const before = known.get(id);
        if (before?.digest === digest || (!before && reading.type === 'hidden')) continue;
        taken += 1;
        known.set(id, { at: modifiedAt?.epochMilliseconds ?? before?.at ?? 0, digest });
        if (reading.type === 'unreadable') unreadable.push({ item: item(id), detail: reading.detail });
        else readable.push(item(id));
        if (reading.type === 'article') articles.push(reading);
        if (reading.type === 'hidden') vanished.push({ source: settings.source, id });
      }
      return posts;
    },
    lose(id: string, { known }: TypeMemory): void {
      known.set(id, { at: known.get(id)?.at ?? 0, digest: '' });
      vanished.push({ source: settings.source, id });
      readable.push(item(id));
    },
  };
}

/** The post as a person would look for it. */
function item(id: string): string {
  return `post ${id}`;
}

function digestOf(reading: unknown): string {
  return createHash('sha256').update(JSON.stringify(reading)).digest('base64url').slice(0, 16);
}

function secondOf(epochMs: number): string {
  return Temporal.Instant.fromEpochMilliseconds(epochMs).toString({ smallestUnit: 'second' });
}
