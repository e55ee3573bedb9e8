/** C0 and C1 controls, escape among them, and what changes direction, hides or breaks lines; not the joiners that scripts and emoji need. */
const UNPRINTABLE = /[\p{Cc}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu;

/**
 * The text as one line that a terminal or a log shows and nothing else: line breaks and tabs become spaces; control,
 * escape and direction characters go.
 */
export function printable(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\r\n\t\u2028\u2029]+/g, ' ')
    .replace(UNPRINTABLE, '');
}

/** A line at the end of a terminal that the next one takes the place of; '' takes it away. */
export interface ProgressLine {
  show(line: string): void;
  /** Takes it away, so that other lines can be written; the next one shows again. */
  wipe(): void;
}

/** Shows how far something is where `columns` says that a terminal is there, and writes nothing anywhere else. */
export function progressLine(stream: () => { readonly columns?: number; write(text: string): unknown }): ProgressLine {
  let isShown = false;
  const wipe = () => {
    if (isShown) stream().write('\r\u001b[K');
    isShown = false;
  };
  return {
    wipe,
    show(line) {
      if (line === '') return wipe();
      const { columns } = stream();
      if (!columns) return;
      // A line as wide as the terminal would break, and only its end be rewritten.
      stream().write(`\r${printable(line).slice(0, columns - 1)}\u001b[K`);
      isShown = true;
    },
  };
}
