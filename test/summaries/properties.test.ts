import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Room } from '../../src/domain/ports.ts';
import { summarizeText } from '../../src/summaries/index.ts';
import { languageOf } from '../../src/summaries/languages/index.ts';
import { sentences } from '../../src/summaries/sentences.ts';
import { shortenings } from '../../src/summaries/shortening.ts';

const FRAGMENTS = [
  'The harbour was closed on Friday after the storm. ',
  'Two ships, the Vega and the Lyra, had lost their anchors. ',
  'Their crews were saved by a helicopter from Sund. ',
  'Mr. Berg of the U.S. Coast Guard said 4.5 m waves were expected. ',
  '“We saw nothing. The sea was white,” said the captain. ',
  '«Ми бачили хвилі. Було страшно», — сказав капітан порту Одеса. ',
  'Порт закрили в п’ятницю через шторм на 3 млн грн. збитків. ',
  'Порт закрыли в пятницу из-за шторма, сообщил А. Громов. ',
  '港口因暴风雨于星期五关闭了，船员获救。',
  'SUND, Jan. 12 (Agency) — ',
  'Photo: the harbour. ',
  'However, the pier (built in 1911), which the storm had spared, was shut on Sunday, leaving 40 boats outside. ',
  'Міст «Тиса», який звели в 1911 році, закрили (на тиждень) у неділю, зокрема для пішоходів. ',
  'Headline without an end\n',
  'and then, in the middle of it',
  '“',
  '” ',
  '"',
  '(',
  '… ',
  '. ',
  '? ',
  '\n',
  '\n\n',
  '👩‍🚀 ',
  '\ud800',
];

const text = fc.oneof(
  { weight: 5, arbitrary: fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 30 }).map((pieces) => pieces.join('')) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 300 }) },
);
const story = fc.record(
  { title: text, body: text, language: fc.constantFrom('en', 'uk', 'ru', 'de', 'zh', 'en-gb', 'x'), summary: text },
  { requiredKeys: ['title', 'body', 'language'] },
);
const room = fc.oneof(
  fc.integer({ min: -5, max: 700 }).map((maxLength): Room => ({ maxLength, measure: (words) => [...words].length })),
  fc
    .integer({ min: 0, max: 700 })
    .map((maxLength): Room => ({ maxLength, measure: (words) => Buffer.byteLength(words) + 24 })),
  fc
    .record({ maxLength: fc.integer({ min: 0, max: 700 }), mostSentences: fc.integer({ min: 0, max: 5 }) })
    .map((size): Room => ({ ...size, goesOn: true, measure: (words) => words.length })),
  fc.constant<Room>({ maxLength: Number.NaN, measure: (words) => words.length }),
);

test('no summary of any story is empty or exceeds any room', () => {
  fc.assert(
    fc.property(story, room, (anyStory, anyRoom) => {
      const summary = summarizeText(anyStory, anyRoom);
      if (summary === undefined) return;
      expect(summary.trim()).not.toBe('');
      expect(anyRoom.measure(summary)).toBeLessThanOrEqual(anyRoom.maxLength);
    }),
    { numRuns: 1_000 },
  );
});

test('every summary consists of sentences of the story, whole or shortened, in its order', () => {
  fc.assert(
    fc.property(story, room, (anyStory, anyRoom) => {
      const summary = summarizeText(anyStory, anyRoom);
      if (summary === undefined) return;
      const { body, language, summary: standfirst = '' } = anyStory;
      const ways = (source: string) =>
        sentences(source, language)
          .flatMap((part) => [part, withoutDateline(part)])
          .flatMap((part) => [part, ...shortened(part, language)]);
      expect(isChain(summary, [...ways(standfirst), ...ways(body)]), summary).toBe(true);
      expect(summary).toMatch(/(?<![.…])[.!?。][”»“"’')\]]*$/u);
    }),
    { numRuns: 1_000 },
  );
});

test('a body of a megabyte is read no further than a post needs', () => {
  const lead = 'The harbour was closed on Friday after the storm had torn away both cranes.';
  for (const filler of [
    'a',
    '. ',
    '“',
    '"No. ',
    '\n',
    'Heading\n',
    '( ',
    'A. ',
    '“Ab. Cd. ',
    'KYIV, ',
    '.”',
    ' \n\t\n',
  ]) {
    const body = `${lead}\n\n${filler.repeat(1_000_000 / filler.length)}`;
    const summary = summarizeText(
      { title: '', body, language: 'en' },
      { maxLength: 100, measure: (words) => words.length },
    );
    expect(summary).toBe(lead);
  }
});

/** Whether the summary is some of these sentences in this order with nothing between them. */
function isChain(summary: string, parts: readonly string[]): boolean {
  let starts = new Set([0]);
  for (const part of parts) {
    const next = new Set(starts);
    for (const at of starts) {
      const from = summary.charAt(at) === ' ' ? at + 1 : at;
      if (part && summary.startsWith(part, from)) next.add(from + part.length);
    }
    starts = next;
  }
  return starts.has(summary.length);
}

function shortened(sentence: string, language: string): string[] {
  const clauses = languageOf(language)?.clauses;
  return clauses ? shortenings(sentence, clauses).map(({ text: shorter }) => shorter) : [];
}

function withoutDateline(sentence: string): string {
  return sentence.replace(/^(?:SUND, Jan\. 12 \(Agency\) — )/, '');
}
