import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  type SqliteDatabase,
  type TransactionSettings,
} from 'kysely';

/** What the driver needs to know of the connection itself. */
interface Raw {
  readonly isTransaction: boolean;
  exec(sql: string): void;
}

/** Alone: a query of its own, or many that only read; shared: a part of the transaction that is committed next. */
type Kind = 'alone' | 'shared';

interface Waiting {
  readonly kind: Kind;
  begin(): void;
}

/** A transaction of SQLite's, with those of the callers that came up meanwhile as its parts. */
interface Shared {
  readonly committed: PromiseWithResolvers<void>;
  /** Whether it is to be committed as soon as the part in hand is whole. */
  isOver: boolean;
}

/**
 * Kysely's driver for the one connection that SQLite has. Writing to the disk takes longer than all the rest, so
 * transactions that come up in the same turn of the event loop are written together. Each is a savepoint, so that it is
 * undone alone, and nobody hears of its commit before it is on the disk. What reads never sees what is not.
 *
 * The write lock is taken at the start: of two that read first and write then one could only fail.
 */
export class SharedCommits implements Driver {
  readonly #raw: Raw;
  readonly #database: SqliteDatabase;
  readonly #waiting: Waiting[] = [];
  #isBusy = false;
  #shared: Shared | undefined;
  #lastError: unknown;

  constructor(raw: Raw, database: SqliteDatabase) {
    this.#raw = raw;
    this.#database = database;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<Caller> {
    return new Caller((caller, query) => this.#execute(caller, query));
  }

  async releaseConnection(): Promise<void> {}

  async beginTransaction(caller: Caller, settings: TransactionSettings): Promise<void> {
    const kind = settings.accessMode === 'read only' ? 'alone' : 'shared';
    await this.#turn(kind);
    try {
      if (kind === 'alone') this.#run('begin deferred');
      else caller.part = this.#beginPart();
      caller.isInHand = true;
    } catch (error) {
      this.#end();
      throw error;
    }
  }

  async commitTransaction(caller: Caller): Promise<void> {
    const { part } = caller;
    this.#run(part ? 'release part' : 'commit');
    this.#letGo(caller);
    await part?.committed.promise;
  }

  async rollbackTransaction(caller: Caller): Promise<void> {
    // One whose commit failed is undone by then, and the connection may be another's.
    if (!caller.isInHand) return;
    // A full disk rolls everything back by itself; a second rollback would hide the reason.
    if (this.#raw.isTransaction) this.#undo(caller);
    else if (caller.part) this.#fail(caller.part);
    this.#letGo(caller);
  }

  async destroy(): Promise<void> {
    await this.#turn('alone');
    this.#database.close();
    this.#end();
  }

  async #execute(caller: Caller, query: CompiledQuery): Promise<QueryResult<never>> {
    if (caller.isInHand) return this.#run(query.sql, query.parameters);
    await this.#turn('alone');
    try {
      return this.#run(query.sql, query.parameters);
    } finally {
      this.#end();
    }
  }

  #run(sql: string, parameters: readonly unknown[] = []): QueryResult<never> {
    try {
      const statement = this.#database.prepare(sql);
      if (statement.reader) return { rows: statement.all(parameters) as never[] };
      const { changes, lastInsertRowid } = statement.run(parameters);
      return { insertId: BigInt(lastInsertRowid), numAffectedRows: BigInt(changes), rows: [] };
    } catch (error) {
      this.#lastError = error;
      throw error;
    }
  }

  #beginPart(): Shared {
    if (!this.#shared) {
      this.#run('begin immediate');
      const shared = { committed: Promise.withResolvers<void>(), isOver: false };
      // Nobody may be there to hear of it: what a part did is undone with it.
      shared.committed.promise.catch(() => undefined);
      this.#shared = shared;
      setImmediate(() => {
        shared.isOver = true;
        if (!this.#isBusy) this.#next();
      });
    }
    this.#run('savepoint part');
    return this.#shared;
  }

  #undo({ part }: Caller): void {
    if (!part) return void this.#run('rollback');
    this.#run('rollback to part');
    this.#run('release part');
  }

  #letGo(caller: Caller): void {
    caller.isInHand = false;
    this.#end();
  }

  /** Resolves when it is the caller's turn, which lasts until `#end`. */
  #turn(kind: Kind): Promise<void> | undefined {
    if (!this.#isBusy && (kind === 'shared' || !this.#shared)) {
      this.#isBusy = true;
      return undefined;
    }
    return new Promise((begin) => this.#waiting.push({ kind, begin }));
  }

  #end(): void {
    this.#isBusy = false;
    this.#next();
  }

  #next(): void {
    if (this.#shared?.isOver) this.#commit(this.#shared);
    const first = this.#shared ? 'shared' : 'alone';
    let place = this.#waiting.findIndex(({ kind }) => kind === first);
    // Those that read go first after a commit: others would open the next one.
    if (place < 0 && !this.#shared) place = 0;
    const [next] = place < 0 ? [] : this.#waiting.splice(place, 1);
    if (!next) return;
    this.#isBusy = true;
    next.begin();
  }

  #commit(shared: Shared): void {
    this.#shared = undefined;
    try {
      this.#run('commit');
      shared.committed.resolve();
    } catch (error) {
      if (this.#raw.isTransaction) this.#raw.exec('rollback');
      shared.committed.reject(error);
    }
  }

  #fail(shared: Shared): void {
    if (this.#shared === shared) this.#shared = undefined;
    shared.committed.reject(this.#lastError);
  }
}

/** Tells Kysely to let callers in while others are: the driver itself keeps them apart. */
export class SharedConnection extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true;
  }
}

/** One who was given the connection: for a query, or for a transaction. */
class Caller implements DatabaseConnection {
  /** Whether its transaction is the one that queries belong to now. */
  isInHand = false;
  part: Shared | undefined;
  readonly #execute: (caller: Caller, query: CompiledQuery) => Promise<QueryResult<never>>;

  constructor(execute: (caller: Caller, query: CompiledQuery) => Promise<QueryResult<never>>) {
    this.#execute = execute;
  }

  executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    return this.#execute(this, query);
  }

  async *streamQuery<Row>(query: CompiledQuery): AsyncIterableIterator<QueryResult<Row>> {
    yield await this.#execute(this, query);
  }
}
