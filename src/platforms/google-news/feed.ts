import { escapeUTF8 } from 'entities';
import type { Article } from '../../domain/article.ts';
import type { Instant } from '../../domain/time.ts';
import type { Story } from './story.ts';
import { htmlParagraphs, plainLine } from './text.ts';
import { webAddress } from './web-address.ts';

/** The longest article in a feed (Google's Publisher Center asked for at most 1 MB an article, 2 MB a feed). */
const MOST_BODY_BYTES = 1_000_000;
const MOST_SUMMARY_CHARACTERS = 1000;
const MOST_ALT_CHARACTERS = 500;
const MOST_NAMES = 30;
const MOST_NAME_CHARACTERS = 100;

/** What a feed says, whatever its format. */
export interface Feed {
  readonly title: string;
  /** The outlet's own address. */
  readonly home: string;
  /** The feed's own address. */
  readonly self: string;
  readonly language: string;
  readonly hubs: readonly string[];
  readonly updatedAt: Instant;
  /** Newest first. */
  readonly items: readonly Item[];
}

/** A story with all that feeds show of it. */
export interface Item extends Story {
  /** Plain text on one line. */
  readonly summary?: string;
  /** The full text: picture, paragraphs. Never empty. */
  readonly html: string;
  readonly authors: readonly string[];
  /** Section and tags. */
  readonly categories: readonly string[];
  readonly image?: Image;
}

interface Image {
  readonly url: string;
  readonly alt: string;
  readonly width?: number;
  readonly height?: number;
}

/** The story with what feeds show of it. */
export function itemOf(story: Story): Item {
  const { article, post } = story.entry;
  const summary = plainLine(post.text ?? '', MOST_SUMMARY_CHARACTERS);
  const image = imageOf(article);
  const paragraphs = htmlParagraphs(article.body, MOST_BODY_BYTES);
  const text = paragraphs.length > 0 ? paragraphs : htmlParagraphs(summary || story.title, MOST_BODY_BYTES);
  return {
    ...story,
    ...(summary && { summary }),
    html: [...(image ? [imageHtml(image)] : []), ...text].join('\n'),
    authors: namesIn(article.authors),
    categories: namesIn([article.section ?? '', ...article.tags]),
    ...(image && { image }),
  };
}

/** The links by which hubs and their subscribers know a feed (WebSub). */
export function discoveryLinks({ self, hubs }: Feed, type: string): { rel: string; href: string; type?: string }[] {
  return [{ rel: 'self', href: self, type }, ...hubs.map((href) => ({ rel: 'hub', href }))];
}

/** An item's picture as Media RSS has it: an enclosure would need the length of the file, which nobody told us. */
export function mediaOf({ image }: Item) {
  if (!image) return {};
  const { alt, ...content } = image;
  const description = alt ? { description: { value: alt, type: 'plain' } } : {};
  return { media: { contents: [{ ...content, medium: 'image', ...description }] } };
}

function imageOf({ image }: Article): Image | undefined {
  const url = image && webAddress(image.url);
  if (!url) return undefined;
  const { alt = '', width, height } = image;
  return {
    url,
    alt: plainLine(alt, MOST_ALT_CHARACTERS),
    ...(width !== undefined && isPixels(width) && { width }),
    ...(height !== undefined && isPixels(height) && { height }),
  };
}

function isPixels(size: number): boolean {
  return Number.isSafeInteger(size) && size > 0;
}

function imageHtml({ url, alt, width, height }: Image): string {
  const attributes = Object.entries({ src: url, alt, width, height }).filter(([, value]) => value !== undefined);
  return `<p><img ${attributes.map(([name, value]) => `${name}="${escapeUTF8(String(value))}"`).join(' ')}></p>`;
}

function namesIn(texts: readonly string[]): readonly string[] {
  const names = texts.slice(0, MOST_NAMES).map((text) => plainLine(text, MOST_NAME_CHARACTERS));
  return [...new Set(names)].filter((name) => name !== '');
}
