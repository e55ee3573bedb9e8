import pg from 'pg';
import { codeOf } from './database.ts';
import { postgresClient } from './postgres.ts';

const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 60_000;

/**
 * Hears NOTIFY on a channel of PostgreSQL. Each call resolves where something was said since the last one, or may have
 * been while nobody listened: at the first connection and after each lost one. It connects again with back-off for as
 * long as a call waits; an abort rejects and leaves the connection as it is. Does not keep the process alive.
 */
export function postgresBell(options: {
  readonly url: string;
  readonly channel: string;
  readonly delay: (ms: number, signal: AbortSignal) => Promise<unknown>;
}): (signal: AbortSignal) => Promise<void> {
  const { url, channel, delay } = options;
  let listening: Promise<void> | undefined;
  let isRung = false;
  let wake = () => {};
  const ring = () => {
    isRung = true;
    wake();
  };
  const listen = async () => {
    const { client, line } = postgresClient(url, 'crier, listening');
    const end = () => {
      listening = undefined;
      line.socket.destroy();
      ring();
    };
    client.on('notification', ring);
    client.on('error', end);
    try {
      await client.connect();
      await client.query(`listen ${pg.escapeIdentifier(channel)}`);
      line.socket.unref();
      ring();
    } catch (error) {
      line.socket.destroy();
      throw error;
    }
  };
  return async (signal) => {
    let waitMs = FIRST_RETRY_MS;
    for (;;) {
      signal.throwIfAborted();
      try {
        listening ??= listen();
        await unlessAborted(listening, signal);
      } catch (error) {
        if (signal.aborted || codeOf(error) === undefined) throw error;
        listening = undefined;
        await delay(waitMs, signal);
        waitMs = Math.min(waitMs * 2, LONGEST_RETRY_MS);
        continue;
      }
      if (!isRung) {
        const { promise, resolve } = Promise.withResolvers<void>();
        wake = resolve;
        await unlessAborted(promise, signal);
      }
      isRung = false;
      return;
    }
  };
}

/** The promise, or the rejection with the signal's reason where that comes first. */
async function unlessAborted(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  // An aborted signal says so no second time.
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
