import pg from 'pg';
import {
  type Ask,
  CONNECT_MS,
  codeOf,
  type Database,
  DatabaseTrouble,
  GIVE_UP_MS,
  STATEMENT_MS,
  TOO_SLOW,
} from './database.ts';
import { keptConnection, type Line, openLine } from './line.ts';

/** `date`, `timestamp` and `timestamptz`: as text, which keeps microseconds and whether there is an offset. */
const TIMES = [1082, 1114, 1184];

const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    TIMES.includes(oid) ? (text: string) => text : pg.types.getTypeParser(oid, format === 'binary' ? 'binary' : 'text'),
};

/** Begins what only reads, whoever the user is; `local` ends with it, so that a pooler may stand in between. */
const BEGIN = `begin transaction isolation level repeatable read read only;
set local statement_timeout = ${STATEMENT_MS}; set local lock_timeout = ${STATEMENT_MS}; set local datestyle = 'ISO'`;

/** A client that is not yet connected, and its line. `name` is what the database's own lists call it. */
export function postgresClient(url: string, name: string): { readonly client: pg.Client; readonly line: Line } {
  const line = openLine();
  const client = new pg.Client({
    connectionString: url,
    application_name: name,
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: GIVE_UP_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: 30_000,
    stream: () => line.socket,
    types,
  });
  return { client, line };
}

/** A PostgreSQL database at this address, 9.6 or newer. */
export function postgresDatabase(url: string): Database {
  const over = keptConnection(() => {
    const { client, line } = postgresClient(url, 'crier');
    // Also said while nobody asks anything.
    client.on('error', () => line.socket.destroy());
    return { line, ready: client.connect().then(() => client) };
  });
  return {
    async read(work, signal) {
      try {
        return await over(signal, async (client) => {
          await client.query(BEGIN);
          const ask: Ask = async ({ sql, parameters }) => (await client.query(sql, [...parameters])).rows;
          const result = await work(ask);
          await client.query('commit');
          return result;
        });
      } catch (error) {
        throw signal.aborted ? error : troubleOf(error);
      }
    },
  };
}

/** What a person can do about it; codes as in https://www.postgresql.org/docs/current/errcodes-appendix.html. */
export function troubleOf(error: unknown): unknown {
  const code = codeOf(error);
  if (code === undefined || error instanceof DatabaseTrouble || !(error instanceof Error)) return error;
  const trouble = (detail: string, passing: boolean) => new DatabaseTrouble(detail, passing, { cause: error });
  if (code === '57014') return trouble(`PostgreSQL: ${TOO_SLOW}`, true);
  // Wrong names, rights and passwords do not mend themselves; shutting down (57P), too many clients (53), network do.
  const isForAPerson = /^(?:0A|22|28|3D|3F|42)/.test(code);
  return trouble(`PostgreSQL: ${error.message || 'the connection failed'}${code && ` (${code})`}`, !isForAPerson);
}
