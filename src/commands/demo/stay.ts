import { join } from 'node:path';
import { handlersOf, openServer, type Setup, startWorker } from '../../app.ts';
import type { Newsroom } from '../../pipeline/newsroom.ts';
import { EXIT, type ExitCode, type Io } from '../command.ts';
import { complain, printLines } from '../table.ts';

/** Another program may listen where the desk would: then the next port is tried, so often. */
const PORTS_TRIED = 20;
const LAST_ANSWERS_MS = 2000;

/** Goes on working in the demo newsroom, and shows its pages, until Ctrl-C. */
export async function stay(room: Newsroom, setup: Setup, io: Io): Promise<ExitCode> {
  let worker: Awaited<ReturnType<typeof startWorker>> | undefined;
  const health = async () => worker?.facts() ?? { ok: false };
  const pictures = { address: `${room.outlet.url}/images/`, directory: join(io.root, 'articles/images') };
  const { desk } = await handlersOf(room, setup, health, pictures);
  const server = await openDesk(setup, desk);
  if (server) printLines(io, [...whereToLook(server.url), '', 'Ctrl-C ends it.']);
  else complain(io, `no port is free for the pages (listen.desk and the next ${PORTS_TRIED}); crier works on without`);
  try {
    worker = await startWorker(room, setup, io.signal);
    await worker.done;
    return EXIT.done;
  } finally {
    await server?.close(LAST_ANSWERS_MS);
  }
}

async function openDesk(setup: Setup, fetch: Parameters<typeof openServer>[1]) {
  const { host, port } = setup.config.listen.desk;
  for (let tried = 0; tried < PORTS_TRIED; tried += 1) {
    const server = await openServer({ host, port: port + tried }, fetch, setup);
    if (server.type === 'listening') return server;
  }
  return undefined;
}

function whereToLook(url: string): readonly string[] {
  return [
    `queue     ${url}/: approve what waits, and watch it go out`,
    `timeline  ${url}/timeline: what readers see; make trouble there, and watch crier settle it`,
    `feeds     ${url}/feeds: for Google News, and for everyone else`,
  ];
}
