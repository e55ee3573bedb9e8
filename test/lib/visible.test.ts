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
