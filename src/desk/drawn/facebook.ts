import { type Html, html } from '../html.ts';
import { linked, shortAddress } from '../post-text.ts';
import { shortAge } from '../words.ts';
import { avatar, illustration, type Shown } from './shown.ts';

const ADDRESS_LENGTH = 60;

/** A post as Facebook shows it: the link is a card, and a part of the words only beside a picture of its own. */
export function facebookPost(shown: Shown): Html {
  const { outlet, text, link, attached, language, at, now } = shown;
  const words = !attached && text.endsWith(link) ? text.slice(0, -link.length).trimEnd() : text;
  return html`<div class="drawn facebook-post">
<div class="by">${avatar(outlet)}
<p><b>${outlet}</b><br><span class="quiet">${at ? shortAge(at, now) : 'Not yet'} · Public</span></p></div>
<p class="text" dir="auto"${language && html` lang="${language}"`}>${linked(words, link, (url) => shortAddress(url, ADDRESS_LENGTH))}</p>
${illustration(shown)}
<p class="reactions" aria-hidden="true"><span>Like</span><span>Comment</span><span>Share</span></p>
</div>`;
}
