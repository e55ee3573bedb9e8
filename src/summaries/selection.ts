import type { Room } from '../domain/ports.ts';
import type { Candidate } from './candidates.ts';
import { tellingWords } from './wording.ts';

/** A post is a glance, not the article. */
const MOST_SENTENCES = 4;
/** In UTF-16 code units: what is shorter rarely carries the news. */
const SHORTEST_ANCHOR = 50;
/** How far down the story the anchor's company is looked for, in sentences. */
const REACH = 8;
/** From this share of its words said already, a sentence adds nothing. */
const REPEATING_SHARE = 0.7;
/** Chinese and Japanese full stops bring their own space. */
const OWN_SPACE = /[。！？][”’」』》）]*$/u;

/**
 * The first sentence that stands by itself and fits, then those after it that fit beside what is taken, in the
 * article's order; undefined where none fits.
 */
export function select(candidates: readonly Candidate[], room: Room): string | undefined {
  const anchor = anchorOf(candidates, room);
  if (!anchor) return undefined;
  const taken = [anchor];
  for (const next of candidates.slice(anchor.place + 1, anchor.place + REACH)) {
    if (taken.length === MOST_SENTENCES) break;
    const follows = taken.at(-1)?.place === next.place - 1;
    if (!next.sound || (next.leans && !follows) || repeats(next, taken)) continue;
    if (fits(join([...taken, next]), room)) taken.push(next);
  }
  return join(taken);
}

function anchorOf(candidates: readonly Candidate[], room: Room): Candidate | undefined {
  const stands = ({ sound, leans, text }: Candidate) => sound && !leans && fits(text, room);
  return (
    candidates.find((candidate) => candidate.text.length >= SHORTEST_ANCHOR && stands(candidate)) ??
    candidates.find(stands)
  );
}

function repeats({ text }: Candidate, taken: readonly Candidate[]): boolean {
  const told = taken.map((earlier) => tellingWords(earlier.text));
  const words = [...tellingWords(text)];
  const known = words.filter((word) => told.some((set) => set.has(word))).length;
  return known >= words.length * REPEATING_SHARE;
}

function fits(text: string, room: Room): boolean {
  return room.measure(text) <= room.maxLength;
}

function join(sentences: readonly Candidate[]): string {
  return sentences.reduce((text, next) => text + (text === '' || OWN_SPACE.test(text) ? '' : ' ') + next.text, '');
}
