/** Something a text says that its article does not bear out; `what` is how the text says it. */
export interface Doubt {
  readonly type: 'number' | 'name' | 'order' | 'quotation' | 'date' | 'negation';
  readonly what: string;
}

/** A doubt as a person reads it: `the number "13"`. */
export function sayDoubt({ type, what }: Doubt): string {
  return `${DOUBTED[type]} "${what}"`;
}

const DOUBTED = {
  number: 'the number',
  name: 'the name',
  order: 'that it is so said of',
  quotation: 'the quotation',
  date: 'the date',
  negation: 'what is denied or not denied about',
} satisfies Record<Doubt['type'], string>;
