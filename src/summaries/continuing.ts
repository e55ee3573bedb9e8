import type { Room } from '../domain/ports.ts';
import { type Candidate, candidates } from './candidates.ts';
import type { Option } from './fitting.ts';
import { languageOf } from './languages/index.ts';
import { tellingWords } from './look.ts';
import { join, select } from './selection.ts';
import { sentences } from './sentences.ts';

/** Where readers expect a glance, or nobody said otherwise. */
const USUAL_SENTENCES = 4;
/** From this share of the words of either said by the other, a sentence says the standfirst again. */
const REPEATING_SHARE = 0.5;

/**
 * The sentences of the story that follow its standfirst where readers expect more than that: sound ones that stand by
 * themselves and say something else. None where it fills the room.
 */
export function goingOn(
  standfirst: string,
  story: { readonly title: string; readonly body: string; readonly language: string },
  room: Room,
): readonly Option[] {
  if (!room.goesOn) return [];
  const { mostSentences = USUAL_SENTENCES, measure } = room;
  const left = mostSentences - sentences(standfirst, story.language).length;
  if (left <= 0) return [];
  const rules = languageOf(story.language);
  const beside = { ...room, mostSentences: left, measure: (text: string) => measure(after(standfirst, text)) };
  return select(fresh(candidates(story, rules), standfirst), { title: story.title, rules }, beside);
}

/** The standfirst and what follows it as one text. */
export function after(standfirst: string, text: string): string {
  return text === '' ? standfirst : join([{ text: standfirst }, { text }]);
}

function* fresh(all: Iterable<Candidate>, standfirst: string): Generator<Candidate> {
  const said = new Set(tellingWords(standfirst));
  for (const candidate of all) {
    const words = tellingWords(candidate.text);
    const shared = words.filter((word) => said.has(word)).length;
    if (shared < Math.min(words.length, said.size) * REPEATING_SHARE) yield candidate;
  }
}
