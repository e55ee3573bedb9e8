import { createHash } from 'node:crypto';
import tt from 'twitter-text';

/** A link of a post as the API describes it; `start` and `end` count code points of the shown text. */
export interface UrlEntity {
  readonly start: number;
  readonly end: number;
  readonly url: string;
  readonly expanded_url: string;
  readonly display_url: string;
  readonly unwound_url: string;
}

/** A post's text as the API gives it back: HTML-escaped, every link replaced by a short one. */
export function shown(text: string): { readonly text: string; readonly urls: readonly UrlEntity[] } {
  const urls: UrlEntity[] = [];
  let shownText = '';
  let done = 0;
  for (const { url, indices } of linksIn(text)) {
    shownText += escaped(text.slice(done, indices[0]));
    const start = [...shownText].length;
    const short = shortened(url);
    shownText += short;
    done = indices[1];
    const expanded = absolute(url);
    const display = url.replace(/^https?:\/\/(www\.)?/, '');
    urls.push({
      start,
      end: start + short.length,
      url: short,
      expanded_url: expanded,
      display_url: display.length > 26 ? `${display.slice(0, 26)}…` : display,
      unwound_url: expanded,
    });
  }
  return { text: shownText + escaped(text.slice(done)), urls };
}

/** The links of a text, absolute, in their order. */
export function linksOf(text: string): readonly string[] {
  return linksIn(text).map(({ url }) => absolute(url));
}

/** How long X finds a text; 280 is the most. */
export function weightedLength(text: string): number {
  return tt.parseTweet(text).weightedLength;
}

/** How many cashtags a text holds; 1 is the most. */
export function cashtagCount(text: string): number {
  return tt.extractCashtags(text).length;
}

/**
 * X knows no domain `.example`; here it stands for the domains of real newsrooms, so a full address there is a link. Its
 * weight stays what twitter-text says.
 */
function linksIn(text: string): readonly { readonly url: string; readonly indices: readonly [number, number] }[] {
  const known = text.replace(/(https?:\/\/[\w.-]+)\.example\b/gi, '$1.academy');
  return tt.extractUrlsWithIndices(known).map(({ indices }) => ({ url: text.slice(...indices), indices }));
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function shortened(url: string): string {
  const code = createHash('sha256').update(url).digest('base64').replace(/[+/=]/g, '').slice(0, 10);
  return `https://t.co/${code}`;
}

function absolute(url: string): string {
  return /^https?:\/\//i.test(url) ? url : `http://${url}`;
}
