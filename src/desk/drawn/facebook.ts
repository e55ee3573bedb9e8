import { type Html, html } from '../html.ts';
import { linked, shortAddress } from '../post-text.ts';
import { shortAge } from '../words.ts';
import { avatar, linkCard, type Shown } from './shown.ts';

const ADDRESS_LENGTH = 60;

/** A post as Facebook shows it: the link is a card, not a part of the words. */
export function facebookPost(shown: Shown): Html {
  const { outlet, text, link, language, at, now } = shown;
  const words = text.endsWith(link) ? text.slice(0, -link.length).trimEnd() : text;
  return html`<div class="drawn facebook-post">
<div class="by">${avatar(outlet)}
<p><b>${outlet}</b><br><span class="quiet">${at ? shortAge(at, now) : 'Not yet'} · Public</span></p></div>
<p class="text" dir="auto"${language && html` lang="${language}"`}>${linked(words, link, (url) => shortAddress(url, ADDRESS_LENGTH))}</p>
${linkCard(shown)}
<p class="reactions" aria-hidden="true"><span>Like</span><span>Comment</span><span>Share</span></p>
</div>`;
}
