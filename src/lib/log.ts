import { printable } from './terminal.ts';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
/** From which weight on a line is written; `silent` writes none. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What goes with a message; undefined facts are left out. */
export type Facts = Readonly<Record<string, string | number | boolean | Temporal.Instant | undefined>>;

/** Writes one line about what happened. */
export type Say = (message: string, facts?: Facts) => void;

export interface Log {
  readonly debug: Say;
  readonly info: Say;
  readonly warn: Say;
  readonly error: Say;
}

/**
 * A log of one line a message, `<ISO time> warn message key=value …`, with the secrets taken out by `redact`. `write`
 * takes a whole line with its line break, and is where standard error comes in.
 */
export function createLog(options: {
  readonly level: LogLevel;
  readonly redact: (text: string) => string;
  readonly write: (line: string) => void;
  readonly now?: () => Temporal.Instant;
}): Log {
  const { level, redact, write, now = Temporal.Now.instant } = options;
  // Stripped before redacted: a hidden character inside a secret must not carry it past the redactor.
  const clean = (text: string) => redact(printable(text));
  const sayAs =
    (weight: LogLevel): Say =>
    (message, facts = {}) => {
      if (LOG_LEVELS.indexOf(weight) < LOG_LEVELS.indexOf(level)) return;
      const pairs = Object.entries(facts).map(([key, value]) =>
        value === undefined ? '' : ` ${clean(key)}=${quoted(clean(String(value)))}`,
      );
      const time = now().toString({ fractionalSecondDigits: 3 });
      write(`${time} ${weight} ${clean(message)}${pairs.join('')}\n`);
    };
  return { debug: sayAs('debug'), info: sayAs('info'), warn: sayAs('warn'), error: sayAs('error') };
}

function quoted(value: string): string {
  return /^[^\s"=]+$/.test(value) ? value : JSON.stringify(value);
}
