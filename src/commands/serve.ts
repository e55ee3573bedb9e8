import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BadConfiguration, handlersOf, openServer, pushHandler, type Setup, startWorker } from '../app.ts';
import { WAITING_STATES } from '../domain/post.ts';
import { isLoopback } from '../lib/address.ts';
import type { Newsroom } from '../pipeline/newsroom.ts';
import { type Args, type Command, EXIT, type ExitCode, flag, type Io, printJson, text, Usage } from './command.ts';
import { inNewsroom } from './setup.ts';
import { complain } from './table.ts';
import { noPositionals } from './typed.ts';

const ROLES = ['all', 'desk', 'worker'] as const;
type Role = (typeof ROLES)[number];

/** How long requests in hand may take once the process is asked to stop. */
const LAST_ANSWERS_MS = 5000;

export const serve: Command = {
  summary: 'worker, desk and feeds, until it is asked to stop',
  help: `usage: crier serve [--role all|desk|worker] [--port N] [--json] [--config FILE]

Runs until SIGTERM or SIGINT (Ctrl-C). The worker takes articles in as soon as a folder changes or a newsroom
system pushes one, and looks every two seconds in any case; it publishes each post within a second of its due
time; the desk shows pages to editors, the feeds to readers. Needs no cron, and does no harm beside it: a story
still goes out once.

  --role worker   works, and listens nowhere ("crier status" says how it is)
  --role desk     pages, feeds and pushes only; a worker, or cron, runs elsewhere
  --port N        the desk's port instead of that of listen.desk; 0 takes any that is free
  --json          says where it listens as one line of JSON: { desk, feeds, push, role }

The desk has no login, so it listens on this machine only (listen.desk, 127.0.0.1:8080 by default); to open
it to others put a proxy with a login in front. Feeds may listen anywhere (listen.feeds), and so may the address
to which articles are pushed (listen.push), where a source of type push is configured. The desk answers
/healthz: 200 while all is well, 503 where not, with the facts.

A stop takes no new post in hand and brings the one in hand to its end, which may take as long as delivery.leaseFor;
a second signal ends it at once, and the next start settles what that left open.

  /srv/crier/bin/crier serve
  /srv/crier/bin/crier serve --role worker

docs/serve.md has a unit for systemd. Exit codes: 0 stopped when asked to; 75 the store could not be reached at the
start; 78 the configuration is not usable, or the port is taken.
`,
  options: { role: { type: 'string' }, port: { type: 'string' } },
  run(args, io) {
    noPositionals(args);
    const role = roleOf(args);
    const port = portOf(args, role);
    const version = versionIn(io.root);
    return inNewsroom(args, io, async (room, setup) => {
      const desk = { ...setup.config.listen.desk, ...(port === undefined ? {} : { port }) };
      if (role !== 'worker') refuseOpenDesk(desk.host);
      return serveAs(role, { room, setup, io, desk, version, json: flag(args, 'json') });
    });
  },
};

interface Shift {
  readonly room: Newsroom;
  readonly setup: Setup;
  readonly io: Io;
  readonly desk: Address;
  readonly version: string;
  readonly json: boolean;
}

type Address = Setup['config']['listen']['desk'];
type Worker = Awaited<ReturnType<typeof startWorker>>;
type Server = Extract<Awaited<ReturnType<typeof openServer>>, { type: 'listening' }>;

async function serveAs(role: Role, shift: Shift): Promise<ExitCode> {
  const { room, setup, io } = shift;
  const startedAt = room.now();
  let worker: Worker | undefined;
  const health = () => healthOf(role, shift, startedAt, worker);
  const { desk, feeds, push, close } = role === 'worker' ? CLOSED : await openServers(shift, health);
  try {
    if (shift.json) printJson(io, { desk: desk ?? null, feeds: feeds ?? null, ...(push && { push }), role });
    const places = Object.entries({ desk, feeds, push }).flatMap(([name, url]) => (url ? [`${name} ${url}`] : []));
    complain(io, `crier serves ${room.outlet.name}: ${[...(role === 'desk' ? [] : ['worker']), ...places].join(', ')}`);
    if (role !== 'desk') worker = await startWorker(room, setup, io.signal);
    await Promise.race([aborted(io.signal), worker?.done ?? aborted(io.signal)]);
    complain(io, 'crier stops: what is in hand is brought to its end');
    await Promise.all([close(), worker?.done]);
    return EXIT.done;
  } finally {
    await close();
  }
}

const CLOSED = { desk: undefined, feeds: undefined, push: undefined, close: async () => {} };

