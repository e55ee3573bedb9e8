import { parseDocument, type YAMLError } from 'yaml';

/** The fields at the head of a Markdown file and the text under them, or what is wrong with the head. */
export type FrontMatter =
  | { readonly type: 'read'; readonly fields: object; readonly rest: string }
  | { readonly type: 'faulty'; readonly detail: string };

/** Characters; far more than the fields of a story take. */
const LONGEST = 20_000;
/** Far more than a person writes; what an alias bomb needs to hurt is far beyond it. */
const MOST_ALIASES = 50;

const OPENING = /^---(?!-)(.*)\r?\n/;
const CLOSING = /^(?:---|\.\.\.)[ \t]*$/m;
const NONE = 'has no front matter: fields between two lines of --- at its very beginning';

/**
 * Parts the front matter of a text from the rest and reads it as YAML 1.2, at most 20,000 characters of it: data only,
 * nothing in it is ever run. Numbers are kept as they were written, so that the id 007 is not 7. Never throws.
 */
export function readFrontMatter(text: string): FrontMatter {
  const opening = OPENING.exec(text);
  if (!opening) return { type: 'faulty', detail: NONE };
  if (opening[1]?.trim())
    return { type: 'faulty', detail: 'has front matter that is not YAML between two lines of ---' };
  const under = text.slice(opening[0].length);
  const closing = CLOSING.exec(under.slice(0, LONGEST));
  if (!closing) return { type: 'faulty', detail: 'has front matter without a line of --- at its end' };
  const fields = readFields(under.slice(0, closing.index));
  if (typeof fields === 'string') return { type: 'faulty', detail: `has front matter that ${fields}` };
  return { type: 'read', fields, rest: under.slice(closing.index + closing[0].length) };
}

/** A text whose front matter is sound, with these fields set in it; comments, order and the text under it stay. */
export function withFields(text: string, fields: Readonly<Record<string, string>>): string {
  const front = readFrontMatter(text);
  if (front.type === 'faulty') throw new Error(`the text ${front.detail}`);
  const [opening = ''] = OPENING.exec(text) ?? [];
  const head = text.slice(opening.length, text.length - front.rest.length);
  const closing = CLOSING.exec(head);
  const document = parseDocument(head.slice(0, closing?.index), { version: '1.2', customTags: withoutNumbers });
  for (const [key, value] of Object.entries(fields)) document.set(key, value);
  return `${opening}${document.toString({ lineWidth: 0, flowCollectionPadding: false })}${closing?.[0] ?? ''}${front.rest}`;
}

function readFields(yaml: string): object | string {
  try {
    const document = parseDocument(yaml, { version: '1.2', customTags: withoutNumbers, logLevel: 'error' });
    const [error] = [...document.errors, ...document.warnings];
    if (error) return `is not YAML: ${inShort(error)}`;
    const value: unknown = document.toJS({ maxAliasCount: MOST_ALIASES }) ?? {};
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : 'is not a list of fields';
  } catch {
    // The library throws for an unknown alias, for too many of them, and for nesting deeper than the stack.
    return `has unknown aliases, more than ${MOST_ALIASES} of them, or very deep nesting`;
  }
}

function withoutNumbers<T>(tags: readonly T[]): T[] {
  const isNumber = (tag: T) =>
    typeof tag === 'object' && tag !== null && 'tag' in tag && /:(?:int|float)$/.test(String(tag.tag));
  return tags.filter((tag) => !isNumber(tag));
}

/** Without the excerpt that follows in the library's message; the line as the file counts it. */
function inShort({ message, linePos }: YAMLError): string {
  const [what = ''] = message.split(/ at line \d+|:\n|\n/);
  return linePos ? `${what} (line ${linePos[0].line + 1})` : what;
}
