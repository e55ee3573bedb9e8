/**
 * A short name for many values: the same for the same ones in the same order, and with near certainty another for
 * others (64 bits, MurmurHash3's mixing). Of a number, what is smaller than a billionth does not count. Notices change;
 * keeps no secret. node:crypto would take longer to load than an idle pass has.
 */
export function fingerprint(values: readonly (string | number)[]): string {
  const { high, low } = mixedUp(values);
  return (mixed(high ^ low) >>> 0).toString(36) + (mixed(low) >>> 0).toString(36);
}

/** One of so many places, always the same for the same text, and texts spread evenly over them. */
export function placeOf(text: string, places: number): number {
  return (mixed(mixedUp([text]).low) >>> 0) % places;
}

/** A fingerprint of many things, in whatever order they are added; one that is taken out again leaves no trace. */
export interface Gathered {
  add(values: readonly (string | number)[]): void;
  takeOut(values: readonly (string | number)[]): void;
  /** From which gathering can go on. */
  name(): string;
}

/** What was gathered under this name; nothing where none is given. */
export function gathering(name = '0.0.0'): Gathered {
  let [count = 0, high = 0, low = 0] = name.split('.').map((part) => Number.parseInt(part, 36) | 0);
  const add = (values: readonly (string | number)[], times: 1 | -1) => {
    const one = mixedUp(values);
    count += times;
    high = (high + times * mixed(one.high ^ one.low)) | 0;
    low = (low + times * mixed(one.low)) | 0;
  };
  return {
    add: (values) => add(values, 1),
    takeOut: (values) => add(values, -1),
    name: () => [count, high >>> 0, low >>> 0].map((part) => part.toString(36)).join('.'),
  };
}

function mixedUp(values: readonly (string | number)[]): { readonly high: number; readonly low: number } {
  // Kept whole numbers of 32 bits, with which machines are twice as fast.
  let high = 0x9747b28c | 0;
  let low = values.length;
  const take = (word: number) => {
    high = (rotated(Math.imul(high ^ Math.imul(word, 0xcc9e2d51), 0x1b873593), 13) + low) | 0;
    low = (rotated(Math.imul(low ^ Math.imul(word, 0x85ebca6b), 0xc2b2ae35), 17) + high) | 0;
  };
  for (const value of values) {
    if (typeof value === 'string') {
      for (let at = 0; at < value.length; at += 1) take(value.charCodeAt(at));
      take(-1 - value.length);
    } else {
      take(value | 0);
      take(Math.floor(value / 2 ** 32) | 0);
      take(((value % 1) * 2 ** 32) | 0);
    }
  }
  return { high, low };
}

function rotated(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

function mixed(value: number): number {
  const once = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return twice ^ (twice >>> 16);
}
