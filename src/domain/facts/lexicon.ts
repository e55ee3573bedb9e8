/** What a word of a list stands for; undefined where it is not in the list. */
export type Lexicon<Meaning> = (word: string) => Meaning | undefined;

/**
 * Words by what they mean, parted by commas. `*` stands for any ending. Case does not count, but a capitalised entry
 * counts only capitalised (`May`). An English possessive does not count either.
 */
export function lexicon<Meaning>(entries: readonly (readonly [Meaning, string])[]): Lexicon<Meaning> {
  const wholes = new Map<string, Meaning>();
  const stems = new Map<string, Meaning>();
  let shortest = Number.MAX_SAFE_INTEGER;
  for (const [meaning, list] of entries) {
    for (const word of list.split(',').map((entry) => entry.trim())) {
      if (!word.endsWith('*')) wholes.set(word, meaning);
      else {
        stems.set(word.slice(0, -1), meaning);
        shortest = Math.min(shortest, word.length - 1);
      }
    }
  }
  return (word) => {
    const bare = word.replace(/'s?$/, '');
    const lower = bare.toLowerCase();
    const whole = wholes.get(lower) ?? wholes.get(bare);
    if (whole !== undefined) return whole;
    for (let length = lower.length; length >= shortest; length--) {
      const stem = stems.get(lower.slice(0, length));
      if (stem !== undefined) return stem;
    }
    return undefined;
  };
}

/** Whether a word is in the list. */
export function oneOf(list: string): (word: string) => boolean {
  const known = lexicon([[true, list]]);
  return (word) => known(word) === true;
}
