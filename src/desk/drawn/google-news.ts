import { type Html, html } from '../html.ts';
import { ago } from '../words.ts';
import { avatar, image, type Shown } from './shown.ts';

/** A story as a result on Google News. */
export function newsResult({ outlet, headline, text, picture, language, at, now }: Shown): Html {
  return html`<div class="drawn news-result">
<div>
<p class="by">${avatar(outlet)} ${outlet}</p>
<p class="headline" dir="auto"${language && html` lang="${language}"`}>${headline ?? text}</p>
<p class="quiet">${at ? ago(at, now) : 'not yet'}</p>
</div>
${picture && image(picture)}
</div>`;
}
