import { compile, type SelectorDefinition } from 'html-to-text';
import { blocksOf, cleanLine, cleanLines, joinBlocks } from './clean.ts';
import { FURNITURE_CLASSES } from './cleaning-rules.ts';
import { withoutFurniture } from './furniture.ts';
import type { SourceSettings } from './source-settings.ts';

/** The converter's time grows with the square of the tags; this many take it a fraction of a second. */
const MOST_TAGS = 20_000;
const DEEPEST = 500;

const MARKUP = /<(?:\/?[a-z]|!)[^<>]*>|&(?:#\d+|#x[\da-f]+|[a-z][a-z\d]*);/i;
const TAG = /<\/?[a-z]/gi;
/** Where one of these occurs, tags make the paragraphs; otherwise the lines of the text do. */
const BLOCK_TAG =
  /<\/?(?:p|div|br|h[1-6]|ul|ol|li|dl|table|blockquote|section|article|main|figure|pre|script|style|body)\b/i;

const LEFT_OUT =
  'img picture figcaption script style noscript template iframe object svg audio video form button nav aside hr';
const PARAGRAPHS = 'h1 h2 h3 h4 h5 h6 li tr dt dd';
const BLOCKS = 'ul ol blockquote td th pre';

const selectors: SelectorDefinition[] = [
  ...LEFT_OUT.split(' ').map((selector) => ({ selector, format: 'skip' })),
  ...FURNITURE_CLASSES.map((name) => ({ selector: `.${name}`, format: 'skip' })),
  ...PARAGRAPHS.split(' ').map((selector) => ({ selector, format: 'paragraph' })),
  ...BLOCKS.split(' ').map((selector) => ({ selector, format: 'block' })),
  { selector: 'table', format: 'block' },
  { selector: 'a', options: { ignoreHref: true } },
];
const fromMarkup = (preserveNewlines: boolean) =>
  compile({ wordwrap: false, preserveNewlines, limits: { maxDepth: DEEPEST, ellipsis: '' }, selectors });
const tagsMakeLines = fromMarkup(false);
const newlinesMakeLines = fromMarkup(true);

/** Whether the text has more tags than an article can have: a file meant to keep the reader busy. */
export function hasTooManyTags(text: string): boolean {
  if (!text.includes('<')) return false;
  let tags = 0;
  for (const _ of text.matchAll(TAG)) if (++tags > MOST_TAGS) return true;
  return false;
}

/** Plain text or HTML as one clean line of plain text. */
export function plainLine(text: string): string {
  return cleanLine(withoutMarkup(text));
}

/** Plain text or HTML as plain paragraphs parted by an empty line; pictures, scripts and link addresses are left out. */
export function plainParagraphs(text: string): string {
  return joinBlocks(blocksOf(cleanLines(withoutMarkup(text))));
}

/** Plain text or HTML as the paragraphs of a story, without what belongs to its page; none where nothing else is there. */
export function storyParagraphs(text: string, language: string, { drop }: Pick<SourceSettings, 'drop'>): string {
  return joinBlocks(withoutFurniture(blocksOf(cleanLines(withoutMarkup(text))), language, drop));
}

function withoutMarkup(text: string): string {
  if (!(text.includes('<') || text.includes('&')) || !MARKUP.test(text)) return text;
  return BLOCK_TAG.test(text) ? tagsMakeLines(text) : newlinesMakeLines(text);
}
