import { datesOf } from './dates.ts';
import { otherwiseDenied } from './denials.ts';
import { isNamed, nameKeysOf, namesOf, openingWord } from './names.ts';
import { isCounted, type Quantity, quantitiesOf } from './numbers.ts';
import { plain, roughSentences, wordsOf } from './plain.ts';

/** Something a text says that its article does not bear out; `what` is how the text says it. */
export interface Doubt {
  readonly type: 'number' | 'name' | 'order' | 'quotation' | 'date' | 'negation';
  readonly what: string;
}

/** From this share of its words on, a sentence of the text is one of the article's, told anew: it must say the same. */
const CLOSE = 0.75;
const QUOTED = /"([^"]+)(?:"|$)/g;

interface Source {
  readonly text: string;
  readonly words: ReadonlySet<string>;
  readonly keys: ReadonlySet<string>;
  readonly quantities: readonly Quantity[];
  readonly dates: ReadonlyMap<string, string>;
}

/**
 * What of a text its article (title, standfirst and body in one) does not bear out: numbers, names and who does what to
 * whom, quotations, weekdays and months, denials. A hint for an editor, never a proof: what is worded freely may be right.
 * A sentence that stands in the article as it is raises no doubt.
 */
export function doubtsAbout(text: string, article: string): readonly Doubt[] {
  const told = plain(article);
  const all = sourceOf(told);
  const sentences = roughSentences(article).map(sourceOf);
  const reworded = roughSentences(text).filter((sentence) => !told.includes(sentence));
  if (reworded.length === 0) return [];
  return [
    ...reworded.flatMap((sentence) => doubtsOf(sentence, all, closest(sentence, sentences))),
    ...quotationsOf(plain(text))
      .filter((quotation) => !told.toLowerCase().includes(quotation.toLowerCase()))
      .map((quotation): Doubt => ({ type: 'quotation', what: quotation })),
  ];
}

function doubtsOf(sentence: string, all: Source, close: Source | undefined): readonly Doubt[] {
  const source = close ?? all;
  const dates = [...datesOf(wordsOf(sentence))].filter(([name]) => !source.dates.has(name));
  return [
    ...quantitiesOf(sentence)
      .filter((quantity) => !isCounted(quantity, source.quantities))
      .map(({ text }): Doubt => ({ type: 'number', what: text })),
    ...namesOf(sentence)
      .filter((name) => !isNamed(name, source.keys))
      .map((name): Doubt => ({ type: 'name', what: name })),
    ...dates.map(([, word]): Doubt => ({ type: 'date', what: word })),
    ...(close ? doubtsBeside(sentence, close, all) : []),
  ];
}

/** What only a sentence of the same words can show: a denial more or less, names that have changed places. */
function doubtsBeside(sentence: string, close: Source, all: Source): readonly Doubt[] {
  const doubts: Doubt[] = [];
  const opening = openingWord(sentence);
  // All its other words are the article's: so would a mere word of grammar be.
  if (opening && !isNamed(opening, all.keys)) doubts.push({ type: 'name', what: opening });
  const denial = otherwiseDenied(wordsOf(sentence), wordsOf(close.text));
  if (denial !== undefined) doubts.push({ type: 'negation', what: denial });
  let at = 0;
  for (const name of namesOf(sentence)) {
    const next = close.text.indexOf(name, at);
    if (next >= 0) at = next + name.length;
    else if (close.text.includes(name)) {
      doubts.push({ type: 'order', what: name });
      break;
    }
  }
  return doubts;
}

function closest(sentence: string, sources: readonly Source[]): Source | undefined {
  const words = wordsOf(sentence);
  let most = CLOSE;
  let best: Source | undefined;
  for (const source of sources) {
    const share = words.filter((word) => source.words.has(word)).length / Math.max(1, words.length);
    if (share > most) [most, best] = [share, source];
  }
  return best;
}

function sourceOf(text: string): Source {
  const words = wordsOf(text);
  return {
    text,
    words: new Set(words),
    keys: nameKeysOf(text, words),
    quantities: quantitiesOf(text, { inWords: true }),
    dates: datesOf(words),
  };
}

/** What stands in quotation marks, sentence by sentence, without what an editor put in brackets or left out. */
function quotationsOf(text: string): readonly string[] {
  return [...text.matchAll(QUOTED)]
    .flatMap(([, quoted = '']) => quoted.split(/\[[^\]]*\]|\.\.\.|(?<=[.!?]) /))
    .map((piece) => piece.replace(/^[\s,.;:!?-]+|[\s,.;:!?-]+$/g, ''))
    .filter((piece) => piece !== '');
}
