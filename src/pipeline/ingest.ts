import { ABSENCE_WINDOW_MS } from '../domain/gate.ts';
import type { ArticleSource, PollResult } from '../domain/ports.ts';
import { afterAnswer, afterFailure, mayBeRead } from '../domain/reading.ts';
import type { SourceRecord } from '../domain/store.ts';
import { after } from '../domain/time.ts';
import type { Newsroom } from './newsroom.ts';
import { completed } from './steps.ts';
import type { Polled } from './taking-in.ts';

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

type Why = 'in-turn' | 'called';

/** The batch of each source that this process has in hand. */
const inHand = new WeakMap<ArticleSource, Promise<unknown>>();

/** One poll and its transaction, after any other of the source: two at once would find the same, and one of them in vain. */
async function ingestBatch(room: Newsroom, source: ArticleSource, why: Why, signal: AbortSignal): Promise<boolean> {
  const before = inHand.get(source);
  const batch = Promise.resolve(before).then(() => takeBatch(room, source, why, signal));
  inHand.set(
    source,
    batch.catch(() => undefined),
  );
  return batch;
}

/** Whether another batch would bring more. */
async function takeBatch(room: Newsroom, source: ArticleSource, why: Why, signal: AbortSignal): Promise<boolean> {
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
  // Nearly every pass has nothing to take in, and does without.
  const { takeIn } = await import('./taking-in.ts');
  // Another pass took something in meanwhile: what this one polled is old by now.
  if (!(await takeIn(room, source, polled, record, signal))) return true;
  completed('ingest');
  return polled.more;
}

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
