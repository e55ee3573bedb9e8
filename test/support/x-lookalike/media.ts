import { type Answer, json } from '../lookalike/answer.ts';
import { invalidRequest, problem } from './answer.ts';
import type { Work } from './endpoints.ts';

/** One image that was uploaded; times are epoch milliseconds of the server's clock. */
export interface UploadedMedia {
  readonly id: string;
  readonly account: string;
  readonly bytes: Buffer;
  readonly expiresAt: number;
  /** What it shows, once that was told. */
  alt?: string;
}

const EXPIRES_AFTER_SECONDS = 86_400;
const MOST_BYTES = 5 * 1024 * 1024;
const MOST_ALT_CHARACTERS = 1000;

/** `POST /2/media/upload` in one request: multipart/form-data with the bytes and their category. */
export function upload({ account, headers, bytes, media, at }: Work): Answer {
  const parts = partsOf(headers['content-type'] ?? '', bytes);
  const category = parts.get('media_category')?.toString();
  const image = parts.get('media');
  if (!image) return invalidRequest('media', '', '$.media: is required');
  if (category !== 'tweet_image')
    return invalidRequest('media_category', category ?? '', 'is not one of [tweet_image]');
  if (image.length > MOST_BYTES) return problem(400, `Image file size must be <= ${MOST_BYTES} bytes`);
  if (!SIGNATURES.some((signature) => image.toString('latin1', 0, 12).startsWith(signature))) {
    return problem(400, 'The media you are trying to upload has an unrecognized type.');
  }
  const id = String(1_990_000_000_000_000_000n + BigInt(media.length));
  media.push({ id, account: account.id, bytes: image, expiresAt: at + EXPIRES_AFTER_SECONDS * 1000 });
  const data = { id, media_key: `3_${id}`, size: image.length, expires_after_secs: EXPIRES_AFTER_SECONDS };
  return json(200, { data });
}

/** `POST /2/media/metadata`: what an uploaded image shows. */
export function describe({ body, ...work }: Work): Answer {
  const asked: unknown = JSON.parse(body);
  const { id, metadata } = { id: undefined, metadata: undefined, ...Object(asked) };
  const text: unknown = metadata?.alt_text?.text;
  const found = typeof id === 'string' ? usable(work, id) : undefined;
  if (!found) return invalidRequest('id', String(id), 'Your media IDs are invalid.');
  if (typeof text !== 'string' || !text || text.length > MOST_ALT_CHARACTERS) {
    return invalidRequest('metadata.alt_text.text', '', 'size must be between 1 and 1000');
  }
  found.alt = text;
  return json(200, { data: { id, associated_metadata: { alt_text: { text } } } });
}

/** The uploaded media that a create names; undefined: one of them is unknown, expired or someone else's. */
export function namedMedia(work: Pick<Work, 'account' | 'media' | 'at'>, named: unknown): UploadedMedia[] | undefined {
  if (!Array.isArray(named) || named.length < 1 || named.length > 4) return undefined;
  const found = named.map((id: unknown) => usable(work, id)).filter((one) => one !== undefined);
  return found.length === named.length ? found : undefined;
}

function usable(
  { account, media, at }: Pick<Work, 'account' | 'media' | 'at'>,
  id: unknown,
): UploadedMedia | undefined {
  return media.find((one) => one.id === id && one.account === account.id && at < one.expiresAt);
}

const SIGNATURES = ['\xff\xd8\xff', '\x89PNG\r\n\x1a\n', 'GIF87a', 'GIF89a', 'RIFF'];

/** The fields of a form, by name. */
function partsOf(contentType: string, body: Buffer): ReadonlyMap<string, Buffer> {
  const boundary = /^multipart\/form-data; boundary=(\S+)$/.exec(contentType)?.[1];
  const parts = new Map<string, Buffer>();
  if (boundary === undefined) return parts;
  for (const part of body.toString('latin1').split(`--${boundary}`)) {
    const [, head = '', value] = /^\r\n(.*?)\r\n\r\n(.*)\r\n$/s.exec(part) ?? [];
    const name = / name="([^"]+)"/.exec(head)?.[1];
    if (name !== undefined && value !== undefined) parts.set(name, Buffer.from(value, 'latin1'));
  }
  return parts;
}
