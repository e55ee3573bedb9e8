import { CLEANING_RULES } from './cleaning-rules.ts';

const SENTENCE_END = /[.!?…]["”»’)]*$/;
/** Where a page ends with an offer, it is often in another language than the story. */
const AT_THE_END = anyOf(Object.values(CLEANING_RULES).flatMap((rule) => rule.atTheEnd));
const ENGLISH = CLEANING_RULES.en?.anywhere ?? [];
const ANYWHERE_IN_ENGLISH = anyOf(ENGLISH);
/** By language: what is tried on every line of every story is one expression. */
const ANYWHERE = new Map(
  Object.entries(CLEANING_RULES).map(([language, { anywhere }]) => [
    language,
    anyOf([...new Set([...anywhere, ...ENGLISH])]),
  ]),
);

/**
 * The blocks of a story as saved from its page, without what clearly is the page's own: by the rules of its language
 * and of English, and the outlet's own lines, in `drop`, where `*` stands for anything.
 */
export function withoutFurniture(
  blocks: readonly (readonly string[])[],
  language: string,
  drop: readonly string[] = [],
): readonly (readonly string[])[] {
  const anywhere = ANYWHERE.get(language.split('-')[0] ?? '') ?? ANYWHERE_IN_ENGLISH;
  const dropped = drop.map(lineLike);
  const isFurniture = (line: string) => anywhere.test(line) || dropped.some((isLike) => isLike(line));
  const closesPage = (block: readonly string[]) =>
    block.every((line) => isFurniture(line) || !SENTENCE_END.test(line)) &&
    block.some((line) => isFurniture(line) || AT_THE_END.test(line));
  const story = blocks.slice(0, blocks.findLastIndex((block) => !closesPage(block)) + 1);
  return story.map((block) => block.filter((line) => !isFurniture(line))).filter((block) => block.length > 0);
}

/** What any of these matches; they are all of whole lines, in any case. */
function anyOf(patterns: readonly RegExp[]): RegExp {
  return new RegExp(patterns.map(({ source }) => `(?:${source})`).join('|'), 'i');
}

/** Whether a whole line is like this, in any case; takes time with the length of the line only, whatever is written. */
function lineLike(written: string): (line: string) => boolean {
  const [first = '', ...others] = folded(written).split('*');
  const last = others.pop();
  return (line) => {
    const text = folded(line);
    if (last === undefined) return text === first;
    if (!text.startsWith(first) || !text.endsWith(last)) return false;
    let at = first.length;
    for (const part of others) {
      const found = text.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return at <= text.length - last.length;
  };
}

function folded(text: string): string {
  return text.normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim();
}
