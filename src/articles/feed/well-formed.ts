import { parseBounded } from '../bounded-parser.ts';

const NAME = /^[a-z_][\w.-]*(?::[a-z_][\w.-]*)?$/i;
/** The XML reader refuses a whole document for one of these. */
const REFUSED = ['__proto__', 'constructor', 'prototype'];

/**
 * XML as it should have been written: every tag closed, every attribute in quotes, no document type, so that nothing in
 * it can expand. The reader behind feedsmith takes time with the square of what is left open, and refuses a feed for one
 * stray sign; this takes one pass. Undefined where the document ends before its root does, or nests too deep.
 */
export function wellFormed(xml: string): string | undefined {
  const out: string[] = [];
  const open: boolean[] = [];
  let isEnded = false;
  let isCdata = false;
  const isWhole = parseBounded(
    xml.replace(STRAY, '&lt;'),
    {
      onopentag(name, attributes) {
        const isKept = NAME.test(name) && !REFUSED.includes(name.toLowerCase());
        open.push(isKept);
        if (!isKept) return;
        out.push('<', name);
        for (const [key, value] of Object.entries(attributes)) {
          if (NAME.test(key)) out.push(' ', key, '="', quoted(value), '"');
        }
        out.push('>');
      },
      onclosetag(name, isImplied) {
        if (open.pop()) out.push('</', name, '>');
        if (open.length === 0 && !isImplied) isEnded = true;
      },
      ontext(text) {
        if (open.length > 0) out.push(isCdata ? text : text.replaceAll('<', '&lt;').replaceAll('>', '&gt;'));
      },
      oncdatastart() {
        isCdata = true;
        if (open.length > 0) out.push('<![CDATA[');
      },
      oncdataend() {
        isCdata = false;
        if (open.length > 0) out.push(']]>');
      },
    },
    { xmlMode: true, decodeEntities: false },
  );
  const isCutOff = out.length > 0 && !isEnded;
  return isWhole && !isCutOff ? out.join('') : undefined;
}

/** A sign for "less than" in a text: no tag begins with a digit, a space or another sign. */
const STRAY = /<(?![a-z_/!?])/gi;

function quoted(value: string): string {
  return value.replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
