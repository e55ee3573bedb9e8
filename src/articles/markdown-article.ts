import { Lexer, Parser, type Token, type Tokens } from 'marked';
import type { Instant } from '../domain/time.ts';
import { readFrontMatter } from './front-matter.ts';
import { plainLine } from './markup.ts';
import type { Parsed, SourceSettings } from './source-settings.ts';
import { articleFromFields } from './story.ts';

/** The parser's time grows with the square of the marks, and worse; within these limits it takes a second at most. */
const MOST_CHARACTERS = 200_000;
const MOST_MARKS = 3_000;
const MARK = /[*_~`[\]<>!\\@]/g;

/**
 * An article from Markdown (CommonMark with GitHub's tables and the like) under YAML front matter, which has the same
 * fields as a JSON article, `body` aside. Without `title` the first heading of the first level is it, and `name`, the
 * file's without its ending, stands in for `id`. At most 200,000 characters. `modifiedAt` dates only a `canceled`
 * article that has lost its own date.
 */
export function articleFromMarkdown(text: string, name: string, modifiedAt: Instant, settings: SourceSettings): Parsed {
  if (text.trim() === '') return { type: 'unreadable', detail: 'is empty' };
  const front = readFrontMatter(text);
  if (front.type === 'faulty') return { type: 'unreadable', detail: front.detail };
  const said: { id?: unknown; title?: unknown } = front.fields;
  const parts = partsOf(front.rest, said.title);
  if ('fault' in parts) return { type: 'unreadable', detail: parts.fault };
  return articleFromFields({ ...said, id: said.id ?? name, ...parts }, modifiedAt, settings);
}

/** Title and body as HTML; the heading that is the title is not in the body. */
function partsOf(markdown: string, saidTitle: unknown): { title: unknown; body: string } | { fault: string } {
  const marks = markdown.match(MARK)?.length ?? 0;
  if (markdown.length > MOST_CHARACTERS || marks > MOST_MARKS) {
    return { fault: `has more than ${MOST_CHARACTERS} characters or ${MOST_MARKS} marks: too much for an article` };
  }
  try {
    const tokens = Lexer.lex(markdown);
    const heading = tokens.find(isTopHeading);
    const headline = heading && Parser.parseInline(heading.tokens);
    const title = saidTitle ?? headline;
    // Many systems write the title twice, above and as heading.
    const isTitle = headline !== undefined && typeof title === 'string' && plainLine(title) === plainLine(headline);
    return { title, body: Parser.parse(isTitle ? tokens.filter((token) => token !== heading) : tokens) };
  } catch (error) {
    // The parser goes as deep as the text does, and then the stack ends.
    if (!(error instanceof RangeError)) throw error;
    return { fault: 'has lists or quotes nested deeper than can be read' };
  }
}

function isTopHeading(token: Token): token is Tokens.Heading {
  return token.type === 'heading' && token.depth === 1;
}
