/** White space that is no single space, and what editors paste for one: zero-width space, Braille blank, Hangul filler. */
const BLANKS = /[^\S ]\s*| [\s\u200b\u2800\u3164]+|[\u200b\u2800\u3164][\s\u200b\u2800\u3164]*/g;
/** A line that ends so is a sentence, or the end of one. */
const ENDED = /[.!?…。！？:;]["”»“'’)\]]*$/u;
/** From this share of its single line breaks inside sentences a text is taken for hard-wrapped. */
const WRAPPED_SHARE = 0.2;
/** In UTF-16 code units: so much of a text tells whether it is. */
const SAMPLE = 10_000;
/** A line that begins so may be the rest of a sentence that was cut in two. */
const SMALL_LETTER = /^[“”„«"‘'([]*\p{Ll}/u;
const EMPTY_LINE = /\n[^\S\n]*\n|\u2029/g;

/** A paragraph of a text, or a line that is one. */
export interface Paragraph {
  /** White space collapsed. */
  readonly text: string;
  /** Whether its last sentence may go on in the next line. */
  readonly goesOn: boolean;
}

/**
 * The paragraphs of a text as they are asked for, white space collapsed. Empty lines part them, and so do single line
 * breaks unless the text is hard-wrapped: many of its lines go on in lower case.
 */
export function* paragraphs(text: string): Generator<Paragraph> {
  const plain = /[\r\u2028]/.test(text) ? text.replace(/\r\n?|\u2028/g, '\n') : text;
  let wrapped: boolean | undefined;
  for (const block of blocks(plain)) {
    if (!block.includes('\n')) {
      const line = collapse(block);
      if (line) yield { text: line, goesOn: false };
      continue;
    }
    const lines = block.split('\n').map(collapse).filter(Boolean);
    wrapped ??= isWrapped(plain.slice(0, SAMPLE));
    if (wrapped && lines.length > 0) yield { text: lines.join(' '), goesOn: false };
    else
      for (const [index, line] of lines.entries())
        yield { text: line, goesOn: SMALL_LETTER.test(lines[index + 1] ?? '') };
  }
}

/** The text with each run of white space as one space, none at its ends. */
export function collapse(text: string): string {
  return text.replace(BLANKS, ' ').trim();
}

function* blocks(text: string): Generator<string> {
  let start = 0;
  for (const { 0: empty, index } of text.matchAll(EMPTY_LINE)) {
    yield text.slice(start, index);
    start = index + empty.length;
  }
  yield text.slice(start);
}

function isWrapped(text: string): boolean {
  let breaks = 0;
  let inside = 0;
  for (const block of blocks(text)) {
    if (!block.includes('\n')) continue;
    const lines = block.split('\n');
    for (const [index, line] of lines.entries()) {
      const next = lines[index + 1]?.trimStart();
      if (!next || line.trim() === '') continue;
      breaks += 1;
      if (/^\p{Ll}/u.test(next) && !ENDED.test(line.trimEnd().slice(-8))) inside += 1;
    }
  }
  return inside > 0 && inside / breaks >= WRAPPED_SHARE;
}
