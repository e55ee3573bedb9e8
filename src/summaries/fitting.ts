import type { TellingWords } from './look.ts';
import type { Worth } from './worth.ts';

/** A post is a glance, not the article. */
const MOST_SENTENCES = 4;
/** In UTF-16 code units: what is shorter rarely carries the news. */
const SHORTEST_OPENING = 50;
/** From this share of its words said already, a sentence adds nothing. */
const REPEATING_SHARE = 0.7;
/** How much of the lesser value two sentences lose that share all their words. */
const REPETITION = 0.8;
/** What a sentence gains, by its length, right after the one it follows in the article. */
const IN_A_ROW = 0.1;

/** A sentence as a post may hold it, weighed for its place in one. */
export interface Option {
  /** Where it stands in the article, the first sentence being 0. */
  readonly place: number;
  readonly text: string;
  /** What was left out of it, as it stood there. */
  readonly leftOut: readonly string[];
  /** Whether a post may hold it only after the sentence before it. */
  readonly leans: boolean;
  /** Whether a post may begin with it. */
  readonly opens: boolean;
  /** Its telling words, roughly without their endings. */
  readonly words: TellingWords;
  readonly worth: Worth;
  /** As the room measures it beside what it measures anyway. */
  readonly length: number;
  /** What its length counts for: a little less for every further word. */
  readonly weight: number;
  /** Its worth by its weight. */
  readonly value: number;
}

/** Of sentences in the article's order, so many at most, those worth most together that fit in `limit`; none where none fits. */
export function bestOf(options: readonly Option[], limit: number, mostSentences = MOST_SENTENCES): readonly Option[] {
  const fitting = options.filter(({ length }) => length <= limit);
  const opensLong = fitting.some((option) => option.opens && isLong(option));
  const gainOf = gains(fitting);
  const mostFrom = prospects(fitting);
  const taken: number[] = [];
  let best: readonly number[] = [];
  let most = 0;
  const goOn = (from: number, length: number, value: number): void => {
    if (value > most) [best, most] = [[...taken], value];
    const places = Math.min(mostSentences, MOST_SENTENCES) - taken.length;
    if (places <= 0) return;
    const last = fitting[taken.at(-1) ?? -1];
    for (let index = from; index < fitting.length; index++) {
      if (value + mostFrom(index, places, limit - length) <= most) return;
      const next = fitting[index] as Option;
      const longer = length + next.length + (last ? 1 : 0);
      if (longer > limit || !(last ? follows(next, last) : next.opens && (isLong(next) || !opensLong))) continue;
      const gain = gainOf(index, taken);
      if (gain <= 0) continue;
      taken.push(index);
      goOn(index + 1, longer, value + gain);
      taken.pop();
    }
  };
  goOn(0, 0, 0);
  return best.map((index) => fitting[index] as Option);
}

/** At least what sentences from `index` on can add, in so many places and so much room: what cannot win is not tried. */
function prospects(options: readonly Option[]): (index: number, places: number, room: number) => number {
  const most = new Float64Array((options.length + 1) * MOST_SENTENCES);
  const dense = new Float64Array(options.length + 1);
  const top = new Float64Array(MOST_SENTENCES);
  for (let index = options.length - 1; index >= 0; index--) {
    const { value, weight, length } = options[index] as Option;
    let gain = value + IN_A_ROW * weight;
    dense[index] = Math.max(gain / Math.max(1, length), dense[index + 1] as number);
    for (let rank = 0, sum = 0; rank < MOST_SENTENCES; rank++) {
      const ranked = top[rank] as number;
      top[rank] = Math.max(gain, ranked);
      gain = Math.min(gain, ranked);
      sum += top[rank] as number;
      most[index * MOST_SENTENCES + rank] = sum;
    }
  }
  return (index, places, room) =>
    Math.min(most[index * MOST_SENTENCES + places - 1] as number, room * (dense[index] as number));
}

function isLong({ text }: Option): boolean {
  return text.length >= SHORTEST_OPENING;
}

function follows(next: Option, last: Option): boolean {
  if (next.place === last.place) return false;
  // What it leans on may be the very clause that was left out.
  return !next.leans || (next.place === last.place + 1 && last.leftOut.length === 0);
}

/** What a sentence adds to those taken: less as it says again what they say, nothing where it says little else. */
function gains(options: readonly Option[]): (index: number, taken: readonly number[]) => number {
  // Every pair is met in many a combination: what it loses is kept.
  const lost = new Float64Array(options.length ** 2).fill(Number.NaN);
  const loss = (one: number, other: number): number => {
    const at = one * options.length + other;
    if (Number.isNaN(lost[at])) lost[at] = lossOf(options[one] as Option, options[other] as Option);
    return lost[at] as number;
  };
  return (index, taken) => {
    const next = options[index] as Option;
    let gain = next.value;
    for (const earlier of taken) gain -= loss(index, earlier);
    const follows = options[taken.at(-1) ?? -1]?.place === next.place - 1;
    return follows ? gain + IN_A_ROW * next.weight : gain;
  };
}

function lossOf(next: Option, earlier: Option): number {
  let shared = 0;
  for (const word of next.words) if (earlier.words.includes(word)) shared += 1;
  if (shared >= next.words.length * REPEATING_SHARE) return Number.POSITIVE_INFINITY;
  const alike = shared / Math.sqrt(next.words.length * earlier.words.length);
  return REPETITION * alike * Math.min(next.value, earlier.value);
}
