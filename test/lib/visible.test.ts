import fc from 'fast-check';
import { expect, test } from 'vitest';
import { visibleLines, withoutInvisible } from '../../src/lib/visible.ts';

test.each([
  ['control\u0000 \u001B[31mred', 'control [31mred'],
  ['\u202Eevil\u202C \u2066x\u2069\u200F', 'evil x'],
  ['half \uD83D of a pair, non\uFFFFcharacter\uFFFE', 'half  of a pair, noncharacter'],
  ['👨‍👩‍👧 می\u200Cخواهم cafe\u0301', '👨‍👩‍👧 می\u200Cخواهم café'],
  ['tab\there\nand\u0085there', 'tab\there\nand\u0085there'],
])('of %j readers see %j, white space kept', (text, seen) => {
  expect(withoutInvisible(text)).toBe(seen);
});

test.each([
  ['  Flood\t in\u00A0the   valley  ', 'Flood in the valley'],
  ['One\r\nTwo\rThree\u2028Four\u0085Five\vSix\fSeven', 'One\nTwo\nThree\nFour\nFive\nSix\nSeven'],
  ['One \n \u200B\n\n\n Two', 'One\n\nTwo'],
])('%j is laid out as %j', (text, lines) => {
  expect(visibleLines(text)).toBe(lines);
});

test('a text that needs no laying out is the same text', () => {
  const piece = fc.constantFrom(
    ...['a', 'Ж', 'é', 'e\u0301', '\u0301', '“', '—', '5', '©', '№', '\u0483'],
    ...[' ', '  ', '\n', '\n\n', '\n\n\n', '\u00A0', '\u00AD', '\t', '\u2028', '\u2009'],
  );
  const laidOut = (text: string) =>
    withoutInvisible(text)
      .replace(/\u2028/g, '\n')
      .split('\n')
      .map((line) => line.trim().replace(/\s+/g, ' '))
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim();
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
      (text) => {
        expect(visibleLines(text)).toBe(laidOut(text));
      },
    ),
    { numRuns: 2_000 },
  );
});
