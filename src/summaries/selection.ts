import type { Room } from '../domain/ports.ts';
import type { Candidate } from './candidates.ts';
import { bestOf, type Option } from './fitting.ts';
import type { Language } from './languages/index.ts';
import { tellingWords } from './look.ts';
import { shortenings } from './shortening.ts';
import { leans } from './soundness.ts';
import { topicOf, worthOf } from './worth.ts';

/** News stands at the top: a sentence after so many is weighed only where nothing above it can open a post. */
const SENTENCES_WEIGHED = 11;
/** A choice is made anew so often where sentences measure more together than one by one. */
const TRIES = 4;
/** The power of its length that a sentence's worth counts by. */
const DIMINISHING = 0.9;
/** Chinese and Japanese full stops bring their own space. */
const OWN_SPACE = /[。！？][”’」』》）]*$/u;

/**
 * The sentences that together tell most of the story in this room, in the article's order; none where none fits. The
 * first stands by itself, and none leans on a sentence that is not there.
 */
export function select(
  sentences: Iterable<Candidate>,
  { title, rules }: { readonly title: string; readonly rules: Language | undefined },
  room: Room,
): readonly Option[] {
  const read = sentencesToWeigh(sentences, room);
  const topic = topicOf(
    title,
    read.map(({ words }) => words),
  );
  const empty = room.measure('');
  const weigh = ({ place, text, leftOut, leans, opens, words }: Way): Option => {
    const worth = worthOf(text, words, place, topic);
    const length = room.measure(text) - empty;
    const weight = length ** DIMINISHING;
    return { place, text, leftOut, leans, opens, words, worth, length, weight, value: worth.total * weight };
  };
  const options = read.flatMap((sentence) => waysToSay(sentence, rules).map(weigh));
  return fitted(options, room, room.maxLength - empty);
}

/** The sentences of a post as one text. */
export function join(sentences: readonly { readonly text: string }[]): string {
  return sentences.reduce((text, next) => text + (text === '' || OWN_SPACE.test(text) ? '' : ' ') + next.text, '');
}

function sentencesToWeigh(sentences: Iterable<Candidate>, room: Room): readonly Candidate[] {
  const read: Candidate[] = [];
  let canOpen = false;
  for (const sentence of sentences) {
    if (canOpen && read.length >= SENTENCES_WEIGHED) break;
    read.push(sentence);
    canOpen ||= sentence.sound && !sentence.leans && fits(sentence.text, room);
  }
  return read;
}

type Way = Pick<Option, 'place' | 'text' | 'leftOut' | 'leans' | 'opens' | 'words'>;

/** The sentence whole, and without what it can be told without; none where it is not sound. */
function waysToSay(sentence: Candidate, rules: Language | undefined): readonly Way[] {
  const { place, text, words, sound, leans: leaning } = sentence;
  if (!sound) return [];
  const whole: Way = { place, text, leftOut: [], leans: leaning, opens: !leaning, words };
  if (!rules?.clauses) return [whole];
  const shorter = shortenings(text, rules.clauses).map((way): Way => {
    const stillLeans = leans(way.text, rules);
    // Without its connective it no longer leans, yet it was not written to open anything.
    return { ...way, place, leans: stillLeans, opens: !leaning && !stillLeans, words: tellingWords(way.text) };
  });
  return [whole, ...shorter];
}

function fitted(options: readonly Option[], room: Room, spare: number): readonly Option[] {
  let limit = spare;
  for (let tries = 0; tries < TRIES; tries++) {
    const best = bestOf(options, limit, room.mostSentences);
    const excess = room.measure(join(best)) - room.maxLength;
    if (excess <= 0) return best;
    limit -= excess;
  }
  return options.filter(({ opens, text }) => opens && fits(text, room)).slice(0, 1);
}

function fits(text: string, room: Room): boolean {
  return room.measure(text) <= room.maxLength;
}
