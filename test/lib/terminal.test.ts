import fc from 'fast-check';
import { expect, test } from 'vitest';
import { printable, progressLine } from '../../src/lib/terminal.ts';

test('line breaks and tabs become one space', () => {
  expect(printable('one\r\n\ttwo\u2028three')).toBe('one two three');
});

test('escape sequences lose what makes them work', () => {
  expect(printable('\u001b[31mred\u001b[0m \u009b2J \u0007')).toBe('[31mred[0m 2J ');
});

test('direction overrides, isolates and hidden characters go', () => {
  expect(printable('user\u202etxt.exe \u2066x\u2069 a\u200bb \ufeffc\u061c')).toBe('usertxt.exe x ab c');
});

test('words in any script and joined emoji stay as they are', () => {
  const text = 'Київ نمی‌خواهم 👩‍👩‍👧 ไทย';
  expect(printable(text)).toBe(text);
});

test('whatever comes in, one line without control characters comes out', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(printable(text)).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u);
    }),
  );
});

/** What a terminal of this width shows after the writes, a line each. */
function screen(columns: number | undefined) {
  const written: string[] = [];
  const line = progressLine(() => ({ ...(columns && { columns }), write: (text: string) => written.push(text) }));
  return { written, line };
}

test('a line of progress takes the place of the one before, and goes', () => {
  const { written, line } = screen(80);
  line.show('taken in 400 articles …');
  line.show('taken in 600\narticles …');
  line.wipe();
  line.wipe();
  line.show('');
  expect(written).toEqual(['\rtaken in 400 articles …\u001b[K', '\rtaken in 600 articles …\u001b[K', '\r\u001b[K']);
});

test('a line of progress never fills the terminal, which would break it', () => {
  const { written, line } = screen(10);
  line.show('taken in 400 articles …');
  expect(written).toEqual(['\rtaken in \u001b[K']);
});

test('where there is no terminal nothing shows how far it is', () => {
  const { written, line } = screen(undefined);
  line.show('taken in 400 articles …');
  line.wipe();
  expect(written).toEqual([]);
});
