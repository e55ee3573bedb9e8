import { html as escaped } from 'hono/html';
import { printable } from '../lib/terminal.ts';

/** A piece of a page: text in it is escaped already. */
export type Html = ReturnType<typeof escaped>;

/**
 * hono's template, which escapes, with every text that comes into it first stripped of what hides or turns the text
 * around it: articles, platforms and editors write what they like.
 */
export function html(strings: TemplateStringsArray, ...values: readonly unknown[]): Html {
  return escaped(strings, ...values.map(visible));
}

/** Most texts, which need no second look: a queue is drawn every second or two. */
const PLAIN = /^[\x20-\x7e]*$/;

function visible(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(visible);
  if (typeof value !== 'string' || PLAIN.test(value)) return value;
  return value
    .split(/\r\n|\n/)
    .map(printable)
    .join('\n');
}
