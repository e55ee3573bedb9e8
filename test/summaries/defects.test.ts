import { describe, expect, test } from 'vitest';
import { defectsOf } from '../../src/summaries/defects.ts';

const LEAD = 'The old bridge at Halden was closed on Monday, which is a holiday, after divers found cracks.';
const NEXT = 'It was built in 1911.';
const TELLING = 'The mayor called it “a sad day for the town” and went home.';
const STORY = { title: 'Halden bridge shut', body: `${LEAD} ${NEXT}\n\n${TELLING}`, language: 'en' };
const room = { maxLength: 200, measure: (words: string) => [...words].length };

test.each([`${LEAD} ${NEXT}`, TELLING, 'The old bridge at Halden was closed on Monday, after divers found cracks.'])(
  'nothing is wrong with: %s',
  (summary) => {
    expect(defectsOf(summary, STORY, room)).toEqual([]);
  },
);

describe('what is wrong with a summary is named', () => {
  test.each([
    ['', 'empty'],
    [`${LEAD} ${NEXT} ${TELLING} ${'The council meets. '.repeat(3).trim()}`, 'too-long'],
    ['The old bridge at Halden was closed on…', 'not-whole'],
    ['The mayor called it “a sad day for the town and went home.', 'unbalanced'],
    [NEXT, 'leans'],
    [`${TELLING} ${NEXT}`, 'leans'],
    ['Subscribe to our newsletter for more of the bridge.', 'boilerplate'],
    ['Halden bridge shut.', 'says-title-again'],
    [`${TELLING} ${TELLING}`, 'says-itself-again'],
    ['The old bridge at Halden was closed on Tuesday after divers found cracks.', 'not-in-text'],
  ])('%s: %s', (summary, defect) => {
    expect(defectsOf(summary, STORY, room)).toContain(defect);
  });
});
