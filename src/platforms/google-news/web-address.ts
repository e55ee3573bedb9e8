import { parseLink } from '../../domain/link.ts';

/** The longest address a sitemap takes (sitemaps.org). */
const MOST_CHARACTERS = 2048;

/**
 * An http(s) address as feeds may carry it, everything outside RFC 3986 percent-encoded (browsers let some of it
 * stand); undefined where the text is no such address or longer than 2,048 characters.
 */
export function webAddress(text: string): string | undefined {
  const url = parseLink(text);
  if (!url) return undefined;
  const rest = `${url.pathname}${url.search}${url.hash}`
    .replace(/[^\w;/?:@&=+$.\-!~*'()%,#]/g, encodeURIComponent)
    .replace(/%(?![\da-f]{2})/gi, '%25');
  const address = `${url.origin}${rest}`;
  return address.length <= MOST_CHARACTERS ? address : undefined;
}
