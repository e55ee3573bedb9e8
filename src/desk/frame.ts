import type { Context } from 'hono';
import { asset } from './assets.ts';
import { editorOf, LONGEST_NAME } from './form.ts';
import { type Html, html } from './html.ts';
import type { Notice, Notices } from './notices.ts';
import type { DeskOptions } from './options.ts';

/** The desk as its pages see it. */
export interface Desk extends DeskOptions {
  /** What every form of this process carries. */
  readonly token: string;
  readonly notices: Notices;
}

/** What a page puts into the frame. */
export interface Framed {
  readonly title: string;
  readonly here: 'queue' | 'timeline' | 'story' | 'feeds';
  /** Whether its main part is kept up to date. */
  readonly live?: boolean;
  /** Whether it has buttons; they belong to the form that names the editor. */
  readonly decides?: boolean;
  readonly main: Html;
}

const PAGES = [
  { here: 'queue', href: '/', label: 'Queue' },
  { here: 'timeline', href: '/timeline', label: 'Timeline' },
  { here: 'feeds', href: '/feeds', label: 'Feeds' },
] as const;

/** Answers with a whole page: the outlet's masthead, what came of the last form, and the page itself. */
export async function framed(c: Context, desk: Desk, page: Framed): Promise<Response> {
  const { name } = desk.room.outlet;
  const notice = desk.notices.take(c);
  return c.html(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${notice && `${notice.text} · `}${page.title} · ${name}</title>
<link rel="stylesheet" href="${asset('desk.css')}">
<link rel="icon" type="image/svg+xml" href="${asset('desk.svg')}">
${page.live && html`<script src="${asset('desk.js')}" defer></script>`}
</head>
<body>
<a class="skip" href="#main">Skip to the page</a>
<header class="masthead">
<p class="nameplate"><a href="/">${name}</a></p>
<nav aria-label="Pages">${PAGES.map(({ here, href, label }) => link(href, label, here === page.here))}</nav>
${page.decides && editorForm(desk, await editorOf(c))}
</header>
${notice && noticeLine(notice)}
<p class="connection" id="connection" role="status"></p>
<main id="main" tabindex="-1" class="${page.here}">
${page.main}
</main>
</body>
</html>`);
}

function link(href: string, label: string, current: boolean): Html {
  return html`<a href="${href}"${current && html` aria-current="page"`}>${label}</a>`;
}

/** One form for all buttons of the page: the name on it counts for each of them. Its first button must do no harm. */
function editorForm({ token }: Desk, editor: string | undefined): Html {
  return html`<form id="desk" class="editor" method="post" action="/editor">
<input type="hidden" name="token" id="token" value="${token}">
<label for="editor">Your name</label>
<input id="editor" name="editor" value="${editor ?? ''}" maxlength="${LONGEST_NAME}" autocomplete="name" spellcheck="false">
<button>Keep</button>
</form>`;
}

function noticeLine({ type, text }: Notice): Html {
  return html`<p class="notice ${type}" role="${type === 'done' ? 'status' : 'alert'}">${text}</p>`;
}
