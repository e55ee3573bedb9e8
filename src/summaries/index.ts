import type { Room, Summarizer } from '../domain/ports.ts';
import { candidates } from './candidates.ts';
import { after, goingOn } from './continuing.ts';
import { type Explanation, reasonsOf } from './explanation.ts';
import type { Option } from './fitting.ts';
import { languageOf } from './languages/index.ts';
import { tellingWords } from './look.ts';
import { join, select } from './selection.ts';
import { wholeStandfirst } from './standfirst.ts';

export { type Defect, defectsOf } from './defects.ts';
export type { ChosenSentence, Explanation } from './explanation.ts';

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
 * Sentences of the story in its own words, whole or with a clause left out, within the room: the standfirst where it is
 * whole and fits, and after it what goes on from there where the room is for more; otherwise those that together tell
 * most. Undefined where none fits: the post then needs an editor's words.
 */
export function summarizeText(story: Story, room: Room): string | undefined {
  const standfirst = fittingStandfirst(story, room);
  if (standfirst !== undefined) return after(standfirst, join(goingOn(standfirst, story, room)));
  return join(chosenOf(story, room)) || undefined;
}

/** The same summary with the reasons for every sentence in it. */
export function explainSummary(story: Story, room: Room): Explanation {
  const standfirst = fittingStandfirst(story, room);
  if (standfirst !== undefined) {
    const more = goingOn(standfirst, story, room);
    return { summary: after(standfirst, join(more)), from: 'standfirst', sentences: reasonsFor(more, story, true) };
  }
  const chosen = chosenOf(story, room);
  const summary = join(chosen);
  const explained = { from: 'article', sentences: reasonsFor(chosen, story, false) } as const;
  return summary ? { ...explained, summary } : explained;
}

function reasonsFor(chosen: readonly Option[], { title }: Story, afterStandfirst: boolean) {
  return reasonsOf(chosen, tellingWords(title).length, afterStandfirst);
}

function fittingStandfirst(story: Story, room: Room): string | undefined {
  const standfirst = wholeStandfirst(story);
  return standfirst !== undefined && room.measure(standfirst) <= room.maxLength ? standfirst : undefined;
}

function chosenOf(story: Story, room: Room) {
  const rules = languageOf(story.language);
  return select(candidates(story, rules), { title: story.title, rules }, room);
}
