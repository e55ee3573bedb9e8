import { parseBounded } from './bounded-parser.ts';
import { newsArticleIn } from './json-ld.ts';
import { plainParagraphs } from './markup.ts';

/** What a story's own page says of it: texts as HTML or plain, dates as written. */
export interface PageStory {
  readonly title?: string;
  readonly body: string;
  readonly summary?: string;
  readonly authors: readonly string[];
  readonly section?: string;
  readonly published: readonly string[];
  readonly pictures: readonly { readonly url: string; readonly alt?: string }[];
}

/** In UTF-16 code units: less is no story but a line on a page. */
const SHORTEST = 200;
/** The page becomes a tree, and reading it takes time with the size of that; this many take it a second or two. */
const MOST_ELEMENTS = 8_000;
const MOST_TEXTS = 50_000;

/**
 * The story on a page: as its JSON-LD (schema.org) has it, otherwise what Readability finds. Undefined where there is
 * none, or the page has more than 8,000 elements or nests them deeper than 200.
 */
export async function readPageStory(html: string, url: string): Promise<PageStory | undefined> {
  const scripts: string[] = [];
  let isJsonLd = false;
  let [elements, texts] = [0, 0];
  const isWhole = parseBounded(html, {
    onopentag(name, { type }) {
      elements += 1;
      isJsonLd = name === 'script' && /^\s*application\/ld\+json/i.test(type ?? '');
      if (isJsonLd) scripts.push('');
    },
    ontext(text) {
      texts += 1;
      if (isJsonLd) scripts.push((scripts.pop() ?? '') + text);
    },
    oncomment() {
      texts += 1;
    },
    onclosetag() {
      isJsonLd = false;
    },
  });
  const said = newsArticleIn(scripts, url);
  if (said?.body && said.body.length >= SHORTEST) return { ...said, body: said.body };
  if (!isWhole || elements > MOST_ELEMENTS || texts > MOST_TEXTS) return undefined;
  const body = await readableIn(html);
  if (body === undefined) return undefined;
  return { authors: [], published: [], pictures: [], ...said, body };
}

async function readableIn(html: string): Promise<string | undefined> {
  const [{ parseHTML }, { Readability }] = await Promise.all([import('linkedom'), import('@mozilla/readability')]);
  try {
    const { document } = parseHTML(html);
    const content = new Readability(document).parse()?.content;
    return content && plainParagraphs(content).length >= SHORTEST ? content : undefined;
  } catch {
    // Both walk whatever a page has, and stumble over some of it: then the feed's own words have to do.
    return undefined;
  }
}
