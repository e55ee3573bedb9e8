const SHORTEST_SECRET = 4;

/**
 * Replaces every one of these secrets by `[secret]`, as it is and as URLs, forms and JSON write it, the longest first.
 * Values of fewer than 4 characters are left alone: they would take ordinary words with them.
 */
export function createRedactor(secrets: readonly string[]): (text: string) => string {
  const spellings = new Set(secrets.filter((secret) => secret.length >= SHORTEST_SECRET).flatMap(spellingsOf));
  if (spellings.size === 0) return (text) => text;
  const longestFirst = [...spellings].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(longestFirst.map((spelling) => RegExp.escape(spelling)).join('|'), 'g');
  return (text) => text.replace(pattern, '[secret]');
}

function spellingsOf(secret: string): readonly string[] {
  const url = encodeURIComponent(secret.toWellFormed());
  // OAuth 1 also encodes what encodeURIComponent leaves (RFC 5849, section 3.6).
  const oauth = url.replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
  const form = new URLSearchParams([['', secret]]).toString().slice(1);
  const encoded = [url, oauth, form].flatMap((text) => [text, text.replace(/%../g, (byte) => byte.toLowerCase())]);
  return [secret, JSON.stringify(secret).slice(1, -1), ...encoded];
}
