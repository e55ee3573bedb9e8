import type { Key } from './database.ts';
import type { Place } from './queries.ts';

/** A row that was read: as it stood, and as it was. */
export interface KnownRow extends Place {
  /** Stands for the whole row; empty: it is gone, and may come back. */
  readonly digest: string;
}

/** What is remembered of a database; it travels in the cursor. */
export interface RowMemory {
  /** Everything up to here was read, late ones aside. */
  to?: Place;
  /** Looking back was cut short here. */
  backTo?: Place;
  /** Epoch ms: what came by then was all seen, but for what was still in a transaction. */
  seenBy?: number;
  /** The newest rows by name, at most 1,000; those of one time in the order they were read. */
  readonly known: Map<string, KnownRow>;
  /** Rows without a place in the order, by name: a person was told. */
  placeless: readonly string[];
}

/** How many rows are remembered: as far back late and vanished ones are noticed. */
export const MOST_KNOWN = 1000;

/** The memory as a cursor, for those who read the rows in just this way. */
export function writeCursor({ to, backTo, seenBy, known, placeless }: RowMemory, reading: string): string {
  const rows = [...known.values()].map(({ at, id, digest }) => [at, id, digest]);
  const places = { ...(to && { to: [to.at, to.id] }), ...(backTo && { backTo: [backTo.at, backTo.id] }) };
  const kept = {
    reading,
    ...places,
    ...(seenBy !== undefined && { seenBy }),
    rows,
    ...(placeless.length > 0 && { placeless }),
  };
  return JSON.stringify(kept, (_, value) => (typeof value === 'bigint' ? { big: String(value) } : value));
}

/** The memory in a cursor; empty where there is none, or where the rows were read in another way then. */
export function readCursor(cursor: string | undefined, reading: string): RowMemory {
  const memory: RowMemory = { known: new Map(), placeless: [] };
  const kept = parse(cursor);
  if (kept?.reading !== reading || !Array.isArray(kept.rows)) return memory;
  for (const row of kept.rows) {
    const place = placeIn(row);
    const digest: unknown = Array.isArray(row) ? row[2] : undefined;
    if (place && typeof digest === 'string') memory.known.set(String(place.id), { ...place, digest });
  }
  const [to, backTo] = [placeIn(kept.to), placeIn(kept.backTo)];
  if (to) memory.to = to;
  if (backTo) memory.backTo = backTo;
  if (typeof kept.seenBy === 'number') memory.seenBy = kept.seenBy;
  if (Array.isArray(kept.placeless)) memory.placeless = kept.placeless.map(String);
  return memory;
}

/** Forgets all but the newest rows; `epochMs` tells when a row changed, infinity where nobody can tell. */
export function trim({ known }: RowMemory, epochMs: (row: Place) => number): void {
  if (known.size <= MOST_KNOWN) return;
  // Sorting is stable: of rows with one time, those read first go first.
  const oldestFirst = [...known]
    .map(([name, row]) => ({ name, ms: epochMs(row) }))
    .sort((a, b) => compared(a.ms, b.ms));
  for (const { name } of oldestFirst.slice(0, known.size - MOST_KNOWN)) known.delete(name);
}

function compared(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function placeIn(value: unknown): Place | undefined {
  if (!Array.isArray(value)) return undefined;
  const [at, id] = value.map(keyIn);
  return at !== undefined && id !== undefined ? { at, id } : undefined;
}

function keyIn(value: unknown): Key | undefined {
  if (typeof value === 'string' || typeof value === 'number') return value;
  if (typeof value !== 'object' || value === null || !('big' in value)) return undefined;
  return /^-?\d{1,40}$/.test(String(value.big)) ? BigInt(String(value.big)) : undefined;
}

function parse(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
