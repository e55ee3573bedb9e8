import { randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { imageType, shrunk } from '../../src/lib/image.ts';

const raw = (width: number, height: number) =>
  sharp(randomBytes(width * height * 3), { raw: { width, height, channels: 3 } });
const options = { maxBytes: 200_000, seconds: 20, signal: new AbortController().signal };

async function shrunkBytes(bytes: Uint8Array): Promise<Uint8Array> {
  const type = imageType(bytes);
  if (!type) throw new Error('of no known type');
  const made = await shrunk(bytes, type, options);
  if (made.type === 'failed') throw new Error(made.detail);
  return made.bytes;
}

describe('the type of an image', () => {
  it.each(['jpeg', 'png', 'gif', 'webp'] as const)('is %s by its bytes', async (type) => {
    expect(imageType(await raw(8, 8).toFormat(type).toBuffer())).toBe(type);
  });

  it.each([
    ['nothing', ''],
    ['a page', '<!doctype html><img>'],
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['another RIFF file', 'RIFF\0\0\0\0WAVEfmt '],
    ['half a signature', '\x89PNG'],
  ])('is none for %s', (_what, text) => {
    expect(imageType(Buffer.from(text, 'latin1'))).toBeUndefined();
  });
});

describe('a large image', () => {
  it.each(['jpeg', 'webp'] as const)('becomes a smaller one of the same type (%s)', async (type) => {
    const large = await raw(1800, 1200).toFormat(type, { quality: 100 }).toBuffer();
    expect(large.length).toBeGreaterThan(options.maxBytes * 4);
    const made = await shrunk(large, type, { ...options, maxBytes: 900_000 });
    expect(made).toMatchObject({ type: 'shrunk' });
    if (made.type === 'failed') return;
    expect(made.bytes.length).toBeLessThan(900_000);
    expect(await sharp(made.bytes).metadata()).toMatchObject({ format: type });
  });

  it('stands upright, and says no more where and by whom it was taken', async () => {
    const exif = { IFD0: { Artist: 'Ada Photographer' }, IFD3: { GPSLatitude: '50/1 27/1 0/1' } };
    const lying = await sharp({ create: { width: 60, height: 20, channels: 3, background: '#f00' } })
      .withExif(exif)
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    expect(await sharp(lying).metadata()).toMatchObject({ orientation: 6 });
    const metadata = await sharp(await shrunkBytes(lying)).metadata();
    expect(metadata).toMatchObject({ width: 20, height: 60 });
    expect(metadata.orientation).toBeUndefined();
    expect(metadata.exif).toBeUndefined();
  });

  it.each([
    ['broken in the middle', async () => (await raw(300, 300).png().toBuffer()).subarray(0, 90_000), /png/],
    ['a bomb', async () => bomb(40_000, 40_000), /pixel limit/],
  ])('that is %s is no image, and no crash', async (_what, bytes, why) => {
    const detail = expect.stringMatching(why);
    expect(await shrunk(await bytes(), 'png', options)).toEqual({ type: 'failed', detail });
  });

  it('is left as soon as time is up', async () => {
    const stopped = { ...options, signal: AbortSignal.abort() };
    expect(await shrunk(await raw(8, 8).png().toBuffer(), 'png', stopped)).toEqual({
      type: 'failed',
      detail: 'that took too long',
    });
  });
});

/** A few bytes that say they are this many pixels. */
async function bomb(width: number, height: number): Promise<Buffer> {
  const bytes = await raw(8, 8).png().toBuffer();
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  bytes.writeUInt32BE(crc32(bytes.subarray(12, 29)), 29);
  return bytes;
}
