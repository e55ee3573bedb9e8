import { parseLink } from '../domain/link.ts';
import { type Html, html } from './html.ts';

/** A text with its link, the last in it, as a link. */
export function linked(text: string, link: string, label: (url: URL) => string): Html {
  const url = parseLink(link);
  const at = text.lastIndexOf(link);
  if (!url || at < 0) return html`${text}`;
  const anchor = html`<a href="${url.href}" rel="noopener noreferrer">${label(url)}</a>`;
  return html`${text.slice(0, at)}${anchor}${text.slice(at + link.length)}`;
}

/** An address as readers see it: without scheme, cut where it is long. */
export function shortAddress(url: URL, atMost: number): string {
  const shown = `${url.host.replace(/^www\./, '')}${url.pathname.replace(/\/$/, '')}${url.search}`;
  return shown.length <= atMost ? shown : `${shown.slice(0, atMost - 1)}…`;
}

/** The site a link leads to. */
export function hostOf(link: string): string {
  return parseLink(link)?.host.replace(/^www\./, '') ?? '';
}

/** A link by the name of its site; an address that is no web link stays text. */
export function siteLink(link: string): Html {
  const url = parseLink(link);
  return url ? html`<a href="${url.href}" rel="noopener noreferrer">${hostOf(link)}</a>` : html`${link}`;
}
