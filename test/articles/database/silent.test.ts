import { createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { mysqlDatabase } from '../../../src/articles/database/mysql.ts';
import { postgresDatabase } from '../../../src/articles/database/postgres.ts';
import { sourceOf } from './cms.ts';

const KINDS = [
  { dialect: 'postgres', open: postgresDatabase },
  { dialect: 'mysql', open: mysqlDatabase },
] as const;

/** A port where whoever connects meets this. */
async function server(meet: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const listening = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    meet(socket);
  });
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    listening.close();
  });
  const address = listening.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

test.each(KINDS)('a $dialect server that says nothing is left at an abort', async ({ dialect, open }) => {
  const stop = new AbortController();
  const port = await server(() => stop.abort(new Error('enough')));
  const database = open(`${dialect}://crier@127.0.0.1:${port}/cms`);
  await expect(sourceOf({ dialect, database }).poll(undefined, stop.signal)).rejects.toThrow('enough');
});

test.each(KINDS)('a $dialect server that hangs up may come back', async ({ dialect, open }) => {
  const port = await server((socket) => socket.destroy());
  const database = open(`${dialect}://crier@127.0.0.1:${port}/cms`);
  const answer = await sourceOf({ dialect, database }).poll(undefined, new AbortController().signal);
  expect(answer).toMatchObject({ type: 'unreachable', passing: true });
});

test.each(KINDS)('a $dialect server that talks nonsense breaks nothing', async ({ dialect, open }) => {
  const port = await server((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  const database = open(`${dialect}://crier@127.0.0.1:${port}/cms`);
  const answer = await sourceOf({ dialect, database }).poll(undefined, new AbortController().signal);
  expect(answer).toMatchObject({ type: 'unreachable' });
});
