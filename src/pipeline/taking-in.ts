import { type Article, articleName } from '../domain/article.ts';
import { isGap } from '../domain/catching-up.ts';
import type { ChannelAtWork, Words } from '../domain/place.ts';
import { plan } from '../domain/planning.ts';
import type { ArticleSource, PollResult } from '../domain/ports.ts';
import type { Admission, ChannelRecord, Sighting, SourceRecord } from '../domain/store.ts';
import { asItWas, revisionOf, tell, vanishCopy } from '../domain/story.ts';
import type { Instant } from '../domain/time.ts';
import type { Newsroom } from './newsroom.ts';
import { wordsFor } from './words.ts';

/** What a source answered. */
export type Polled = Extract<PollResult, { type: 'polled' }>;

/** Takes in what one poll brought, all in one transaction; false: another process was first, and nothing was written. */
export async function takeIn(
  room: Newsroom,
  source: ArticleSource,
  polled: Polled,
  { cursor }: SourceRecord,
  signal: AbortSignal,
): Promise<boolean> {
  const { store, tally, newId, digest } = room;
  await noteFaults(room, source.id, polled);
  for (let at = 0; at < polled.vanished.length; at += 200) {
    const keys = polled.vanished.slice(at, at + 200);
    const gone = (await store.known(keys)).flatMap(({ known }, place) =>
      known ? [{ ...known.article, ...keys[place] }] : [],
    );
    const rule = (copy: Article, sighting: Sighting) => vanishCopy(copy, sighting, room.now());
    const admissions = await store.intake(source.id, undefined, gone, rule, { from: cursor });
    if (!admissions) return false;
    count(room, admissions);
    tally.articles.withdrawn += admissions.filter(({ withdrawal }) => withdrawal).length;
  }
  const sightings = await store.known(polled.articles);
  const revisions = new Map(polled.articles.map((seen) => [seen, revisionOf(seen, digest)]));
  const telling = (seen: Article, sighting: Sighting) =>
    tell(seen, revisions.get(seen) ?? revisionOf(seen, digest), sighting, digest);
  const words = await wordsFor(room, polled.articles, sightings, telling, signal);
  const records = await store.channels();
  // One time for the whole transaction, told when that has begun.
  let begun: { readonly now: Instant; readonly places: readonly ChannelAtWork[] } | undefined;
  const rule = (seen: Article, sighting: Sighting) => {
    begun ??= atWork(room, records);
    const { now, places } = begun;
    const { article, revision, copies } = telling(seen, sighting);
    const channels = withWords(places, words.get(revision));
    const admission = plan(article, sighting, { now, revision, channels, newId, digest });
    if (copies.length === 0) return admission;
    const story = admission ?? (sighting.known && asItWas(sighting.known, now));
    return story && { ...story, copies };
  };
  const admissions = await store.intake(source.id, polled.cursor, polled.articles, rule, {
    from: cursor,
    files: polled.files,
  });
  if (!admissions) return false;
  count(room, admissions);
  const isNew = new Set(polled.articles.filter((_, place) => !sightings[place]?.known));
  tally.articles.seen += polled.articles.length;
  for (const { article, withdrawal } of admissions) {
    if (withdrawal) tally.articles.withdrawn += 1;
    else if (isNew.has(article)) tally.articles.new += 1;
    else tally.articles.changed += 1;
  }
  return true;
}

/** The channels as they are now, without words. */
function atWork(room: Newsroom, records: readonly ChannelRecord[]) {
  const now = room.now();
  const places = room.channels.map((channel): ChannelAtWork => {
    const record = records.find(({ id }) => id === channel.id);
    const inGap = isGap(record?.activeAt, now);
    return { channel, inGap, ...(record?.realSince ? { realSince: record.realSince } : {}) };
  });
  return { now, places };
}

function withWords(
  places: readonly ChannelAtWork[],
  words: ReadonlyMap<string, Words> | undefined,
): readonly ChannelAtWork[] {
  return places.map((place) => ({ ...place, ...words?.get(place.channel.id) }));
}

function count({ tally, log }: Newsroom, admissions: readonly Admission[]): void {
  for (const { article, opened, changed } of admissions) {
    for (const { post, event } of [...opened, ...changed]) {
      tally.moved(event);
      if (event.to !== 'skipped') tally.stirred.add(post.account);
      if (!event.alert) continue;
      tally.alert(`${articleName(article)}: ${event.type}`);
      log.warn(event.type, { post: post.id, channel: post.channel, article: articleName(article) });
    }
    log.debug('taken in', { article: articleName(article), opened: opened.length, changed: changed.length });
  }
}

async function noteFaults(room: Newsroom, source: string, { unreadable, readable }: Polled): Promise<void> {
  const { store, tally, log } = room;
  if (unreadable.length === 0 && readable.length === 0) return;
  const fresh = await store.noteFaults(source, readable, unreadable, room.now());
  tally.articles.unreadable += unreadable.length;
  for (const { item, detail } of fresh) {
    tally.alert(`${source}: ${item} is unreadable: ${detail}`);
    log.warn('unreadable', { source, item, detail });
  }
}
