import { expect, test } from 'vitest';
import { codePoints } from '../../src/lib/code-points.ts';

test.each(['', 'Bridge', 'Міст', '⚡', '🚋', 'a🚋b🚋', 'half \ud83d of a pair', '\udc00\ud800', '👩‍🚒', 'é'])(
  'the code points of "%s" are counted as the language itself does',
  (text) => expect(codePoints(text)).toBe([...text].length),
);
