import { readdir } from 'node:fs/promises';
import { extname } from 'node:path';
import type { Context } from 'hono';
import { parseLink } from '../domain/link.ts';
import type { PostImage } from '../domain/post.ts';
import { readWhole } from './feed-file.ts';
import type { DeskOptions } from './options.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.avif': 'image/avif',
  '.gif': 'image/gif',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.webp': 'image/webp',
};

/** A picture as a page shows it. */
export interface Picture {
  readonly src: string;
  readonly alt: string;
}

/** An image as pages show it: one of the demo's own from here, any other from its https address. */
export function pictureOf(image: PostImage | undefined, pictures: DeskOptions['pictures']): Picture | undefined {
  const url = image && parseLink(image.url);
  if (!url) return undefined;
  const alt = image.alt ?? '';
  if (pictures && url.href.startsWith(pictures.address)) {
    const name = url.pathname.slice(url.pathname.lastIndexOf('/') + 1);
    return { src: `/pictures/${name}`, alt };
  }
  return url.protocol === 'https:' ? { src: url.href, alt } : undefined;
}

/** `GET /pictures/:file`: the pictures that the folder lists, and nothing else. */
export function picturePage({ pictures }: DeskOptions): (c: Context) => Promise<Response> {
  return async (c) => {
    const name = c.req.param('file') ?? '';
    const type = TYPES[extname(name).toLowerCase()];
    if (!pictures || type === undefined || !(await names(pictures.directory)).includes(name)) return c.notFound();
    const file = await readWhole(pictures.directory, name);
    if (!file) return c.notFound();
    return c.body(file.bytes, 200, { 'Content-Type': type, 'Cache-Control': 'private, max-age=3600' });
  };
}

async function names(directory: string): Promise<readonly string[]> {
  try {
    return await readdir(directory);
  } catch {
    return [];
  }
}
