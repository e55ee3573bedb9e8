import { isQuiet, newsroomOf, type Size } from './newsroom.ts';
import { doubles, PROPERTIES, type Property } from './properties.ts';
import { type Found, type Move, search } from './search.ts';
import type { World } from './state.ts';

const ALL: readonly (readonly [string, Property])[] = Object.entries(PROPERTIES);

export interface Walked extends Found<World> {
  /** Worlds in which a post of ours was live twice, by the cause that each of them has. */
  readonly doubled: { readonly afterTheLooks: number; readonly atAPersonsWord: number };
  /** Worlds at rest in which it stays so, for it came after the last look. */
  readonly leftDouble: number;
}

/** Walks through all there is of this size, and counts the ways that rule 5 names. */
export function walk(size: Size): Walked {
  const doubled = { afterTheLooks: 0, atAPersonsWord: 0 };
  let leftDouble = 0;
  const rules = {
    step: (before: World, move: Move<World>) => ALL.find(([, { step }]) => step?.(before, move) === false)?.[0],
    state: (world: World) => ALL.find(([, { state }]) => state?.(world) === false)?.[0],
    isExit: isQuiet,
  };
  const found = search(newsroomOf(size), rules, (world) => {
    const [ours] = doubles(world);
    if (!ours) return;
    if (ours.some(({ missedBy }) => missedBy === 'person')) doubled.atAPersonsWord += 1;
    else doubled.afterTheLooks += 1;
    if (isQuiet(world)) leftDouble += 1;
  });
  return { ...found, doubled, leftDouble };
}

/** The counterexample as a person reads it: what is wrong, then the shortest way to it, a step a line. */
export function tell({ counterexample }: Found<World>): string {
  if (!counterexample) return 'nothing is wrong';
  return [counterexample.wrong, ...counterexample.path.map((step, place) => `${place + 1}. ${step}`)].join('\n');
}
