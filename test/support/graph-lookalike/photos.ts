import { type Answer, json } from '../lookalike/answer.ts';
import type { ShownMedia } from '../lookalike/wall.ts';
import { graphError, invalidParameter } from './answer.ts';
import type { Work } from './endpoints.ts';

/** One photo of a Page, seen by nobody until a post names it; times are epoch milliseconds of the server's clock. */
export interface Photo extends ShownMedia {
  readonly page: string;
  readonly url: string;
  readonly expiresAt: number;
}

const KEPT_FOR_MS = 86_400_000;

/** `POST /{page}/photos` with an address. Graph would fetch it: here each address whose path ends in `.txt` is no image. */
export function addPhoto({ page, parameters, photos, at }: Work): Answer {
  const url = parameters.get('url') ?? '';
  const alt = parameters.get('alt_text_custom');
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? '')) return invalidParameter('url should represent a valid URL');
  if (parameters.get('published') !== 'false' || parameters.get('temporary') !== 'true') {
    return invalidParameter('This look-alike knows photos for posts only: published=false, temporary=true.');
  }
  if (new URL(url).pathname.endsWith('.txt')) {
    return graphError({ status: 400, code: 100, subcode: 1366046, message: '(#100) Missing or invalid image file' });
  }
  const id = String(700_000_000_000_000 + photos.length);
  photos.push({ id, page: page.id, url, ...(alt === null ? {} : { alt }), expiresAt: at + KEPT_FOR_MS });
  return json(200, { id });
}

/** The photos that `attached_media` names; undefined: it names something else. */
export function attachedPhotos({ page, photos, at }: Work, attached: string): readonly ShownMedia[] | undefined {
  const named: unknown = JSON.parse(attached);
  if (!Array.isArray(named)) return undefined;
  const found = named
    .map((one: unknown) => photos.find(({ id }) => id === Object(one).media_fbid))
    .filter((photo) => photo !== undefined && photo.page === page.id && at < photo.expiresAt)
    .filter((photo) => photo !== undefined);
  if (found.length !== named.length) return undefined;
  return found.map(({ id, url, alt }) => ({ id, url, ...(alt === undefined ? {} : { alt }) }));
}
