import type { PlatformId } from '../../domain/platform.ts';
import type { Html } from '../html.ts';
import { facebookPost } from './facebook.ts';
import { newsResult } from './google-news.ts';
import type { Shown } from './shown.ts';
import { xPost } from './x.ts';

export type { Shown } from './shown.ts';

/** How each platform shows a post. */
export const DRAWN = {
  twitter: xPost,
  facebook: facebookPost,
  'google-news': newsResult,
} as const satisfies Record<PlatformId, (shown: Shown) => Html>;
