import { Socket } from 'node:net';

/** The socket of a connection that is kept: it holds the process alive only while it is asked something. */
export interface Line {
  readonly socket: Socket;
  /** Does the work, and keeps the process alive meanwhile. The line is cut where the signal aborts. */
  during<Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result>;
}

/** A socket that is not yet connected. */
export function openLine(): Line {
  const socket = new Socket();
  return {
    socket,
    async during(signal, work) {
      signal.throwIfAborted();
      const { promise: aborted, reject } = Promise.withResolvers<never>();
      const cut = () => {
        reject(signal.reason);
        socket.destroy();
      };
      signal.addEventListener('abort', cut, { once: true });
      socket.ref();
      try {
        return await Promise.race([work(), aborted]);
      } finally {
        signal.removeEventListener('abort', cut);
        socket.unref();
      }
    },
  };
}

/** A connection over a line, once it is ready. */
export interface Connecting<Connection> {
  readonly line: Line;
  readonly ready: Promise<Connection>;
}

/**
 * Works over a connection that is kept for the next time. One over which anything failed, or that was lost meanwhile, is let
 * go, and the next work connects anew.
 */
export function keptConnection<Connection>(connect: () => Connecting<Connection>) {
  let kept: Connecting<Connection> | undefined;
  const letGo = (made: Connecting<Connection>) => {
    if (kept === made) kept = undefined;
    made.line.socket.destroy();
  };
  const connectAnew = () => {
    const made = connect();
    made.line.socket.on('close', () => letGo(made));
    kept = made;
    return made;
  };
  return async <Result>(signal: AbortSignal, work: (connection: Connection) => Promise<Result>): Promise<Result> => {
    signal.throwIfAborted();
    const made = kept ?? connectAnew();
    try {
      return await made.line.during(signal, async () => work(await made.ready));
    } catch (error) {
      letGo(made);
      throw error;
    }
  };
}
