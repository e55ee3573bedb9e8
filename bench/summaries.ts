// How many articles of 600 words the summariser reads in a second on one core, beside a plain lead with the same
// splitter and npm's ts-textrank, and how its cost grows with an article: `npm run bench:summaries`.
import {
  AbsoluteSummarizerConfig,
  DefaultTextParser,
  NullLogger,
  SorensenDiceSimilarity,
  Summarizer,
} from 'ts-textrank';
import type { Room } from '../src/domain/ports.ts';
import { codePoints } from '../src/lib/code-points.ts';
import { type Story, summarizeText } from '../src/summaries/index.ts';
import { sentences } from '../src/summaries/sentences.ts';

const STORIES = 200;
const WORDS = 600;
const ROUNDS = 12;
const FEWEST_A_SECOND = 1_500;
const MOST_MS_FOR_A_MEGABYTE = 50;
const room: Room = { maxLength: 230, measure: codePoints };

const SUBJECTS = [
  'The council of Halden',
  'A ferry from Sund',
  'Mayor Ana Lund',
  'The “Lyra” choir',
  'Police in Tornby',
];
const VERBS = ['opened', 'closed', 'rebuilt', 'left', 'surveyed', 'paid for', 'argued over', 'photographed'];
const OBJECTS = [
  'the harbour bridge',
  'two of the five piers',
  'a school of 340 pupils',
  'the night train',
  'the lighthouse',
];
const ENDS = [
  'on Monday after a storm',
  'for the third time since 2019',
  ', which had been shut for eleven weeks',
  'at a cost of 4.6 million crowns, Dr. Berg said',
  'and nobody was hurt, according to St. Anne’s hospital',
];

/** A made-up story of so many words: the same for the same number. */
function story(number: number, wordCount: number): Story {
  let state = number + 1;
  const oneOf = (list: readonly string[]): string => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return list[(state >>> 8) % list.length] ?? '';
  };
  const paragraphs: string[] = [];
  for (let count = 0; count < wordCount; ) {
    const told = Array.from({ length: 3 }, () =>
      `${oneOf(SUBJECTS)} ${oneOf(VERBS)} ${oneOf(OBJECTS)} ${oneOf(ENDS)}`.replaceAll(' ,', ','),
    );
    count += told.join(' ').split(' ').length;
    paragraphs.push(`${told.join('. ')}.`);
  }
  return { title: `${oneOf(SUBJECTS)} and ${oneOf(OBJECTS)}`, body: paragraphs.join('\n\n'), language: 'en' };
}

/** The first sentences that fit. */
function lead({ body, language }: Story): string {
  let text = '';
  for (const sentence of sentences(body, language)) {
    const longer = text === '' ? sentence : `${text} ${sentence}`;
    if (room.measure(longer) > room.maxLength) break;
    text = longer;
  }
  return text;
}

const textrank = new Summarizer(
  new AbsoluteSummarizerConfig(
    2,
    new SorensenDiceSimilarity(),
    new DefaultTextParser(),
    0.85,
    Summarizer.SORT_OCCURENCE,
  ),
  new NullLogger(),
);

/** Processor time of the best of some rounds, in milliseconds: what else the machine does counts little. */
function bestMs(work: () => void, rounds = ROUNDS): number {
  const times = Array.from({ length: rounds }, () => {
    const start = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1_000;
  });
  return Math.min(...times);
}

const stories = Array.from({ length: STORIES }, (_, number) => story(number, WORDS));
const aSecond = (read: (one: Story) => unknown, of: readonly Story[] = stories, rounds?: number): number =>
  Math.round((1_000 * of.length) / bestMs(() => of.forEach(read), rounds));

/** In turns, so that what else the machine does slows all of them alike. */
function aSecondInTurns(...reads: readonly ((one: Story) => unknown)[]): readonly number[] {
  const best = reads.map(() => 0);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [at, read] of reads.entries()) best[at] = Math.max(best[at] ?? 0, aSecond(read, stories, 1));
  }
  return best;
}

const [plainLead = 0, at230 = 0, at450 = 0] = aSecondInTurns(
  lead,
  (one) => summarizeText(one, room),
  (one) => summarizeText(one, { ...room, maxLength: 450 }),
);
const rates = {
  'plain lead, same splitter': plainLead,
  'crier, 230 characters': at230,
  'crier, 450 characters': at450,
  'ts-textrank, 2 sentences': aSecond(({ body }) => textrank.summarize(body, 'en'), stories.slice(0, 20), 3),
};
console.log(`articles of ${WORDS} words a second of processor time`);
for (const [name, rate] of Object.entries(rates)) {
  const ratio = rate / rates['plain lead, same splitter'];
  console.log(`${name.padEnd(28)}${String(rate).padStart(8)}${ratio.toFixed(2).padStart(8)} of the lead`);
}

console.log('\nmilliseconds for one article, by its words');
for (const words of [300, 600, 1_200, 2_400, 4_800]) {
  const some = Array.from({ length: 40 }, (_, number) => story(number, words));
  const perArticle = (read: (one: Story) => unknown) => bestMs(() => some.forEach(read), 5) / some.length;
  const [ours, plain] = [perArticle((one) => summarizeText(one, room)), perArticle(lead)];
  console.log(
    `${String(words).padStart(6)}${ours.toFixed(3).padStart(10)} crier${plain.toFixed(3).padStart(10)} plain lead`,
  );
}

const megabyte = story(1, 170_000);
const megabyteMs = bestMs(() => summarizeText(megabyte, room), 3);
console.log(`\n${(megabyte.body.length / 1e6).toFixed(2)} MB in ${megabyteMs.toFixed(1)} ms`);

const failed = [
  rates['crier, 230 characters'] < FEWEST_A_SECOND && `fewer than ${FEWEST_A_SECOND} articles a second`,
  megabyteMs > MOST_MS_FOR_A_MEGABYTE && `more than ${MOST_MS_FOR_A_MEGABYTE} ms for a megabyte`,
].filter(Boolean);
for (const fault of failed) console.error(fault);
process.exitCode = failed.length > 0 ? 1 : 0;
