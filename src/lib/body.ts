import type { IncomingMessage } from 'node:http';
import type { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

const DECODERS: ReadonlyMap<string, () => Transform> = new Map<string, () => Transform>([
  ['gzip', createGunzip],
  ['x-gzip', createGunzip],
  ['br', createBrotliDecompress],
  ['deflate', createInflate],
]);
const NO_BODY = [204, 304];

export type Body =
  | { readonly type: 'read'; readonly bytes: Uint8Array }
  | { readonly type: 'refused'; readonly detail: string };

/**
 * Reads an answer's body, decompressed, up to `maxBytes`; with 0 it is left unread and the connection closed. `longer`:
 * whether one that is longer is refused, or only its beginning is read. Throws what the connection or the decompression
 * throws.
 */
export async function readBody(
  response: IncomingMessage,
  maxBytes: number,
  longer: 'refuse' | 'cut',
  signal: AbortSignal,
): Promise<Body> {
  if (maxBytes === 0 || NO_BODY.includes(response.statusCode ?? 0)) {
    response.destroy();
    return { type: 'read', bytes: new Uint8Array() };
  }
  const encoding = (response.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  const decoder = DECODERS.get(encoding);
  if (!decoder && encoding !== 'identity') {
    response.destroy();
    return { type: 'refused', detail: 'the answer is compressed in an unknown way' };
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  const collect = async (stream: AsyncIterable<Uint8Array>) => {
    for await (const chunk of stream) {
      length += chunk.length;
      if (length <= maxBytes || longer === 'cut') chunks.push(chunk);
      if (length > maxBytes) return;
    }
  };
  try {
    await (decoder ? pipeline(response, decoder(), collect, { signal }) : pipeline(response, collect, { signal }));
  } catch (error) {
    // To a pipeline, an end before the end is an error too.
    if (length <= maxBytes) throw error;
  }
  if (length > maxBytes && longer === 'refuse') {
    return { type: 'refused', detail: `the answer is longer than ${maxBytes} bytes` };
  }
  return { type: 'read', bytes: Buffer.concat(chunks).subarray(0, maxBytes) };
}
