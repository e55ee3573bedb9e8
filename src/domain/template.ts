/** What a template may name; `breaking` is only asked about: `{breaking?words}`. */
const NAMES = ['summary', 'headline', 'section', 'authors', 'hashtags', 'breaking'] as const;
type TemplateName = (typeof NAMES)[number];

/** `{name}`, the beginning of `{name?words}`, a brace by itself, or fixed words. */
const TOKEN = /\{([^{}?]*)\}|\{([^{}?]*)\?|[{}]|[^{}]+/g;
/** It would make a mention, a hashtag or a cashtag of whatever stands for the name. */
const SIGN_BEFORE_NAME = /[@＠#$](?=\{)/u;
/** In UTF-16 code units: what every post says again takes the room of news. */
const MOST_FIXED = 100;

/** Fixed words, a name, or words that are there only where the article has what is named. */
type Part = string | { readonly name: TemplateName; readonly ifSo?: readonly Part[] };

/** How the posts of a channel are put together. */
export interface Template {
  readonly parts: readonly Part[];
  /** Its fixed words, each as it stands: what looks like an address or a cashtag in them is meant. */
  readonly fixed: readonly string[];
  /** All that it names or asks about. */
  readonly names: ReadonlySet<TemplateName>;
  /** Whether it makes no post where there is no summary. */
  readonly needsSummary: boolean;
}

/** What stands for each name; empty where the article has no such thing. */
export type TemplateValues = Readonly<Record<TemplateName, string>>;

/** A template understood; or what was expected of it, as the end of a sentence that begins with "expected". */
export type TemplateResult =
  | { readonly type: 'read'; readonly template: Template }
  | { readonly type: 'faulty'; readonly expected: string };

/** Reads a template such as `{breaking?⚡ }{headline}`. */
export function readTemplate(text: string): TemplateResult {
  const top: Part[] = [];
  const open = [top];
  const fixed: string[] = [];
  const names = new Set<TemplateName>();
  for (const [token, name, asked] of text.matchAll(TOKEN)) {
    const here = open.at(-1) ?? top;
    if (name !== undefined) {
      if (!isName(name) || name === 'breaking') return faulty(`${NAMES_SHOWN}, not ${token}`);
      names.add(name);
      here.push({ name });
    } else if (asked !== undefined) {
      if (!isName(asked)) return faulty(`${NAMES_SHOWN}, not ${token}…}`);
      const ifSo: Part[] = [];
      names.add(asked);
      here.push({ name: asked, ifSo });
      open.push(ifSo);
    } else if (token === '}') {
      if (open.length === 1) return faulty('an opening brace for each closing one');
      if (here.length === 0) return faulty('words after each question mark, such as {breaking?⚡ }');
      open.pop();
    } else if (token === '{') return faulty('a closing brace for each opening one');
    else {
      fixed.push(token);
      here.push(token);
    }
  }
  if (open.length > 1) return faulty('a closing brace for each opening one');
  const told = top.flatMap((part) => (typeof part === 'string' || part.ifSo ? [] : part.name));
  if (!told.includes('summary') && !told.includes('headline')) return faulty('{summary} or {headline} in each post');
  if (SIGN_BEFORE_NAME.test(text)) return faulty('no @, # or $ right before a brace');
  if (fixed.join('').length > MOST_FIXED) return faulty(`at most ${MOST_FIXED} characters besides what is in braces`);
  const copes = !told.includes('summary') || asksFor(top, 'summary');
  return { type: 'read', template: { parts: top, fixed, names, needsSummary: !copes } };
}

/** The template with its values in their places. */
export function fillTemplate({ parts }: Pick<Template, 'parts'>, values: TemplateValues): string {
  return parts.map((part) => filled(part, values)).join('');
}

const NAMES_SHOWN = `${NAMES.map((name) => (name === 'breaking' ? 'or {breaking?words}' : `{${name}}`)).join(', ')}`;

function filled(part: Part, values: TemplateValues): string {
  if (typeof part === 'string') return part;
  if (!part.ifSo) return values[part.name];
  return values[part.name] === '' ? '' : fillTemplate({ parts: part.ifSo }, values);
}

function asksFor(parts: readonly Part[], name: TemplateName): boolean {
  return parts.some((part) => typeof part !== 'string' && part.ifSo && part.name === name);
}

function isName(name: string): name is TemplateName {
  return NAMES.some((known) => known === name);
}

function faulty(expected: string): TemplateResult {
  return { type: 'faulty', expected };
}
