const MARKS: readonly (readonly [encoding: string, bytes: string])[] = [
  ['utf-8', 'efbbbf'],
  ['utf-16le', 'fffe'],
  ['utf-16be', 'feff'],
  // No mark, but no other encoding begins a tag like this (XML 1.0, appendix F).
  ['utf-16le', '3c00'],
  ['utf-16be', '003c'],
];
/** An XML declaration and the `meta` of a page both stand near the beginning. */
const LOOKED_AT_BYTES = 1024;
const CLAIMED =
  /<\?xml[^>]{0,200}?\bencoding\s*=\s*["']([^"']{1,40})|<meta\b[^>]{0,200}?\bcharset\s*=\s*["']?([^"'\s;>/]{1,40})/i;
/** What old systems in these languages write without saying so (as browsers assume); everywhere else it is windows-1252. */
const WRITTEN_IN_1251 = ['uk', 'ru', 'be', 'bg', 'mk', 'sr', 'kk'];

/**
 * The text of a feed or page. A byte order mark decides; then bytes that make UTF-8 are UTF-8, whatever anybody claims;
 * then the header's charset, the XML declaration or `meta`, and at last what the language was once written in.
 */
export function decodeText(bytes: Uint8Array, contentType: string | undefined, language: string): string {
  const begins = Buffer.from(bytes.subarray(0, 3)).toString('hex');
  const marked = MARKS.find(([, mark]) => begins.startsWith(mark))?.[0];
  if (marked) return new TextDecoder(marked).decode(bytes);
  const utf8 = decodeStrictly('utf-8', bytes);
  // No text in another encoding makes valid UTF-8 by chance, unless it is ASCII throughout: then its claim counts.
  if (utf8 !== undefined && utf8.length < bytes.length) return utf8;
  for (const claim of [charsetOf(contentType), declaredIn(bytes)]) {
    const text = claim && decodeStrictly(claim, bytes);
    if (text) return text;
  }
  const fallback = WRITTEN_IN_1251.includes(language.split('-')[0] ?? '') ? 'windows-1251' : 'windows-1252';
  return utf8 ?? new TextDecoder(fallback).decode(bytes);
}

function charsetOf(contentType: string | undefined): string | undefined {
  return /;\s*charset\s*=\s*"?([^\s";]{1,40})/i.exec(contentType ?? '')?.[1];
}

function declaredIn(bytes: Uint8Array): string | undefined {
  const [, declared, meta] = CLAIMED.exec(Buffer.from(bytes.subarray(0, LOOKED_AT_BYTES)).toString('latin1')) ?? [];
  const label = declared ?? meta;
  // Read as single bytes, it is not what it says.
  return label && /^utf-?16/i.test(label) ? undefined : label;
}

/** Undefined where the bytes are not in that encoding, or nobody knows it. */
function decodeStrictly(encoding: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) return undefined;
    throw error;
  }
}
