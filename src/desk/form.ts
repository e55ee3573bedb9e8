import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { printable } from '../lib/terminal.ts';
import { faultPage } from './fault-page.ts';

/** A name is a name: longer ones are cut. In characters. */
export const LONGEST_NAME = 60;
const EDITOR_COOKIE = 'crier-editor';
const YEAR_S = 365 * 24 * 60 * 60;

/** What a form must carry: another for each process, known to the desk's own pages only. */
export function newFormToken(): string {
  return randomBytes(32).toString('base64url');
}

/** Takes no form without the token of this process. */
export function withToken(token: string): MiddlewareHandler {
  return async (c, next) => {
    if (equal(await field(c, 'token'), token)) return next();
    return faultPage(c, 403, 'This page is older than the desk', [
      'The desk was started again since the page was opened. Nothing was changed: open it anew and decide again.',
    ]);
  };
}

/** A field of the form that was sent; empty where there is none. */
export async function field(c: Context, name: string): Promise<string> {
  return new URLSearchParams(await c.req.text()).get(name) ?? '';
}

/** Keeps the editor's name, where the form has one, for the next page. */
export const rememberEditor: MiddlewareHandler = async (c, next) => {
  await next();
  if (!new URLSearchParams(await c.req.text()).has('editor')) return;
  const name = bounded(await field(c, 'editor'));
  setCookie(c, EDITOR_COOKIE, name, {
    path: '/',
    httpOnly: true,
    sameSite: 'Strict',
    maxAge: name === '' ? 0 : YEAR_S,
  });
};

/** The name on the form, or the one kept before; undefined: nobody said. */
export async function editorOf(c: Context): Promise<string | undefined> {
  const fields = new URLSearchParams(c.req.method === 'POST' ? await c.req.text() : '');
  return bounded(fields.get('editor') ?? getCookie(c, EDITOR_COOKIE) ?? '') || undefined;
}

function bounded(name: string): string {
  return [...printable(name).trim()].slice(0, LONGEST_NAME).join('').trim();
}

/** In a time that tells nothing of where they differ. */
function equal(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