type Name = 'desk' | 'feeds' | 'push';

/** One part of what is served: at which address, and below which path where it shares that with the desk or the feeds. */
interface Part {
  readonly name: Name;
  readonly at: Address;
  readonly below: string;
  readonly fetch: Parameters<typeof openServer>[1];
}

/** The desk, the feeds and where articles are pushed; those at the same address are one server. */
async function openServers({ room, setup, desk: at }: Shift, health: Parameters<typeof handlersOf>[2]) {
  const handlers = await handlersOf(room, setup, health);
  const push = await pushHandler(room, setup);
  const { listen } = setup.config;
  // The desk comes last: it answers whatever is asked of its address.
  const parts: readonly Part[] = [
    ...(push ? [{ name: 'push' as const, at: listen.push, below: '/api/', fetch: push }] : []),
    { name: 'feeds', at: listen.feeds, below: '/feeds/', fetch: handlers.feeds },
    { name: 'desk', at, below: '/', fetch: handlers.desk },
  ];
  const urls: Partial<Record<Name, string>> = {};
  const servers: Server[] = [];
  const close = async () => void (await Promise.all(servers.map((server) => server.close(LAST_ANSWERS_MS))));
  try {
    for (const together of sharing(parts)) {
      const server = await opened(together, setup);
      servers.push(server);
      for (const { name } of together) urls[name] = server.url;
    }
  } catch (error) {
    await Promise.all(servers.map((server) => server.close(0)));
    throw error;
  }
  return { ...urls, close };
}

/** The parts by address; a port that any is free for is shared with nobody. */
function sharing(parts: readonly Part[]): readonly (readonly Part[])[] {
  return [...Map.groupBy(parts, ({ name, at }) => (at.port === 0 ? name : written(at))).values()];
}

async function opened(parts: readonly Part[], setup: Setup): Promise<Server> {
  const last = parts.at(-1);
  if (!last) throw new Error('a server serves something');
  const of = (request: Request) => parts.find(({ below }) => new URL(request.url).pathname.startsWith(below)) ?? last;
  const server = await openServer(last.at, (request) => of(request).fetch(request), setup);
  if (server.type === 'listening') return server;
  const instead = last.name === 'desk' ? 'choose another there, or with --port' : 'choose another there';
  throw faulty(`listen.${last.name}`, `expected a free address, got ${written(last.at)}: ${server.detail}; ${instead}`);
}

function refuseOpenDesk(host: string): void {
  if (isLoopback(host)) return;
  const advice = 'whoever reaches the desk may use it; put a proxy with a login in front';
  throw faulty(
    'listen.desk',
    `expected an address of this machine alone such as 127.0.0.1:8080, got ${host}: ${advice}`,
  );
}

function faulty(key: string, expected: string): BadConfiguration {
  return new BadConfiguration([{ file: 'config', key, expected }]);
}

function written({ host, port }: Address): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

const WAITING: readonly string[] = WAITING_STATES;

/** The facts of `/healthz`; without a worker of its own a process is well where its store answers. */
async function healthOf(role: Role, { room, version }: Shift, startedAt: Temporal.Instant, worker?: Worker) {
  const facts = { role, version, startedAt, ...worker?.facts() };
  try {
    const counts = await room.store.counts();
    const waiting = counts.filter(({ state }) => WAITING.includes(state)).reduce((sum, { count }) => sum + count, 0);
    return { ok: role === 'desk', ...facts, waiting };
  } catch (error) {
    room.log.warn('the store does not answer', { why: String(error) });
    return { ...facts, ok: false, waiting: null };
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (signal.aborted) resolve();
  signal.addEventListener('abort', () => resolve(), { once: true });
  return promise;
}

function roleOf(args: Args): Role {
  const said = text(args, 'role') ?? 'all';
  const role = ROLES.find((known) => known === said);
  if (!role) throw new Usage(`--role: expected one of ${ROLES.join(', ')}, got ${said}`);
  return role;
}

function portOf(args: Args, role: Role): number | undefined {
  const said = text(args, 'port');
  if (said === undefined) return undefined;
  if (role === 'worker') throw new Usage('--port: a worker listens nowhere; leave it out, or --role');
  const port = /^\d{1,5}$/.test(said) ? Number(said) : Number.NaN;
  if (!(port <= 65_535)) throw new Usage(`--port: expected a whole number from 0 to 65535, got ${said}`);
  return port;
}

/** Read at the start: an upgrade under the running process changes the file. */
function versionIn(root: string): string {
  const { version }: { version?: unknown } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return String(version);
}
