import mysql, { type Connection, type TypeCast } from 'mysql2/promise';
import {
  type Ask,
  CONNECT_MS,
  codeOf,
  type Database,
  DatabaseTrouble,
  GIVE_UP_MS,
  type Row,
  STATEMENT_MS,
  TOO_SLOW,
} from './database.ts';
import { keptConnection, type Line, openLine } from './line.ts';

/** A TIMESTAMP comes in the zone of the session, which is UTC, and says so; a DATETIME has no zone. */
const typeCast: TypeCast = (field, next) => {
  const value = next();
  if (field.type === 'TIMESTAMP' && typeof value === 'string') return `${value}Z`;
  // Beyond what a number keeps exactly; text would be compared as text.
  return field.type === 'LONGLONG' && typeof value === 'string' ? BigInt(value) : value;
};

/** A MySQL or MariaDB database at this address; `?ssl-mode=VERIFY_IDENTITY` asks for TLS with a checked certificate. */
export function mysqlDatabase(url: string): Database {
  const over = keptConnection(() => {
    const line = openLine();
    return { line, ready: open(url, line) };
  });
  return {
    async read(work, signal) {
      try {
        return await over(signal, async (connection) => {
          await connection.query({ sql: 'start transaction with consistent snapshot, read only', timeout: GIVE_UP_MS });
          const ask: Ask = async ({ sql, parameters }) => {
            const values = parameters.map((value) => (typeof value === 'string' ? value.replace(ZONE, '') : value));
            const [rows]: readonly unknown[] = await connection.execute({ sql, values, timeout: GIVE_UP_MS });
            return Array.isArray(rows) ? rows.filter(isRow) : [];
          };
          const result = await work(ask);
          await connection.query({ sql: 'commit', timeout: GIVE_UP_MS });
          return result;
        });
      } catch (error) {
        throw signal.aborted ? error : troubleOf(error);
      }
    },
  };
}

/** What `typeCast` put behind a TIMESTAMP is no part of it. */
const ZONE = /(?<=^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?)Z$/;

async function open(address: string, line: Line): Promise<Connection> {
  const { hostname, port, username, password, pathname, searchParams } = new URL(address);
  const host = hostname.replace(/^\[|\]$/g, '');
  const connection = await mysql.createConnection({
    host,
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)),
    charset: 'utf8mb4',
    connectTimeout: CONNECT_MS,
    dateStrings: true,
    supportBigNumbers: true,
    typeCast,
    stream: () => line.socket.connect(Number(port || 3306), host),
    ...(searchParams.get('ssl-mode')?.toUpperCase() === 'VERIFY_IDENTITY' && {
      ssl: { rejectUnauthorized: true, verifyIdentity: true },
    }),
  });
  // Said while nobody asks anything: the line is closed then, and the next look connects anew.
  connection.on('error', () => undefined);
  const [versions] = await connection.query('select version() as version');
  const isMariaDb = /mariadb/i.test(JSON.stringify(versions));
  // MariaDB counts in seconds: https://mariadb.com/kb/en/server-system-variables/#max_statement_time,
  // MySQL in ms: https://dev.mysql.com/doc/refman/8.4/en/server-system-variables.html#sysvar_max_execution_time
  const limit = isMariaDb ? `max_statement_time = ${STATEMENT_MS / 1000}` : `max_execution_time = ${STATEMENT_MS}`;
  // ANSI_QUOTES or PIPES_AS_CONCAT of the server would give the same query another meaning.
  await connection.query(`set session ${limit}, time_zone = '+00:00', sql_mode = ''`);
  return connection;
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const FOR_A_PERSON = [
  'ER_ACCESS_DENIED_ERROR',
  'ER_DBACCESS_DENIED_ERROR',
  'ER_TABLEACCESS_DENIED_ERROR',
  'ER_COLUMNACCESS_DENIED_ERROR',
  'ER_BAD_DB_ERROR',
  'ER_NO_SUCH_TABLE',
  'ER_BAD_FIELD_ERROR',
  'ER_PARSE_ERROR',
  'ER_SYNTAX_ERROR',
  'ER_DUP_FIELDNAME',
];

/** `ER_STATEMENT_TIMEOUT` is MariaDB's, `ER_QUERY_TIMEOUT` MySQL's. */
const TIMED_OUT = ['ER_STATEMENT_TIMEOUT', 'ER_QUERY_TIMEOUT'];

function troubleOf(error: unknown): unknown {
  const code = codeOf(error);
  if (code === undefined || error instanceof DatabaseTrouble || !(error instanceof Error)) return error;
  if (TIMED_OUT.includes(code)) return new DatabaseTrouble(`MySQL: ${TOO_SLOW}`, true, { cause: error });
  const detail = `MySQL: ${error.message || 'the connection failed'}${code && ` (${code})`}`;
  return new DatabaseTrouble(detail, !FOR_A_PERSON.includes(code), { cause: error });
}
