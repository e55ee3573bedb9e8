import { decodeHTML, escapeUTF8 } from 'entities';
import { visibleLines } from '../../lib/visible.ts';

/** However much of a text cannot be seen, no more of it is looked at than this many times what may be shown. */
const LOOKED_AT = 20;

/**
 * A text on one line of at most so many characters, whole words, that XML may carry and that readers show alike whether
 * they take it for plain text or for HTML.
 */
export function plainLine(text: string, mostCharacters: number): string {
  const line = shown(text.slice(0, mostCharacters * LOOKED_AT))
    .replaceAll('\n', ' ')
    .replace(/ {2,}/g, ' ');
  return bounded(setApart(line), mostCharacters);
}

/** The paragraphs of a plain text (parted by empty lines) as HTML, as many whole ones as fit so many bytes of UTF-8. */
export function htmlParagraphs(text: string, mostBytes: number): readonly string[] {
  const fitting: string[] = [];
  let bytes = 0;
  // Every unit takes a byte or more: nothing beyond can fit.
  for (const paragraph of shown(text.slice(0, mostBytes)).split('\n\n')) {
    const html = `<p>${escapeUTF8(paragraph)}</p>`;
    bytes += Buffer.byteLength(html) + 1;
    if (bytes > mostBytes) break;
    if (paragraph !== '') fitting.push(html);
  }
  return fitting;
}

/**
 * XML without the white space that feedsmith lays around CDATA: not every reader trims a link. Only where our texts hold
 * no `<` before a sign that markup begins with, as here.
 */
export function withoutPadding(xml: string): string {
  return xml.replace(/>\s+<!\[CDATA\[/g, '><![CDATA[').replace(/\]\]>\s+<\//g, ']]></');
}

/** What readers can see of a text; U+FFFD stands for something that was lost before and is a warning to validators. */
function shown(text: string): string {
  return visibleLines(text.replaceAll('\uFFFD', ''));
}

/** RSS never said whether a title is text or HTML, so what HTML would take for a tag or an entity is parted by a space. */
function setApart(text: string): string {
  return text
    .replace(/<(?=[a-z/!?])/gi, '< ')
    .replace(/&#?\w+;?/g, (sign) => (decodeHTML(sign) === sign ? sign : `& ${sign.slice(1)}`));
}

function bounded(text: string, mostCharacters: number): string {
  const characters = [...text];
  if (characters.length <= mostCharacters) return text;
  const cut = characters.slice(0, mostCharacters - 1).join('');
  const wordEnd = cut.lastIndexOf(' ');
  return `${wordEnd > cut.length / 2 ? cut.slice(0, wordEnd) : cut}…`;
}
