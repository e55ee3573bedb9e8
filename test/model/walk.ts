import { isQuiet, newsroomOf, type Size } from './newsroom.ts';
import { doubles, PROPERTIES, type Property } from './properties.ts';
import { type Found, search } from './search.ts';
import type { World } from './state.ts';

const ALL: readonly (readonly [string, Property])[] = Object.entries(PROPERTIES);

/** Walks through all there is of this size; `doubled` counts the worlds in which a post of ours was live twice. */
export function walk(size: Size): Found<World> & { readonly doubled: number } {
  let doubled = 0;
  const rules = {
    step: (before: World, move: { says: string; world: World; isCalm: boolean }) =>
      ALL.find(([, { step }]) => step?.(before, move) === false)?.[0],
    state: (world: World) => ALL.find(([, { state }]) => state?.(world) === false)?.[0],
    isExit: isQuiet,
  };
  const found = search(newsroomOf(size), rules, (world) => {
    if (doubles(world).length > 0) doubled += 1;
  });
  return { ...found, doubled };
}
