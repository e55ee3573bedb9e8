import type { ServerResponse } from 'node:http';
import type { Answer } from './answer.ts';

/** What goes back to a client, and how it gets there. */
export type Reply =
  /** Whole, with the headers the platform's application adds. */
  | { readonly as: 'application'; readonly answer: Answer }
  /** Whole, as something in front of the application gives it. */
  | { readonly as: 'front'; readonly answer: Answer }
  /** One byte per `everyMs` real milliseconds. */
  | { readonly as: 'drip'; readonly answer: Answer; readonly everyMs: number }
  /** Half of it: announced as such (`proper`), or as a whole that is then cut off. */
  | { readonly as: 'half'; readonly answer: Answer; readonly end: 'proper' | 'cut' }
  | { readonly as: 'reset' }
  | { readonly as: 'silence' };

/** A reply with what the application adds to it. */
export interface Said {
  readonly reply: Reply;
  /** Headers of the application, on every answer that is its own. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Called where the client is sent the application's answer whole, at once. */
  readonly heard?: () => void;
}

/** Sends a reply over a connection and notes in the journal what the client was told. */
export function send(said: Said, response: ServerResponse, entry: { readonly at: number; status?: number }): void {
  const { reply, headers = {} } = said;
  if (reply.as === 'silence') return;
  if (reply.as === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  const { answer } = reply;
  const body = Buffer.from(answer.body);
  const half = body.subarray(0, Math.floor(body.length / 2));
  entry.status = answer.status;
  response.sendDate = false;
  response.writeHead(answer.status, {
    date: new Date(entry.at).toUTCString(),
    'content-length': String(reply.as === 'half' && reply.end === 'proper' ? half.length : body.length),
    ...answer.headers,
    ...(reply.as === 'front' ? {} : headers),
  });
  switch (reply.as) {
    case 'application':
      said.heard?.();
      response.end(body);
      break;
    case 'front':
      response.end(body);
      break;
    case 'drip':
      drip(response, body, reply.everyMs);
      break;
    case 'half':
      if (reply.end === 'proper') response.end(half);
      else response.write(half, () => response.destroy());
  }
}

function drip(response: ServerResponse, body: Buffer, everyMs: number): void {
  response.flushHeaders();
  let sent = 0;
  const drops = setInterval(() => {
    response.write(body.subarray(sent, sent + 1));
    sent += 1;
    if (sent < body.length) return;
    clearInterval(drops);
    response.end();
  }, everyMs);
  response.once('close', () => clearInterval(drops));
}
