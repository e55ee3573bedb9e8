import type { Room, Summarizer } from '../domain/ports.ts';
import { candidates } from './candidates.ts';
import { languageOf } from './languages/index.ts';
import { join, select } from './selection.ts';
import { wholeStandfirst } from './standfirst.ts';

/** What of an article the summariser reads. */
export interface Story {
  readonly title: string;
  /** Plain text, paragraphs parted by an empty line. */
  readonly body: string;
  /** The outlet's own standfirst. */
  readonly summary?: string;
  /** BCP 47; sentence rules and word lists exist for `en`, `uk` and `ru`. */
  readonly language: string;
}

/** Summarises with the article's own sentences: needs no network, no key and no model, and answers at once. */
export const extractive: Summarizer = {
  async summarize(article, room) {
    return summarizeText(article, room);
  },
};

/**
 * Whole sentences of the story in its own words, within the room: the standfirst where it is whole and fits, otherwise
 * the first sound sentence and what fits beside it. Undefined where none fits: the post then needs an editor's words.
 */
export function summarizeText(story: Story, room: Room): string | undefined {
  const standfirst = wholeStandfirst(story);
  if (standfirst !== undefined && room.measure(standfirst) <= room.maxLength) return standfirst;
  const rules = languageOf(story.language);
  return join(select(candidates(story, rules), { title: story.title, rules }, room)) || undefined;
}
