/** Parameters that say where a reader came from, never which story: they are not part of a link's identity. */
const TRACKING = /^(utm_.+|fbclid|gclid|dclid|msclkid|mc_cid|mc_eid|igshid|yclid|ref_src)$/i;

/** An absolute http(s) address without credentials, or undefined: `javascript:`, `data:` and relative ones are no links. */
export function parseLink(text: string): URL | undefined {
  const url = URL.parse(text.trim());
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return undefined;
  return url.username || url.password || !url.hostname ? undefined : url;
}

/**
 * What makes two links the same story: host without `www.`, path without a closing slash, the query without tracking
 * parameters (and those in `alsoIgnored`), in order of name; scheme and fragment do not count.
 */
export function linkKey(text: string, alsoIgnored: readonly string[] = []): string {
  const url = parseLink(text);
  if (!url) return text.trim();
  // Most have none, and making a list of that takes longer than all else.
  const query = url.search === '' ? '' : tellingQuery(url, alsoIgnored);
  const host = url.host.replace(/^www\./, '');
  const path = url.pathname.replace(/\/+$/, '');
  return `${host}${path}${query && `?${query}`}`;
}

function tellingQuery({ searchParams }: URL, alsoIgnored: readonly string[]): string {
  return [...searchParams]
    .filter(([name]) => !TRACKING.test(name) && !alsoIgnored.includes(name))
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&');
}

/** The link with the channel's tags (utm_source and so on) added, replacing any of the same name. */
export function tagLink(link: string, tags: Readonly<Record<string, string>>): string {
  const names = Object.keys(tags);
  if (names.length === 0) return link;
  const url = new URL(link);
  for (const name of names) url.searchParams.set(name, tags[name] ?? '');
  return url.href;
}
