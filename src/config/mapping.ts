import { z } from 'zod';

/** An object of just these keys; the error for an unknown one names them. */
export function mapping<Shape extends z.core.$ZodLooseShape>(expected: string, shape: Shape) {
  const keys = Object.keys(shape).join(', ');
  return z.strictObject(shape, { error: ({ code }) => (code === 'unrecognized_keys' ? keys : expected) });
}
