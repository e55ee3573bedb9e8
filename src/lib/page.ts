import { Parser } from 'htmlparser2';

/** What a page says of itself to those who share a link to it. */
export interface Page {
  /** What it calls its own address, absolute; none where it says nothing. */
  readonly canonicals: readonly string[];
  /** Whether it names a picture for the card of a link (Open Graph's `og:image`, or X's own `twitter:image`). */
  readonly hasCardImage: boolean;
}

/** An address longer than this is none. */
const LONGEST_ADDRESS = 2000;
const MOST_CANONICALS = 5;
const CARD_IMAGES = ['og:image', 'og:image:url', 'og:image:secure_url', 'twitter:image', 'twitter:image:src'];

/** Whether an answer with this content type is a page that can be read. */
export function isPage(contentType: string | undefined): boolean {
  return /^\s*(text\/html|application\/xhtml\+xml)\s*(;|$)/i.test(contentType ?? '');
}

/** Reads a page, or its beginning; `url` is where it was found, `contentType` names how its bytes are to be read. */
export function readPage(bytes: Uint8Array, url: string, contentType: string | undefined): Page {
  const canonicals = new Set<string>();
  let hasCardImage = false;
  const parser = new Parser({
    onopentag(name, { rel, href, property, name: called, content }) {
      if (name === 'link' && words(rel).includes('canonical')) {
        const address = addressOf(href, url);
        if (address && canonicals.size < MOST_CANONICALS) canonicals.add(address);
      }
      const about = (property ?? called ?? '').trim().toLowerCase();
      if (name === 'meta' && CARD_IMAGES.includes(about) && content?.trim()) hasCardImage = true;
    },
  });
  parser.end(decoderOf(contentType).decode(bytes));
  return { canonicals: [...canonicals], hasCardImage };
}

function words(text: string | undefined): readonly string[] {
  return (text ?? '').toLowerCase().split(/\s+/);
}

function addressOf(href: string | undefined, base: string): string | undefined {
  const url = href?.trim() ? URL.parse(href.trim(), base) : undefined;
  const isAddress = url && /^https?:$/.test(url.protocol) && url.href.length <= LONGEST_ADDRESS;
  return isAddress ? url.href : undefined;
}

/** Only addresses are read, so an unknown encoding does little harm. */
function decoderOf(contentType: string | undefined): TextDecoder {
  const [, label = 'utf-8'] = /;\s*charset="?([^\s";]+)/i.exec(contentType ?? '') ?? [];
  try {
    return new TextDecoder(label);
  } catch {
    return new TextDecoder();
  }
}
