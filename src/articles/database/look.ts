import { createHash } from 'node:crypto';
import type { Article, ArticleKey, Fault } from '../../domain/article.ts';
import type { Instant } from '../../domain/time.ts';
import { inTheirLanguages, type Told } from '../own-language.ts';
import { type Ask, DatabaseTrouble, type Key, type Row } from './database.ts';
import { type KnownRow, MOST_KNOWN, type RowMemory, trim } from './memory.ts';
import type { Place, Queries } from './queries.ts';
import type { Understood } from './row-article.ts';

/** What one look at the database goes by. */
export interface LookTerms {
  readonly source: string;
  readonly queries: Queries;
  readonly understand: (row: Row) => Understood;
  /** When a row changed, as the outlet's zone has it. */
  readonly instantOf: (at: unknown) => Instant | undefined;
  readonly now: Instant;
  /** Rows whose transaction ends that late are still noticed. */
  readonly overlapMs: number;
}

/** What a look brought; the memory was changed with it. */
export interface Sight {
  readonly articles: readonly Article[];
  readonly vanished: readonly ArticleKey[];
  readonly unreadable: readonly Fault[];
  readonly readable: readonly string[];
  readonly more: boolean;
}

/** Per look: the store takes 200 articles in one transaction. */
const MOST_TAKEN = 200;
const PAGE = 100;
const MOST_PLACELESS = 20;

/**
 * Looks for what is new: first forward from where the last look ended; once nothing is left there, back over the rows
 * of the overlap, which may have come late or changed within one tick of the clock, and for rows that are gone.
 */
export async function look(ask: Ask, memory: RowMemory, terms: LookTerms): Promise<Sight> {
  const taking = startTaking(memory, terms);
  memory.seenBy ??= terms.now.epochMilliseconds;
  const isCut = (await forward(ask, memory, terms, taking)) || (await back(ask, memory, terms, taking));
  if (!isCut) {
    await missing(ask, memory, terms, taking);
    await placeless(ask, memory, terms, taking);
  }
  trim(memory, (row) => epochMs(row, terms));
  const { articles, vanished, unreadable, readable } = taking;
  return { articles: await inTheirLanguages(articles), vanished, unreadable, readable, more: isCut || taking.isFull() };
}

type Taking = ReturnType<typeof startTaking>;

/** Takes rows in: each once, and only where it is not as it was. */
function startTaking(memory: RowMemory, { source, understand }: LookTerms) {
  const articles: Told[] = [];
  const vanished: ArticleKey[] = [];
  const unreadable: Fault[] = [];
  const readable: string[] = [];
  const seen = new Map<string, string>();
  const twins = new Set<string>();
  let taken = 0;
  return {
    articles,
    vanished,
    unreadable,
    readable,
    isFull: () => taken >= MOST_TAKEN,
    has: (name: string) => seen.has(name),
    /** False: there is no room for another row in this look. */
    take(row: Row): boolean {
      const place = placeOf(row);
      const name = String(place.id);
      const digest = digestOf(row);
      const twin = seen.get(name);
      if (twin !== undefined) {
        if (twin !== digest && !twins.has(name)) unreadable.push(twinFault(name));
        if (twin !== digest) twins.add(name);
        return true;
      }
      const before = memory.known.get(name);
      if (before?.digest !== digest) {
        if (taken >= MOST_TAKEN) return false;
        taken += 1;
        // The newest reading goes last: rows of one time are remembered in the order they were read.
        memory.known.delete(name);
        memory.known.set(name, { ...place, digest });
        enter(name, understand(row));
      }
      seen.set(name, digest);
      return true;
    },
    lose(name: string, known: KnownRow): void {
      memory.known.set(name, { ...known, digest: '' });
      vanished.push({ source, id: name });
      readable.push(item(name));
    },
  };

  function enter(name: string, understood: Understood): void {
    switch (understood.type) {
      case 'article':
        articles.push(understood);
        readable.push(item(name));
        break;
      case 'no-article':
        vanished.push({ source, id: name });
        readable.push(item(name));
        break;
      case 'unreadable':
        unreadable.push({ item: item(name), detail: understood.detail });
        break;
    }
  }
}

/** Whether it was cut short. Rows dated ahead are taken, but never passed: what comes now would stand before them. */
async function forward(ask: Ask, memory: RowMemory, terms: LookTerms, taking: Taking): Promise<boolean> {
  let place = memory.to;
  let ahead = 0;
  for (;;) {
    const rows = await ask(terms.queries.after(place, PAGE));
    for (const row of rows) {
      if (!taking.take(row)) return true;
      place = placeOf(row);
      if (epochMs(place, terms) <= terms.now.epochMilliseconds) memory.to = place;
      else ahead += 1;
    }
    if (rows.length < PAGE) return false;
    if (ahead > MOST_KNOWN / 2) {
      throw new DatabaseTrouble(
        `more than ${MOST_KNOWN / 2} rows have an updatedAt that is in the future or no time at all: is timezone right?`,
        false,
      );
    }
  }
}

