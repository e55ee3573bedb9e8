import { randomBytes } from 'node:crypto';
import type { Context } from 'hono';

/** What came of a form, for the page that follows it. */
export interface Notice {
  readonly type: 'done' | 'refused';
  readonly text: string;
}

/** Notices wait here for the page that shows them: an address that carried the words could be made by anyone. */
export interface Notices {
  /** Redirects to a page (303), which says so once. */
  redirect(c: Context, page: string, notice: Notice): Response;
  /** The notice of this page, which then is forgotten. */
  take(c: Context): Notice | undefined;
}

const KEPT_AT_MOST = 100;

export function openNotices(): Notices {
  const waiting = new Map<string, Notice>();
  return {
    redirect(c, page, notice) {
      const id = randomBytes(9).toString('base64url');
      waiting.set(id, notice);
      const [oldest] = waiting.keys();
      if (waiting.size > KEPT_AT_MOST && oldest !== undefined) waiting.delete(oldest);
      return c.redirect(`${page}?notice=${id}`, 303);
    },
    take(c) {
      const id = c.req.query('notice') ?? '';
      const notice = waiting.get(id);
      waiting.delete(id);
      return notice;
    },
  };
}
