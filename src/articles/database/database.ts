import type { CompiledQuery } from 'kysely';

/** What a row is found by, exactly as the database has it: text, a number, or one beyond what a number keeps. */
export type Key = string | number | bigint;

/** One row, by the names of our own fields. */
export type Row = Readonly<Record<string, unknown>>;

/** Asks within one transaction. */
export type Ask = (query: CompiledQuery) => Promise<readonly Row[]>;

/** A newsroom's database, as far as it is read. */
export interface Database {
  /**
   * Does the work in one read-only transaction that sees one state of the data, over a connection that is kept for the
   * next time and does not keep the process alive in between. Rejects with DatabaseTrouble, or where the signal aborts.
   */
  read<Result>(work: (ask: Ask) => Promise<Result>, signal: AbortSignal): Promise<Result>;
}

/** No statement may take longer. */
export const STATEMENT_MS = 10_000;
/** Nor may connecting. */
export const CONNECT_MS = 10_000;
/** Where the database does not end a statement in time, the connection is given up. */
export const GIVE_UP_MS = STATEMENT_MS + 2_000;

/** The database cannot be read; the message says why, and what a person can do. */
export class DatabaseTrouble extends Error {
  override readonly name = 'DatabaseTrouble';
  /** As networks have it: it may well come back by itself. */
  readonly passing: boolean;

  constructor(message: string, passing: boolean, options?: ErrorOptions) {
    super(message, options);
    this.passing = passing;
  }
}

/** What a person can do about a statement that took too long. */
export const TOO_SLOW = `took longer than ${STATEMENT_MS / 1000} s; is there an index on (updatedAt, id)?`;

/** Undefined: an error that no database or network made is a bug of ours. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || error instanceof TypeError || error instanceof RangeError) return undefined;
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
