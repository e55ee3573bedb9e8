import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import pg from 'pg';

/*
 * Real database servers, each on a loopback port of its own with its data in a temporary folder. They refuse to run as
 * root, so that root starts them as nobody.
 */

export const PASSWORD = 'a-p@ss:word/4 the%tests';

/** A running server. */
export interface DatabaseServer {
  /** Address of a database that may be written, with user and password. */
  readonly url: string;
  readonly port: number;
  /** Ends the server as a power cut would. */
  kill(): Promise<void>;
  /** Starts it again with its data. */
  start(): Promise<void>;
  /** Ends the server and removes its data. */
  remove(): Promise<void>;
}

const folders = [
  ...(process.env.PATH ?? '').split(delimiter),
  '/usr/sbin',
  '/usr/local/sbin',
  ...(existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql') : []).map(
    (version) => `/usr/lib/postgresql/${version}/bin`,
  ),
];
const program = (name: string) => folders.map((folder) => join(folder, name)).find((path) => existsSync(path));

const initdb = program('initdb');
const postgres = program('postgres');
const mariadbInstall = program('mariadb-install-db');
const mariadbd = program('mariadbd');

export const hasPostgres = initdb !== undefined && postgres !== undefined;
export const hasMariaDb = mariadbInstall !== undefined && mariadbd !== undefined;

/** A PostgreSQL server with the database `cms`, for whoever knows the password. */
export async function startPostgres(): Promise<DatabaseServer> {
  const folder = dataFolder('crier-postgres-');
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, PASSWORD, { mode: 0o644 });
  const data = join(folder, 'data');
  const made = ['--auth=scram-sha-256', `--pwfile=${passwordFile}`, '-U', 'cms', '-E', 'UTF8', '--no-sync'];
  execFileSync(initdb ?? '', ['-D', data, ...made], { ...whoever(), cwd: folder, stdio: 'pipe' });
  const port = await freePort();
  const settings = ['listen_addresses=127.0.0.1', `port=${port}`, 'fsync=off', 'timezone=America/New_York'];
  const args = ['-D', data, '-k', folder, ...settings.flatMap((setting) => ['-c', setting])];
  const url = `postgres://cms:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}/postgres`;
  return serverOf(postgres ?? '', args, { folder, port, url, isReady: () => takesClients(url) });
}

/** A MariaDB server with the database `cms`, for whoever knows the password. */
export async function startMariaDb(): Promise<DatabaseServer> {
  const folder = dataFolder('crier-mariadb-');
  const data = join(folder, 'data');
  const made = ['--no-defaults', `--datadir=${data}`, '--auth-root-authentication-method=normal', '--skip-test-db'];
  execFileSync(mariadbInstall ?? '', made, { ...whoever(), cwd: folder, stdio: 'pipe' });
  const initFile = join(folder, 'init.sql');
  const quoted = PASSWORD.replaceAll("'", "''");
  const grants = [
    'create database if not exists cms character set utf8mb4;',
    `create user if not exists cms@'127.0.0.1' identified by '${quoted}';`,
    "grant all on *.* to cms@'127.0.0.1';",
  ];
  writeFileSync(initFile, `${grants.join('\n')}\n`);
  const port = await freePort();
  const where = [`--datadir=${data}`, `--socket=${join(folder, 's')}`, `--pid-file=${join(folder, 'pid')}`];
  const settings = [`--port=${port}`, '--bind-address=127.0.0.1', '--skip-name-resolve', '--default-time-zone=-05:00'];
  const args = ['--no-defaults', ...where, ...settings, `--init-file=${initFile}`, '--innodb-buffer-pool-size=16M'];
  const url = `mysql://cms:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}/cms`;
  return serverOf(mariadbd ?? '', args, { folder, port, url, isReady: async () => true });
}

async function serverOf(
  command: string,
  args: readonly string[],
  { folder, port, url, isReady }: { folder: string; port: number; url: string; isReady: () => Promise<boolean> },
): Promise<DatabaseServer> {
  let running: ChildProcess | undefined;
  const log = join(folder, 'log');
  const kill = async () => {
    if (!running || running.exitCode !== null) return;
    const ended = once(running, 'exit');
    running.kill('SIGKILL');
    await ended;
  };
  const start = async () => {
    const output: Buffer[] = [];
    const child = spawn(command, args, { ...whoever(), cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    running = child;
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => output.push(chunk));
    for (let tries = 0; !((await answers(port)) && (await isReady())); tries += 1) {
      if (tries > 600 || child.exitCode !== null) {
        writeFileSync(log, Buffer.concat(output));
        throw new Error(`${command} did not start: ${readFileSync(log, 'utf8').slice(-2000)}`);
      }
    }
  };
  // A test process that fails early leaves no server behind.
  process.once('exit', () => running?.kill('SIGKILL'));
  await start();
  const remove = async () => {
    await kill();
    rmSync(folder, { recursive: true, force: true });
  };
  return { url, port, kill, start, remove };
}

/** Whether something listens there; waits a moment where nothing does. */
async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const { promise, resolve } = Promise.withResolvers<boolean>();
  socket.on('connect', () => resolve(true)).on('error', () => setTimeout(() => resolve(false), 50));
  return promise.finally(() => socket.destroy());
}

/** PostgreSQL answers before it is up. */
async function takesClients(url: string): Promise<boolean> {
  const client = new pg.Client(url);
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const NOBODY = 65534;

function whoever(): { readonly uid?: number; readonly gid?: number } {
  return process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
}

function dataFolder(prefix: string): string {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  if (process.getuid?.() === 0) chownSync(folder, NOBODY, NOBODY);
  return folder;
}
