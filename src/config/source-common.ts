import { mapping } from './mapping.ts';
import { id, texts } from './values.ts';

const dropExpected = 'a list of lines with words in them, such as "Read more on *"';

/** What every kind of source may say. */
export const common = {
  id: id.describe('Part of the identity of its articles, so it never changes.'),
  clean: mapping('a list under drop', {
    drop: texts(dropExpected)
      .refine((lines) => lines.every((line) => /[^\s*]{2}/.test(line)), { error: dropExpected })
      .describe('Whole lines that are no part of a story, in any case; * stands for anything.'),
  })
    .exactOptional()
    .describe('What is taken out of its stories besides what crier knows.'),
};
