import { parseDocument, type YAMLError } from 'yaml';

/** What a YAML text holds, or what is wrong with it, each with its line; `key` where one key is meant. */
export type YamlResult =
  | { readonly type: 'read'; readonly value: unknown }
  | { readonly type: 'faulty'; readonly faults: readonly { readonly key: string; readonly expected: string }[] };

/** Far more than a person writes; what an alias bomb needs to hurt is far beyond it. */
const MOST_ALIASES = 50;

/** Reads one YAML 1.2 document without custom tags. Never throws. */
export function readYaml(text: string): YamlResult {
  try {
    const document = parseDocument(text, { version: '1.2', uniqueKeys: true, logLevel: 'error' });
    const errors = [...document.errors, ...document.warnings];
    if (errors.length > 0) return { type: 'faulty', faults: errors.slice(0, 20).map((error) => faultOf(error, text)) };
    return { type: 'read', value: document.toJS({ maxAliasCount: MOST_ALIASES }) };
  } catch {
    // The library throws for an unknown alias, for too many of them, and for nesting deeper than the stack.
    const expected = `expected YAML without unknown aliases, more than ${MOST_ALIASES} of them or very deep nesting`;
    return { type: 'faulty', faults: [{ key: '', expected }] };
  }
}

function faultOf({ code, pos, linePos, message }: YAMLError, text: string): { key: string; expected: string } {
  const at = linePos ? `line ${linePos[0].line}` : '';
  if (code === 'DUPLICATE_KEY') {
    const key = /^["']?([\w-]{1,40})/.exec(text.slice(pos[0], pos[0] + 50))?.[1] ?? '';
    return { key, expected: `expected this key once, got it again on ${at}` };
  }
  // Without the excerpt that follows in the library's message: it may show a value.
  const [what = ''] = message.split(/ at line \d+|:\n|\n/);
  return { key: at, expected: `expected YAML: ${what}` };
}
