import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { asset } from './assets.ts';
import { html } from './html.ts';

/** A page that says what went wrong and what to do; it needs nothing but itself. */
export function faultPage(
  c: Context,
  status: ContentfulStatusCode,
  title: string,
  advice: readonly string[],
): Response | Promise<Response> {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="${asset('desk.css')}">
</head>
<body>
<main class="fault">
<p class="kicker">${String(status)}</p>
<h1>${title}</h1>
${advice.map((line) => html`<p>${line}</p>`)}
<p><a href="/">To the queue</a></p>
</main>
</body>
</html>`;
  return c.html(page, status);
}
