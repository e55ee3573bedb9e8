import { type Html, html } from '../html.ts';
import { linked, shortAddress } from '../post-text.ts';
import { shortAge } from '../words.ts';
import { avatar, illustration, type Shown } from './shown.ts';

/** X cuts addresses to this many characters. */
const ADDRESS_LENGTH = 27;

/** A post as X shows it. */
export function xPost(shown: Shown): Html {
  const { outlet, handle, text, link, language, at, now } = shown;
  return html`<div class="drawn x-post">
${avatar(outlet)}
<div>
<p class="by"><b>${outlet}</b> <span class="quiet">@${handle} · ${at ? shortAge(at, now) : 'not yet'}</span></p>
<p class="text" dir="auto"${language && html` lang="${language}"`}>${linked(text, link, (url) => shortAddress(url, ADDRESS_LENGTH))}</p>
${illustration(shown)}
<p class="reactions" aria-hidden="true">${ICONS.map(icon)}</p>
</div>
</div>`;
}

/** Reply, repost, like, views. */
const ICONS = [
  'M4 6.5a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-6l-4 3.5v-3.5H6a2 2 0 0 1-2-2z',
  'M7 17V8.5a2 2 0 0 1 2-2h7M4.5 14.5 7 17l2.5-2.5M17 7v8.5a2 2 0 0 1-2 2H8M14.5 9.5 17 7l2.5 2.5',
  'M12 19.5S4.5 15 4.5 9.7A3.9 3.9 0 0 1 12 8a3.9 3.9 0 0 1 7.5 1.7C19.5 15 12 19.5 12 19.5z',
  'M5 19v-6M10 19V9M15 19v-8M20 19V5',
] as const;

function icon(path: string): Html {
  return html`<svg viewBox="0 0 24 24" focusable="false"><path d="${path}"/></svg>`;
}
