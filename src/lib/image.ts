import type { Sharp } from 'sharp';

/** The kinds of images that can be told apart, by the names `sharp` has for them. */
export type ImageType = 'jpeg' | 'png' | 'gif' | 'webp';

/** What kind of image these bytes are, whatever anyone calls them; undefined: none of these. */
export function imageType(bytes: Uint8Array): ImageType | undefined {
  const head = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
  if (head.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (head.startsWith('GIF87a') || head.startsWith('GIF89a')) return 'gif';
  return head.startsWith('RIFF') && head.endsWith('WEBP') ? 'webp' : undefined;
}

/** An image that is small enough, or why none can be made of it. */
export type Shrunk =
  | { readonly type: 'shrunk'; readonly bytes: Uint8Array }
  | { readonly type: 'failed'; readonly detail: string };

export interface ShrinkOptions {
  readonly maxBytes: number;
  /** The longest that one try may take, in whole seconds; there are at most four. */
  readonly seconds: number;
  /** No try begins after it. */
  readonly signal: AbortSignal;
}

/** The longest sides that are tried, in pixels; the last makes 4 MB even of noise. */
const SIDES = [4096, 2560, 1600, 1000] as const;
/** What unpacks to more than this is no press photo but a bomb. */
const MOST_PIXELS = 120_000_000;
const JPEG_QUALITY = 85;

/**
 * Makes an image of the same type that has at most `maxBytes`, upright and without metadata; of a moving one its first
 * picture. Loads `sharp` when it is called. Never throws for what is in the bytes.
 */
export async function shrunk(bytes: Uint8Array, type: ImageType, options: ShrinkOptions): Promise<Shrunk> {
  try {
    const { default: sharp } = await import('sharp');
    for (const side of SIDES) {
      if (options.signal.aborted) break;
      const image = sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error' })
        .timeout({ seconds: options.seconds })
        .autoOrient()
        .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true });
      const made = await encoded(image, type).toBuffer();
      if (made.length <= options.maxBytes) return { type: 'shrunk', bytes: made };
    }
  } catch (error) {
    // What it says here it says about bytes that others made, or of native code that this machine lacks.
    return { type: 'failed', detail: error instanceof Error ? error.message : String(error) };
  }
  return { type: 'failed', detail: 'that took too long' };
}

function encoded(image: Sharp, type: ImageType): Sharp {
  return type === 'jpeg' ? image.jpeg({ quality: JPEG_QUALITY }) : image.toFormat(type);
}
