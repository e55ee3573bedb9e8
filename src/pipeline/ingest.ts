import { type Article, articleName } from '../domain/article.ts';
import { isGap } from '../domain/catching-up.ts';
import { ABSENCE_WINDOW_MS } from '../domain/gate.ts';
import type { ChannelAtWork, Words } from '../domain/place.ts';
import { plan } from '../domain/planning.ts';
import type { ArticleSource, PollResult } from '../domain/ports.ts';
import { afterAnswer, afterFailure, mayBeRead } from '../domain/reading.ts';
import type { Admission, ChannelRecord, Sighting, SourceRecord } from '../domain/store.ts';
import { asItWas, revisionOf, tell, vanishCopy } from '../domain/story.ts';
import { after, type Instant } from '../domain/time.ts';
import type { Newsroom } from './newsroom.ts';
import { completed } from './steps.ts';
import { wordsFor } from './words.ts';

/**
 * Takes in what every source has that is new, changed or gone; a source that cannot be read stops only itself. Answers
 * whether that is all they have for now.
 */
export async function ingest(room: Newsroom, mayGoOn: () => boolean, signal: AbortSignal): Promise<boolean> {
  let isAllRead = true;
  for (const source of room.sources) {
    const before = room.tally.articles.seen;
    let hasMore = true;
    while (hasMore && mayGoOn()) {
      hasMore = await ingestBatch(room, source, 'in-turn', signal);
      if (hasMore) room.tellReading?.({ source: source.id, articles: room.tally.articles.seen - before });
    }
    room.tellReading?.(undefined);
    isAllRead &&= !hasMore;
  }
  return isAllRead;
}

/** The same of one source, which says that something changed: it is asked even before its time, unless it is failing. */
export async function ingestFrom(
  room: Newsroom,
  source: ArticleSource,
  mayGoOn: () => boolean,
  signal: AbortSignal,
): Promise<void> {
  while (mayGoOn() && (await ingestBatch(room, source, 'called', signal)));
}

/** One poll and its transaction; whether another would bring more. */
async function ingestBatch(
  room: Newsroom,
  source: ArticleSource,
  why: 'in-turn' | 'called',
  signal: AbortSignal,
): Promise<boolean> {
  const record = await room.store.source(source.id);
  const isCalled = why === 'called' && !record.reading?.failing;
  if (!isCalled && !mayBeRead(record.reading, room.now())) return false;
  const polled = await source.poll(record.cursor, signal);
  if (polled.type === 'unreachable') {
    await bear(room, record, polled);
    return false;
  }
  const reading = afterAnswer(record.reading, polled.more ? undefined : polled.againAt, room.now());
  if (reading) await room.store.noteReading(source.id, reading);
  if (isUnchanged(polled, record)) {
    if (record.stopped) await room.store.saveSource(withoutStop(record));
    return false;
  }
  if (!record.absenceAccepted && (await losesTooMany(room, source.id, polled))) {
    const detail = `${polled.vanished.length} articles are gone at once; nothing is withdrawn until a person says so`;
    await stop(room, record, detail, polled.vanished.length);
    return false;
  }
  // Another pass took something in meanwhile: what this one polled is old by now.
  if (!(await takeIn(room, source, polled, record, signal))) return true;
  completed('ingest');
  return polled.more;
}

type Polled = Extract<PollResult, { type: 'polled' }>;
type Unreachable = Extract<PollResult, { type: 'unreachable' }>;

/** A disk or feed that is gone is told at once; what the network took away, only after a while, and it is asked less and less often. */
async function bear(room: Newsroom, record: SourceRecord, unreachable: Unreachable): Promise<void> {
  const { detail, passing, againAt } = unreachable;
  if (!passing && !againAt) return stop(room, record, detail, 0);
  const { reading, isTold } = afterFailure(record.reading, unreachable, room.now());
  await room.store.noteReading(record.id, reading);
  room.log.warn('source cannot be read', { source: record.id, detail });
  if ((isTold || !passing) && !record.stopped) await stop(room, record, detail, 0);
}

function isUnchanged(polled: Polled, { cursor }: SourceRecord): boolean {
  return polled.cursor === cursor && polled.articles.length === 0 && polled.vanished.length === 0;
}

/** A source that stops takes nothing more in; a person is told once. */
async function stop(room: Newsroom, record: SourceRecord, detail: string, vanished: number): Promise<void> {
  if (record.stopped?.detail === detail) return;
  const { absenceAccepted } = await room.store.source(record.id);
  if (absenceAccepted && !record.absenceAccepted) return;
  await room.store.saveSource({ ...record, stopped: { at: room.now(), detail, vanished } });
  room.tally.alert(`source ${record.id} stopped: ${detail}`);
  room.log.error('source stopped', { source: record.id, detail });
}

function withoutStop({ stopped: _, ...record }: SourceRecord): SourceRecord {
  return record;
}

/** All there is, or more than five and a tenth of the last two days: an unmounted disk looks like that, not a desk. */
async function losesTooMany(room: Newsroom, source: string, { vanished }: Polled): Promise<boolean> {
  if (vanished.length === 0) return false;
  if (await room.store.hasNoOther(source, vanished)) return true;
  if (vanished.length <= 5) return false;
  const { some, all } = await room.store.countSince(source, after(room.now(), -ABSENCE_WINDOW_MS), vanished);
  return some > 5 && some > all / 10;
}

async function takeIn(
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
    const admissions = await store.intake(source.id, undefined, gone, rule, { cursor });
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
  const polledFrom = { cursor, added: polled.added };
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
  const admissions = await store.intake(source.id, polled.cursor, polled.articles, rule, polledFrom);
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
