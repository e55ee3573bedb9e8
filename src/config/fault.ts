import { printable } from '../lib/terminal.ts';

/** One thing wrong with the configuration. */
export interface ConfigFault {
  /** As a person finds it: relative to the project where it lies inside. */
  readonly file: string;
  /** As a person writes it, `channels[1].quietHours` or `TWITTER_APP_KEY`; empty where the whole file is meant. */
  readonly key: string;
  /** What was expected, and what was found instead: `expected a duration such as 12h, got "soon"`. */
  readonly expected: string;
}

/** The fault as one line: `config/newsroom.yaml: channels[0].freshFor: expected a duration such as 12h, got "soon"`. */
export function faultLine({ file, key, expected }: ConfigFault): string {
  return printable([file, key, expected].filter((part) => part !== '').join(': '));
}

/** Names a value in a fault: short, on one line, and only its kind where it has an inside. */
export function got(value: unknown, redact: (text: string) => string): string {
  if (value === undefined) return 'but it is missing';
  if (value === null) return 'but it is empty';
  if (Array.isArray(value)) return 'got a list';
  if (typeof value === 'object') return 'got keys with values';
  const text = redact(printable(String(value)));
  const short = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return typeof value === 'string' ? `got "${short}"` : `got ${short}`;
}
