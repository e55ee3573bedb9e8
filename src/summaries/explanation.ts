import type { Option } from './fitting.ts';

/** Why a sentence stands in a summary. */
export interface ChosenSentence {
  readonly text: string;
  /** Which sentence of the article it is, the first being 1. */
  readonly place: number;
  /** In a person's words, the most telling first. */
  readonly reasons: readonly string[];
  /** What was left out of it, as it stood there. */
  readonly leftOut: readonly string[];
}

/** A summary with the reasons for every sentence of it. */
export interface Explanation {
  /** Undefined where nothing fits: the post then needs an editor's words. */
  readonly summary?: string;
  /** Whether the outlet's own standfirst opens it as it stands, or a sentence of the article. */
  readonly from: 'standfirst' | 'article';
  /** Those of the article. */
  readonly sentences: readonly ChosenSentence[];
}

/** The reasons for each chosen sentence, beside a headline of so many telling words. */
export function reasonsOf(
  chosen: readonly Option[],
  headlineWords: number,
  afterStandfirst = false,
): readonly ChosenSentence[] {
  return chosen.map(({ text, place, leftOut, worth, leans }, index) => {
    const before = chosen[index - 1];
    const reasons = [
      index === 0 &&
        (afterStandfirst
          ? 'goes on after the standfirst: stands by itself, says something else and fits with the others'
          : 'opens the post: the first that is sound, stands by itself and fits with the others'),
      worth.ofHeadline > 0 && `says ${worth.ofHeadline} of the ${headlineWords} telling words of the headline`,
      before && before.place === place - 1 && `follows the sentence before it${leans ? ', which it leans on' : ''}`,
      worth.hasFigure && 'has a figure',
      worth.recurring >= 1 && 'says what the story comes back to',
      index > 0 && 'fits in the room that is left',
      leftOut.length > 0 && 'is shortened, since whole it would leave less room',
    ];
    return { text, place: place + 1, leftOut, reasons: reasons.filter((reason) => typeof reason === 'string') };
  });
}
