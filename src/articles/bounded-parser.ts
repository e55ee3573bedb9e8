import { type Handler, Parser, type ParserOptions } from 'htmlparser2';

/** The parser's time grows with the square of the depth; no page or feed nests so deep. */
const DEEPEST = 200;
const STEP = 32_768;

/** Parses markup in one pass; whether it came to the end: what nests more than 200 elements deep is left where it is. */
export function parseBounded(markup: string, handler: Partial<Handler>, options: ParserOptions = {}): boolean {
  let deepest = 0;
  let depth = 0;
  const parser = new Parser(
    {
      ...handler,
      onopentag(name, attributes, isImplied) {
        depth += 1;
        deepest = Math.max(deepest, depth);
        handler.onopentag?.(name, attributes, isImplied);
      },
      onclosetag(name, isImplied) {
        depth -= 1;
        handler.onclosetag?.(name, isImplied);
      },
    },
    options,
  );
  for (let at = 0; at < markup.length; at += STEP) {
    parser.write(markup.slice(at, at + STEP));
    if (deepest > DEEPEST) return false;
  }
  parser.end();
  return deepest <= DEEPEST;
}
