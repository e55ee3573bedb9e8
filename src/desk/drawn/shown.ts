import type { Instant } from '../../domain/time.ts';
import { type Html, html } from '../html.ts';
import type { Picture } from '../pictures.ts';
import { hostOf } from '../post-text.ts';

/** A post as readers of its platform see it. */
export interface Shown {
  readonly outlet: string;
  /** Without the @. */
  readonly handle: string;
  /** As the platform has it. */
  readonly text: string;
  readonly link: string;
  /** Of the article, for the link's card; undefined: it is not known. */
  readonly headline?: string;
  readonly picture?: Picture;
  /** What it carries as its own: platforms show it in place of the link's card. */
  readonly attached?: Picture;
  /** Of the article's words. */
  readonly language?: string;
  /** When it went out; undefined: not yet. */
  readonly at?: Instant;
  readonly now: Instant;
}

/** The outlet's picture: its initials. */
export function avatar(outlet: string): Html {
  const initials = outlet.split(/\s+/).map((word) => [...word][0] ?? '');
  return html`<span class="avatar" aria-hidden="true">${initials.slice(0, 2).join('').toUpperCase()}</span>`;
}

/** Its own picture, or else what platforms make of its link: a picture, the site, the headline. */
export function illustration({ attached, link, headline, picture, language }: Shown): Html {
  if (attached) return html`<div class="photo">${image(attached)}</div>`;
  return html`<div class="link-card">
${picture && image(picture)}
<p class="site">${hostOf(link)}</p>
${headline !== undefined && html`<p class="headline" dir="auto"${language && html` lang="${language}"`}>${headline}</p>`}
</div>`;
}

export function image({ src, alt }: Picture): Html {
  return html`<img src="${src}" alt="${alt}" loading="lazy" decoding="async">`;
}
