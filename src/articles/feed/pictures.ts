import type { MediaNs } from 'feedsmith';
import { parseBounded } from '../bounded-parser.ts';
import { webAddress } from './web-address.ts';

/** A picture that a feed has beside a story. */
export interface Picture {
  /** Absolute, http(s). */
  readonly url: string;
  /** HTML or plain text. */
  readonly alt?: string;
  /** Pixels. */
  readonly width?: number;
  readonly height?: number;
}

interface Written {
  readonly url?: string | undefined;
  readonly alt?: string | undefined;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
}

interface Enclosure {
  readonly url?: string | undefined;
  readonly type?: string | undefined;
}

interface Places {
  readonly media?: MediaNs.ItemOrFeed | undefined;
  readonly enclosures?: readonly Enclosure[] | undefined;
  /** Addresses that are said to be pictures. */
  readonly more?: readonly (string | undefined)[];
  readonly html?: string | undefined;
}

const IMAGE_NAME = /\.(?:jpe?g|png|webp|gif|avif)(?:$|[?#])/i;
/** Smaller ones in a text are counters and icons. */
const LEAST_PIXELS = 50;
const MOST_IN_HTML = 50;

/** The pictures of an item, the best first: media of the widest kind, the feed's own image, enclosures, then those in the text. */
export function picturesOf({ media, enclosures = [], more = [], html = '' }: Places, base: string): readonly Picture[] {
  const inText = inHtml(html);
  const contents = [...(media?.contents ?? []), ...(media?.groups ?? []).flatMap(groupContents)];
  const thumbnails = [media, ...(media?.groups ?? []), ...contents].flatMap((part) => part?.thumbnails ?? []);
  const written: readonly Written[] = [
    ...contents
      .filter(isImage)
      .toSorted((a, b) => (b.width ?? 0) - (a.width ?? 0))
      .map(({ url, width, height, description, title }) => ({
        url,
        width,
        height,
        alt: description?.value ?? media?.description?.value ?? title?.value,
      })),
    ...more.map((url) => ({ url })),
    ...enclosures.filter(isImage).map(({ url }) => ({ url })),
    ...inText,
    ...thumbnails,
  ];
  const pictures = new Map<string, Picture>();
  for (const { url: address, alt, width, height } of written) {
    const url = address === undefined ? undefined : webAddress(address, base);
    if (url === undefined || pictures.has(url)) continue;
    // What an editor wrote for those who do not see is better than a caption.
    const said = inText.find((image) => image.alt && webAddress(image.url, base) === url)?.alt ?? alt;
    pictures.set(url, { url, ...(said && { alt: said }), ...(width && { width }), ...(height && { height }) });
  }
  return [...pictures.values()];
}

function groupContents(group: MediaNs.Group): readonly MediaNs.Content[] {
  const { contents = [], description, title } = group;
  return contents.map((content) => ({ ...(description && { description }), ...(title && { title }), ...content }));
}

function isImage({ url, type, medium }: Enclosure & { readonly medium?: string | undefined }): boolean {
  if (medium !== undefined || type !== undefined) return medium === 'image' || /^image\//i.test(type ?? '');
  return url !== undefined && IMAGE_NAME.test(url);
}

function inHtml(html: string): readonly (Written & { readonly url: string })[] {
  const images: (Written & { readonly url: string })[] = [];
  if (!html.includes('<')) return images;
  parseBounded(html, {
    onopentag(name, { src, alt, width, height }) {
      if (name !== 'img' || !src || images.length >= MOST_IN_HTML) return;
      const size = { width: pixels(width), height: pixels(height) };
      if ((size.width ?? LEAST_PIXELS) < LEAST_PIXELS || (size.height ?? LEAST_PIXELS) < LEAST_PIXELS) return;
      images.push({ url: src, ...(alt?.trim() && { alt }), ...size });
    },
  });
  return images;
}

function pixels(written: string | undefined): number | undefined {
  return written !== undefined && /^\d{1,5}$/.test(written) ? Number(written) : undefined;
}
