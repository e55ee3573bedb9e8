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
