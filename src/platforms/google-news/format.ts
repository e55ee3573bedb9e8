import type { Format } from '../../domain/ports.ts';
import { codePoints } from '../../lib/code-points.ts';
import { visibleLines } from '../../lib/visible.ts';

/** Two or three sentences: what feed readers show under a headline before they fold it away. */
const MOST_CHARACTERS = 400;
const MOST_SENTENCES = 3;

/** How feeds carry the words: as an item's description, in code points; title and link stand apart from them. */
export const googleNewsFormat: Format = {
  id: 'google-news',
  room: () => ({
    maxLength: MOST_CHARACTERS,
    mostSentences: MOST_SENTENCES,
    goesOn: true,
    measure: codePoints,
  }),
  phrase: (words) => visibleLines(words),
  render: (words, link) => [words, link].filter(Boolean).join('\n'),
  costUsd: () => 0,
};