/** Whether it was cut short. */
async function back(ask: Ask, memory: RowMemory, terms: LookTerms, taking: Taking): Promise<boolean> {
  const { to, backTo } = memory;
  if (!to) return false;
  const floor = floorOf(memory, terms);
  let last = backTo;
  for (;;) {
    const range = last ? { after: last, to } : floor ? { from: floor, to } : { to };
    const rows = await ask(terms.queries.between(range, PAGE));
    for (const row of rows) {
      if (!taking.take(row)) {
        if (last) memory.backTo = last;
        return true;
      }
      last = placeOf(row);
    }
    if (rows.length < PAGE) break;
  }
  delete memory.backTo;
  // In several goes, what came meanwhile may stand before where the last one began: that is looked over once more.
  if (!backTo) memory.seenBy = epochMs(to, terms);
  return false;
}

/**
 * From where to look back: the newest known row that was older than the overlap when all was seen last, so that no date
 * has to be written the way the database writes it. Otherwise the oldest known one, or the first of all where all are known.
 */
function floorOf({ known, seenBy = 0 }: RowMemory, terms: LookTerms): Place | undefined {
  const since = seenBy - terms.overlapMs;
  let newestBefore: { readonly ms: number; readonly row: KnownRow } | undefined;
  let oldest: { readonly ms: number; readonly row: KnownRow } | undefined;
  for (const row of known.values()) {
    const ms = epochMs(row, terms);
    if (ms < since && (!newestBefore || ms > newestBefore.ms)) newestBefore = { ms, row };
    if (!oldest || ms < oldest.ms) oldest = { ms, row };
  }
  return newestBefore?.row ?? (known.size >= MOST_KNOWN ? oldest?.row : undefined);
}

/** Known rows that are no longer there are gone; those that came back, or moved to another time, are read again. */
async function missing(ask: Ask, { known }: RowMemory, { queries }: LookTerms, taking: Taking): Promise<void> {
  const unseen = [...known].filter(([name]) => !taking.has(name));
  const moved: Key[] = [];
  for (const rows of chunksOf(unseen)) {
    const places = await ask(queries.places(rows.map(([, { id }]) => id)));
    const there = new Map(places.map((row) => [String(row.id), placeOf(row)]));
    for (const [name, row] of rows) {
      const place = there.get(name);
      if (!place && row.digest !== '') taking.lose(name, row);
      else if (place && (row.digest === '' || place.at !== row.at)) moved.push(place.id);
    }
  }
  for (const ids of chunksOf(moved)) {
    for (const row of await ask(queries.whole(ids))) if (row.updatedAt !== null && !taking.take(row)) return;
  }
}

/** A row without id or time can never be found by them: a person is told. */
async function placeless(ask: Ask, memory: RowMemory, { queries }: LookTerms, taking: Taking): Promise<void> {
  const rows = await ask(queries.placeless(MOST_PLACELESS));
  const names = rows.map(({ id }) => (id === null || id === undefined ? 'without id' : String(id))).sort();
  for (const name of new Set(names)) {
    if (memory.placeless.includes(name)) continue;
    const detail = 'needs an id and an updatedAt to be found by; a query with coalesce(updated_at, created_at) helps';
    taking.unreadable.push({ item: item(name), detail });
  }
  taking.readable.push(...memory.placeless.filter((name) => !names.includes(name)).map(item));
  memory.placeless = [...new Set(names)];
}

/** The row as a person would look for it. */
function item(name: string): string {
  return `row ${name}`;
}

function twinFault(name: string): Fault {
  return { item: item(name), detail: 'comes more than once; the query must give one row for each article' };
}

/** Infinity where it is no time: as if it were ahead of all. */
function epochMs({ at }: Place, { instantOf }: LookTerms): number {
  return instantOf(at)?.epochMilliseconds ?? Number.POSITIVE_INFINITY;
}

function placeOf(row: Row): Place {
  return { at: keyOf(row.updatedAt, 'updatedAt'), id: keyOf(row.id, 'id') };
}

function keyOf(value: unknown, field: string): Key {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') return value;
  // Not the value itself: it may be anything.
  throw new DatabaseTrouble(`columns.${field} holds neither text nor numbers; a query can turn it into text`, false);
}

function digestOf(row: Row): string {
  const text = JSON.stringify(row, (_, value) => (typeof value === 'bigint' ? String(value) : value));
  return createHash('sha256').update(text).digest('base64url').slice(0, 16);
}

function chunksOf<Entry>(entries: readonly Entry[]): readonly (readonly Entry[])[] {
  const starts = Array.from({ length: Math.ceil(entries.length / MOST_TAKEN) }, (_, place) => place * MOST_TAKEN);
  return starts.map((start) => entries.slice(start, start + MOST_TAKEN));
}
