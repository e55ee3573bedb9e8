import { describe, expect, it } from 'vitest';
import type { Size } from './newsroom.ts';
import { tell, walk } from './walk.ts';

// Every way through the real rules of `src/domain` that is this small, one step of one actor at a time. The properties
// are in `properties.ts`; a failure prints the shortest way to what is wrong. `npm run model`
// walks further, as `run.ts` says.
const SIZES: readonly (readonly [string, Size])[] = [
  ['two workers of which each may stop at any step, and one mishap', { workers: 2, mishaps: 1, acts: 0 }],
  ['one worker that a person and the article store cross twice', { workers: 1, mishaps: 0, acts: 2 }],
  ['a person who must approve, with two acts', { workers: 1, mishaps: 0, acts: 2, review: 'required' }],
  ['a mishap and an act', { workers: 1, mishaps: 1, acts: 1 }],
  ['a story and its correction, both without an answer', { workers: 1, mishaps: 0, acts: 0, withCorrection: true }],
  ['a feed', { platform: 'google-news', workers: 2, mishaps: 1, acts: 1 }],
];

describe('a model of the rules', { timeout: 120_000 }, () => {
  it.each(SIZES)('holds every property with %s', (_, size) => {
    const walked = walk(size);
    expect(tell(walked)).toBe('nothing is wrong');
    // Nothing goes out twice by one mishap alone.
    expect(walked.doubled).toEqual({ afterTheLooks: 0, atAPersonsWord: 0 });
    expect(walked.states).toBeGreaterThan(1000);
  });

  it('has a double only where a request came after the three looks and past the duplicate check', () => {
    const walked = walk({ workers: 1, mishaps: 2, acts: 0 });
    expect(tell(walked)).toBe('nothing is wrong');
    expect(walked.doubled.afterTheLooks).toBeGreaterThan(0);
    expect(walked.doubled.atAPersonsWord).toBe(0);
    // What comes after the second look as well is what crier cannot notice by itself.
    expect(walked.leftDouble).toBeGreaterThan(0);
  });
});
