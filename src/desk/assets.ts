import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import { DRAWN_CSS } from './assets/drawn-css.ts';
import { ICON_SVG } from './assets/icon-svg.ts';
import { PAGE_CSS } from './assets/page-css.ts';
import { POSTS_CSS } from './assets/posts-css.ts';
import { REFRESH_JS } from './assets/refresh-js.ts';

const ASSETS = {
  'desk.css': { type: 'text/css; charset=utf-8', text: `${PAGE_CSS}${POSTS_CSS}${DRAWN_CSS}` },
  'desk.svg': { type: 'image/svg+xml', text: ICON_SVG },
  'desk.js': { type: 'text/javascript; charset=utf-8', text: REFRESH_JS },
} as const;

type AssetName = keyof typeof ASSETS;

/** The address of a style sheet, script or icon: another one when its content is. */
export function asset(name: AssetName): string {
  return `/assets/${name}?v=${createHash('sha256').update(ASSETS[name].text).digest('base64url').slice(0, 12)}`;
}

/** `GET /assets/:file`. */
export function assetPage(c: Context): Response | Promise<Response> {
  const name = c.req.param('file') ?? '';
  if (!isAsset(name)) return c.notFound();
  const { type, text } = ASSETS[name];
  return c.body(text, 200, { 'Content-Type': type, 'Cache-Control': 'private, max-age=31536000, immutable' });
}

function isAsset(name: string): name is AssetName {
  return Object.hasOwn(ASSETS, name);
}
