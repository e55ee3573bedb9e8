import { expect, test } from 'vitest';
import { googleNewsFormat } from '../../../src/platforms/google-news/format.ts';

const LINK = 'https://example.com/news/flood';
const { phrase, render, room, costUsd } = googleNewsFormat;

test('a description has room for 400 characters, counted in code points', () => {
  const { maxLength, measure } = room(LINK);
  expect(measure('a'.repeat(400))).toBe(maxLength);
  expect(measure('😀'.repeat(401))).toBeGreaterThan(maxLength);
});

test('the words stand above the link', () => {
  expect(render('Flood in the valley.', LINK)).toBe(`Flood in the valley.\n${LINK}`);
  expect(render('', LINK)).toBe(LINK);
});

test('only what readers see is carried, and it costs nothing', () => {
  expect(phrase('  Flood\u0000 in\u202E the\n\n\n valley ')).toBe('Flood in the\n\nvalley');
  expect(costUsd('', LINK)).toBe(0);
});
